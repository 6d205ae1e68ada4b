import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { buildFolder, root } from "../tools/paths.ts";
import { findLlvmTool } from "../tools/system/llvm.ts";
import { countInstructions } from "./callgrind.ts";
import { lastLine, runChild } from "./child.ts";

/** How often each twin repeats its work: some 20 to 50 million instructions. */
const iterations: Record<string, number> = {
  "b-tree": 50_000,
  crc32: 80,
  "error-chain": 150_000,
  "hash-map": 200_000,
  "inet-checksum": 200,
  lz4: 40,
  matrix: 10,
  "n-queens": 200,
  "object-churn": 200_000,
  quicksort: 5,
  sha256: 40,
  "span-search": 100,
  "string-building": 600,
  "virtual-calls": 2000,
};

/** One algorithm in both languages. Without `ratio`, `trouble` says what is missing. */
export interface TwinResult {
  name: string;
  /** Instructions, of the C program and of the one in Metal TypeScript. */
  c?: number;
  metal?: number;
  ratio?: number;
  trouble?: string;
}

const folder = join(root, "bench", "twins");
const output = join(buildFolder, "bench", "twins");
const compileTimeLimit = 180;

/** The function that both programs export and that is counted. */
const measuredFunction = "bench_main";

/** The names of all twins, in order. */
export function twinNames(): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Compiles and counts both programs of a twin. What goes wrong is in the result. */
export async function measureTwin(name: string): Promise<TwinResult> {
  const result: TwinResult = { name };
  try {
    mkdirSync(output, { recursive: true });
    const work = String(iterations[name] ?? 1);
    const c = await compileC(name);
    const expected = await checksum(c, work);
    result.c = await count(c, work);
    const metal = await compileMetal(name);
    const found = await checksum(metal, work);
    if (found !== expected) throw new Error(`the results differ: ${found} here, ${expected} in C`);
    result.metal = await count(metal, work);
    result.ratio = result.metal / result.c;
  } catch (error) {
    result.trouble = error instanceof Error ? error.message : String(error);
  }
  return result;
}

/** The geometric mean of the ratios there are; undefined when there are none. */
export function geometricMean(results: TwinResult[]): number | undefined {
  const ratios = results.flatMap((result) => result.ratio ?? []);
  if (ratios.length === 0) return undefined;
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

async function compileC(name: string): Promise<string> {
  const program = join(output, `${name}.c.elf`);
  const clang = findLlvmTool("clang");
  if (clang === undefined) throw new Error("clang is missing (./tessera doctor)");
  const source = join(folder, name, `${name}.c`);
  const end = await runChild(clang, ["-O2", "-std=c17", "-static", "-o", program, source], compileTimeLimit);
  if (end.status !== 0) throw new Error(`the C program does not compile: ${lastLine(end.stderr)}`);
  return program;
}

/** By the command itself, as a user would: one process a program, so that one that fails harms no other. */
async function compileMetal(name: string): Promise<string> {
  const program = join(output, `${name}.ts.elf`);
  const source = join("bench", "twins", name, `${name}.ts`);
  const args = [join(root, "tessera"), "compile", source, "-o", program, "-O2"];
  const end = await runChild(execPath, args, compileTimeLimit, root);
  if (end.timedOut) throw new Error(`not compiled within ${compileTimeLimit} s`);
  if (end.status === 0) return program;
  const message = end.stderr.split("\n").find((line) => /error|tessera:/.test(line)) ?? lastLine(end.stderr);
  throw new Error(`does not compile: ${message.trim()}`);
}

async function checksum(program: string, work: string): Promise<string> {
  const end = await runChild(program, [work], 60);
  if (end.timedOut) throw new Error("no result within 60 s");
  if (end.status !== 0) throw new Error(`ended with status ${end.status}: ${lastLine(end.stderr)}`);
  return end.stdout.trim();
}

function count(program: string, work: string): Promise<number> {
  return countInstructions(program, [work], measuredFunction, `${program}.callgrind`);
}
