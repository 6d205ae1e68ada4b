// A linked list of objects of four kinds, walked with one virtual call each.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const COUNT = 1000;

abstract class Shape {
  readonly next: Shape | null;

  constructor(next: Shape | null) {
    this.next = next;
  }

  abstract area(): u64;
  abstract grow(by: u64): void;
}

class Square extends Shape {
  private side: u64;

  constructor(next: Shape | null, side: u64) {
    super(next);
    this.side = side;
  }

  override area(): u64 {
    return this.side * this.side;
  }

  override grow(by: u64): void {
    this.side += by;
  }
}

class Rectangle extends Shape {
  private width: u64;
  private height: u64;

  constructor(next: Shape | null, width: u64, height: u64) {
    super(next);
    this.width = width;
    this.height = height;
  }

  override area(): u64 {
    return this.width * this.height;
  }

  override grow(by: u64): void {
    this.width += by;
    this.height ^= by;
  }
}

class Triangle extends Shape {
  private readonly width: u64;
  private height: u64;

  constructor(next: Shape | null, width: u64, height: u64) {
    super(next);
    this.width = width;
    this.height = height;
  }

  override area(): u64 {
    return (this.width * this.height) >> 1;
  }

  override grow(by: u64): void {
    this.height += by;
  }
}

class Point extends Shape {
  override area(): u64 {
    return 1;
  }

  override grow(_by: u64): void {}
}

function createShape(random: u64, next: Shape | null): Shape {
  const width: u64 = (random >> 8) & 0xff;
  const height: u64 = (random >> 16) & 0xff;
  switch (random & 3) {
    case 0:
      return new Square(next, width);
    case 1:
      return new Rectangle(next, width, height);
    case 2:
      return new Triangle(next, width, height);
    default:
      return new Point(next);
  }
}

function walk(iterations: u32): u64 {
  let first: Shape | null = null;
  let random: u64 = FIRST_RANDOM;
  for (let i = 0; i < COUNT; i++) {
    random = nextRandom(random);
    first = createShape(random, first);
  }
  let total: u64 = 0;
  for (let i: u32 = 0; i < iterations; i++) {
    for (let shape = first; shape !== null; shape = shape.next) {
      shape.grow(u64(i & 7));
      total += shape.area();
    }
  }
  return total;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return walk(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
