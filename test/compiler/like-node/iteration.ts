// Spread, `Array.from`, patterns, maps and sets of all that can be iterated over; `as const`; type arguments that nothing names.

class Range {
  constructor(
    readonly from: i32,
    readonly to: i32,
  ) {}

  [Symbol.iterator](): Iterator<i32> {
    let i = this.from;
    const to = this.to;
    return { next: () => (i < to ? { done: false, value: i++ } : { done: true, value: undefined }) };
  }
}

/** One that never ends, and counts how often it is asked. */
class Naturals {
  asked: u32 = 0;

  [Symbol.iterator](): Iterator<string> {
    return {
      next: () => {
        this.asked++;
        return { done: false, value: `n${this.asked}` };
      },
    };
  }
}

class Gaps {
  [Symbol.iterator](): Iterator<string | null> {
    let i: u32 = 0;
    return {
      next: () =>
        i++ < 3 ? { done: false, value: i === 2 ? null : `gap ${i}` } : { done: true, value: undefined },
    };
  }
}

function iterables(): void {
  console.log([...new Range(0, 4)].join());
  console.log([9, ...new Range(0, 2), ...new Range(5, 5), 8].join());
  console.log(Array.from(new Range(2, 5)).join());
  console.log(Array.from(new Range(2, 5), (x, i) => x * 10 + i32(i)).join());
  console.log(Math.max(...new Range(1, 9)), Math.min(4, ...new Range(2, 3)));
  console.log(...new Range(3, 6));
  const list: i32[] = [1];
  console.log(list.push(...new Range(7, 9)), list.join());
  const [a, b, ...rest] = new Range(5, 10);
  console.log(a, b, rest.join());
  const naturals = new Naturals();
  const [one, , three] = naturals;
  console.log(one, three, naturals.asked);
  let [x, y] = ["", ""];
  [x, y] = naturals;
  console.log(x, y, naturals.asked);
  const gaps: (string | null)[] = [...new Gaps()];
  console.log(gaps.join("|"), Array.from(new Gaps()).length);
  const [first, second, third] = new Gaps();
  console.log(first ?? "none", second ?? "none", third ?? "none");
}

function collections(): void {
  const set = new Set(["q", "r", "s", "q"]);
  const [q, , s] = set;
  console.log(q, s, [...set, "t"].join());
  const map = new Map([["k", "v"], ["l", "w"]]); // prettier-ignore
  const [[k, v], last] = map;
  console.log(k, v, last[1]);
  const copy = new Map(map);
  copy.set("m", "x");
  console.log(copy.size, map.size, new Set(copy.keys()).size);
  const other = new Set(set);
  other.delete("q");
  console.log(other.size, set.size);
  console.log(new Set("hello").size, [...new Set("hello")].join(""));
  console.log(new Set(new Range(0, 5)).size, new Set([3, 1, 3].map((n) => n * 2)).size);
  console.log(new Set<string>(null).size, new Map<string, i32>().size);
  let [c, d] = "é!";
  [c, d] = [d, c];
  console.log(c, d);
}

function inferred(): void {
  const numbers = new Set([1, 2, 2]);
  console.log(numbers.size, numbers.has(2), numbers.has(3));
  const seven: i32 = 7;
  const counts = new Map([["one", 1], ["seven", seven]]); // prettier-ignore
  console.log(counts.get("seven") ?? 0, counts.get("two") ?? -1);
  const parts = new Map([["whole", 1], ["half", 0.5]]); // prettier-ignore
  console.log((parts.get("whole") ?? 0) / 4);
  const index = new Map(["a", "b", "a"].map((word, i) => [word, i] as const));
  console.log(index.get("a") ?? 99);
  const back = new Map([...counts].map(([name, count]) => [count, name]));
  console.log(back.get(7) ?? "none");
  const lists = new Map([["x", [1, 2]], ["y", []]]); // prettier-ignore
  console.log(lists.get("x")?.length ?? 0, lists.get("y")?.length ?? 9);
  const steps = new Map([["inc", (n: i32): i32 => n + 1], ["dec", (n: i32): i32 => n - 1]]); // prettier-ignore
  console.log(steps.get("inc")!(4), steps.get("dec")!(4));
  const points = new Map([["p", { x: 1 }]]); // prettier-ignore
  console.log(points.get("p")?.x ?? 0);
  console.log(pairsOf([["a", 1], ["b", 2]]), pairsOf([[true, "x"]])); // prettier-ignore
}

function pairsOf<K, V>(pairs: readonly (readonly [K, V])[]): string {
  return pairs.map(([key, value]) => `${key}=${value}`).join();
}

const NAMES = ["north", "south", "east"] as const;
type Direction = (typeof NAMES)[number];
const LIMITS = [10, 20, 30] as const;
const SHARES = [1, 0.5, 0.25] as const;
const RANKS = [["gold", 1], ["silver", 2]] as const; // prettier-ignore

const opposite = (direction: Direction): Direction => (direction === "north" ? "south" : "north");

function constants(): void {
  for (const name of NAMES) console.log(name, opposite(name));
  for (let i = 0; i < NAMES.length; i++) console.log(NAMES[i], LIMITS[i], SHARES[i]);
  for (const [metal, rank] of RANKS) console.log(metal, rank);
  for (const n of [1, 2, 3] as const) console.log(n);
  for (const share of SHARES) console.log(share / 2);
  console.log(NAMES.map((name) => name.toUpperCase()).join(), NAMES.includes("south"), NAMES.indexOf("east"));
  console.log([...NAMES, "west"].join("-"), [...NAMES].reverse().join());
  const [first, ...others] = NAMES;
  console.log(first, others.join());
  const corners: readonly (readonly [i32, i32])[] = [[1, 2], [3, 4]]; // prettier-ignore
  for (const [x, y] of corners) console.log(x + y);
  let total: i32 = 0;
  for (const corner of corners) for (const part of corner) total += part;
  console.log(total);
}

function empty(): void {
  const rows = [[1, 2], [], [3]];
  console.log(rows.length, rows[1]!.length, rows.flat().join());
  const words = [[], ["a"]];
  words[0]!.push("b");
  console.log(words.flat().join());
  const deep = [[[]], [], [[1, 2], []]];
  console.log(deep.length, deep[2]!.length, deep[0]![0]!.length);
}

function show<T>(items: Iterable<T>): string {
  let text = "";
  for (const item of items) text += `${item};`;
  return text;
}

class Bag<T> implements Iterable<T> {
  private readonly items: T[] = [];

  constructor(items: Iterable<T>) {
    this.items.push(...items);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.items[Symbol.iterator]();
  }
}

function interfaces(): void {
  console.log(show([1, 2, 3]), show("añb"), show(new Set(["p", "q"])), show(new Bag(new Set([1, 2]))));
  const map = new Map([["a", 1.5], ["b", 2]]); // prettier-ignore
  let total: f64 = 0;
  const pairs: Iterable<[string, f64]> = map;
  for (const [key, value] of pairs) {
    if (key === "a") {
      map.set("c", 4);
      map.delete("b");
    }
    total += value;
  }
  console.log(total, [...new Bag("uv")].join(), Array.from(pairs).length);
  const letters = "xyz"[Symbol.iterator]();
  for (let step = letters.next(); !step.done; step = letters.next()) console.log(step.value);
}

export function main(): void {
  interfaces();
  iterables();
  collections();
  inferred();
  constants();
  empty();
}
