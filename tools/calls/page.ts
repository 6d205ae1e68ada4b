import { join } from "node:path";
import { root } from "../paths.ts";
import { isChoice, NOT_FOR_THIS_CALL, type Flag, type FlagSet } from "./flags.ts";
import { readTable } from "./table.ts";

/** The page that is made. */
export const pageFile = join(root, "docs", "syscalls.md");

/** docs/syscalls.md: every system call with its manual page, and why those are missing that are. */
export function systemCallsPage(): string {
  const calls = readTable();
  const present = calls.filter((call) => call.handler !== null);
  const missing = calls.filter((call) => call.handler === null);
  const lines = [
    "# System calls",
    "",
    "<!-- Made by `tessera generate` from the signatures and comments of the functions in kernel/linux: edit those. -->",
    "",
    `Tessera has ${present.length} of the ${calls.length} system calls of Linux on x86-64. The others, [below](#not-there), fail with ENOSYS. An argument's type`,
    "says what it is: [arguments.ts](../kernel/linux/abi/arguments.ts) has the kinds.",
    "",
    "| number | name | file |",
    "| --- | --- | --- |",
    ...present.map(
      ({ number, name, handler }) =>
        `| ${number} | [${name}](#${name}) | \`kernel/linux/${handler!.file}\` |`,
    ),
  ];
  for (const { name, handler } of present) {
    const parameters = handler!.parameters
      .filter(({ width }) => width !== null)
      .map((parameter) => `${parameter.name}: ${parameter.type}`);
    lines.push("", `## ${name}`, "", `\`${name}(${parameters.join(", ")})\``);
    for (const { name: parameter, flags } of handler!.parameters) {
      if (flags) lines.push("", `\`${parameter}\`: ${valuesOf(flags)}`);
    }
    for (const paragraph of handler!.manual) lines.push("", paragraph.replace(/^Errors: /, "**Errors:** "));
  }
  lines.push("", "## Not there", "", "| number | name | why |", "| --- | --- | --- |");
  for (const { number, name, reason } of missing) lines.push(`| ${number} | ${name} | ${reason} |`);
  return `${lines.join("\n")}\n`;
}

/** What a call knows of its flags, what it needs not act upon, and what it refuses. */
function valuesOf(set: FlagSet): string {
  const taken = set.members.filter(({ refused, hint }) => refused === undefined && hint === undefined);
  const [choices, flags] = [
    taken.filter((flag) => isChoice(set, flag.value)),
    taken.filter((flag) => !isChoice(set, flag.value)),
  ];
  return [
    choices.length > 0 ? `one of ${named(choices)}` : "",
    flags.length > 0 ? `${choices.length > 0 ? "with " : ""}${named(flags)}` : "",
    reasons("without effect", set.members, ({ hint }) => hint),
    reasons("refused", set.members, ({ refused }) => (refused === NOT_FOR_THIS_CALL ? undefined : refused)),
    set.unknown === "ignored" ? "other bits are ignored" : "",
  ]
    .filter((part) => part !== "")
    .join("; ");
}

function named(flags: readonly Flag[]): string {
  return flags.map(({ name }) => name).join(", ");
}

/** Those that have a reason, in groups with the same one. */
function reasons(what: string, flags: readonly Flag[], reasonOf: (flag: Flag) => string | undefined): string {
  const groups = new Map<string, Flag[]>();
  for (const flag of flags) {
    const reason = reasonOf(flag);
    if (reason !== undefined) groups.set(reason, [...(groups.get(reason) ?? []), flag]);
  }
  const parts = [...groups].map(([reason, each]) => `${named(each)} (${reason})`);
  return parts.length > 0 ? `${what}: ${parts.join(", ")}` : "";
}
