// The language itself: what both take a program to mean.

enum Level {
  Low,
  Middle = 5,
  High,
}

interface Shape {
  readonly name: string;
  area(): i32;
}

abstract class Base implements Shape {
  static made: i32 = 0;
  #secret: i32 = 7;
  abstract readonly name: string;
  protected readonly size: i32;
  constructor(size: i32) {
    this.size = size;
    Base.made += 1;
  }
  abstract area(): i32;
  get double(): i32 {
    return this.size * 2;
  }
  set secret(value: i32) {
    this.#secret = value;
  }
  describe(): string {
    return `${this.name} ${this.area()} ${this.double} ${this.#secret}`;
  }
}

class Square extends Base {
  readonly name = "square";
  area(): i32 {
    return this.size * this.size;
  }
}

class Room extends Square {
  readonly height: i32;
  constructor(size: i32, height: i32 = 3) {
    super(size);
    this.height = height;
  }
  override area(): i32 {
    return super.area() * this.height;
  }
  override get double(): i32 {
    return super.double + 1;
  }
}

class Box<T> {
  value: T;
  constructor(value: T) {
    this.value = value;
  }
  map<U>(fn: (value: T) => U): Box<U> {
    return new Box(fn(this.value));
  }
}

class Chain {
  readonly text: string;
  next: Chain | null = null;
  constructor(text: string) {
    this.text = text;
  }
}

class Countdown {
  private left: i32;
  constructor(left: i32) {
    this.left = left;
  }
  [Symbol.iterator](): Countdown {
    return this;
  }
  next(): IteratorResult<i32> {
    this.left -= 1;
    return this.left < 0 ? { done: true, value: undefined } : { done: false, value: this.left };
  }
}

class Failure extends Error {
  readonly level: Level;
  constructor(level: Level) {
    super(`failure ${level}`);
    this.level = level;
  }
}

let log = "";
function note(text: string, value: i32): i32 {
  log += text;
  return value;
}

function order(): void {
  const list: i32[] = [0, 0, 0];
  list[u32(note("a", 1))] = note("b", 2) + note("c", 3) * note("d", 4);
  list[u32(note("e", 0))] += note("f", 5);
  const sum = note("g", 1) < note("h", 2) || note("i", 3) > 0 ? note("j", 4) : note("k", 5);
  const [x, y] = [note("l", 1), note("m", 2)];
  console.log(`${log} ${list.join()} ${sum} ${x} ${y}`);
  let i: i32 = 5;
  const steps = [i++, ++i, i--, --i, -i, i];
  console.log(`${steps.join()} ${(note("n", 1), note("o", 2))}`);
}

function classify(level: i32): string {
  switch (level) {
    case 0:
    case 1:
      return "low";
    case 5: {
      return "middle";
    }
    default:
      return "other";
  }
}

function flow(): void {
  let text = "";
  outer: for (let i: i32 = 0; i < 5; i++) {
    for (let j: i32 = 0; ; j++) {
      if (j === i) continue outer;
      if (i === 4) break outer;
      text += `${i}${j} `;
    }
  }
  let n: i32 = 0;
  do n += 3;
  while (n < 10);
  while (true) {
    n -= 1;
    if (n % 5 === 0) break;
  }
  console.log(
    `${text}${n} ${[Level.Low, Level.Middle, Level.High].map((level) => classify(i32(level))).join()}`,
  );
  for (const left of new Countdown(4)) console.log(left);
}

function attempt(level: Level): string {
  let text = "";
  try {
    try {
      if (level === Level.High) throw new Failure(level);
      if (level === Level.Middle) return "returned";
      text += "went on, ";
    } finally {
      text += "inner, ";
      log = `finally ${level}`;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    text += `${error.message} ${error.level}, `;
  } finally {
    text += "outer";
  }
  return text;
}

function adder(start: i32): (by: i32) => i32 {
  let sum = start;
  return (by) => (sum += by);
}

function closures(): void {
  const [one, two] = [adder(1), adder(100)];
  console.log(`${one(1)} ${one(1)} ${two(5)} ${one(1)}`);
  const list: (() => i32)[] = [];
  for (let i: i32 = 0; i < 3; i++) {
    list.push(() => i);
    if (i === 1) i += 0;
  }
  let shared: i32 = 0;
  const turns: i32[] = [1, 2];
  for (const step of turns) list.push(() => (shared += step));
  console.log(list.map((fn) => fn()).join());
  console.log(shared);
  const sum = (...items: i32[]): i32 => items.reduce((total, item) => total + item, 0);
  console.log(`${sum()} ${sum(1)} ${sum(1, 2, 3)} ${sum(...[4, 5], 6)}`);
}

function defaults(a: i32, b: i32 = a * 2, c?: i32): string {
  return `${a} ${b} ${c ?? -1}`;
}

function patterns(): void {
  const { x, y: renamed } = { x: 1, y: "two" };
  const [first, , third, ...rest] = [1, 2, 3, 4, 5];
  let [a, b] = [1, 2];
  [a, b] = [b, a];
  console.log(`${x} ${renamed} ${first} ${third} ${rest.join()} ${a} ${b}`);
  console.log(`${defaults(1)} | ${defaults(1, 5)} | ${defaults(1, undefined, 3)}`);
}

function nullables(): void {
  const head = new Chain("a");
  head.next = new Chain("b");
  console.log(
    `${head.next?.text ?? "none"} ${head.next?.next?.text ?? "none"} ${head.next.next?.text.length ?? 0}`,
  );
  let missing: string | null = head.text === "b" ? "x" : null;
  missing ??= "given";
  let flag = head.next !== null;
  flag &&= head.text === "a";
  console.log(`${missing} ${flag}`);
  let chain: Chain | null = head;
  let count: i32 = 0;
  while (chain) {
    count += 1;
    chain = chain.next;
  }
  console.log(count);
}

function tag(parts: TemplateStringsArray, ...values: i32[]): string {
  return parts.join("_") + values.join();
}

export function main(): i32 {
  const shapes: Base[] = [new Square(3), new Room(2), new Room(2, 5)];
  shapes[0].secret = 70;
  for (const shape of shapes) console.log(`${shape.describe()} ${shape instanceof Room}`);
  const plain: Shape[] = shapes.map((shape): Shape => shape);
  console.log(`${plain.map((shape) => shape.area()).join()} ${Base.made}`);
  console.log(new Box<i32>(4).map((value) => `<${value}>`).map((text) => text.length > 2).value);
  order();
  flow();
  console.log(`${attempt(Level.Low)} | ${attempt(Level.Middle)} | ${attempt(Level.High)} | ${log}`);
  closures();
  patterns();
  nullables();
  console.log(tag`a${1}b${2}c`);
  console.log(1, -2.5, true, null, "text", `x${3}`, "a" + "b");
  console.log();
  console.log(Base.made, "made");
  return 0;
}
