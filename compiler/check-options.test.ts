import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { folderForTest } from "../test/support/folder.ts";
import { loadProgram } from "./load.ts";

let folder = "";
beforeEach(() => void (folder = folderForTest()));

const PROGRAM = `class A { name(): string { return "a"; } }
class B extends A { name(): string { return "b"; } }
export function main(): void {
  const items = ["x"];
  const item = items[0];
  console.log(new B().name(), item.length);
}
`;

/** What the official checker says of the program, by code and line. */
function diagnosticsOf(): string[] {
  const entry = join(folder, "main.ts");
  writeFileSync(entry, PROGRAM);
  const { diagnostics } = loadProgram({ entry, target: "linux", cacheDir: folder, unsafeFolders: [] });
  return diagnostics.map(({ code, line }) => `${code} ${line}`);
}

const writeConfig = (name: string, options: object): void =>
  writeFileSync(join(folder, name), JSON.stringify(options));

test("a program elsewhere is checked as strict alone", () => {
  expect(diagnosticsOf()).toEqual([]);
});

test("its own tsconfig.json asks for more, also by what it extends, and for nothing that the language has itself", () => {
  writeConfig("base.json", { compilerOptions: { noImplicitOverride: true } });
  writeConfig("tsconfig.json", {
    extends: "./base.json",
    compilerOptions: { noUncheckedIndexedAccess: true, strict: false, lib: ["es2020"], module: "commonjs" },
  });
  expect(diagnosticsOf()).toEqual(["TS4114 2", "TS18048 6"]);
});

test("one that cannot be read asks for nothing", () => {
  writeFileSync(join(folder, "tsconfig.json"), "{ not json");
  expect(diagnosticsOf()).toEqual([]);
});
