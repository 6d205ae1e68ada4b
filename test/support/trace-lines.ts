/** Traces of strace(1) and of `tessera run --trace-output`, made comparable. */

/** Lines of each process from its execve(2) on, in the order in which these come. Cut-off lines are whole again. */
export function programsOf(trace: string): string[][] {
  const programs = new Map<string, string[]>();
  const cutOff = new Map<string, string>();
  for (const line of trace.split("\n")) {
    const [, pid = "", rest = ""] =
      /^(?:\[pid +(\d+)\] )?(.*)$/.exec(line.replace(/^(\d+) +/, "[pid $1] ")) ?? [];
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(rest);
    if (unfinished) {
      cutOff.set(pid, unfinished[1]!);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const whole = resumed ? `${cutOff.get(pid) ?? ""}${resumed[1]}` : rest;
    if (whole.startsWith("execve(")) programs.set(pid, []);
    programs.get(pid)?.push(comparable(whole));
  }
  return [...programs.values()].map((lines) => lines.filter((line) => line !== ""));
}

/** A line without what differs from one run or machine to the next. Empty for what differs by nature. */
function comparable(line: string): string {
  // Programs do without restartable sequences; Linux has them.
  if (line.startsWith("rseq(")) return "";
  return line
    .replace(/^getrandom\("[^"]*"/, 'getrandom("…"')
    .replace(/0x[0-9a-f]{5,}/g, "0x…")
    .replace(/\/\* \d+ vars \*\//, "/* … vars */")
    .replace(/st_size=\d+/g, "st_size=…")
    .replace(/nodename="[^"]*"/, "nodename=…")
    .replace(/tv_(sec|nsec|usec)=\d+/g, "tv_$1=…")
    .replace(
      /^(getpid|getppid|gettid|set_tid_address|getpgrp|setsid|fork|vfork|clone|clone3)\((.*?)\) += \d+$/,
      "$1($2) = …",
    )
    .replace(/si_(pid|uid|utime|stime)=\d+/g, "si_$1=…")
    .replace(/\) +=/, ") =");
}
