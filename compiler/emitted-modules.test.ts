import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderForTests } from "../test/support/folder.ts";
import { compileProgram } from "./main.ts";

const folder = folderForTests();

const sources: Record<string, string> = {
  "main.ts": `import { Circle, describe, Shape, Square } from "./shapes.ts";
import { largest, Pile } from "./pile.ts";
import { limit, sum } from "./numbers.ts";

export function main(): i32 {
  const pile = new Pile<Shape>();
  pile.add(new Square(3));
  pile.add(new Circle(limit));
  for (let i: u32 = 0; i < sum(2, 1); i++) pile.add(new Square(i));
  try {
    console.log(describe(largest(pile)));
  } catch {
    return 1;
  }
  return 0;
}
`,
  "shapes.ts": `export abstract class Shape {
  label: string = "";
  abstract area(): u32;
  corners(): u32 {
    return 0;
  }
}
export class Square extends Shape {
  readonly side: u32;
  constructor(side: u32) {
    super();
    this.side = side;
  }
  override area(): u32 {
    return this.side * this.side;
  }
  override corners(): u32 {
    return 4;
  }
}
export class Circle extends Shape {
  readonly radius: u32;
  constructor(radius: u32) {
    super();
    this.radius = radius;
  }
  override area(): u32 {
    return 3 * this.radius * this.radius;
  }
}
export function describe(shape: Shape): string {
  if (shape.label === "") shape.label = \`a shape of \${shape.area()}\`;
  return \`\${shape.label}, \${shape.corners()} corners\`;
}
`,
  "pile.ts": `import type { Shape } from "./shapes.ts";
import { isAbove } from "./numbers.ts";

export class Pile<T> {
  private readonly items: T[] = [];
  add(item: T): void {
    this.items.push(item);
  }
  get size(): u64 {
    return this.items.length;
  }
  at(index: u64): T {
    return this.items[index];
  }
}
export function largest(pile: Pile<Shape>): Shape {
  let best = pile.at(0);
  for (let i: u64 = 1; i < pile.size; i++) if (isAbove(pile.at(i).area(), best.area())) best = pile.at(i);
  return best;
}
`,
  "numbers.ts": `export const limit: u32 = 5;
export function isAbove(a: u32, b: u32): boolean {
  return a > b;
}
export function isBelow(x: f64): boolean {
  for (let i: f64 = 1; i < 3; i++) if (x / (i * 0.0) > i) return true;
  return false;
}
export function sum(a: u32, b: u32): u32 {
  if (isBelow(f64(a))) return 6;
  let total: u32 = 0;
  for (let i: u32 = 0; i < b; i++) total += a * i;
  return total + a;
}
`,
};

const current = { ...sources };

