// More expressions: accessors by super, user iterables, optional parameters, evaluation order, wrapping.
// @run
// @stdout: 288
// @stdout: vw
// @stdout: 2
// @stdout: 10
// @stdout: open f
// @stdout: f
// @stdout: close
// @stdout: 2000
// @stdout: v
// @stdout: s
// @stdout: zerofewmany
// @stdout: 11
// @stdout: 2
// @stdout: 14 5 7
// @stdout: 1010
// @stdout: 3 -1
// @stdout: y null
// @stdout: 11,0,3 4
// @stdout: mademade104
// @stdout: 12/44
// @stdout: true
// @stdout: true
// @stdout: 193485963
// @stdout: pq
// @stdout: p
// @stdout: q
// @stdout: -128
// @stdout: 255

class V { get name(): string { return "v"; } x: u32 = 1; }
class W extends V { override get name(): string { return super.name + "w"; } }
class Tree<K, V2> {
  left: Tree<K, V2> | null = null;
  constructor(readonly key: K, public val: V2) {}
  insert(key: K, val: V2, less: (a: K, b: K) => boolean): void {
    if (less(key, this.key)) {
      if (this.left) this.left.insert(key, val, less); else this.left = new Tree(key, val);
    } else this.val = val;
  }
}
class Range implements Iterable<u32> {
  constructor(readonly from: u32, readonly to: u32) {}
  [Symbol.iterator](): Iterator<u32> {
    return new RangeIterator(this.from, this.to);
  }
}
class RangeIterator implements Iterator<u32> {
  constructor(private at: u32, readonly to: u32) {}
  next(): IteratorResult<u32> {
    if (this.at >= this.to) return { done: true, value: undefined };
    return { done: false, value: this.at++ };
  }
}
class Res implements Disposable {
  constructor(readonly n: string) { console.log(`open ${n}`); }
  [Symbol.dispose](): void { console.log("close"); }
}
const MS = 1e3;
function isV(x: V | string): x is V { return typeof x !== "string"; }
function fail(): never { panic("no"); }
function sw(x: u32): string {
  switch (x) { case 0: return "zero"; case 1: case 2: return "few"; default: return x > 100 ? fail() : "many"; }
}
class Node3 { constructor(public next: Node3 | null, public v: u32) {} }
function sum(n: Node3 | null): u32 { return n === null ? 0 : n.v + sum(n.next); }
function len(list: Node3): u32 { let n: Node3 | null = list; let c: u32 = 0; while (n) { c++; n = n.next; } return c; }
function opt(a: u32, b?: u32, c: u32 = b ?? 3): u32 { return a + (b ?? 10) + c; }
class Acc { private readonly xs: u32[] = []; on: ((x: u32) => void)[] = []; add(x: u32): void { this.xs.push(x); for (const f of this.on) f(x); } each(fn: (x: u32) => void): void { this.xs.forEach((x) => fn(x)); } }
type Op = { readonly tag: "add"; readonly n: u32 } | { readonly tag: "neg" } ;
function run(o: Op): i64 { return o.tag === "add" ? i64(o.n) : -1; }
type Rec = { a: u32; inner: { b: string; c?: Rec } };
let counter: u32 = 0;
function tick(): u32 { return counter++; }
class Lazy { private cached: string | null = null; get text(): string { return (this.cached ??= this.make()); } private make(): string { counter += 100; return "made"; } }
export function main(): void {
  const M = ~0xf;
  const q: u32 = 0x123;
  console.log(q & M);
  const w: V = new W();
  console.log(w.name);
  const t = new Tree("m", u32(1));
  t.insert("a", 2, (a, b) => a < b);
  console.log(t.left?.val ?? 0);
  let total: u32 = 0;
  for (const x of new Range(1, 5)) total += x;
  console.log(total);
  { using r = new Res("f"); console.log(r.n); }
  const ms: u32 = MS * 2;
  console.log(ms);
  const vs: (V | string)[] = [new V(), "s"];
  for (const v of vs) console.log(isV(v) ? v.name : v);
  console.log(sw(0) + sw(2) + sw(50));
  console.log(sum(new Node3(new Node3(null, 5), 6)));
  console.log(len(new Node3(new Node3(null, 5), 6)));
  console.log(`${opt(1)} ${opt(1, 2)} ${opt(1, 2, 4)}`);
  const acc = new Acc();
  let seen: u32 = 0;
  acc.on.push((x) => { seen += x; });
  acc.add(4); acc.add(6);
  acc.each((x) => { seen += x * 100; });
  console.log(seen);
  console.log(`${run({ tag: "add", n: 3 })} ${run({ tag: "neg" })}`);
  const rec: Rec = { a: 1, inner: { b: "x", c: { a: 2, inner: { b: "y" } } } };
  console.log(`${rec.inner.c?.inner.b} ${rec.inner.c?.inner.c?.a}`);
  const arr: u32[] = [0, 0, 0];
  arr[tick()] += tick() + 10;
  arr[tick()] = tick();
  console.log(arr.join() + ` ${counter}`);
  const lz = new Lazy();
  console.log(lz.text + lz.text + `${counter}`);
  const grid: u8[][] = [[1, 2], [3]];
  grid[1].push(4);
  grid[1][0]++;
  console.log(grid.map((r) => r.join("")).join("/"));
  const maybe: V | null = counter > 5 ? null : new V();
  console.log(maybe === null);
  console.log(maybe?.x === undefined);
  const bytes = "abc".bytes();
  let h: u32 = 5381;
  for (let i = 0; i < bytes.length; i++) h = h * 33 + bytes[i];
  console.log(h);
  const fixed = new FixedArray<string, 2>(["p", "q"]);
  console.log(fixed[0] + fixed[1]);
  for (const f of fixed) console.log(f);
  let i8v: i8 = 127; i8v++;
  console.log(i8v);
  let u: u8 = 0; u--;
  console.log(u);
}
