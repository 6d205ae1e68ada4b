/** How costs grow with the number of entries of the kernel's tables: `tessera bench scale`. */

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../tools/failure.ts";
import { buildFolder, kernelFile } from "../tools/paths.ts";
import { runChild } from "./child.ts";
import { debianKernel } from "./debian-kernel.ts";
import { lastWords, load, machine, measuringProgram, output, type Boot } from "./kernel-run.ts";
import { qemuVersion } from "./kernels.ts";
import { table } from "./report.ts";

/** Room for 10,000 processes of either kernel, in MiB. */
const memory = 4096;
/** Far above what it takes, for slow machines and kernels that do not scale. */
const timeLimit = 1800;

/** Entries at which operations are measured, as in scale-figures.c. */
const sizes = [100, 1000, 10_000, 60_000];

/** What one kernel's tables cost. */
interface Costs {
  /** Instructions of one operation, by the table and the number of entries. */
  values: Record<string, Record<number, number>>;
  /** Why a table has no more. */
  failures: Record<string, string>;
  trouble?: string;
}

/** A table beside Linux's. */
export interface ScaleResult {
  name: string;
  /** Instructions of an operation at each size, as far as it went. */
  tessera: Record<number, number>;
  linux: Record<number, number>;
  /** The largest growth of the cost from any size to a larger one, over that of the logarithm. */
  growth?: number;
  linuxGrowth?: number;
  /** Why it does not pass. */
  trouble?: string;
}

/** All tables, and what they were compared with. */
export interface Scale {
  results: ScaleResult[];
  notes: string[];
}

/**
 * The cost may grow as the logarithm of the entries does. What it may be above that: resizing of a table falls into one of
 * the sizes and not into another, and an operation's constant part is not always the same.
 */
const tolerance = 1.25;

/** Measures both kernels. `only`: the beginning of the names of the tables that are measured, all when empty. */
export async function measureScale(step: (text: string) => void, only: string): Promise<Scale> {
  step("building the program that measures…");
  const program = await measuringProgram("scale-figures");
  const notes: string[] = [];
  step("measuring Linux…");
  const linux = await linuxCosts(program.file, program.hash, only, step, notes);
  step("measuring Tessera…");
  const commandLine = `console=ttyS0 log=ttyS1 init=/init panic=exit qemu_exit=0xf4${wordsFor(only)}`;
  const tessera = await measure({ kernel: kernelFile, commandLine, label: "scale-tessera" }, program.file);
  notes.push(
    `Tessera is the build of ${statSync(kernelFile).mtime.toISOString().slice(0, 16).replace("T", " ")} UTC`,
  );
  if (tessera.trouble !== undefined) notes.push(`Tessera ${tessera.trouble}`);
  const names = new Set(
    [linux, tessera].flatMap((costs) => [...Object.keys(costs.values), ...Object.keys(costs.failures)]),
  );
  return { results: [...names].map((name) => compare(name, tessera, linux)), notes };
}

const wordsFor = (only: string): string => (only === "" ? "" : ` -- ${only}`);

async function linuxCosts(
  initramfs: string,
  hash: string,
  only: string,
  step: (text: string) => void,
  notes: string[],
): Promise<Costs> {
  try {
    const kernel = await debianKernel(step);
    const qemu = await qemuVersion();
    notes.push(`Linux is ${kernel.name}, in QEMU ${qemu}`);
    const name = `${kernel.name}-scale-${only}-${hash}-qemu-${qemu}.json`;
    const kept = join(buildFolder, "bench", "linux-figures", name);
    if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8")) as Costs;
    const commandLine = `console=ttyS0 quiet panic=-1${wordsFor(only)}`;
    const costs = await measure({ kernel: kernel.file, commandLine, label: "scale-linux" }, initramfs);
    if (costs.trouble !== undefined) {
      notes.push(`Linux ${costs.trouble}`);
      return costs;
    }
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, JSON.stringify(costs, null, 2));
    return costs;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    notes.push(`no figures of Linux: ${error.message}`);
    return { values: {}, failures: {} };
  }
}

