// Expressions in programs: interfaces of interfaces, structs in structs, generics, closures, enums, integers.
// @run
// @stdout: 3
// @stdout: > a,> b!
// @stdout: b
// @stdout: dog/animal woofwoof
// @stdout: animal meowmeow
// @stdout: 9
// @stdout: 9
// @stdout: 12 2.25
// @stdout: -:7:truex:3:false
// @stdout: <3>
// @stdout: 4
// @stdout: 15 1 0
// @stdout: 3 4 t3
// @stdout: direct direct t3
// @stdout: 1
// @stdout: too big: 3
// @stdout: finally
// @stdout: 10 true 11
// @stdout: 2 true true
// @stdout: hello
// @stdout: 5
// @stdout: 74560 18 837
// @stdout: 7
// @stdout: hi x.yo y.a z!
// @stdout: =42
// @stdout: 3
// @stdout: 1
// @stdout: 0 1 4
// @stdout: 4
// @stdout: 1: a|d
// @stdout: 2: bb|cc
// @stdout: 1
// @stdout: 42
// @stdout: 3
// @stdout: 1oneone
// @stdout: destr5
// @stdout: 6
// @stdout: 1
// @stdout: 4
// @stdout: 6
// @stdout: -128 -128 128 -128 65408
// @stdout: 7 0 3.95 4 1.5
// @stdout: 0 18446744073709551614 18446744073709551614 true
// @stdout: 2147483648 1 -1 1
// @stdout: 00
// @stdout: 10
// @stdout: later

