import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { cwd } from "node:process";
import { Failure } from "../failure.ts";

/** How often something succeeded and failed. */
type Count = [succeeded: number, failed: number];

interface Kept {
  /** The seed that a run without `--seed` begins with. */
  nextSeed: number;
  /** Seeds that went well. */
  passed: number;
  /** Those that did not. */
  failed: number[];
  counts: Record<string, Count>;
}

/** What is known of a soak from all its runs: how far it is, and what it has done. Written after each seed. */
export class SoakState {
  readonly #file: string;
  readonly #log: string;
  readonly #kept: Kept;

  /** Reads the state of `base`.json, if there is one; the log is `base`.log. Throws `Failure` for a file that is none. */
  constructor(base: string) {
    this.#file = `${base}.json`;
    this.#log = `${base}.log`;
    mkdirSync(dirname(base), { recursive: true });
    this.#kept = existsSync(this.#file)
      ? readState(this.#file)
      : { nextSeed: 1, passed: 0, failed: [], counts: {} };
  }

  get nextSeed(): number {
    return this.#kept.nextSeed;
  }

  get logFile(): string {
    return this.#log;
  }

  /** Notes what a seed came to, and adds up what its program has counted. */
  note(seed: number, isGood: boolean, output: string): void {
    const kept = this.#kept;
    kept.nextSeed = seed + 1;
    if (isGood) kept.passed++;
    else kept.failed.push(seed);
    for (const [, name, succeeded, failed] of output.matchAll(/^count (\S+) (\d+) (\d+)$/gm)) {
      const sum = (kept.counts[name!] ??= [0, 0]);
      sum[0] += Number(succeeded);
      sum[1] += Number(failed);
    }
    writeFileSync(`${this.#file}.new`, JSON.stringify(kept, null, 1));
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Adds lines to the log. */
  write(text: string): void {
    appendFileSync(this.#log, text);
  }

  /** What all runs together have done: a line for each name that was counted. */
  summary(): string {
    const { passed, failed, counts } = this.#kept;
    const lines = Object.entries(counts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, [good, bad]]) => `  ${name.padEnd(24)} ${column(good)} succeeded ${column(bad)} failed`);
    const total = Object.values(counts).reduce((sum, [good, bad]) => sum + good + bad, 0);
    return [`all runs: ${passed} seeds passed, ${failed.length} failed; ${total} counted`, ...lines, ""].join(
      "\n",
    );
  }

  /** How much was counted in all runs. */
  get total(): number {
    return Object.values(this.#kept.counts).reduce((sum, [good, bad]) => sum + good + bad, 0);
  }
}

const column = (value: number): string => String(value).padStart(9);

function readState(file: string): Kept {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch {
    throw new Failure(`${relative(cwd(), file)} is not a soak's state; without it the soak begins anew`);
  }
}
