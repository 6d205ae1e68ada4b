// Generic functions and classes, constraints, inference.
// @run
// @stdout: 3
// @stdout: b
// @stdout: 2
// @stdout: 200
// @stdout: top 2
// @stdout: 7 seven
// @stdout: 5
// @stdout: 9
// @stdout: [1;2;3]

class Stack<T> {
  private readonly items: T[] = [];
  push(item: T): void {
    this.items.push(item);
  }
  pop(): T | undefined {
    return this.items.pop();
  }
  get size(): usize {
    return this.items.length;
  }
}

class Pair<A, B> {
  constructor(
    readonly first: A,
    readonly second: B,
  ) {}
  swap(): Pair<B, A> {
    return new Pair(this.second, this.first);
  }
}

interface Sized {
  readonly size: u32;
}
class Box implements Sized {
  constructor(readonly size: u32) {}
}

function larger<T extends Sized>(a: T, b: T): T {
  return a.size > b.size ? a : b;
}

function max<T extends number>(a: T, b: T): T {
  return a > b ? a : b;
}

function mapAll<T, U>(list: readonly T[], fn: (item: T) => U): U[] {
  const result: U[] = [];
  for (const item of list) result.push(fn(item));
  return result;
}

export function main(): void {
  const numbers = new Stack<u32>();
  numbers.push(1);
  numbers.push(2);
  numbers.push(3);
  console.log(numbers.pop()!);
  const words = new Stack<string>();
  words.push("a");
  words.push("b");
  console.log(words.pop() ?? "none");
  console.log(numbers.size);
  const a: u8 = 200;
  const b: u8 = 100;
  console.log(max(a, b));
  const top = numbers.pop();
  if (top !== undefined) console.log(`top ${top}`);
  const pair = new Pair("seven", u32(7)).swap();
  console.log(`${pair.first} ${pair.second}`);
  console.log(larger(new Box(5), new Box(3)).size);
  console.log(max<u32>(9, 4));
  const texts = mapAll([u32(1), 2, 3], (n) => `${n}`);
  console.log(`[${texts.join(";")}]`);
}
