// @run
// @stdout: 105
// @stdout: 6
// @stdout: 9
// @stdout: c,c
// @stdout: 2
// @stdout: c
// @stdout: 8
// @stdout: 6
// @stdout: 54
// @stdout: Err2 bad 5
// @stdout: 8
// @stdout: 1
// @stdout: 6
// @stdout: 3
// @stdout: p
// @stdout: q

class A {
  x: u32 = 1;
  static s: A = new A();
  static n: u32 = A.s.x + 4;
  get y(): u32 {
    return this.x;
  }
  set y(v: u32) {
    this.x = v;
  }
  #p: u32 = 7;
  p(): u32 {
    return this.#p;
  }
  static #q: u32 = 2;
  static q(): u32 {
    return A.#q;
  }
  static {
    A.n += 100;
  }
}
abstract class B<T> {
  abstract get(): T;
  twice(): T[] {
    return [this.get(), this.get()];
  }
}
class C extends B<string> {
  override get(): string {
    return "c";
  }
}
class D<T> extends B<T> {
  constructor(readonly v: T) {
    super();
  }
  override get(): T {
    return this.v;
  }
}
function show<T>(b: B<T>): T {
  return b.get();
}
interface Iter<T> {
  next(): T | null;
}
class Count implements Iter<u32> {
  i: u32 = 0;
  next(): u32 | null {
    this.i++;
    return this.i > 3 ? null : this.i;
  }
}
class Wide {
  next(): u32 {
    return 9;
  }
}
function sum(it: Iter<u32>): u32 {
  let t: u32 = 0;
  for (let v = it.next(); v !== null; v = it.next()) {
    t += v;
    if (t > 50) break;
  }
  return t;
}
class Err2 extends Error {
  constructor(readonly code: u32) {
    super("bad");
  }
}
type Handler = { name: string; run: (x: u32) => u32; deep?: { a: u32 } };
interface Opt {
  readonly a?: u32;
  b?: string | null;
}
function opt(o: Opt): u32 {
  return (o.a ?? 5) + u32(o.b?.length ?? 1);
}
class Lst<T> {
  items: T[] = [];
  [Symbol.iterator](): Iterator<T> {
    return new LstIt<T>(this.items);
  }
}
class LstIt<T> implements Iterator<T> {
  i: usize = 0;
  constructor(readonly items: T[]) {}
  next(): IteratorResult<T> {
    if (this.i >= this.items.length) return { done: true, value: undefined };
    const value = this.items[this.i];
    this.i++;
    return { done: false, value };
  }
}
export function main(): i32 {
  console.log(A.n);
  const a = new A();
  a.y += 5;
  console.log(a.y);
  console.log(a.p() + A.q());
  console.log(new C().twice().join(","));
  console.log(new D<u8>(4).twice().length);
  console.log(show(new C()));
  console.log(show<u8>(new D<u8>(8)));
  console.log(sum(new Count()));
  console.log(sum(new Wide()));
  try {
    throw new Err2(5);
  } catch (e) {
    if (e instanceof Err2) console.log(`${e.name} ${e.message} ${e.code}`);
  }
  const h: Handler = { name: "h", run: (x) => x * 2 };
  console.log(h.run(4));
  console.log(h.deep === null ? 1 : 0);
  console.log(opt({}));
  console.log(opt({ a: 1, b: "xx" }));
  const l = new Lst<string>();
  l.items.push("p");
  l.items.push("q");
  for (const s of l) console.log(s);
  return 0;
}
