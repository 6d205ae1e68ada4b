/**
 * Linking with tables that need the addresses: that of lines (line-table.ts), and for a kernel the list of what moves with it
 * (relocations.ts). So the image is linked twice: the code of both is the same, and the tables count from the beginnings of the parts.
 */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clangOptions } from "../emit/target.ts";
import { link, type LinkOptions } from "../link.ts";
import { findTool, run, ToolchainError } from "../toolchain.ts";
import { ElfImage } from "./elf.ts";
import { makeLineTable } from "./line-table.ts";
import { makeRelocations } from "./relocations.ts";

/** The symbol of the table of lines in the image. Programs that do not mention it have none. */
export const LINE_TABLE = "metal_line_table";
/** The symbol of the list of relocations, in the part of a kernel's image that lies at its physical address. */
const RELOCATIONS = "metal_relocations";
/** Where the kernel's code model has the image begin at the lowest. */
const IMAGE_BASE = 0xffff_ffff_8000_0000n;

/** A table as it stands in the image: a label, then the words and the bytes. */
interface Table {
  readonly symbol: string;
  readonly section: string;
  readonly words: readonly string[];
  readonly bytes: Buffer;
}

/** Links twice: without the tables, to learn where everything lies, then with them. Throws ToolchainError. */
export async function linkWithTables(
  options: LinkOptions,
  root: string,
  nameOf: (symbol: string) => string,
): Promise<void> {
  const isKernel = options.target === "kernel";
  // What stands for the tables meanwhile: what mentions that of lines moves with the image, what mentions the other does not.
  const places = new Map([[LINE_TABLE, isKernel ? IMAGE_BASE : 0n]]);
  if (isKernel) places.set(RELOCATIONS, 0n);
  await link({ ...options, symbols: new Map([...options.symbols, ...places]), keepRelocations: isKernel });
  const image = new ElfImage(readFileSync(options.out));
  const lines = makeLineTable(image, root, nameOf);
  if (!lines) return;
  const words = [`${JSON.stringify(lines.anchor)} - ${lines.anchorOffset} - ${LINE_TABLE}`];
  const tables: Table[] = [
    { symbol: LINE_TABLE, section: `.rodata.${LINE_TABLE}`, words, bytes: lines.bytes },
  ];
  if (isKernel) {
    const bytes = makeRelocations(image, IMAGE_BASE);
    tables.push({ symbol: RELOCATIONS, section: ".boot.relocations", words: [], bytes });
  }
  const base = join(options.scratch, `tables.${process.pid}.${counter++}`);
  try {
    const source = tables.map((table, i) => textOf(table, `${base}.${i}.bin`)).join("");
    tables.forEach((table, i) => writeFileSync(`${base}.${i}.bin`, table.bytes));
    writeFileSync(`${base}.s`, source);
    await assemble(`${base}.s`, `${base}.o`, options);
    await link({ ...options, objects: [...options.objects, `${base}.o`] });
  } finally {
    const files = [`${base}.s`, `${base}.o`, ...tables.map((_, i) => `${base}.${i}.bin`)];
    for (const file of files) rmSync(file, { force: true });
  }
}

let counter = 0;

const textOf = ({ symbol, section, words }: Table, file: string): string => `.section ${section},"a",@progbits
.balign 8
.globl ${symbol}
${symbol}:
${words.map((word) => `  .quad ${word}\n`).join("")}  .incbin ${JSON.stringify(file)}
`;

async function assemble(source: string, object: string, options: LinkOptions): Promise<void> {
  const result = await run(await findTool("clang"), [
    ...clangOptions(options.target, 0),
    "-c",
    source,
    "-o",
    object,
  ]);
  if (result.status !== 0)
    throw new ToolchainError(`the tables of the image were not assembled:\n${result.stderr.trim()}`);
}
