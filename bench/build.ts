/**
 * How long the way from an edit to a running kernel is: seconds, so they mean something on an idle machine only. Everything
 * happens in a copy of the project, whose first build is the cold one.
 */

import { spawn } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { Failure } from "../tools/failure.ts";
import { root } from "../tools/paths.ts";
import { TemporaryFolder } from "../tools/temporary-folder.ts";

/** What one run of the command cost. */
export interface BuildTime {
  title: string;
  /** Seconds by the wall, until the machine is off again for those that boot one. */
  wall: number;
  /** Seconds of all processors, compilers and QEMU included. */
  cpu: number;
}

/** What `measureBuild` finds. Times are in seconds. */
export interface BuildTimes {
  processors: number;
  /** The load of the machine before: above a half, the seconds by the wall are those of a shared machine. */
  load: number;
  times: BuildTime[];
  /** The most memory that the compiler's own process had, in bytes, in the cold build. */
  compilerMemory: number;
  /** Seconds of each step of a build after an edit of one line. */
  steps: { step: string; seconds: number }[];
}

/** The files of which a line is edited: a leaf, one of the platform, one that many import. */
const files = ["kernel/linux/read-write.ts", "kernel/platform/clock.ts", "kernel/file/inode.ts"] as const;

const program = "/bin/true";

/** How often an edit is repeated: the median counts. */
const rounds = 3;

/**
 * Builds and boots in a copy of the project, cold and after edits; `step` is told what is going on. Takes some minutes. Throws `Failure` when a
 * build fails.
 */
export async function measureBuild(step: (text: string) => void): Promise<BuildTimes> {
  const [load = 0] = loadavg();
  using folder = new TemporaryFolder("bench");
  step("copying the project…");
  const left = new Set(["build", "node_modules", ".git"].map((name) => join(root, name)));
  cpSync(root, folder.path, { recursive: true, filter: (path) => !left.has(path) });
  symlinkSync(join(root, "node_modules"), folder.file("node_modules"));
  return { processors: availableParallelism(), load, ...(await measureIn(folder.path, step)) };
}

type Measured = Pick<BuildTimes, "times" | "steps" | "compilerMemory">;

async function measureIn(folder: string, step: (text: string) => void): Promise<Measured> {
  step("building everything…");
  const cold = await tessera(folder, ["build"]);
  const times: BuildTime[] = [{ title: "cold build of everything", ...cold }];
  const run = ["run", "--quiet", "--", program];
  const measure = async (title: string, edit: (round: number) => void): Promise<void> => {
    const all: BuildTime[] = [];
    for (let round = 1; round <= rounds; round++) {
      step(`${title} (${round} of ${rounds})…`);
      edit(round);
      all.push({ title, ...(await tessera(folder, run)) });
    }
    times.push(median(all));
  };
  await measure("nothing changed, boot", () => undefined);
  for (const file of files)
    await measure(`a line in ${file}, boot`, (round) => editLine(join(folder, file), round));
  const [leaf, platform, seen] = files;
  await measure(`a line more in ${platform}, boot`, () => addLine(join(folder, platform)));
  await measure(`a constant for all to see in ${seen}, boot`, (round) =>
    append(join(folder, seen), `\nexport const PROBE_${round}: u32 = ${round};\n`),
  );
  const builds: Cost[] = [];
  for (let round = 1; round <= rounds; round++) {
    step(`where the time goes (${round} of ${rounds})…`);
    editLine(join(folder, leaf), rounds + round);
    builds.push(await tessera(folder, ["build", "--times"]));
  }
  const steps = [...median(builds).output.matchAll(/^ *([\d.]+) s {2}(.*)$/gm)].map(([, seconds, text]) => ({
    step: text!,
    seconds: Number(seconds),
  }));
  return { times, steps, compilerMemory: cold.memory };
}

/** The one whose wall time is in the middle. */
const median = <T extends { wall: number }>(all: readonly T[]): T =>
  [...all].sort((a, b) => a.wall - b.wall)[all.length >> 1]!;

/** Changes the line on which the first function or method that states its result begins, another time each round. */
function editLine(file: string, round: number): void {
  const text = readFileSync(file, "utf8").replace(/ \/\* probe \*\/.*/, "");
  const end = firstBody(file, text);
  const code = ` /* probe */ let probe: u32 = ${round}; if (probe !== ${round}) probe++;`;
  writeFileSync(file, text.slice(0, end) + code + text.slice(end));
}

/** Moves all below that line by one: what is inlined elsewhere has other lines for the debugger. */
function addLine(file: string): void {
  const text = readFileSync(file, "utf8");
  const end = firstBody(file, text);
  writeFileSync(file, `${text.slice(0, end)}\n${text.slice(end)}`);
}

/** Where the body of the first function or method begins. */
function firstBody(file: string, text: string): number {
  const found = /^(?:(?:export )?function| {2}(?:override )?\w+\() ?[^;{}]*\): [^;{}\n]*\{(?=$| \/\*)/m.exec(
    text,
  );
  if (!found) throw new Failure(`${file} has no function to edit`);
  return found.index + found[0].length;
}

const append = (file: string, text: string): void => writeFileSync(file, readFileSync(file, "utf8") + text);

interface Cost {
  wall: number;
  cpu: number;
  /** The most memory of the process itself, in bytes. */
  memory: number;
  output: string;
}

/** Runs the command of the copy. Throws `Failure` when it fails. */
function tessera(folder: string, args: string[]): Promise<Cost> {
  const [start, before] = [performance.now(), childrenTime()];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, "tessera"), ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, messages, memory] = ["", "", 0];
    const watch = setInterval(() => (memory = Math.max(memory, peakMemory(child.pid))), 50);
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (messages += data.toString()));
    child.once("error", reject);
    child.once("close", (status) => {
      clearInterval(watch);
      if (status !== 0) return reject(new Failure(`tessera ${args.join(" ")} failed:\n${messages}`));
      const wall = (performance.now() - start) / 1000;
      resolve({ wall, cpu: childrenTime() - before, memory, output });
    });
  });
}

/** Seconds of all processors that the ended children of this process, and theirs, have used (proc(5), /proc/pid/stat). */
function childrenTime(): number {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function peakMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
