/** What `tessera build --report` prints: sizes by module, the share of unsafe lines, the cost of reference counting. */

import { statSync } from "node:fs";
import type { Module, Program } from "./mir.ts";
import type { StackBound } from "./stacks/stacks.ts";
import { findTool, run } from "./toolchain.ts";

interface ModuleReport {
  readonly path: string;
  readonly lines: number;
  /** Lines of functions and statements that mention the unsafe module. */
  readonly unsafeLines: number;
  /** Bytes in the linked image; what was inlined counts where it went. */
  readonly codeBytes: number;
  readonly dataBytes: number;
  /** Functions that were compiled, instances of generics and closures included. */
  readonly functions: number;
  /** Places in the code that add a count, and that give one up. */
  readonly retains: number;
  readonly releases: number;
}

/** What `tessera build --report` tells. */
export interface BuildReport {
  /** Size of the image's file in bytes. */
  readonly imageBytes: number;
  readonly lines: number;
  readonly unsafeLines: number;
  /** unsafeLines / lines, in percent with one decimal. */
  readonly unsafePercent: number;
  readonly codeBytes: number;
  readonly dataBytes: number;
  readonly retains: number;
  readonly releases: number;
  /** How deep the stacks get, the deepest way first; none for a program that makes no stacks of its own. */
  readonly stacks: readonly StackBound[];
  /** The largest first. `(program)` is what belongs to no module: assembly, tables, zeroed memory of the linker script. */
  readonly modules: readonly ModuleReport[];
}

interface Sizes {
  code: number;
  data: number;
}

/** The module that no source file stands for. */
const WHOLE = "(program)";

/** Reads the image's symbol table by llvm-nm; throws ToolchainError when that is not there. */
export async function makeReport(
  program: Program,
  image: string,
  stacks: readonly StackBound[],
): Promise<BuildReport> {
  const sizes = await imageSizes(program, image);
  const modules = program.modules.map((module) => reportOf(module, sizes.get(module.path)));
  const rest = sizes.get(WHOLE);
  if (rest) {
    const none = { path: WHOLE, lines: 0, unsafeLines: 0, functions: 0, retains: 0, releases: 0 };
    modules.push({ ...none, codeBytes: rest.code, dataBytes: rest.data });
  }
  modules.sort((a, b) => b.codeBytes + b.dataBytes - a.codeBytes - a.dataBytes);
  const sum = (of: (m: ModuleReport) => number): number => modules.reduce((total, m) => total + of(m), 0);
  const [lines, unsafeLines] = [sum((m) => m.lines), sum((m) => m.unsafeLines)];
  return {
    imageBytes: statSync(image).size,
    lines,
    unsafeLines,
    unsafePercent: Math.round((unsafeLines / Math.max(1, lines)) * 1000) / 10,
    codeBytes: sum((m) => m.codeBytes),
    dataBytes: sum((m) => m.dataBytes),
    retains: sum((m) => m.retains),
    releases: sum((m) => m.releases),
    stacks,
    modules,
  };
}

function reportOf(module: Module, sizes: Sizes | undefined): ModuleReport {
  const { path, lines, unsafeLines } = module;
  const instructions = module.functions.flatMap((fn) => fn.blocks.flatMap((block) => block.instructions));
  return {
    path,
    lines,
    unsafeLines,
    codeBytes: sizes?.code ?? 0,
    dataBytes: sizes?.data ?? 0,
    functions: module.functions.length,
    retains: instructions.filter((i) => i.op === "copy" || (i.op === "load" && i.mode === "copy")).length,
    releases: instructions.filter((i) => i.op === "destroy").length,
  };
}

async function imageSizes(program: Program, image: string): Promise<Map<string, Sizes>> {
  const owners = new Map<string, string>();
  for (const module of program.modules) {
    for (const { symbol } of [...module.functions, ...module.globals]) owners.set(symbol, module.path);
  }
  for (const info of program.classes) owners.set(info.symbol, info.module);
  const result = await run(await findTool("llvm-nm"), ["--print-size", "--defined-only", image]);
  const sizes = new Map<string, Sizes>();
  for (const { name, size, isCode } of readSymbols(result.stdout)) {
    const module = owners.get(name) ?? ownerByName(name, owners) ?? WHOLE;
    const known = sizes.get(module) ?? { code: 0, data: 0 };
    sizes.set(module, known);
    if (isCode) known.code += size;
    else known.data += size;
  }
  return sizes;
}

/** Vtables and destroy functions are named after their class, with something behind or before it. */
function ownerByName(name: string, owners: ReadonlyMap<string, string>): string | null {
  for (let end = name.length; end > 0; end = name.lastIndexOf(".", end - 1)) {
    const owner = owners.get(name.slice(0, end));
    if (owner) return owner;
  }
  const space = name.indexOf(" ");
  return space < 0 ? null : ownerByName(name.slice(space + 1), owners);
}

/** Lines of `llvm-nm --print-size`: address, size, a letter for the kind, the name (which may contain spaces). */
export function readSymbols(text: string): { name: string; size: number; isCode: boolean }[] {
  return text.split("\n").flatMap((line) => {
    const match = /^[0-9a-f]+ ([0-9a-f]+) (\w) (.+)$/i.exec(line);
    if (!match) return [];
    return [{ name: match[3]!, size: Number.parseInt(match[1]!, 16), isCode: /t|w/i.test(match[2]!) }];
  });
}
