// @run
// @stdout: 9
// @stdout: x
// @stdout: <1>
// @stdout: 4
// @stdout: st 2
// @stdout: b
// @stdout: 18
// @stdout: 12
// @stdout: high
// @stdout: 1
// @stdout: 1,2,5,8
// @stdout: key 65
// @stdout: move -1,2
// @stdout: quit
// @stdout: 7
// @stdout: 1 5 - 0
// @stdout: 1 2 c 2
// @stdout: 25
// @stdout: 9
// @stdout: 3
// @stdout: in 2 1
// @stdout: 2

interface Comparable<T> {
  compare(other: T): i32;
}
class Num implements Comparable<Num> {
  constructor(readonly v: i32) {}
  compare(o: Num): i32 {
    return this.v - o.v;
  }
}
function max<T extends Comparable<T>>(a: T, b: T): T {
  return a.compare(b) >= 0 ? a : b;
}
class Pair<A, B> {
  constructor(
    readonly a: A,
    readonly b: B,
  ) {}
  swap(): Pair<B, A> {
    return new Pair<B, A>(this.b, this.a);
  }
  map<C>(f: (a: A) => C): Pair<C, B> {
    return new Pair<C, B>(f(this.a), this.b);
  }
  static of<X>(x: X): Pair<X, X> {
    return new Pair<X, X>(x, x);
  }
}
class Stack<T> {
  private items: T[] = [];
  push(x: T): this {
    this.items.push(x);
    return this;
  }
  get size(): usize {
    return this.items.length;
  }
  pop(): T | null {
    return this.items.pop() ?? null;
  }
}
class NamedStack extends Stack<string> {
  constructor(readonly name: string) {
    super();
  }
  hello(): string {
    return `${this.name} ${this.size}`;
  }
}
type Fn<T> = (x: T) => T;
function twice<T>(f: Fn<T>, x: T): T {
  return f(f(x));
}
interface Visitor<R> {
  num(n: u32): R;
  add(a: Expr, b: Expr): R;
}
abstract class Expr {
  abstract accept(v: Visitor<u32>): u32;
}
class N extends Expr {
  constructor(readonly n: u32) {
    super();
  }
  override accept(v: Visitor<u32>): u32 {
    return v.num(this.n);
  }
}
class Add extends Expr {
  constructor(
    readonly a: Expr,
    readonly b: Expr,
  ) {
    super();
  }
  override accept(v: Visitor<u32>): u32 {
    return v.add(this.a, this.b);
  }
}
class Eval implements Visitor<u32> {
  num(n: u32): u32 {
    return n;
  }
  add(a: Expr, b: Expr): u32 {
    return a.accept(this) + b.accept(this);
  }
}
enum Level {
  Low = "low",
  High = "high",
}
type Id = u32 & { readonly __id?: "id" };
class Reg {
  static readonly table = new FixedArray<Id, 8>();
  static next: Id = 0 as Id;
  static add(): Id {
    const id = Reg.next;
    Reg.table[u64(id)] = id;
    Reg.next = (id + 1) as Id;
    return id;
  }
}
type Tree = { value: u32; left: Tree | null; right: Tree | null };
function insert(t: Tree | null, v: u32): Tree {
  if (t === null) return { value: v, left: null, right: null };
  if (v < t.value) t.left = insert(t.left, v);
  else t.right = insert(t.right, v);
  return t;
}
function walk(t: Tree | null, out: u32[]): void {
  if (t === null) return;
  walk(t.left, out);
  out.push(t.value);
  walk(t.right, out);
}
type Event = { type: "key"; code: u8 } | { type: "move"; x: i32; y: i32 } | { type: "quit" };
function handle(e: Event): string {
  switch (e.type) {
    case "key":
      return `key ${e.code}`;
    case "move":
      return `move ${e.x},${e.y}`;
    case "quit":
      return "quit";
  }
}
interface HasLen {
  readonly length: usize;
}
function len(x: HasLen): usize {
  return x.length;
}
class L implements HasLen {
  get length(): usize {
    return 7;
  }
}
function defaults(a: u32, b: u32 = 5, c?: string, ...rest: u32[]): string {
  return `${a} ${b} ${c ?? "-"} ${rest.length}`;
}
@struct
class V2 {
  x: f64 = 0;
  y: f64 = 0;
  constructor(x: f64, y: f64) {
    this.x = x;
    this.y = y;
  }
  add(o: V2): V2 {
    return new V2(this.x + o.x, this.y + o.y);
  }
  get len2(): f64 {
    return this.x * this.x + this.y * this.y;
  }
  static zero(): V2 {
    return new V2(0, 0);
  }
}
@struct
class Body {
  pos: V2 = new V2(1, 2);
  ids: FixedArray<u8, 4> = new FixedArray<u8, 4>([1, 2, 3, 4]);
}
const bodies: Body[] = [];
const origin = new Body();
class Res {
  constructor(readonly n: string) {}
  [Symbol.dispose](): void {
    log.push(this.n);
  }
}
const log: string[] = [];
let lazy: Map<string, u32[]> | null = null;
export function main(): i32 {
  console.log(max(new Num(3), new Num(9)).v);
  const p = new Pair<u8, string>(1, "x").swap();
  console.log(p.a);
  console.log(new Pair<u8, string>(1, "x").map((a) => `<${a}>`).a);
  console.log(Pair.of<u32>(4).b);
  const s = new NamedStack("st");
  s.push("a").push("b");
  console.log(s.hello());
  console.log(s.pop() ?? "none");
  console.log(twice((x: u32) => x * 3, 2));
  console.log(new Add(new N(3), new Add(new N(4), new N(5))).accept(new Eval()));
  const lv: Level = Level.High;
  console.log(lv);
  console.log(u32(Reg.add()) + u32(Reg.add()));
  let t: Tree | null = null;
  for (const v of [5, 2, 8, 1] as u32[]) t = insert(t, v);
  const out: u32[] = [];
  walk(t, out);
  console.log(out.map((x) => `${x}`).join(","));
  console.log(handle({ type: "key", code: 65 }));
  console.log(handle({ type: "move", x: -1, y: 2 }));
  console.log(handle({ type: "quit" }));
  console.log(len(new L()));
  console.log(defaults(1));
  console.log(defaults(1, 2, "c", 4, 5));
  const v = new V2(3, 4).add(V2.zero());
  console.log(i64(v.len2));
  bodies.push(new Body());
  bodies[0].pos.x = 9;
  console.log(i64(bodies[0].pos.x));
  console.log(origin.ids[2]);
  {
    using a = new Res("1");
    using b = new Res("2");
    log.push("in");
  }
  console.log(log.join(" "));
  lazy = new Map<string, u32[]>();
  lazy.set("k", [1, 2]);
  const got = lazy.get("k");
  console.log(got ? got.length : 0);
  lazy = null;
  return 0;
}
