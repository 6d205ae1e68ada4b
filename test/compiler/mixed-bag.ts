// Small things that a TypeScript programmer does without thinking.
// @run
// @optimize: 0 2
// @stdout: 4 3 2 1
// @stdout: 1 0 2 1
// @stdout: lo..hi
// @stdout: true false
// @stdout: 8 2 10
// @stdout: none some
// @stdout: set kept
// @stdout: and
// @stdout: 3
// @stdout: before
// @stdout: x:1 y:2
// @stdout: called absent
// @stdout: 7 9
// @stdout: outer 2:1
// @stdout: a=1;b=2;
// @stdout: 1,-,3
// @stdout: 6 4
// @stdout: key found by identity
// @stdout: 3 distinct
// @stdout: first match b
// @stdout: stopped at 2
// @stdout: zero is falsy
// @stdout: empty is falsy
// @stdout: yes
// @stdout: odd even even
// @stdout: 11
// @stdout: 255 -1
// @stdout: deep abc
// @stdout: last of nothing: -
// @stdout: 10

class Link {
  next: Link | null = null;
  constructor(readonly n: u32) {}
}
interface Point {
  x: u32;
  y: u32;
}
function point(x: u32, y: u32): Point {
  return { x, y };
}
function call(fn?: () => string): string {
  return fn ? fn() : "absent";
}
function total({ a, b }: { a: u32; b: u32 }, ...more: u32[]): u32 {
  let sum = a + b;
  for (const m of more) sum += m;
  return sum;
}
function find(map: Map<string, u32>, wanted: u32): string {
  for (const [key, value] of map) {
    if (value === wanted) return key;
  }
  return "-";
}
function stop(list: readonly u32[]): u32 {
  try {
    for (const item of list) {
      if (item === 2) throw new Error("stop");
    }
  } catch {
    return 2;
  }
  return 0;
}

export function main(): void {
  let head: Link | null = null;
  for (let i: u32 = 1; i <= 4; i++) {
    const link: Link = new Link(i);
    link.next = head;
    head = link;
  }
  let text = "";
  let at: Link | null = head;
  while (at) {
    text += text === "" ? `${at.n}` : ` ${at.n}`;
    at = at.next;
  }
  console.log(text);

  const list: u32[] = [0, 1, 2];
  [list[0], list[1]] = [list[1]!, list[0]!];
  console.log(`${list[0]} ${list[1]} ${list[2]} ${list.indexOf(0)}`);
  console.log("lo" < "lu" ? "lo..hi" : "?");
  const a: string = "b";
  console.log(`${a > "a"} ${a <= "a"}`);
  const one: u32 = 1;
  const three: u8 = 3;
  console.log(`${one << three} ${u32(8) >> 2} ${(one << 3) | 2}`);

  let maybe: string | null = null;
  console.log(`${maybe ?? "none"} ${"some"}`);
  maybe ??= "set";
  let other = "kept";
  other ||= "replaced";
  console.log(`${maybe} ${other}`);
  other &&= "and";
  console.log(other);

  let i: u32 = 0;
  const j = i++ + ++i + (i -= 1);
  console.log(j);
  {
    console.log("before");
  }
  const p = point(1, 2);
  console.log(`x:${p.x} y:${p.y}`);
  console.log(`${call(() => "called")} ${call()}`);
  console.log(`${total({ a: 3, b: 4 })} ${total({ a: 1, b: 1 }, 3, 4)}`);
  let steps: u32 = 0;
  outer: do {
    for (let k: u32 = 0; ; k++) {
      steps++;
      if (k === 1) {
        console.log(`outer ${steps}:${k}`);
        break outer;
      }
    }
  } while (true);

  const map = new Map<string, u32>();
  map.set("a", 1);
  map.set("b", 2);
  text = "";
  map.forEach((value, key) => {
    text += `${key}=${value};`;
  });
  console.log(text);

  const holes: (u32 | null)[] = [1, null, 3];
  console.log(holes.map((n) => (n === null ? "-" : `${n}`)).join(","));
  const matrix: u32[][] = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  console.log(`${matrix[0]!.reduce((x, y) => x + y, u32(0))} ${matrix[1]![0]}`);
  const byObject = new Map<Link, string>();
  const key = new Link(1);
  byObject.set(key, "found by identity");
  console.log(`key ${byObject.get(key)!}`);
  if (byObject.has(new Link(1))) console.log("wrong");
  const set = new Set<string>();
  for (const word of ["x", "y", "x", "z"]) set.add(word);
  console.log(`${set.size} distinct`);
  console.log(`first match ${find(map, 2)}`);
  console.log(`stopped at ${stop([1, 2, 3])}`);
  const zero: u32 = 0;
  if (!zero) console.log("zero is falsy");
  const empty = "";
  if (!empty) console.log("empty is falsy");
  console.log(zero || empty ? "no" : "yes");
  console.log(list.map((n) => (n % 2 ? "odd" : "even")).join(" "));
  const immediately = ((n: u32): u32 => n + 1)(10);
  console.log(immediately);
  const byte: u8 = 255;
  console.log(`${byte} ${i8(byte)}`);
  const deep = ["a", ["b", "c"].join("")].join("");
  console.log(`deep ${deep}`);
  const nothing: string[] = [];
  console.log(`last of nothing: ${nothing.at(-1) ?? "-"}`);
  const power: u32 = [1, 2, 3, 4].length > 3 ? 10 : 20;
  console.log(power);
}
