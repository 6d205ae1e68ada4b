// Methods and accessors of object literals: `this`, captured variables, interfaces, functions that return such objects.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: 1 2 3, stopped at 3
// @stdout: celsius 100, fahrenheit 212, celsius 0
// @stdout: area 12 of 3x4, scaled 48
// @stdout: log: a,b; 2 lines
// @stdout: counter 2 2, other 1
// @stdout: handler 7
// @stdout: visitor 1+2
// @stdout: iterates 3 2 1
// @stdout: generic 5 text
// @stdout: inferred 6 twice 12
// @stdout: mixed 3 9
// @stdout: own 4
// @stdout: closed

interface Ticker {
  readonly count: u32;
  tick(): u32;
  stop(): void;
}
/** A factory with private state: the methods capture it. */
function makeTicker(limit: u32): Ticker {
  let count: u32 = 0;
  let isStopped = false;
  return {
    get count() {
      return count;
    },
    tick() {
      if (!isStopped && count < limit) count++;
      return count;
    },
    stop() {
      isStopped = true;
    },
  };
}

interface Temperature {
  celsius: f64;
  fahrenheit: f64;
}
interface Converting extends Temperature {
  reset(): void;
}
function temperature(celsius: f64): Converting {
  return {
    celsius,
    get fahrenheit(): f64 {
      return this.celsius * 1.8 + 32;
    },
    set fahrenheit(value: f64) {
      this.celsius = (value - 32) / 1.8;
    },
    reset() {
      this.fahrenheit = 32;
    },
  };
}

interface Shape {
  readonly width: u32;
  readonly height: u32;
  area(): u32;
  scale(factor: u32): Shape;
}
function rectangle(width: u32, height: u32): Shape {
  return {
    width,
    height,
    area() {
      return this.width * this.height;
    },
    scale(factor) {
      return rectangle(this.width * factor, this.height * factor);
    },
  };
}

interface Log {
  readonly lines: string[];
  write(...parts: string[]): void;
}

/** Data only, by its type: a method is a function in a field. */
type Handler = { run: (x: u32) => u32 };

interface Visitor {
  number(value: u32): string;
  sum(left: string, right: string): string;
}
function visit(visitor: Visitor): string {
  return visitor.sum(visitor.number(1), visitor.number(2));
}

class CountDown {
  constructor(private readonly from: u32) {}
  [Symbol.iterator](): Iterator<u32> {
    let left = this.from;
    return {
      next(): IteratorResult<u32> {
        if (left === 0) return { done: true, value: undefined };
        return { done: false, value: left-- };
      },
    };
  }
}

interface Box<T> {
  get(): T;
  set(value: T): void;
}
function box<T>(initial: T): Box<T> {
  let content = initial;
  return {
    get: () => content,
    set(value) {
      content = value;
    },
  };
}

/** No type is written: the object is of a class of its own. */
function inferred(start: u32) {
  return {
    value: start,
    double() {
      this.value *= 2;
      return this;
    },
    get twice() {
      return this.value * 2;
    },
  };
}

class Resource {
  destructor(): void {
    console.log("closed");
  }
}
interface Closer {
  readonly name: string;
  use(): void;
}

export function main(): void {
  const ticker = makeTicker(3);
  const ticks = [ticker.tick(), ticker.tick(), ticker.tick()];
  ticker.stop();
  ticker.tick();
  console.log(`${ticks.join(" ")}, stopped at ${ticker.count}`);

  const water = temperature(100);
  const boiling = `celsius ${water.celsius}, fahrenheit ${water.fahrenheit}`;
  water.reset();
  console.log(`${boiling}, celsius ${water.celsius}`);

  const shape = rectangle(3, 4);
  console.log(`area ${shape.area()} of ${shape.width}x${shape.height}, scaled ${shape.scale(2).area()}`);

  const log: Log = {
    lines: [],
    write(...parts) {
      for (const part of parts) this.lines.push(part);
    },
  };
  log.write("a", "b");
  console.log(`log: ${log.lines.join(",")}; ${log.lines.length} lines`);

  const counter = {
    count: u32(0),
    increment(): u32 {
      return ++this.count;
    },
  };
  counter.increment();
  const other = inferred(1);
  console.log(`counter ${counter.increment()} ${counter.count}, other ${other.value}`);

  const offset: u32 = 2;
  const handler: Handler = {
    run(x) {
      return x + offset;
    },
  };
  console.log(`handler ${handler.run(5)}`);
  console.log(
    `visitor ${visit({
      number: (value) => `${value}`,
      sum(left, right) {
        return `${left}+${right}`;
      },
    })}`,
  );
  const steps: string[] = [];
  for (const n of new CountDown(3)) steps.push(`${n}`);
  console.log(`iterates ${steps.join(" ")}`);

  const number = box<u32>(4);
  number.set(number.get() + 1);
  const text = box("text");
  console.log(`generic ${number.get()} ${text.get()}`);
  const own = inferred(3).double();
  console.log(`inferred ${own.value} twice ${own.twice}`);

  const base = { a: u32(1), b: u32(2) };
  const mixed = {
    ...base,
    sum(): u32 {
      return this.a + this.b;
    },
    power: (n: u32): u32 => n * n,
  };
  console.log(`mixed ${mixed.sum()} ${mixed.power(3)}`);
  const lazy = {
    values: [u32(1), 3],
    total(): u32 {
      return this.values.map((x) => x * this.scale).reduce((x, y) => x + y, 0);
    },
    scale: u32(1),
  };
  console.log(`own ${lazy.total()}`);
  const resource = new Resource();
  const closer: Closer = {
    name: "closer",
    use() {
      assert(resource !== null && this.name === "closer", "the resource is there");
    },
  };
  closer.use();
}
