/**
 * Linking with the table of lines (line-table.ts). The table needs the addresses, so the image is linked twice: the code of
 * both is the same, and the table counts from the beginning of the code.
 */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clangOptions } from "../emit/target.ts";
import { link, type LinkOptions } from "../link.ts";
import { findTool, run, ToolchainError } from "../toolchain.ts";
import { ElfImage } from "./elf.ts";
import { makeLineTable } from "./line-table.ts";

/** The symbol of the table in the image. Programs that do not mention it have none. */
export const LINE_TABLE = "metal_line_table";

/** Links twice: without the table, to learn where everything lies, then with it. Throws ToolchainError. */
export async function linkWithLines(
  options: LinkOptions,
  root: string,
  nameOf: (symbol: string) => string,
): Promise<void> {
  await link({ ...options, symbols: new Map([...options.symbols, [LINE_TABLE, 0]]) });
  const table = makeLineTable(new ElfImage(readFileSync(options.out)), root, nameOf);
  if (!table) return;
  const base = join(options.scratch, `lines.${process.pid}.${counter++}`);
  writeFileSync(`${base}.bin`, table.bytes);
  writeFileSync(
    `${base}.s`,
    `.section .rodata.${LINE_TABLE},"a",@progbits
.balign 8
.globl ${LINE_TABLE}
${LINE_TABLE}:
  .quad ${JSON.stringify(table.anchor)} - ${table.anchorOffset}
  .incbin ${JSON.stringify(`${base}.bin`)}
`,
  );
  try {
    await assemble(`${base}.s`, `${base}.o`, options);
    await link({ ...options, objects: [...options.objects, `${base}.o`] });
  } finally {
    for (const extension of ["bin", "s", "o"]) rmSync(`${base}.${extension}`, { force: true });
  }
}

let counter = 0;

async function assemble(source: string, object: string, options: LinkOptions): Promise<void> {
  const result = await run(await findTool("clang"), [
    ...clangOptions(options.target, 0),
    "-c",
    source,
    "-o",
    object,
  ]);
  if (result.status !== 0)
    throw new ToolchainError(`the table of lines was not assembled:\n${result.stderr.trim()}`);
}
