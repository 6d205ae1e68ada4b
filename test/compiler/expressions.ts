// Expressions: paths, assignment, calls, inference, narrowing, numbers.
// @run
// @stdout: 7 null 99
// @stdout: 4
// @stdout: 5
// @stdout: 22 11
// @stdout: 12
// @stdout: 20
// @stdout: 7
// @stdout: 2 10
// @stdout: 11,3
// @stdout: 2 false 2
// @stdout: 6 9 100 468
// @stdout: 1 42 6 2
// @stdout: 5 5 0 28 8
// @stdout: 5
// @stdout: x
// @stdout: s3
// @stdout: 5
// @stdout: 3
// @stdout: abc 7
// @stdout: 21
// @stdout: 20+30
// @stdout: 6
// @stdout: true
// @stdout: 6 h true true HéLLO
// @stdout: 6
// @stdout: dflt
// @stdout: 1
// @stdout: 18446744073709551615
// @stdout: ffffffffffffffff
// @stdout: 255
// @stdout: -2 -1 -3 5
// @stdout: 44 -56 1 18446744073709551615
// @stdout: 34
// @stdout: 20
// @stdout: 8
// @stdout: 4
// @stdout: v2
// @stdout: 1 2 3 9 10 11
// @stdout: 6
// @stdout: 11
// @stdout: 3.5
// @stdout: 3
// @stdout: 31
// @stdout: 2 true 3

class Node2 {
  next: Node2 | null = null;
  readonly left: Node2 | null;
  constructor(public value: u32, left: Node2 | null = null) { this.left = left; }
  get double(): u32 { return this.value * 2; }
  set double(v: u32) { this.value = v / 2; }
  child(): Node2 | null { return this.next; }
  bump(by: u32 = 1, ...more: u32[]): u32 { this.value += by; for (const m of more) this.value += m; return this.value; }
}
class Counter {
  private static instances: u32 = 0;
  static readonly LIMIT: u32 = 10;
  static create(): Counter { Counter.instances += 1; return new Counter(); }
  static get count(): u32 { return Counter.instances; }
  count: u32 = 0;
  items: u32[] = [];
  byName: Map<string, u32> = new Map();
}
@struct
class Vec {
  x: i32;
  y: i32;
  constructor(x: i32, y: i32) { this.x = x; this.y = y; }
  plus(o: Vec): Vec { return new Vec(this.x + o.x, this.y + o.y); }
  get length2(): i32 { return this.x * this.x + this.y * this.y; }
}
class Holder { pos: Vec = new Vec(1, 2); list: Vec[] = []; fixed: FixedArray<u16, 8> = new FixedArray<u16, 8>(); }
function first<T>(xs: readonly T[]): T | null { return xs.length > 0 ? xs[0] : null; }
function pick<A, B>(a: A, b: B, c: boolean): [A, B] { void c; return [a, b]; }
function apply<T, U>(x: T, f: (x: T) => U): U { return f(x); }
let log: string = "";
function note(s: string, v: u32): u32 { log += s; return v; }

