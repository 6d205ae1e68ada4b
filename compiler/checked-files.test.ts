import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { folderForTest } from "../test/support/folder.ts";
import { loadProgram, type LoadedProgram } from "./load.ts";

let folder = "";
beforeEach(() => void (folder = folderForTest()));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

const MAIN = `import { area, Square } from "./shapes.ts";
import { unit } from "./unit.ts";
export function main(): i32 {
  return i32(area(new Square(2)) * unit);
}
`;
const SHAPES = `/** Shapes. */
export class Square {
  readonly side: u32;
  constructor(side: u32) {
    this.side = side;
  }
  get corners(): u32 {
    return 4;
  }
}
export function area(of: Square): u32 {
  return of.side * of.side;
}
`;

beforeEach(() => {
  write("main.ts", MAIN);
  write("shapes.ts", SHAPES);
  write("unit.ts", "export const unit: u32 = 1;\n");
});

/** A run of the checks by a compiler of the version, which keeps its result if nothing is wrong. */
function check(version = "1"): LoadedProgram {
  const settings = { target: "linux", cacheDir: folder, unsafeFolders: [], version } as const;
  const loaded = loadProgram({ entry: join(folder, "main.ts"), ...settings });
  if (loaded.diagnostics.length === 0) loaded.keepChecked();
  return loaded;
}

/** The files that a run had to check. */
const unchecked = (loaded: LoadedProgram): string[] =>
  loaded.files.filter((file) => !loaded.isChecked(file)).map((file) => basename(file.fileName));

test("nothing is checked twice by the same compiler", () => {
  expect(unchecked(check())).toContain("shapes.ts");
  expect(unchecked(check())).toEqual([]);
  expect(unchecked(check("2"))).toContain("shapes.ts");
});

test.each([
  ["a body of a function", "of.side * of.side", "of.side * (of.side + 1)"],
  ["a body of a getter", "return 4", "return 2 + 2"],
  ["a body of a constructor", "this.side = side", "this.side = side + 1"],
  ["a comment", "/** Shapes. */", "/** Shapes, all of them. */\n"],
])("an edit of %s leaves the other files checked", (_, before, after) => {
  check();
  write("shapes.ts", SHAPES.replace(before, after));
  expect(unchecked(check())).toEqual(["shapes.ts"]);
});

test.each([
  ["a parameter", "area(of: Square)", "area(of: Square, by?: u32)"],
  ["a result", "get corners(): u32", "get corners(): u8"],
  ["a field", "readonly side: u32;", "readonly side: u32;\n  readonly colour: u32 = 0;"],
  ["a body that gives the result its type", "area(of: Square): u32", "area(of: Square)"],
])("an edit of %s makes what imports the file be checked, and nothing else", (_, before, after) => {
  check();
  write("shapes.ts", SHAPES.replace(before, after));
  expect(unchecked(check()).sort()).toEqual(["main.ts", "shapes.ts"]);
});

test("a body without a stated result is part of what others see", () => {
  write("shapes.ts", SHAPES.replace("area(of: Square): u32", "area(of: Square)"));
  check();
  write(
    "shapes.ts",
    SHAPES.replace("area(of: Square): u32", "area(of: Square)").replace("of.side * of.side", "of.side"),
  );
  expect(unchecked(check()).sort()).toEqual(["main.ts", "shapes.ts"]);
});

test("an error in a file that was not edited is found, run after run", () => {
  check();
  write("shapes.ts", SHAPES.replace("area(of: Square)", "area(of: Square, by: u32)"));
  for (const _ of [1, 2]) expect(check().diagnostics.map((each) => each.code)).toEqual(["TS2554"]);
  write("shapes.ts", SHAPES);
  expect(check().diagnostics).toEqual([]);
});
