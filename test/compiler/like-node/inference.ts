// Types that nothing names: of constants, rest parameters of function types, alternatives; null among generic arguments; types made of types.

type Fold = (...xs: f64[]) => f64;
interface Named {
  readonly name: string;
  readonly run: Fold;
}
function apply(fn: (first: string, ...rest: i32[]) => string): string {
  return `${fn("a")} ${fn("b", 1)} ${fn("c", 1, 2, 3)} ${fn("d", ...[4, 5])}`;
}
type Nested = null | boolean | f64 | string | Nested[] | Map<string, Nested>;

const kind = (value: Nested): string =>
  Array.isArray(value) ? "array" : value instanceof Map ? "map" : "other";

function depth(value: Nested): u32 {
  if (!Array.isArray(value)) return 0;
  return 1 + value.reduce((most: u32, item) => Math.max(most, depth(item)), 0);
}

function count(map: ReadonlyMap<string, i32>, set: ReadonlySet<string>): i32 {
  let total: i32 = 0;
  for (const [key, value] of map) if (set.has(key)) total += value;
  return total;
}

function lists(): void {
  console.log(
    kind([1, 2]),
    kind(null),
    kind(["x", [null]]),
    kind(new Map()),
    kind("x"),
    depth([1, [2, [3, null]]]),
  );
  const maybe: i32[] | null = depth([]) === 1 ? [1] : null;
  console.log(Array.isArray(maybe));
  const groups = new Map<string, string[]>();
  for (const word of ["apple", "avocado", "beet"]) {
    let group = groups.get(word.charAt(0));
    if (!group) groups.set(word.charAt(0), (group = []));
    group.push(word);
  }
  console.log([...groups].map(([letter, words]) => `${letter}: ${words.join()}`).join("; "));
  console.log(count(new Map([["a", 1], ["b", 2]]), new Set(["b"]))); // prettier-ignore
  const ones: f64[] = Array.from({ length: 3 }, (_, i) => (i === 1 ? 1 : 0));
  console.log(ones.join());
}

interface Options {
  name: string;
  size?: u32;
  verbose?: boolean;
}
const DEFAULTS: Required<Options> = { name: "none", size: 4, verbose: false };
function configure(given: Partial<Options>): Required<Options> {
  return {
    ...DEFAULTS,
    name: given.name ?? DEFAULTS.name,
    size: given.size ?? DEFAULTS.size,
    verbose: given.verbose ?? DEFAULTS.verbose,
  };
}
type Point = { x: f64; y: f64; label: string };
type Flat = Pick<Point, "x" | "y">;
type NoLabel = Omit<Point, "label">;
const length = (p: Flat): f64 => Math.hypot(p.x, p.y);
const shift = (p: NoLabel, by: f64): NoLabel => ({ x: p.x + by, y: p.y + by });
type Level = "low" | "high" | "off";
type On = Exclude<Level, "off">;
const weights: Record<On, u32> = { low: 1, high: 10 };
const weigh = (level: On): u32 => (level === "low" ? weights.low : weights.high);
const make = (): { id: u32 } => ({ id: 7 });
type Made = ReturnType<typeof make>;
function show(m: Made): string {
  return `#${m.id}`;
}
function greet({ name, times = 1 }: { name: string; times?: u32 }): string {
  return `${name}!`.repeat(usize(times));
}
function area({ width = 1, height = 2 }: { width?: u32; height?: u32 } = {}): u32 {
  return width * height;
}
function utilityTypes(): void {
  const c = configure({ size: 9 });
  console.log(c.name, c.size, c.verbose);
  console.log(length({ x: 3, y: 4 }), shift({ x: 1, y: 2 }, 1).y, weigh("high"), show(make()));
  console.log(greet({ name: "hi" }), greet({ name: "yo", times: 2 }), area(), area({ height: 5 }));
  const zeros = new Array<u32>(3).fill(7);
  console.log(zeros.join(), Boolean(zeros.length), Boolean(""), Boolean(null), !!zeros.length, String(1.5));
}

export function main(): void {
  utilityTypes();
  lists();
  const base: f64 = 10;
  const sum: Fold = (...xs) => xs.reduce((a, b) => a + b, 0) + base;
  console.log(sum(), sum(1), sum(1, 2, 3), sum(...[4, 5]));
  const table: Named[] = [
    { name: "max", run: (...xs) => Math.max(...xs) },
    { name: "sum", run: sum },
  ];
  for (const { name, run } of table) console.log(name, run(1, 5, 3));
  console.log(apply((first, ...rest) => `${first}${rest.length}`));
  const count = (...items: string[]): usize => items.length + usize(base);
  console.log(count("x", "y"), count());
  const map = new Map<string, Fold>([["sum", sum]]);
  console.log(map.get("sum")!(1, 2), map.get("none")?.(1) ?? -1);
  const list: f64[] = [1.5, 2.5];
  console.log(
    list.reduce((a, b) => a + b, 0),
    list.reduce((n, x) => n + (x > 2 ? 1 : 0), 0),
  );
  const ints: i32[] = [1, -2, 3];
  console.log(ints.reduce((a, b) => a + b, 0));
  const people = [{ age: 36.5 }, { age: 40 }];
  console.log(people.reduce((s, p) => s + p.age, 0) / f64(people.length));
  const mixed = [1, 2.5, -3];
  console.log(mixed.join(), [1, -1].join());
  const mode: f64 | null = people.length > 1 ? 2.5 : null;
  console.log(mode ?? "none", people.length > 5 ? f64(1.5) : "few");
  const text = `${people.length > 5 ? f64(1) : "few"}`;
  console.log(text);
  const none: f64 | null = people.length > 5 ? 1 : null;
  console.log(none ?? "none", `${none ?? "nothing"}`);
}
