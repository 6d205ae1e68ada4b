// `instanceof` of generic classes: which instance is meant follows from what the value may be.
abstract class Opt<T> {
  abstract get(): T | null;
}
class Some<T> extends Opt<T> {
  constructor(readonly v: T) {
    super();
  }
  get(): T | null {
    return this.v;
  }
}
class None<T> extends Opt<T> {
  get(): T | null {
    return null;
  }
}
abstract class Result<T, E> {
  isOk(): boolean {
    return this instanceof Ok;
  }
}
class Ok<T, E> extends Result<T, E> {
  constructor(readonly value: T) {
    super();
  }
}
class Bad<E, T> extends Result<T, E> {
  constructor(readonly error: E) {
    super();
  }
}
function show(o: Opt<string>): string {
  return o instanceof Some ? o.v : "none";
}
function size(o: Opt<u32> | null): u32 {
  if (o instanceof None) return 0;
  return o instanceof Some ? o.v : u32(99);
}
function text(r: Result<u32, string>): string {
  if (r instanceof Ok) return `ok ${r.value + 1}`;
  if (r instanceof Bad) return `bad ${r.error.toUpperCase()}`;
  return "?";
}
function or<T>(o: Opt<T>, other: T): T {
  return o instanceof Some ? o.v : other;
}
export function main(): void {
  console.log(show(new Some("x")), show(new None<string>()));
  console.log(size(new Some<u32>(3)), size(new None<u32>()), size(null));
  console.log(text(new Ok<u32, string>(1)));
  console.log(text(new Bad<string, u32>("e")));
  for (const [o, d] of [
    [new Some("a"), "b"],
    [new None<string>(), "c"],
  ] as [Opt<string>, string][])
    console.log(or(o, d));
  for (const n of [1, 2, 3]) console.log(or(n > 2 ? new Some<u64>(n) : new None<u64>(), 7));
  console.log(new Ok<u32, string>(1).isOk(), new Bad<string, u32>("x").isOk());
  for (const r of [new Ok<u32, string>(5), new Bad<string, u32>("five")] as Result<u32, string>[])
    console.log(text(r));
}
