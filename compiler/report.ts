/** What `tessera build --report` prints: sizes by module, the share of unsafe lines, the cost of reference counting. */

import type { Program } from "./mir.ts";

export interface ModuleReport {
  readonly path: string;
  readonly lines: number;
  /** Lines of functions and statements that mention the unsafe module. */
  readonly unsafeLines: number;
  readonly functions: number;
  /** Places in the code that add a count or give one up. */
  readonly retains: number;
  readonly releases: number;
}

export interface BuildReport {
  /** Size of the image's file in bytes. */
  readonly imageBytes: number;
  readonly lines: number;
  readonly unsafeLines: number;
  /** unsafeLines / lines, in percent with one decimal. */
  readonly unsafePercent: number;
  readonly modules: readonly ModuleReport[];
}

export async function makeReport(program: Program, image: string): Promise<BuildReport> {
  const { statSync } = await import("node:fs");
  const modules = program.modules.map((module): ModuleReport => {
    const { path, lines, unsafeLines } = module;
    const instructions = module.functions.flatMap((fn) => fn.blocks.flatMap((block) => block.instructions));
    const retains = instructions.filter((i) => i.op === "copy" || (i.op === "load" && i.mode === "copy")).length;
    const releases = instructions.filter((i) => i.op === "destroy").length;
    return { path, lines, unsafeLines, functions: module.functions.length, retains, releases };
  });
  const sum = (of: (m: ModuleReport) => number): number => modules.reduce((total, m) => total + of(m), 0);
  const [lines, unsafeLines] = [sum((m) => m.lines), sum((m) => m.unsafeLines)];
  const unsafePercent = Math.round((unsafeLines / Math.max(1, lines)) * 1000) / 10;
  return { imageBytes: statSync(image).size, lines, unsafeLines, unsafePercent, modules };
}
