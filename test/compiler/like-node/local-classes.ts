// Classes inside of functions: what they capture, with inheritance, type parameters and each other.
interface Shape {
  area(): f64;
}
function counters(start: u32, step: u32): string {
  const LIMIT = 100;
  let made = u32(0);
  class Counter {
    value = start;
    readonly id: u32;
    private readonly twice = start * 2;
    constructor() {
      made++;
      this.id = made;
    }
    next(): u32 {
      this.value += step;
      if (this.value > LIMIT) this.value = 0;
      return this.value;
    }
    sibling(): Counter {
      return new Counter();
    }
    get text(): string {
      return `${this.id}:${this.value}/${this.twice} of ${made}`;
    }
    later(): () => u32 {
      return () => this.value + step + made;
    }
  }
  class Loud extends Counter {
    constructor(readonly mark: string) {
      super();
    }
    override next(): u32 {
      return super.next() + bonus();
    }
  }
  function bonus(): u32 {
    return step * 100;
  }
  const a = new Counter();
  a.next();
  const make = () => new Loud("!");
  const b = make();
  const c = a.sibling();
  return `${a.text} ${b.next()} ${b.text}${b.mark} ${c.text} ${c.later()()}`;
}
function stackOf<T>(first: T, show: (item: T) => string): () => string {
  class Stack {
    readonly items: T[] = [first];
    push(item: T): this {
      this.items.push(item);
      return this;
    }
    show(): string {
      return this.items.map((x) => show(x)).join("+");
    }
  }
  class Pair<U> {
    constructor(
      readonly a: T,
      readonly b: U,
    ) {}
    text(): string {
      return show(this.a);
    }
  }
  const stack = new Stack().push(first);
  const pair = new Pair(first, 5);
  return () => `${stack.show()} ${pair.text()} ${pair.b}`;
}
function shapes(scale: f64): Shape[] {
  class Square implements Shape {
    constructor(private readonly side: f64) {}
    area(): f64 {
      return this.side * this.side * scale;
    }
  }
  class Circle implements Shape {
    area(): f64 {
      return twin().area() + scale;
    }
  }
  const twin = () => new Square(3);
  return [new Square(2), new Circle()];
}
function early(): string {
  class A {
    get(): u32 {
      return x + helper();
    }
    other(): B {
      return new B();
    }
  }
  class B {
    other(): A {
      return new A();
    }
    y = x;
  }
  const x: u32 = 5;
  function helper(): u32 {
    return x * 10;
  }
  return `${new A().get()} ${new A().other().other().other().y}`;
}
function inLoop(): string {
  const made: Shape[] = [];
  for (let i = u32(0); i < 3; i++) {
    let uses = u32(0);
    class Numbered implements Shape {
      static readonly NAME = "numbered";
      area(): f64 {
        uses++;
        return f64(i * 10 + uses);
      }
    }
    made.push(new Numbered(), new Numbered());
  }
  return made.map((s) => `${s.area()}`).join(" ");
}
class Outer {
  constructor(private readonly names: string[]) {}
  reader(prefix: string): { read(): string } {
    const names = this.names;
    class Reader {
      private at = usize(0);
      read(): string {
        return prefix + names[this.at++]!;
      }
    }
    class Twice extends Reader {
      override read(): string {
        return `${super.read()},${super.read()}`;
      }
    }
    return new Twice();
  }
}
function recursive(depth: u32): u32 {
  class Level {
    value(): u32 {
      return depth === 0 ? 1 : depth * recursive(depth - 1);
    }
  }
  return new Level().value();
}
function spread(by: u32): string {
  class Point {
    x: u32 = by;
    y: u32 = 2;
    sum(): u32 {
      return this.x + this.y + by;
    }
  }
  const copy = { ...new Point(), z: u32(1) };
  return `${copy.x} ${copy.y} ${copy.z}`;
}
function failing(limit: u32): string {
  const log: string[] = [];
  class Checked {
    constructor(readonly value: u32) {
      if (value > limit) throw new Error(`over ${limit}`);
      log.push(`made ${value}`);
    }
  }
  try {
    new Checked(1);
    new Checked(9);
  } catch (error) {
    if (error instanceof Error) log.push(error.message);
  }
  return log.join("; ");
}

export function main(): void {
  console.log(counters(5, 3));
  console.log(counters(98, 2));
  console.log(stackOf("x", (s) => s)());
  console.log(stackOf(u32(7), (s) => `${s}`)());
  for (const s of shapes(2)) console.log(s.area());
  console.log(early());
  console.log(inLoop());
  const reader = new Outer(["a", "b", "c", "d"]).reader(">");
  console.log(`${reader.read()} ${reader.read()}`);
  console.log(recursive(5));
  console.log(spread(7));
  console.log(failing(4));
}
