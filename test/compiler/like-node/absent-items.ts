// Where a program asks if there is an item, an index out of range gives none, as in JavaScript.
class Q {
  private head = 0;
  private items: string[] = [];
  push(s: string): void {
    this.items.push(s);
  }
  pop(): string | undefined {
    const x = this.items[this.head];
    if (x === undefined) return undefined;
    this.head++;
    return x;
  }
}
function first<T>(xs: readonly T[]): T | undefined {
  return xs[0];
}
interface Item {
  readonly name: string;
  next: Item | null;
}
class Cursor {
  private at = 0;
  constructor(private readonly tokens: string[]) {}
  peek(): string | null {
    return this.tokens[this.at] ?? null;
  }
  next(): string {
    const t = this.tokens[this.at];
    if (!t) throw new Error("end");
    this.at++;
    return t;
  }
}
function pattern(): void {
  const [a, b] = "x=1".split("=");
  console.log(a, b);
  const [c, d] = "novalue".split("=");
  console.log(c, d ?? "missing");
  const two = ["E", "F"];
  const [e = "one", f = "two", g = "three"] = two;
  console.log(e, f, g);
  const numbers: u32[] = [];
  const [n = 7] = numbers;
  console.log(n);
  let p: string;
  let q: string;
  [p = "p", q = "q"] = "P".split(",");
  console.log(p, q);
  const set = new Set<string>(["s"]);
  const [s0, s1] = set;
  console.log(s0, s1 === undefined);
}
export function main(): void {
  const q = new Q();
  q.push("a");
  console.log(q.pop() ?? "none");
  console.log(first<string>(["z"]) ?? "n");
  console.log(q.pop() ?? "none");
  console.log(first<string>([]) ?? "n");
  const xs = [1, 2];
  const m = new Map<string, u32[]>([["a", []]]);
  console.log(xs.at(5) ?? 7);
  console.log(m.get("a")![0] ?? 9);
  console.log(xs[5] ?? 8, xs[1] ?? 8);
  pattern();
  const items: Item[] = [{ name: "i0", next: null }];
  console.log(items[0]?.name ?? "?", items[1]?.name ?? "?");
  const it = items[2];
  if (it) console.log(it.name);
  else console.log("no item");
  const is = items[0];
  if (is) console.log(is.name);
  for (let i = 0; i < 3; i++) {
    const x = xs[i];
    if (x === undefined) {
      console.log("end");
      break;
    }
    console.log(x + 1);
  }
  let y = xs[0];
  let at = 0;
  while (y !== undefined) {
    console.log(y * 2);
    at++;
    y = xs[at];
  }
  const c = new Cursor(["t"]);
  console.log(c.peek() ?? "null", c.next(), c.peek() ?? "null");
  try {
    console.log(c.next());
  } catch (e) {
    console.log(e instanceof Error ? e.message : "?");
  }
  const last = xs[xs.length - 1];
  console.log(last !== undefined && last === 2);
  const none = xs[9];
  const show = (): string => (none === undefined ? "none" : `${none}`);
  console.log(show());
  console.log(xs[7] === undefined, xs[0] !== undefined, [..."ab"][5] ?? "z");
  const nested: u32[][] = [[1]];
  console.log(nested[0]?.[0] ?? 5, nested[3]?.[0] ?? 6);
  const fs: ((n: u32) => u32)[] = [(n) => n + 1];
  console.log(fs[0]?.(1) ?? 0, fs[1]?.(1) ?? 0);
  const small: u32[] = [];
  const maybe: u32 | undefined = small[4];
  console.log(maybe ?? 3);
  const holder: { value: string | null } = { value: null };
  holder.value = ["v"][1] ?? null;
  console.log(holder.value === null);
}
