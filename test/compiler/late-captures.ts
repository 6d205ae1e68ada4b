// Closures over variables that get their value later, functions in cycles, generic functions that capture.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: stopped after 3
// @stdout: ready
// @stdout: even true, odd false
// @stdout: even false
// @stdout: depth 3, 6 calls
// @stdout: 1(2(3) 4)
// @stdout: first 7, second word, 2 calls
// @stdout: [3,2,1]
// @stdout: 10 11 12
// @stdout: late 42
// @stdout: struct 5
// @stdout: hidden 3
// @stdout: method 12
// @stdout: stated 7
// @stdout: 15

class Timer {
  private ticks: u32 = 0;
  constructor(private readonly onTick: ((timer: Timer) => void) | null) {}
  tick(): u32 {
    this.ticks++;
    const call = this.onTick;
    if (call) call(this);
    return this.ticks;
  }
}

/** The handler is made before the variable that it reads is declared. */
function stopAfter(count: u32): string {
  const onTick = (): boolean => ticks >= count;
  let ticks: u32 = 0;
  const timer = new Timer(() => {
    ticks++;
  });
  while (!onTick()) timer.tick();
  return `stopped after ${ticks}`;
}

/** Declared, and assigned by a closure. */
function assignedLater(): string {
  let answer: string;
  const set = (text: string): void => {
    answer = text;
  };
  const get = (): string => answer;
  set("ready");
  return get();
}

/** Constants that call each other. */
function parity(n: u32, step: u32): string {
  const isEven = (x: u32): boolean => x === 0 || isOdd(x - step);
  const isOdd = (x: u32): boolean => x !== 0 && isEven(x - step);
  return n === 8 ? `even ${isEven(n)}, odd ${isOdd(n)}` : `even ${isEven(n)}`;
}

interface Tree {
  readonly children: Tree[];
}

/** Declared functions that call each other and share what they capture. */
function measure(root: Tree): string {
  let calls: u32 = 0;
  let deepest: u32 = 0;
  visit(root, 1);
  return `depth ${deepest}, ${calls} calls`;

  function visit(tree: Tree, depth: u32): void {
    calls++;
    if (depth > deepest) deepest = depth;
    visitAll(tree.children, depth + 1);
  }
  function visitAll(list: Tree[], depth: u32): void {
    for (const child of list) visit(child, depth);
    list.slice(list.length).forEach((child) => visit(child, depth));
  }
}

/** A recursive descent parser: the textbook case. */
function parse(text: string): string {
  let at: usize = 0;
  const out: string[] = [];
  function item(): void {
    const c = text.slice(at, at + 1);
    if (c === "(") list();
    else {
      out.push(c);
      at++;
    }
  }
  function list(): void {
    out.push("(");
    at++;
    while (text.slice(at, at + 1) !== ")") item();
    at++;
    out.push(")");
    // As a value, it outlives this call.
    const again = item;
    if (at < text.length && text.slice(at, at + 1) === " ") again();
  }
  while (at < text.length) item();
  return out.join("");
}

function generic(): string {
  let calls: u32 = 0;
  function pick<T>(items: T[], index: usize): T {
    calls++;
    return items[index]!;
  }
  const number = pick([u32(5), u32(7)], 1);
  const word = pick(["a", "word"], 1);
  return `first ${number}, second ${word}, ${calls} calls`;
}

function genericRecursion(): string {
  const seen: u32[] = [];
  function walk<T>(items: T[], from: usize, visit: (item: T) => u32): void {
    if (from < items.length) walk(items, from + 1, visit);
    if (from < items.length) seen.push(visit(items[from]!));
  }
  const all = (): void => walk([u32(1), 2, 3], 0, (x) => x);
  all();
  return `[${seen.join(",")}]`;
}

/** One variable for each round of the loop. */
function perRound(): string {
  const gets: (() => u32)[] = [];
  for (let i: u32 = 0; i < 3; i++) {
    gets.push(() => value);
    const value = u32(10) + i;
  }
  return gets.map((get) => `${get()}`).join(" ");
}

function callsBack(run: () => u32): u32 {
  return run();
}
function late(): string {
  const read = (): u32 => callsBack(() => later());
  const base: u32 = 40;
  function later(): u32 {
    return base + 2;
  }
  return `late ${read()}`;
}

@struct
class Point {
  x: u32 = 5;
}
function structLater(): string {
  const read = (): u32 => point.x;
  const point = new Point();
  return `struct ${read()}`;
}

function hidden(): string {
  let total: u32 = 0;
  const add = (n: u32): void => {
    total += n;
    if (n > 1) more(n - 1);
  };
  const more: (n: u32) => void = (n) => add(n);
  add(2);
  return `hidden ${total}`;
}

class Account {
  private balance: u32 = 12;
  show(): string {
    const outer = (n: u32): u32 => (n === 0 ? this.balance : inner(n));
    const inner = (n: u32): u32 => outer(n - 1);
    return `method ${outer(3)}`;
  }
}

function stated(): string {
  let value: u32 | null;
  const set = (): void => {
    value = 7;
  };
  value = null;
  set();
  return `stated ${value ?? 0}`;
}

function rest(): u32 {
  let sum: u32 = 0;
  function addAll<T>(valueOf: (item: T) => u32, ...items: T[]): void {
    for (const item of items) sum += valueOf(item);
  }
  addAll((x: u32) => x, 1, 2, 3);
  addAll((x: string) => u32(x.length), "four", "fives");
  return sum;
}

export function main(): void {
  console.log(stopAfter(3));
  console.log(assignedLater());
  console.log(parity(8, 1));
  console.log(parity(7, 1));
  const leaf: Tree = { children: [] };
  console.log(measure({ children: [leaf, { children: [leaf, leaf] }, leaf] }));
  console.log(parse("1(2(3) 4)"));
  console.log(generic());
  console.log(genericRecursion());
  console.log(perRound());
  console.log(late());
  console.log(structLater());
  console.log(hidden());
  console.log(new Account().show());
  console.log(stated());
  console.log(rest());
}