export function main(): void {
  const n = new Node2(3, new Node2(7));
  console.log(`${n.left?.value} ${n.next?.value} ${n.left?.left?.value ?? 99}`);
  n.next = new Node2(4);
  console.log(n.next.value);
  if (n.next !== null && n.next.value === 4) n.next.value++;
  console.log(n.child()?.value ?? 0);
  n.double = 20;
  n.double += 2;
  console.log(`${n.double} ${n.value}`);
  console.log(n.bump());
  console.log(n.bump(5, 1, 2));
  console.log(n.next?.bump(2) ?? 0);
  const c = Counter.create();
  Counter.create();
  console.log(`${Counter.count} ${Counter.LIMIT}`);
  c.items.push(1); c.items.push(2);
  c.items[0] += 10;
  c.items[c.items.length - 1]++;
  console.log(c.items.join());
  c.byName.set("a", 1).set("b", 2);
  console.log(`${c.byName.get("b") ?? 0} ${c.byName.has("z")} ${c.byName.size}`);
  const h = new Holder();
  h.pos.x += 5;
  const alias = h.pos;
  alias.y = 9;
  let copy = h.pos;
  copy.x = 100;
  console.log(`${h.pos.x} ${h.pos.y} ${copy.x} ${h.pos.plus(alias).length2}`);
  h.list.push(new Vec(1, 1));
  h.list.push(h.pos);
  h.list[1].x = 42;
  console.log(`${h.list[0].x} ${h.list[1].x} ${h.pos.x} ${h.list.length}`);
  h.fixed[3] = 7;
  h.fixed[3] <<= 2;
  h.fixed.span().subspan(0, 2).fill(5);
  console.log(`${h.fixed[0]} ${h.fixed[1]} ${h.fixed[2]} ${h.fixed[3]} ${h.fixed.length}`);
  console.log(first([5, 6]) ?? 0);
  console.log(first(["x"]) ?? "none");
  const [p, q] = pick("s", u8(3), true);
  console.log(`${p}${q}`);
  console.log(apply(4, (x) => x + 1));
  console.log(apply("abc", (s) => s.length));
  const order = note("a", 1) + note("b", 2) * note("c", 3);
  console.log(`${log} ${order}`);
  let a: u32 = 1, b: u32 = 2;
  [a, b] = [b, a];
  console.log(`${a}${b}`);
  const xs: u32[] = [3, 1, 2];
  [xs[0], xs[2]] = [xs[2], xs[0]];
  console.log(xs.sort((l, r) => (l < r ? -1 : l > r ? 1 : 0)).map((x) => x * 10).filter((x) => x > 10).join("+"));
  console.log(xs.reduce((s, x) => s + x, u32(0)));
  const flag = xs.length > 2 && xs[0] === 1 || false;
  console.log(flag);
  const s = "héllo";
  console.log(`${s.length} ${s.slice(0, 1)} ${s === "héllo"} ${s < "i"} ${s.toUpperCase()}`);
  let opt: u32 | null = null;
  opt ??= 5;
  console.log(opt + 1);
  let str = "";
  str ||= "dflt";
  console.log(str);
  const cond: u8 = flag ? 1 : 2;
  console.log(cond);
  const big = 0xFFFF_FFFF_FFFF_FFFF;
  const u: u64 = big;
  console.log(u);
  console.log(u.toString(16));
  console.log((255).toString());
  const m: i64 = -5;
  console.log(`${m / 2} ${m % 2} ${m >> 1} ${-m}`);
  console.log(`${u8(300)} ${i8(200)} ${u32(true)} ${u64(i32(-1))}`);
  try { console.log(checked.u8(300 + xs.length)); } catch (e) { console.log(errnoOf(e)); }
  const w = new Weak(n);
  console.log(w.get()?.value ?? 0);
  const at = new Atomic<u32>(5);
  at.fetchAdd(3);
  console.log(at.load());
  const un: Node2 | string = xs.length > 100 ? n : "text";
  if (typeof un === "string") console.log(un.length); else console.log(un.value);
  const rec = { k: "v", n: u32(1) };
  rec.n += 1;
  console.log(`${rec.k}${rec.n}`);
  const spread = [...xs, 9, ...[10, 11]];
  console.log(spread.join(" "));
  const fnn: ((x: u32) => u32) | null = flag ? (x) => x + 1 : null;
  console.log(fnn?.(5) ?? 0);
  console.log(bits.popCount(u32(0xff)) + bits.min(u32(3), 4));
  console.log(1.5 + 2);
  let k = 0;
  while (k < 3) k++;
  console.log(k);
  console.log(parseInteger("0x1f") ?? -1);
  console.log(`${xs.indexOf(3)} ${xs.includes(2)} ${xs.at(-1)}`);
}