/** Compiles the program as it is, and returns the image and how many modules were emitted. */
async function build(version?: string): Promise<{ image: Buffer; emitted: number }> {
  for (const [name, text] of Object.entries(current)) writeFileSync(join(folder, name), text);
  const out = join(folder, "program");
  let emitted = -1;
  const result = await compileProgram({
    entry: join(folder, "main.ts"),
    out,
    target: "linux",
    optimize: 1,
    cacheDir: join(folder, "cache"),
    unsafeFolders: [],
    progress: (message) => (emitted = Number(/^emitting modules \((\d+) of/.exec(message)?.[1] ?? emitted)),
    ...(version === undefined ? {} : { version }),
  });
  expect(result.diagnostics).toEqual([]);
  return { image: readFileSync(out), emitted };
}

/** How many modules a build after an earlier one emits; its image has to be that of a build without one. */
async function emittedNow(): Promise<number> {
  const { image, emitted } = await build("1");
  const clean = await build();
  expect(image.equals(clean.image)).toBe(true);
  return emitted;
}

function edit(name: string, before: string, after: string): void {
  const text = current[name]!;
  expect(text).toContain(before);
  current[name] = text.replace(before, after);
}

test("nothing is emitted for a program that has not changed", async () => {
  const all = await emittedNow();
  expect(all).toBeGreaterThan(Object.keys(sources).length);
  expect((await build("1")).emitted).toBe(0);
  expect((await build("2")).emitted).toBe(all);
  expect((await build("1")).emitted).toBe(all);
}, 600_000);

test("an edit of a large body emits its module", async () => {
  edit("shapes.ts", "a shape of", "a form of");
  expect(await emittedNow()).toBe(1);
}, 600_000);

test("an edit of a small function emits what has a copy of it too", async () => {
  edit("numbers.ts", "return a > b;", "return a >= b;");
  expect(await emittedNow()).toBe(2);
}, 600_000);

test("a line more above classes emits what has copies of their functions, not all that mentions them", async () => {
  edit("shapes.ts", "export abstract class Shape", "\nexport abstract class Shape");
  expect(await emittedNow()).toBe(2);
}, 600_000);

const edits: [what: string, file: string, before: string, after: string][] = [
  ["a zero that becomes a negative one", "numbers.ts", "x / (i * 0.0)", "x / (i * -0.0)"],
  ["a line more", "numbers.ts", "export function isAbove", "\nexport function isAbove"],
  ["a constant", "numbers.ts", "limit: u32 = 5", "limit: u32 = 9"],
  [
    "a generic body",
    "pile.ts",
    "this.items.push(item);",
    "this.items.push(item);\n    this.items.push(item);",
  ],
  [
    "a throw",
    "numbers.ts",
    "let total: u32 = 0;",
    'let total: u32 = 0;\n    if (b > 9) throw new RangeError("b");',
  ],
  ["no throw any more", "numbers.ts", 'if (b > 9) throw new RangeError("b");', ""],
  [
    "a write to what others borrow",
    "shapes.ts",
    "corners(): u32 {\n    return 0;",
    'corners(): u32 {\n    this.label = "flat";\n    return 0;',
  ],
  ["a field", "shapes.ts", 'label: string = "";', 'colour: u32 = 7;\n  label: string = "";'],
  [
    "a virtual method",
    "shapes.ts",
    "abstract area",
    'name(): string {\n    return "shape";\n  }\n  abstract area',
  ],
  [
    "an override",
    "shapes.ts",
    "return 4;\n  }",
    'return 4;\n  }\n  override name(): string {\n    return "square";\n  }',
  ],
  [
    "a call of a virtual method",
    "pile.ts",
    "return best;",
    'if (best.name() === "") return pile.at(0);\n  return best;',
  ],
  [
    "another instance of a generic class",
    "main.ts",
    "try {",
    "const numbers = new Pile<u8>();\n  numbers.add(1);\n  try {",
  ],
  [
    "a closure",
    "main.ts",
    "pile.add(new Circle(limit));",
    "const add = (radius: u32): void => pile.add(new Circle(radius));\n  add(limit);",
  ],
  ["a parameter", "numbers.ts", "sum(a: u32, b: u32)", "sum(a: u32, b: u32, c: u32 = 1)"],
  [
    "a destructor",
    "shapes.ts",
    "override area(): u32 {\n    return 3",
    'destructor(): void {\n    console.log("gone");\n  }\n  override area(): u32 {\n    return 3',
  ],
  [
    "a weak reference",
    "shapes.ts",
    "colour: u32 = 7;",
    "colour: u32 = 7;\n  parent: Weak<Shape> | null = null;",
  ],
  [
    "a function that nothing calls any more",
    "pile.ts",
    "isAbove(pile.at(i).area(), best.area())",
    "pile.at(i).area() > best.area()",
  ],
];

test.each(edits)(
  "the image is that of a clean build after an edit: %s",
  async (_, file, before, after) => {
    edit(file, before, after);
    expect(await emittedNow()).toBeGreaterThan(0);
  },
  60_000,
);

test("an object that is gone is made again", async () => {
  rmSync(join(folder, "cache", "objects"), { recursive: true });
  expect(await emittedNow()).toBeGreaterThan(1);
}, 600_000);

test("objects that a crash of the machine has emptied are made again", async () => {
  const { image } = await build("1");
  const objects = join(folder, "cache", "objects");
  for (const name of readdirSync(objects)) truncateSync(join(objects, name));
  expect((await build("1")).image.equals(image)).toBe(true);
}, 600_000);
