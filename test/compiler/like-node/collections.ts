// Every method of maps and sets that both languages have (the operations on two sets are newer than some Node).

function show(name: string, map: Map<string, i32>): void {
  console.log(`${name}: ${[...map.entries()].map(([key, value]) => `${key}=${value}`).join()} ${map.size}`);
}

function maps(): void {
  const map = new Map<string, i32>([
    ["b", 1],
    ["a", 2],
    ["b", 3],
  ]);
  show("made", map);
  console.log(map.set("c", 4).set("a", 5).size);
  show("set", map);
  console.log(`${map.get("a") ?? -1} ${map.get("x") ?? -1} ${map.has("c")} ${map.has("x")}`);
  console.log(`${map.delete("b")} ${map.delete("b")}`);
  map.set("b", 6);
  show("deleted", map);
  map.forEach((value, key) => console.log(`${key} ${value}`));
  console.log(`${[...map.keys()].join()} ${[...map.values()].join()}`);
  // What is added on the way is visited, what is deleted is not.
  for (const [key, value] of map) {
    console.log(`${key} ${value}`);
    if (value < 8) map.set(`${key}+`, value + 3);
    map.delete("b");
  }
  show("walked", map);
  map.clear();
  show("cleared", map);
  const byNumber = new Map<i32, string[]>();
  for (let i: i32 = 0; i < 300; i++) {
    const list = byNumber.get(i % 17) ?? [];
    list.push(`${i}`);
    byNumber.set(i % 17, list);
    if (i % 5 === 0) byNumber.delete((i * 3) % 17);
  }
  for (const [key, list] of byNumber) console.log(`${key}: ${list.join()}`);
}

function spreads(): void {
  const set = new Set<string>(["x", "y"]);
  const map = new Map<string, i32>([["k", 1]]);
  const all = [...set, "z", ..."añ😀", ...[...map].map(([key, value]) => `${key}${value}`)];
  console.log(all.join());
  console.log([...new Set<i32>()].length);
}

function sets(): void {
  const set = new Set<i32>([3, 1, 3, 2]);
  console.log([...set].join());
  console.log(set.add(1).add(9).size);
  console.log(`${set.has(9)} ${set.has(8)} ${set.delete(3)} ${set.delete(3)}`);
  set.add(3);
  console.log(`${[...set.keys()].join()} ${[...set.values()].join()}`);
  set.forEach((item) => console.log(item));
  for (const item of set) {
    console.log(item);
    if (item < 20) set.add(item * 2);
    set.delete(item - 1);
  }
  console.log([...set].join());
  set.clear();
  console.log(set.size);
  const words = new Set("the cat and the dog and the bird".split(" "));
  console.log([...words].join("|"));
  console.log(new Set<string>([...words].filter((word) => word.length > 3)).size);
}

class Point {
  readonly x: i32;
  constructor(x: i32) {
    this.x = x;
  }
}

function identities(): void {
  const [a, b] = [new Point(1), new Point(1)];
  const map = new Map<Point, string>();
  map.set(a, "a").set(b, "b");
  console.log(`${map.get(a) ?? ""} ${map.get(b) ?? ""} ${map.get(new Point(1)) ?? "none"} ${map.size}`);
  const set = new Set<Point>([a, a, b]);
  console.log(`${set.size} ${set.has(b)}`);
  const flags = new Map<boolean, i32>();
  flags
    .set(true, 1)
    .set(false, 2)
    .set(1 < 2, 3);
  console.log([...flags.values()].join());
}

export function main(): i32 {
  maps();
  sets();
  spreads();
  identities();
  return 0;
}
