/**
 * Programs that are compiled, and run as JavaScript too: both must print the same. Some are written by hand (`like-node/`), most
 * are random.
 *
 * `DIFFERENTIAL_SEED=1000 DIFFERENTIAL_PROGRAMS=500 ./tessera test differential` tries other programs, or more. What differs is left in
 * build/test/differential.
 */

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { compileProgram, formatDiagnostics } from "../../compiler/main.ts";
import { buildFolder, cacheFolder, root } from "../../tools/paths.ts";
import { generateProgram } from "../support/differential/generate.ts";
import { runInNode } from "../support/differential/node.ts";
import { runOnHost } from "../support/host.ts";

const firstSeed = Number(process.env.DIFFERENTIAL_SEED ?? 1);
const programs = Number(process.env.DIFFERENTIAL_PROGRAMS ?? 4);
const outputs = join(buildFolder, "test", "differential");
mkdirSync(outputs, { recursive: true });

// The programs are large, and a machine may have much else to do.
vi.setConfig({ testTimeout: 300_000 });

interface Variant {
  readonly optimize: 0 | 1 | 2;
  readonly sanitize?: boolean;
}

/** What the compiled program prints; it must not say anything else, and leak nothing. */
async function runCompiled(file: string, name: string, variant: Variant): Promise<string[]> {
  const program = join(outputs, name);
  const result = await compileProgram({
    entry: file,
    out: program,
    target: "linux",
    leakCheck: true,
    cacheDir: cacheFolder,
    unsafeFolders: [join(root, "core")],
    ...variant,
  });
  if (!result.ok) throw new Error(`it does not compile:\n${formatDiagnostics(result.diagnostics, false)}`);
  const run = await runOnHost([program], { limit: 60 });
  expect({ status: run.status, stderr: run.stderr.toString() }).toEqual({ status: 0, stderr: "" });
  return run.stdout.toString().split("\n").slice(0, -1);
}

const folder = join(root, "test", "compiler", "like-node");
for (const name of readdirSync(folder)) {
  test.concurrent(`like-node/${name}`, async () => {
    const file = join(folder, name);
    const expected = runInNode(readFileSync(file, "utf8"));
    expect(expected.length).toBeGreaterThan(10);
    expect(await runCompiled(file, name.replace(".ts", ""), { optimize: 1, sanitize: true })).toEqual(
      expected,
    );
  });
}

for (let seed = firstSeed; seed < firstSeed + programs; seed++) {
  test.concurrent(`random program ${seed}`, async () => {
    const { metal, javascript } = generateProgram(seed);
    const file = join(outputs, `random-${seed}.ts`);
    writeFileSync(file, metal);
    writeFileSync(join(outputs, `random-${seed}.js.ts`), javascript);
    const expected = runInNode(javascript);
    expect(expected.length).toBeGreaterThan(10);
    // The optimiser may hide what is wrong, or bring it to light.
    const optimize = seed % 2 === 0 ? 0 : 1;
    expect(await runCompiled(file, `random-${seed}`, { optimize })).toEqual(expected);
  });
}

/** A program with `count` constants in a table, and smaller tables of what else can be constant. */
function tables(count: number): string {
  const list = (length: number, item: (i: number) => string): string =>
    `[${Array.from({ length }, (_, i) => item(i)).join(", ")}]`;
  return `
const TABLE: readonly u32[] = ${list(count, (i) => String(Math.imul(i, 2654435761) >>> 0))};
const NAMES = ${list(500, (i) => `"n${i}"`)};
const FLAGS: boolean[] = ${list(100, (i) => String(i % 3 === 0))};
function floats(): f64[] {
  return ${list(1000, (i) => (i / 7 + 0.1).toFixed(5))};
}
export function main(): void {
  for (let i = usize(0); i < TABLE.length; i += 5003) console.log(TABLE[i]!);
  const own = floats();
  own[0] = 7.5;
  own.push(1.25);
  console.log(own.length, own.reduce((sum, x) => sum + x, f64(0)), floats()[0]!, floats().length);
  NAMES[3] = \`\${NAMES[499]!}!\`;
  NAMES.push("more");
  console.log(NAMES.slice(0, 5).join(), NAMES.length, FLAGS.filter((flag) => flag).length);
}
`;
}

// LLVM took minutes for as many stores.
test("a table of 100,000 constants", { timeout: 60_000 }, async () => {
  const source = tables(100_000);
  const file = join(outputs, "tables.ts");
  writeFileSync(file, source);
  expect(await runCompiled(file, "tables", { optimize: 2 })).toEqual(runInNode(source));
});

test("the same seed gives the same program", () => {
  expect(generateProgram(firstSeed)).toEqual(generateProgram(firstSeed));
  expect(generateProgram(firstSeed)).not.toEqual(generateProgram(firstSeed + 1));
});
