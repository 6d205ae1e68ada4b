import { readFileSync } from "node:fs";
import { lastLine, runChild } from "./child.ts";

/** Counting makes a program some fifty times slower; the twins take seconds, not minutes. */
const timeLimit = 300;

/**
 * The instructions that `program` executes between the entry and the return of `symbol`, callees included.
 * `recordFile` receives callgrind's profile. Throws an `Error` that says why there is no count.
 */
export async function countInstructions(
  program: string,
  args: string[],
  symbol: string,
  recordFile: string,
): Promise<number> {
  const options = ["--tool=callgrind", `--callgrind-out-file=${recordFile}`, `--toggle-collect=${symbol}`];
  const end = await runChild("valgrind", [...options, program, ...args], timeLimit);
  if (end.timedOut) throw new Error(`callgrind took longer than ${timeLimit} s`);
  if (end.status !== 0) throw new Error(`callgrind: ${lastLine(end.stderr)}`);
  const totals = /^(?:summary|totals):\s+(\d+)/m.exec(readFileSync(recordFile, "utf8"));
  const count = Number(totals?.[1] ?? 0);
  if (count === 0) throw new Error(`callgrind never saw ${symbol} called`);
  return count;
}
