// Object literals with generic methods, the rest of objects, and objects whose types have no name.
function tools(prefix: string) {
  let calls = u32(0);
  return {
    base: u32(5),
    pick<T>(items: T[], at: usize): T {
      calls++;
      return items[at]!;
    },
    wrap<A, B>(a: A, make: (a: A) => B): B[] {
      return [make(a), this.pick([make(a)], 0)];
    },
    twice<T>(value: T): T[] {
      return [value, value];
    },
    describe<T>(value: T): string {
      return `${prefix}${value}`;
    },
    deep<T>(value: T, n: u32): u32 {
      return n === 0 ? this.base : this.deep(value, n - 1) + 1;
    },
    get count() {
      return calls;
    },
  };
}
const helpers = {
  first<T>(items: readonly T[]): T | null {
    return items.length > 0 ? items[0]! : null;
  },
  identity<T>(value: T) {
    return value;
  },
};
function generics(): void {
  const t = tools("<");
  console.log(t.pick(["a", "b"], 1), t.pick([u32(3), u32(4)], 0));
  console.log(t.wrap(u32(4), (x) => `${x}!`).join(","));
  console.log(t.twice("x").join(""), t.describe(true), t.describe("s"), t.deep("q", 4), t.count);
  console.log(
    helpers.first([u32(9)]) ?? 0,
    helpers.first<string>([]) ?? "none",
    helpers.identity("i"),
    helpers.identity(i32(-3)),
  );
}
interface Options {
  name: string;
  size: u32;
  readonly tags: string[];
  color?: string;
}
class Point {
  x: u32 = 1;
  y: u32 = 2;
  label = "p";
  sum(): u32 {
    return this.x + this.y;
  }
}
function describe({ name, ...rest }: Options): string {
  const { tags, ...more } = rest;
  return `${name} ${rest.size} ${tags.join("/")} ${more.color ?? "none"} ${more.size}`;
}
function show(options: { size: u32; color: string }): string {
  return `${options.size}:${options.color}`;
}
function bounds(list: readonly u32[]): { min: u32; max: u32 } {
  const result = { max: u32(0), min: u32(1000) };
  for (const x of list) {
    if (x < result.min) result.min = x;
    if (x > result.max) result.max = x;
  }
  return result;
}
function change(at: { min: u32; max: u32 }): void {
  at.max++;
}
type Pair = { readonly left: string; readonly right: { deep: u32 }[] };
function rests(): void {
  const options: Options = { name: "n", size: 3, tags: ["a", "b"] };
  console.log(describe(options), describe({ ...options, color: "red" }));
  const { x, ...others } = new Point();
  console.log(x, others.y, others.label);
  const { first, ...last } = { first: u32(1), size: u32(2), color: "blue" };
  console.log(first, show(last));
  let kept = { size: u32(0), color: "" };
  let name = "";
  ({ name, ...kept } = { name: "assigned", size: u32(9), color: "green" });
  console.log(name, show(kept));
  for (const { name: each, ...more } of [options, { ...options, name: "second", size: u32(8) }])
    console.log(each, more.size, more.tags.length);
  const { name: only, size: s, tags: t, color: c, ...nothing } = options;
  console.log(only, s, t.length, c ?? "-");
  const copy = { ...others, z: u32(4) };
  console.log(copy.z, copy.y, nothing !== null);
  const b = bounds([4, 2, 9]);
  change(b);
  console.log(b.min, b.max);
  const deep = [{ deep: u32(1) }, { deep: u32(2) }];
  const pair: Pair = { left: "l", right: deep };
  deep[0]!.deep = 7;
  console.log(pair.left, pair.right[0]!.deep);
}

export function main(): void {
  generics();
  rests();
}
