// Modules that import each other, and the rarer forms of declarations.
// @run
// @stdout: 2
// @stdout: 7
// @stdout: 1
// @stdout: <r>
// @stdout: nob
// @stdout: 13
// @stdout: 100
// @stdout: mid leaf
// @stdout: 11
// @stdout: 105
// @stdout: eq
// @stdout: 1
// @stdout: 1
// @stdout: 3
// @stdout: 3
// @stdout: a+!
// @stdout: 1
// @stdout: 11
// @stdout: 5
// @stdout: 1?
// @stdout: 1z
// @stdout: 2
// @stdout: h
// @stdout: y
// @stdout: 12
// @stdout: 2
// @stdout: 5
// @stdout: 3
// @stdout: made made
// @stdout: 1
// @stdout: 16
// @stdout: 12
// @stdout: 42
// @stdout: 9?
// @stdout: 12
// @stdout: 2
// @stdout: 3

import def, {
  Thing,
  renamed,
  type Opt,
  Thing2,
  Mode,
  CE,
  type Pt,
  K as KK,
  circ,
  Mid,
  counter,
  bump,
} from "./support/graph/lib.ts";
import * as lib from "./support/graph/lib.ts";
export abstract class Base {
  abstract name(): string;
}
class Leaf extends Mid {
  override name(): string {
    return "leaf";
  }
  static toString(): string {
    return "Leaf!";
  }
}
export function useA(n: u32): u32 {
  return circ(n);
}
interface A1 {
  a(): u32;
}
interface B1 {
  b(): u32;
}
interface AB extends A1, B1 {
  c(): u32;
}
class Impl implements AB {
  a(): u32 {
    return 1;
  }
  b(): u32 {
    return 2;
  }
  c(): u32 {
    return 3;
  }
}
function takeA(x: A1): u32 {
  return x.a();
}
function both(x: A1 & B1): u32 {
  return x.a() + x.b();
}
function over(x: u8): u32;
function over(x: u8, y: string): u32;
function over(x: u8, y?: string): u32 {
  return y === undefined ? 1 : 2;
}
class Builder {
  private parts: string[] = [];
  add(s: string): this {
    this.parts.push(s);
    return this;
  }
  build(): string {
    return this.parts.join("+");
  }
}
class LoudBuilder extends Builder {
  loud(): this {
    return this.add("!");
  }
}
class Single {
  private static instance: Single | null = null;
  private constructor() {}
  static get(): Single {
    Single.instance ??= new Single();
    return Single.instance;
  }
  hits: u32 = 0;
}
class Handler {
  count: u32 = 0;
  // The closure holds its owner, which holds the closure: a cycle until someone sets it to null.
  onClick: ((n: u32) => void) | null = (n: u32): void => {
    this.count += n;
  };
}
type Elem = Thing2["v"];
const thing = new Thing2();
type TT = typeof thing;
type Callback = (a: u32, b?: string) => string;
type Color = "red" | "green";
function paint(c: Color): u32 {
  switch (c) {
    case "red":
      return 1;
    case "green":
      return 2;
  }
}
const conf = { port: 80, host: "h" } as const;
const list = ["x", "y"] as const;
function pt([x, y]: Pt): i32 {
  return x * y;
}
function rest(first: u32, ...more: readonly u32[]): usize {
  return more.length;
}
function gen<T, U = string>(a: T): T {
  return a;
}
class Counter {
  static #n: u32 = 0;
  static next(): u32 {
    return ++Counter.#n;
  }
}
class Parent {
  static make(): string {
    return "made";
  }
  protected x: u32 = 1;
}
class Child extends Parent {
  static other(): string {
    return `${Child.make()} ${Parent.make()}`;
  }
  getX(): u32 {
    return this.x;
  }
}
interface Shape {
  kind: "s" | "c";
}
interface Sq extends Shape {
  kind: "s";
  side: u32;
}
interface Ci extends Shape {
  kind: "c";
  r: u32;
}
function area(s: Sq | Ci): u32 {
  return s.kind === "s" ? s.side * s.side : s.r * 3;
}
const fnTable: ((x: u32) => u32)[] = [(x) => x + 1, (x) => x * 2];
const byName = new Map<string, Callback>();
function outer(n: u32): u32 {
  function inner(m: u32): u32 {
    return m === 0 ? 0 : inner(m - 1) + n;
  }
  return inner(3);
}
interface Node2<T> {
  value: T;
  next?: Node2<T>;
}
function count(n: Node2<string> | undefined): u32 {
  let c: u32 = 0;
  for (let at = n; at; at = at.next) c++;
  return c;
}
export function main(): i32 {
  console.log(def(1));
  console.log(new Thing().n);
  console.log(Thing.made);
  console.log(renamed("r"));
  const o: Opt = { a: 1 };
  console.log(o.b ?? "nob");
  console.log(new Thing2().v + u32(Mode.Both) + u32(CE.A) + KK);
  console.log(circ(5));
  console.log(new Leaf().mid());
  bump();
  console.log(counter);
  console.log(lib.K + lib.circ(2));
  console.log(lib.Mode.Write === Mode.Write ? "eq" : "ne");

  const i = new Impl();
  console.log(takeA(i));
  const ab: AB = i;
  console.log(takeA(ab));
  console.log(ab.c());
  console.log(both(i));
  console.log(new LoudBuilder().add("a").loud().build());
  Single.get().hits++;
  console.log(Single.get().hits);
  const h = new Handler();
  h.onClick?.(5);
  h.onClick?.(6);
  h.onClick = null;
  console.log(h.count);
  const e: Elem = 3;
  const tt: TT = new Thing2();
  console.log(e + tt.v);
  const cb: Callback = (a, b) => `${a}${b ?? "?"}`;
  console.log(cb(1));
  console.log(cb(1, "z"));
  console.log(paint("green"));
  console.log(conf.host);
  console.log(list[1]);
  console.log(pt([3, 4]));
  console.log(rest(1, 2, 3));
  console.log(gen(5 as u8));
  console.log(Counter.next() + Counter.next());
  console.log(Child.other());
  console.log(new Child().getX());
  console.log(area({ kind: "s", side: 4 }));
  console.log(area({ kind: "c", r: 4 }));
  console.log(fnTable[1](21));
  byName.set("f", cb);
  const f = byName.get("f");
  if (f) console.log(f(9));
  console.log(outer(4));
  console.log(count({ value: "a", next: { value: "b" } }));
  console.log(over(1) + over(1, "x"));
  return 0;
}