async function measure(boot: Boot, initramfs: string): Promise<Costs> {
  const console = join(output, `${boot.label}.console`);
  const log = join(output, `${boot.label}.log`);
  for (const file of [console, log]) rmSync(file, { force: true });
  const ports = ["-serial", `file:${console}`, "-serial", `file:${log}`];
  const end = await runChild(
    "qemu-system-x86_64",
    [...machine(ports, memory), ...load(boot, initramfs)],
    timeLimit,
  );
  const text = existsSync(console) ? readFileSync(console, "utf8") : "";
  const costs = parseCosts(text);
  if (end.timedOut) costs.trouble = `stopped after ${timeLimit} s`;
  else if (!text.includes("figures done")) costs.trouble = lastWords(text, log, end.stderr);
  return costs;
}

/** Reads the lines that scale-figures.c prints, among whatever else the console shows. */
export function parseCosts(text: string): Costs {
  const costs: Costs = { values: {}, failures: {} };
  for (const line of text.split(/\r?\n/).slice(0, -1)) {
    const [, name, entries, value] = /^scale (\S+) (\d+) (\d+)$/.exec(line) ?? [];
    if (name !== undefined) (costs.values[name] ??= {})[Number(entries)] = Number(value);
    const [, failed, at, error, call] = /^failed (\S+) (\d+) (\d+) (.*)$/.exec(line) ?? [];
    if (failed !== undefined) costs.failures[failed] = `at ${at}: errno ${error} of ${call}`;
    const [, slow, filled] = /^slow (\S+) (\d+)$/.exec(line) ?? [];
    if (slow !== undefined) costs.failures[slow] = `too slow to be filled further than ${filled}`;
  }
  return costs;
}

/** The growth from one size to a later one that is furthest above the logarithm's, 1: it grows as the logarithm does. */
export function growthOf(values: Record<number, number>): number | undefined {
  const known = sizes.filter((size) => values[size] !== undefined);
  let most: number | undefined;
  for (const from of known) {
    for (const to of known.filter((size) => size > from)) {
      const growth = values[to]! / Math.max(values[from]!, 1) / (Math.log(to) / Math.log(from));
      most = Math.max(most ?? 0, growth);
    }
  }
  return most;
}

function compare(name: string, tessera: Costs, linux: Costs): ScaleResult {
  const result: ScaleResult = { name, tessera: tessera.values[name] ?? {}, linux: linux.values[name] ?? {} };
  const growth = growthOf(result.tessera);
  const linuxGrowth = growthOf(result.linux);
  if (growth !== undefined) result.growth = growth;
  if (linuxGrowth !== undefined) result.linuxGrowth = linuxGrowth;
  const failure = tessera.failures[name];
  if (failure !== undefined) result.trouble = failure;
  else if (growth === undefined) result.trouble = "not measured";
  else if (growth > tolerance) result.trouble = "grows faster than the logarithm";
  return result;
}

/** The tables for a terminal. */
export function scaleTable({ results, notes }: Scale): string {
  const number = (value?: number): string => (value === undefined ? "–" : value.toLocaleString("en-US"));
  const rows = results.map((result) => [
    result.name,
    ...sizes.map((size) => number(result.tessera[size])),
    result.growth?.toFixed(2) ?? "–",
    ...[sizes[0]!, sizes.at(-2)!, sizes.at(-1)!].map((size) => number(result.linux[size])),
    result.linuxGrowth?.toFixed(2) ?? "–",
    result.trouble === undefined ? "" : `FAIL: ${result.trouble}`,
  ]);
  const head = [
    "table (instructions per operation)",
    ...sizes.map((size) => number(size)),
    "growth",
    ...["Linux: 100", "10,000", "60,000", "growth"],
    "",
  ];
  return [
    table(head, rows),
    "",
    "Growth is that of the cost over that of the logarithm of the entries.",
    ...notes.map((note) => `${note}.`),
  ].join("\n");
}
