import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderForTests } from "../../test/support/folder.ts";
import { compileProgram } from "../main.ts";

const folder = folderForTests();
const root = join(import.meta.dirname, "..", "..");
let counter = 0;

/** What the compiler says of a program for the kernel's machine whose one stack has 16 KiB: code, line and message of each error. */
async function errorsOf(source: string): Promise<string[]> {
  const entry = join(folder, `program${counter++}.ts`);
  writeFileSync(entry, source);
  const { diagnostics } = await compileProgram({
    entry,
    out: join(folder, "program.o"),
    target: "kernel",
    optimize: 2,
    emit: "obj",
    cacheDir: join(folder, "cache"),
    unsafeFolders: [folder, join(root, "core")],
    stacks: { thread: { size: 16384, takesInterrupts: false } },
  });
  return diagnostics.map((d) => `${d.code} ${d.line}: ${d.message}`);
}

test("a function that calls itself is refused", async () => {
  const errors = await errorsOf(`
function depth(n: u64): u64 {
  return n < 2 ? n : depth(n - 1) + depth(n - 2);
}

/**
 * @export start
 * @entry thread 0
 */
export function start(n: u64): u64 {
  return depth(n);
}
`);
  expect(errors).toEqual(["MTS1910 2: Recursion without a bound: depth calls depth."]);
});

test("a circle through methods of several classes is refused, and stated bounds are not", async () => {
  const source = `
abstract class Shape {
  abstract area(n: u64): u64;
}

class Square extends Shape {
  override area(n: u64): u64 {
    return n * n;
  }
}

class Frame extends Shape {
  private readonly inner: Shape;

  constructor(inner: Shape) {
    super();
    this.inner = inner;
  }

  /** TAG */
  override area(n: u64): u64 {
    return measure(this.inner, n) + 1;
  }
}

/** @noinline */
function measure(shape: Shape, n: u64): u64 {
  return shape.area(n) * 3;
}

/**
 * @export start
 * @entry thread 0
 */
export function start(n: u64): u64 {
  try {
    return measure(new Frame(new Square()), n);
  } catch {
    return 1;
  }
}
`;
  // The library that allocates is not there, which MTS1912 says.
  const refused = (await errorsOf(source)).filter((error) => !error.startsWith("MTS1912"));
  expect(refused).toEqual([expect.stringMatching(/Recursion without a bound: .*Frame\.area calls/)]);
  const stated = await errorsOf(source.replace("TAG", "@recursive 5"));
  expect(stated.filter((error) => !error.startsWith("MTS1912"))).toEqual([]);
});

const chain = (bytes: number): string => `
/** @noinline */
function fill(span: Span<u8>, n: u64): void {
  for (let i: u64 = 0; i < n && i < span.length; i++) span[i] = u8(i);
}

/** @noinline */
function last(n: u64): u64 {
  const buffer = new FixedArray<u8, ${bytes}>();
  fill(buffer.span(), n);
  return n < ${bytes} ? u64(buffer[n]) : 0;
}

/** @noinline */
function middle(n: u64): u64 {
  const buffer = new FixedArray<u8, ${bytes}>();
  fill(buffer.span(), n);
  return n < ${bytes} ? u64(buffer[n]) + last(n + 1) : 0;
}

/**
 * @export start
 * @entry thread 184
 */
export function start(n: u64): u64 {
  return middle(n) + 1;
}

/**
 * @export metal_bounds_panic
 */
export function boundsPanic(_index: u64, _length: u64, _location: string): never {
  for (;;);
}
`;

test("a chain of 17 KiB is refused with the way to it, and one that fits is not", async () => {
  const errors = await errorsOf(chain(8600));
  expect(errors).toEqual([
    expect.stringMatching(
      /^MTS1911 \d+: The stack 'thread' has 16384 bytes, and start may need 17\d\d\d: in use at the entry \(184\) > start \(\d+\) > middle \(8\d\d\d\) > last \(8\d\d\d\)/,
    ),
  ]);
  expect(await errorsOf(chain(4000))).toEqual([]);
});

test("what assembly calls has to say on which stack it is", async () => {
  const errors = await errorsOf(`
import { asm } from "unsafe";

asm\`
  .globl entry
entry:
  call start
\`;

/** @export start */
export function start(): u64 {
  return 1;
}
`);
  expect(errors).toEqual([expect.stringMatching(/^MTS1912 11: start is called by assembly \(entry\)/)]);
});
