import { join, relative } from "node:path";
import { cwd, stdout } from "node:process";
import { buildSystem } from "../build/system.ts";
import { ExitStatus } from "../failure.ts";
import { Progress } from "../progress.ts";
import { compileSoak, runSeed, soakFolder, type SoakResult } from "../soak/soak-guest.ts";
import { SoakState } from "../soak/soak-state.ts";
import { soaks } from "../soak/soaks.ts";
import { requireTools } from "../system/tools.ts";

/** The options of `tessera soak`. */
export interface SoakOptions {
  /** The first seed; without it the one behind the last of the run before. */
  seed?: number;
  minutes: number;
  /** One seed alone. */
  once: boolean;
  /** One seed alone, and as little of it as the tests run. */
  slice: boolean;
}

/**
 * `tessera soak NAME`: a guest for each seed, one after the other, until the time is over or something is wrong. Returns the exit
 * status: 0 if nothing was.
 */
export async function soakCommand(name: string, options: SoakOptions): Promise<number> {
  const soak = soaks[name]!;
  requireTools("run");
  const progress = new Progress();
  let program: string;
  try {
    await buildSystem({ progress, sanitize: soak.sanitize });
    program = compileSoak(soak);
  } finally {
    progress.done();
  }
  const state = new SoakState(join(soakFolder, options.slice ? `${name}-slice` : name));
  const amount = options.slice ? soak.slice : soak.amount;
  const end = Date.now() + options.minutes * 60_000;
  let seed = options.seed ?? state.nextSeed;
  let passed = 0;
  for (; ; seed++) {
    const start = Date.now();
    const result = await runSeed(soak, program, seed, amount);
    state.note(seed, result.problem === null, result.output);
    state.write(record(name, seed, start, result));
    if (result.problem !== null) {
      stdout.write(failure(name, seed, options.slice, result));
      stdout.write(`${passed} seeds passed before; log: ${relative(cwd(), state.logFile)}\n`);
      return ExitStatus.failed;
    }
    passed++;
    stdout.write(`${name}: seed ${seed} passed in ${seconds(start)} s, ${state.total} counted so far\n`);
    if (options.once || options.slice || Date.now() >= end) break;
  }
  state.write(state.summary());
  stdout.write(`${passed} seeds passed, the last was ${seed}; log: ${relative(cwd(), state.logFile)}\n`);
  return 0;
}

const seconds = (since: number): string => ((Date.now() - since) / 1000).toFixed(1);

function record(name: string, seed: number, start: number, { problem, output, log }: SoakResult): string {
  const head = `${new Date(start).toISOString()} ${name} seed ${seed}: ${problem ?? "passed"} (${seconds(start)} s)\n`;
  if (problem === null) return head;
  return `${head}${output.trimEnd()}\n${log.join("\n")}\n`;
}

function failure(name: string, seed: number, isSlice: boolean, { problem, output, log }: SoakResult): string {
  const again = `./tessera soak ${name} --seed ${seed} ${isSlice ? "--slice" : "--once"}`;
  const said = output
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("count "))
    .slice(-10);
  return [
    ...[...log, ...said].map((line) => `  ${line}`),
    `${name}: seed ${seed} failed: ${problem}`,
    `reproduce: ${again}`,
    "",
  ].join("\n");
}