interface Named { readonly name: string; describe(prefix: string): string; }
interface Sized extends Named { size(): u32; }
interface Opts { depth?: u32; label?: string; deep: boolean; }
class A implements Sized {
  constructor(readonly name: string, private n: u32) {}
  describe(prefix: string): string { return `${prefix}${this.name}`; }
  size(): u32 { return this.n; }
}
class B extends A { override describe(prefix: string): string { return super.describe(prefix) + "!"; } }
abstract class Animal { abstract speak(): string; kind(): string { return "animal"; } twice(): string { return this.speak() + this.speak(); } }
class Dog extends Animal { speak(): string { return "woof"; } override kind(): string { return "dog/" + super.kind(); } }
class Cat extends Animal { lives: u32 = 9; speak(): string { return "meow"; } }
class Circle { readonly kind = "circle"; constructor(readonly r: f64) {} }
class Square { readonly kind = "square"; constructor(readonly side: f64) {} }
type Shape = Circle | Square;
function area(s: Shape): f64 {
  switch (s.kind) { case "circle": return 3 * s.r * s.r; case "square": return s.side * s.side; }
}
function total(items: readonly Sized[]): u32 { let t: u32 = 0; for (const i of items) t += i.size(); return t; }
function label(o: Opts): string { return `${o.label ?? "-"}:${o.depth ?? 7}:${o.deep}`; }
class Stack<T> {
  private items: T[] = [];
  push(x: T): this { this.items.push(x); return this; }
  pop(): T | undefined { return this.items.pop(); }
  get size(): usize { return this.items.length; }
  map<U>(f: (x: T) => U): Stack<U> { const r = new Stack<U>(); for (const i of this.items) r.push(f(i)); return r; }
  static of<V>(...xs: V[]): Stack<V> { const s = new Stack<V>(); for (const x of xs) s.push(x); return s; }
}
class Matrix { cells: FixedArray<FixedArray<u32, 3>, 2> = new FixedArray<FixedArray<u32, 3>, 2>(); }
@struct class Inner { v: u32; text: string | null; }
@struct class Outer { a: Inner; b: Inner; n: u8; }
class Own { o: Outer = new Outer(); many: Outer[] = []; }
function makeInner(v: u32): Inner { const i = new Inner(); i.v = v; i.text = `t${v}`; return i; }
function mutate(i: Inner): void { i.v += 1; }
function throwing(n: u32): u32 { if (n > 2) throw new RangeError(`too big: ${n}`); return n; }
enum Level { Low = 1, High = 10 }
const enum Bits { None = 0, A = 1 << 0, B = 1 << 1, All = A | B }
enum Text { Hello = "hello", Bye = "bye" }
const TABLE: readonly u32[] = [1, 2, 3];
const MASK = ~0xf;
const PAGE = 4096;
let global: u32 = 5;
function greet(name: string, greeting: string = "hi", punct?: string): string { return `${greeting} ${name}${punct ?? "."}`; }
function compose<X, Y, Z>(f: (x: X) => Y, g: (y: Y) => Z): (x: X) => Z { return (x) => g(f(x)); }
function counter(): { next: () => u32; reset: () => void } {
  let n: u32 = 0;
  return { next: () => { n += 1; return n; }, reset: () => { n = 0; } };
}
export function main(args: string[]): i32 {
  const list: Sized[] = [new A("a", 1), new B("b", 2)];
  console.log(total(list));
  console.log(list.map((i) => i.describe("> ")).join(","));
  const named: Named = list[1];
  console.log(named.name);
  const pets: Animal[] = [new Dog(), new Cat()];
  for (const p of pets) {
    console.log(`${p.kind()} ${p.twice()}`);
    if (p instanceof Cat) console.log(p.lives);
  }
  console.log((pets[1] as Cat).lives);
  console.log(`${area(new Circle(2))} ${area(new Square(1.5))}`);
  console.log(label({ deep: true }) + label({ deep: false, label: "x", depth: 3 }));
  const st = Stack.of<u32>(1, 2, 3);
  console.log(st.map((x) => `<${x}>`).pop() ?? "");
  console.log(st.push(4).size);
  const m = new Matrix();
  m.cells[1][2] = 5;
  m.cells[1][2] *= 3;
  const row = m.cells[1];
  row[0] = 1;
  console.log(`${m.cells[1][2]} ${m.cells[1][0]} ${m.cells[0][0]}`);
  const own = new Own();
  own.o.a = makeInner(3);
  own.o.b = own.o.a;
  mutate(own.o.b);
  console.log(`${own.o.a.v} ${own.o.b.v} ${own.o.b.text}`);
  own.many.push(own.o);
  own.many.push(new Outer());
  own.many[1].a.text = "direct";
  own.many[0].b = own.many[1].a;
  console.log(`${own.many[0].b.text} ${own.many[1].a.text} ${own.many[0].a.text}`);
  try { console.log(throwing(1)); console.log(throwing(3)); } catch (e) {
    if (e instanceof RangeError) console.log(e.message);
  } finally { console.log("finally"); }
  const lv: Level = Level.High;
  console.log(`${lv} ${lv === Level.High} ${u32(lv) + 1}`);
  let b = Bits.A | Bits.B;
  b &= ~Bits.A;
  console.log(`${b} ${b === Bits.B} ${(Bits.All & Bits.A) !== 0}`);
  const t: Text = Text.Hello;
  console.log(t === Text.Hello ? t : "no");
  console.log(TABLE[1] + TABLE[2]);
  const addr: u64 = 0x12345;
  console.log(`${addr & MASK} ${addr / PAGE} ${addr % PAGE}`);
  global += 1; global++;
  console.log(global);
  console.log(greet("x") + greet("y", "yo") + greet("z", "a", "!"));
  console.log(compose((x: u32) => x * 2, (y) => `=${y}`)(21));
  const c = counter();
  c.next(); c.next();
  console.log(c.next());
  c.reset();
  console.log(c.next());
  const fs: (() => u32)[] = [];
  for (let i: u32 = 0; i < 3; i++) fs.push(() => i * i);
  console.log(fs.map((f) => f()).join(" "));
  const nested: (u32 | null)[] = [1, null, 3];
  console.log(nested.map((x) => x ?? 0).reduce((p, q) => p + q, u32(0)));
  const mm = new Map<u32, string[]>();
  for (const w of ["a", "bb", "cc", "d"]) {
    const key = u32(w.length);
    const known = mm.get(key);
    if (known) known.push(w); else mm.set(key, [w]);
  }
  for (const [k, v] of mm) console.log(`${k}: ${v.join("|")}`);
  const set = new Set<string>();
  set.add("q").add("q");
  console.log(set.size);
  let text: string | null = args.length > 5 ? "many" : null;
  const len = text?.length ?? 42;
  console.log(len);
  text = "now";
  console.log(text.length);
  const pair: [u32, string] = [1, "one"];
  const [one, word] = pair;
  console.log(`${one}${word}${pair[1]}`);
  const { name, n = 5 } = { name: "destr", n: null as u32 | null };
  console.log(`${name}${n}`);
  const s = "line\t\"q\" \u00e9 ${x}".slice(0, 6);
  console.log(s.length);
  let x: u32 = 10;
  x = x > 5 ? x < 20 ? 1 : 2 : 3;
  console.log(x);
  x <<= 4; x |= 3; x ^= 1; x %= 7;
  console.log(x);
  const r = (x++, ++x);
  console.log(r);
  const i8v: i8 = -128;
  console.log(`${-i8v} ${i8v / -1} ${u8(i8v)} ${i32(i8v)} ${u16(i8v)}`);
  const f: f64 = 7.9;
  console.log(`${i32(f)} ${u8(-1.5)} ${f / 2} ${Math.sqrt(16)} ${f64(3) / 2}`);
  const maxu: u64 = 0xffff_ffff_ffff_ffff;
  console.log(`${maxu + 1} ${maxu * 2} ${bits.multiplyHigh(maxu, maxu)} ${bits.addOverflows(maxu, 1)}`);
  const big = u32(1) << 31;
  console.log(`${big} ${big >> 31} ${i32(big) >> 31} ${big >>> 31}`);
  outer: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; console.log(`${i}${j}`); } }
  const later = "later";
  console.log(later);
  return 0;
}
