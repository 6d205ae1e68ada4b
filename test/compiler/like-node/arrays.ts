// Every method of arrays that both languages have, with empty, short and long arguments.

function show(name: string, items: readonly i32[]): void {
  console.log(`${name}: [${items.join()}] ${items.length}`);
}

function shrink(list: i32[], item: i32): boolean {
  list.pop();
  return item > 100;
}

function adding(): void {
  const list: i32[] = [];
  console.log(list.push(3));
  console.log(list.push(1, 4, 1));
  console.log(list.push(...[5, 9]));
  console.log(list.push(...list));
  console.log(list.push(2, ...[6, 5], 3));
  console.log(list.push());
  show("pushed", list);
  console.log(list.unshift(8));
  console.log(list.unshift(9, 7));
  console.log(list.unshift(...[3, 2]));
  show("unshifted", list);
  console.log(list.pop() ?? -1);
  console.log(list.shift() ?? -1);
  show("taken", list);
  show("spliced", list.splice(2, 3));
  show("rest", list);
  show("spliced in", list.splice(1, 2, 40, 41, 42));
  show("rest", list);
  show("spliced end", list.splice(9));
  show("rest", list);
  show("spliced nothing", list.splice(2, 0, 77));
  show("spliced far", list.splice(100, 3, 78));
  show("rest", list);
  list.length = 3;
  show("cut", list);
  const none: i32[] = [];
  console.log(none.pop() ?? -1);
  console.log(none.shift() ?? -1);
}

function reading(): void {
  const list: i32[] = [5, 3, 9, 3, 7];
  show("slice", list.slice());
  show("slice", list.slice(2));
  show("slice", list.slice(1, 3));
  show("slice", list.slice(3, 1));
  show("slice", list.slice(1, 99));
  show("slice", list.slice(99));
  show("concat", list.concat());
  show("concat", list.concat([1, 2]));
  show("concat", list.concat([1], list, []));
  console.log(list.indexOf(3));
  console.log(list.indexOf(3, 2));
  console.log(list.indexOf(3, 9));
  console.log(list.lastIndexOf(3));
  console.log(list.indexOf(4));
  console.log(list.lastIndexOf(4));
  console.log(list.includes(9));
  console.log(list.includes(9, 3));
  console.log(list.at(0) ?? -1);
  console.log(list.at(-1) ?? -1);
  console.log(list.at(5) ?? -1);
  console.log(list.at(-6) ?? -1);
  console.log(list.join());
  console.log(list.join(""));
  console.log(list.join(", "));
  console.log(list.slice(0, 1).join("-"));
  console.log(list.slice(0, 0).join("-"));
  const mixed: (string | null)[] = ["a", null, "", "b"];
  console.log(mixed.join("|"));
  for (const [i, item] of list.entries()) console.log(`${i}: ${item}`);
  console.log([...list.keys()].join());
  console.log([...list.values()].join());
  show("toReversed", list.toReversed());
  show(
    "toSorted",
    list.toSorted((a, b) => a - b),
  );
  show("with", list.with(1, 30));
  show("unchanged", list);
}

function calling(): void {
  const list: i32[] = [5, 3, 9, 3, 7];
  const none: i32[] = [];
  show(
    "map",
    list.map((item) => item * 2),
  );
  console.log(list.map((item, i) => `${i}=${item}`).join());
  show(
    "flatMap",
    list.flatMap((item, i) => [item, i32(i)].slice(0, usize(item % 3))),
  );
  show(
    "filter",
    list.filter((item) => item > 3),
  );
  show(
    "filter by index",
    list.filter((_, i) => i % 2 === 0),
  );
  console.log(list.find((item) => item > 5) ?? -1);
  console.log(list.find((item, i) => item > 5 && i > 2) ?? -1);
  console.log(list.find((item) => item > 50) ?? -1);
  console.log(list.findLast((item) => item < 5) ?? -1);
  console.log(list.findLast((item, i) => item < 5 && i < 2) ?? -1);
  console.log(list.findIndex((item) => item === 3));
  console.log(list.findIndex((item) => item === 4));
  console.log(list.findLastIndex((item) => item === 3));
  console.log(list.findLastIndex((item) => item === 4));
  console.log(list.some((item) => item === 9));
  console.log(none.some((item) => item === 9));
  console.log(list.every((item) => item > 2));
  console.log(list.every((item, i) => item > i32(i)));
  console.log(none.every((item) => item > 2));
  list.forEach((item, i) => console.log(`each ${i} ${item}`));
  console.log(list.reduce((sum: i32, item) => sum + item, 100));
  console.log(list.reduce((text, item, i) => `${text}${i}:${item};`, ""));
  console.log(list.reduceRight((text, item, i) => `${text}${i}:${item};`, ""));
  console.log(none.reduce((sum: i32, item) => sum + item, 7));
  const shrinking: i32[] = [1, 2, 3, 4, 5, 6];
  console.log(shrinking.some((item) => shrink(shrinking, item)));
  show("shrunk", shrinking);
  // One that grows while it is walked: for…of goes on to the new items, the methods do so here and not in JavaScript.
  const growing: i32[] = [1, 2, 3];
  for (const item of growing) if (growing.length < 8) growing.push(item * 10);
  show("grown", growing);
}

function changing(): void {
  const list: i32[] = [5, 3, 9, 3, 7];
  show("reverse", list.reverse());
  show("reverse one", list.slice(0, 1).reverse());
  show("fill", list.slice(0, 3).fill(8));
  show("fill", list.slice(0, 3).fill(8, 1));
  show("fill", list.slice(0, 3).fill(8, 1, 2));
  show("fill", list.slice(0, 3).fill(8, 2, 9));
  show(
    "sort",
    list.sort((a, b) => a - b),
  );
  show(
    "sort down",
    list.sort((a, b) => b - a),
  );
  const words = ["pear", "fig", "apple", "date", "kiwi", "plum"];
  console.log(words.slice().sort().join());
  // Stable: words of one length keep their order.
  console.log(words.sort((a, b) => i32(a.length) - i32(b.length)).join());
  const many: i32[] = [];
  for (let i: i32 = 0; i < 200; i++) many.push((i * 7919) % 1009);
  show(
    "many",
    many.sort((a, b) => a - b),
  );
  const grid = [
    [1, 2],
    [3, 4],
  ].map((row) => row.map((cell) => cell * 2).join(" "));
  console.log(grid.join("\n"));
}

export function main(): i32 {
  adding();
  reading();
  calling();
  changing();
  return 0;
}
