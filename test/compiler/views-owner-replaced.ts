// Aliases and spans whose owner is replaced while they are in use: it is kept alive.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: 1
// @stdout: 1
// @stdout: 3
// @stdout: 0
// @stdout: 0
// @stdout: 0
// @stdout: 0
// @stdout: 0
// @stdout: 7
// @stdout: 9
// @stdout: 1
// @stdout: 5
// @stdout: 6
// @stdout: 8
// @stdout: 0
// @stdout: 5

let dead: u32 = 0;
class Leaf {
  v: u32;
  constructor(v: u32) {
    this.v = v;
  }
  destructor(): void {
    dead += 1;
  }
}
@struct
class P {
  x: u32 = 0;
  leaf: Leaf | null = null;
  name: string = "";
  kill(o: Owner): u32 {
    o.inner = new Inner();
    o.list = [];
    this.x += 1;
    return this.x;
  }
  show(o: Root): string {
    o.owner = new Owner();
    return `${this.x}${this.name}`;
  }
  takeLeaf(o: Owner): u32 {
    const l = this.leaf;
    this.leaf = null;
    o.inner.p.leaf = null;
    return l ? l.v : 0;
  }
}
@struct
class Plain {
  x: u32 = 0;
  kill(o: Owner): u32 {
    o.inner = new Inner();
    this.x = 3;
    return this.x;
  }
}
class Inner {
  p: P = new P();
  fixed: FixedArray<Plain, 3> = new FixedArray<Plain, 3>();
  readonly q: P = new P();
  bytes: FixedArray<u8, 64> = new FixedArray<u8, 64>();
}
class Owner {
  inner: Inner = new Inner();
  list: P[] = [];
  readonly fixed: FixedArray<Plain, 2> = new FixedArray<Plain, 2>();
}
class Root {
  owner: Owner = new Owner();
  items: Owner[] = [];
}
function killRoot(r: Root, p: P): u32 {
  r.owner = new Owner();
  r.items = [];
  return p.x;
}
function killPlain(r: Root, p: Plain): u32 {
  r.owner = new Owner();
  r.items = [];
  return p.x;
}
function spanKill(r: Root, s: Span<u8>): u32 {
  r.owner = new Owner();
  s[3] = 7;
  return u32(s[3]);
}
function retSpan(r: Root): Span<u8> {
  return r.owner.inner.bytes.span();
}
export function main(): void {
  const r = new Root();
  const o = r.owner;
  o.list.push(new P());
  console.log(`${o.list[0].kill(o)}`);
  console.log(`${o.inner.p.kill(o)}`);
  console.log(`${o.inner.fixed[2].kill(o)}`);
  console.log(`${r.owner.inner.p.show(r)}`);
  r.owner.list.push(new P());
  console.log(`${killRoot(r, r.owner.list[0])}`);
  console.log(`${killRoot(r, r.owner.inner.q)}`);
  console.log(`${killPlain(r, r.owner.fixed[1])}`);
  r.items.push(new Owner());
  r.items[0].list.push(new P());
  console.log(`${killRoot(r, r.items[0].list[0])}`);
  console.log(`${spanKill(r, r.owner.inner.bytes.span())}`);
  const alias = r.owner.inner.p;
  r.owner = new Owner();
  alias.x = 9;
  console.log(`${alias.x}`);
  const al2 = r.owner.inner.fixed[1];
  r.owner.inner = new Inner();
  al2.x += 1;
  console.log(`${al2.x}`);
  r.owner.inner.p.leaf = new Leaf(5);
  console.log(`${r.owner.inner.p.takeLeaf(r.owner)}`);
  r.owner.inner.p.leaf = new Leaf(6);
  const lf = r.owner.inner.p.leaf!;
  r.owner.inner.p = new P();
  console.log(`${lf.v}`);
  r.owner.list.push(new P());
  r.owner.list[0].leaf = new Leaf(8);
  const lf2 = r.owner.list[0].leaf!;
  r.owner.list[0] = new P();
  console.log(`${lf2.v}`);
  for (const e of r.owner.list) {
    e.leaf = new Leaf(12);
    r.owner.list[0].leaf = null;
    console.log(`${e.x}`);
  }
  for (const e of r.owner.list) {
    e.x = 5;
  }
  console.log(`${r.owner.list[0].x}`);
}
