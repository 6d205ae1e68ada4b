import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateCode, setUp } from "../backend.ts";
import { FunctionBuilder, int, makeModule, makeProgram } from "../testing/mir-builder.ts";
import { I32, U64 } from "../types.ts";
import { ElfImage } from "./elf.ts";
import { makeLineTable, type LineTable } from "./line-table.ts";
import { folderForTests } from "../../test/support/folder.ts";

const folder = folderForTests();

const ASSEMBLY = `
.globl _start
_start: call metal_user_main
.globl metal_panic
metal_panic: hlt
`;

/** What the table says of the code at a distance from the beginning of a function: the decoder of core/line-table.ts. */
function lookUp({ bytes }: LineTable, name: string, distance: number): { file: string; line: number } {
  const table = Buffer.concat([Buffer.alloc(8), bytes]);
  const texts = table.readUInt32LE(12);
  const textAt = (offset: number): string =>
    table.toString("utf8", texts + offset, table.indexOf(0, texts + offset));
  for (let i = 0; i < table.readUInt32LE(8); i++) {
    const entry = 16 + i * 12;
    if (textAt(table.readUInt32LE(entry + 4)) !== name) continue;
    let at = table.readUInt32LE(entry + 8);
    const next = (): number => {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = table.readUInt8(at++);
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    };
    let [address, line, file] = [0, 0, ""];
    for (let step = next(); step !== 0; step = next()) {
      address += step - 1;
      if (address > distance) break;
      const change = next();
      const zigzag = Math.floor(change / 2);
      line += zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2;
      if (change % 2) file = textAt(next());
    }
    return { file, line };
  }
  throw new Error(`${name} is not in the table`);
}

test("an image's functions are found with their files and lines", async () => {
  const f = new FunctionBuilder("main", [["x", U64]], I32, {
    location: { file: "src/a.ts", line: 7, column: 1 },
  });
  const one = { file: "src/a.ts", line: 300, column: 3 };
  f.fn.blocks[0]!.instructions.push({
    op: "intrinsic",
    result: null,
    name: "compilerBarrier",
    types: [],
    args: [],
    places: [],
    location: one,
  });
  f.fn.blocks[0]!.terminator = { op: "return", value: int(I32, 1), location: { ...one, line: 299 } };
  const out = join(folder, "image");
  const module = makeModule([f.fn], { path: "src/a.ts", assembly: [ASSEMBLY] });
  const program = makeProgram([module], { main: { symbol: "main", takesArguments: true, result: I32 } });
  const problems = await generateCode(program, await setUp("linux", { optimize: 0 }), {
    root: folder,
    out,
    optimize: 0,
    cacheDir: join(folder, "cache"),
  });
  expect(problems).toEqual([]);
  const table = makeLineTable(new ElfImage(readFileSync(out)), folder, (symbol) => `the ${symbol}`);
  expect(lookUp(table!, "the main", 0)).toEqual({ file: "src/a.ts", line: 7 });
  expect(lookUp(table!, "the main", 1000)).toEqual({ file: "src/a.ts", line: 299 });
});
