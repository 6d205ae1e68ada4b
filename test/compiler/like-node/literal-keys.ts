// Types that are computed from literal keys: each has members of its own.
interface C {
  a: u32;
  b: u32;
  s: string;
}
function first(): void {
  const x: Pick<C, "a"> = { a: 1 };
  const y: Pick<C, "b" | "s"> = { b: 2, s: "q" };
  console.log(x.a, y.b, y.s);
}
function f(x: Pick<C, "a">): u32 {
  return x.a;
}
type Box<K extends string> = { [P in K]: u32 } & { readonly extra: string };
interface G<K extends string> {
  pick(k: K): string;
}
class One implements G<"a"> {
  pick(k: "a"): string {
    return `one ${k}`;
  }
}
class Two implements G<"b"> {
  pick(k: "b"): string {
    return `two ${k}`;
  }
}
type Sel<T, K extends keyof T> = { readonly [P in K]: T[P] };
interface Pt {
  x: f64;
  y: f64;
  z: f64;
}
function len(s: Sel<Pt, "x">): f64 {
  return s.x;
}
function len2(s: Sel<Pt, "y" | "z">): f64 {
  return s.y + s.z;
}
interface Payloads {
  click: u32;
  key: string;
  move: { dx: i32; dy: i32 };
}
interface Ev<K extends keyof Payloads> {
  readonly type: K;
  readonly payload: Payloads[K];
}
function onClick(e: Ev<"click">): string {
  return `click ${e.payload + 1}`;
}
function onKey(e: Ev<"key">): string {
  return `key ${e.payload.toUpperCase()}`;
}
function onMove({ payload }: Ev<"move">): string {
  return `move ${payload.dx} ${payload.dy}`;
}
interface User {
  readonly id: u32;
  name: string;
  password: string;
}
type Shown = Omit<User, "password">;
type Secret = Pick<User, "password">;
type Named = Pick<User, "name">;
type Either = Shown | null;
interface Holder<K extends string> {
  readonly key: K;
  next: Holder<K> | null;
}
function show(h: Holder<string>): string {
  return h.next ? `${h.key} ${show(h.next)}` : h.key;
}
type Flags<K extends string> = { readonly [P in K]: boolean };
function count(f: Flags<"r" | "w">): u32 {
  return (f.r ? 1 : 0) + (f.w ? 2 : 0);
}
type Patch = Partial<Pick<User, "name" | "password">>;
function patch(u: User, p: Patch): User {
  return { ...u, name: p.name ?? u.name, password: p.password ?? u.password };
}
export function main(): void {
  first();
  const y: Pick<C, "b"> = { b: 2 };
  console.log(y.b, f({ a: 7 }));
  console.log(new One().pick("a"), new Two().pick("b"), len({ x: 1 }), len2({ y: 2, z: 3 }));
  console.log(onClick({ type: "click", payload: 41 }));
  console.log(onKey({ type: "key", payload: "esc" }));
  console.log(onMove({ type: "move", payload: { dx: -1, dy: 2 } }));
  const o: Omit<User, "password"> = { id: 1, name: "n" };
  console.log(o.id, o.name);
  const p: Omit<User, "id" | "name"> = { password: "s" };
  console.log(p.password);
  const shown: Shown = { id: 2, name: "two" };
  const secret: Secret = { password: "pw" };
  const named: Named = { name: "three" };
  const none: Either = null;
  console.log(shown.name, secret.password, named.name, none === null);
  console.log(show({ key: "a", next: { key: "b", next: null } }));
  console.log(count({ r: true, w: true }), patch({ id: 1, name: "a", password: "b" }, { name: "c" }).name);
  const b: Box<"m"> = { m: 1, extra: "e" };
  const c: Box<"p" | "q"> = { p: 2, q: 3, extra: "f" };
  console.log(b.m, c.p + c.q, b.extra, c.extra);
}
