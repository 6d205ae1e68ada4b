/**
 * The compiler on TypeScript that was not written for it: every file is refused, or compiled, with diagnostics that are located,
 * in order and told once. The files are those that the npm packages of this repository bring, and its own.
 */

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileProgram, type Diagnostic } from "../../compiler/main.ts";
import { cacheFolder, root } from "../../tools/paths.ts";
import { folderForTests } from "../support/folder.ts";

const folder = folderForTests();

async function diagnosticsOf(entry: string): Promise<readonly Diagnostic[]> {
  const result = await compileProgram({
    entry,
    out: join(folder, "program"),
    target: "linux",
    optimize: 0,
    emit: "mir",
    cacheDir: cacheFolder,
    unsafeFolders: [],
  });
  expect(result.ok).toBe(result.diagnostics.length === 0);
  return result.diagnostics;
}

const isBefore = (a: Diagnostic, b: Diagnostic): boolean =>
  a.line < b.line || (a.line === b.line && a.column <= b.column);

/** What is wrong with the diagnostics themselves. */
function faultsOf(diagnostics: readonly Diagnostic[]): string[] {
  const seen = new Set<string>();
  return diagnostics.flatMap((each, i) => {
    const faults: string[] = [];
    const text = `${each.file}:${each.line}:${each.column} ${each.code} ${each.message}`;
    if (/^MTS19/.test(each.code)) faults.push("the compiler failed");
    if (each.file === "" || each.line < 1 || each.column < 1 || each.length < 1) faults.push("no place");
    if (each.code.startsWith("MTS11") && !each.hint) faults.push("no hint");
    if (seen.has(text)) faults.push("told twice");
    seen.add(text);
    const before = diagnostics[i - 1];
    if (before?.file === each.file && !isBefore(before, each)) faults.push("out of order");
    return faults.map((fault) => `${fault}: ${text}`);
  });
}

const below = (path: string, isWanted: (name: string) => boolean): string[] =>
  readdirSync(join(root, path))
    .filter(isWanted)
    .map((name) => join(root, path, name));

/** Each alone takes little; the largest of the checker's libraries say the same as the others. */
const corpus = [
  ...below("node_modules/typescript/lib", (name) => /^lib\.es20(15|20)\.[a-z]+\.d\.ts$/.test(name)),
  ...below("node_modules/@types/node", (name) => /^[e-h][a-z]*\.d\.ts$/.test(name)),
  ...below("tools/run", (name) => name.endsWith(".ts")).slice(0, 2),
];

describe("real TypeScript", () => {
  test("there is enough of it", () => expect(corpus.length).toBeGreaterThan(12));
  for (const file of corpus) {
    test(file.slice(root.length + 1), async () => {
      const diagnostics = await diagnosticsOf(file);
      expect(diagnostics).not.toEqual([]);
      expect(faultsOf(diagnostics)).toEqual([]);
    });
  }
});

/** `count` times what `item` makes of the number. */
const repeated = (count: number, item: (i: number) => string, between = ""): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(between);

const program = (body: string): string => `export function main(): i32 {\n  ${body}\n  return 0;\n}\n`;

const sums = repeated(2000, (i) => (i % 3 === 0 ? "1" : "y"), " + ");

describe("large programs are compiled in a time that grows with their size", () => {
  const sources = {
    numbers: program(`let y: i32 = 5;\n  y = ${sums};\n  console.log(\`\${y}\`);`),
    texts: program(`let y = "a";\n  y = y + ${sums};\n  console.log(y);`),
    templates: program(`let y: i32 = 5;\n  console.log(\`${"${y}a".repeat(2000)}\`);`),
    items: program(`const list: u32[] = [${repeated(20_000, String, ", ")}];\n  console.log(list.length);`),
    constants: `const SUM = ${repeated(2000, String, " + ")};\n${program("console.log(`${u64(SUM)}`);")}`,
  };
  for (const [name, source] of Object.entries(sources)) {
    test(`thousands of ${name}`, async () => {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, source);
      expect(await diagnosticsOf(file)).toEqual([]);
    });
  }
});

describe("what would take for ever is refused at once", () => {
  const doubled = `function f<T>(x: T, n: i32): void {\n  if (n > 0) f<[T, T]>([x, x], n - 1);\n}\n`;
  const sources = {
    "a chain of 50,000 terms": [
      program(`let y: i32 = 5;\n  y = ${repeated(50_000, () => "y", " + ")};`),
      "MTS1198 3:3",
    ],
    "a chain of 20,000 calls": [program(`let y = "";\n  y = y${".trim()".repeat(20_000)};`), "MTS1198 3:3"],
    "a type that doubles": [`${doubled}${program("f<i32>(1, 3);")}`, "MTS1173 1:10"],
  } as const;
  for (const [name, [source, expected]] of Object.entries(sources)) {
    test(name, async () => {
      const file = join(folder, "endless.ts");
      writeFileSync(file, source);
      const found = await diagnosticsOf(file);
      expect(found.map((each) => `${each.code} ${each.line}:${each.column}`)).toEqual([expected]);
    });
  }
});

describe("what nests too deeply is refused", () => {
  const sources = {
    parentheses: program(`const x: i32 = ${"(".repeat(10_000)}1${")".repeat(10_000)};`),
    choices: program(`let y: i32 = 5;\n  ${repeated(10_000, (i) => `if (y === ${i}) y++;`, " else ")}`),
    types: `type T = ${"Array<".repeat(10_000)}u8${">".repeat(10_000)};\n${program("")}`,
  };
  for (const [name, source] of Object.entries(sources)) {
    test(name, async () => {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, source);
      expect((await diagnosticsOf(file)).map((each) => each.code)).toEqual(["MTS1198"]);
    });
  }
});
