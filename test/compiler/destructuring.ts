// Patterns in declarations, parameters, loops and assignments; with defaults and nesting.
// @run
// @stdout: 1 2
// @stdout: 2 1
// @stdout: 3 4
// @stdout: 10 20,30
// @stdout: x=5 y=6
// @stdout: 7
// @stdout: a: 1
// @stdout: b: 2
// @stdout: 9 none
// @stdout: 8

interface Point {
  x: u32;
  y: u32;
}
interface Line {
  from: Point;
  to: Point;
}
interface Options {
  width: u32;
  title?: string;
}

function pair(): [u32, u32] {
  return [3, 4];
}

function sum([a, b]: [u32, u32], { x, y }: Point): u32 {
  return a + b + x + y;
}

function show({ width, title = "none" }: Options): void {
  console.log(`${width} ${title}`);
}

export function main(): void {
  let [a, b]: [u32, u32] = [1, 2];
  console.log(`${a} ${b}`);
  [a, b] = [b, a];
  console.log(`${a} ${b}`);
  const [c, d] = pair();
  console.log(`${c} ${d}`);
  const list: u32[] = [10, 20, 30];
  const [head, ...tail] = list;
  console.log(`${head} ${tail.join(",")}`);
  const line: Line = { from: { x: 5, y: 6 }, to: { x: 7, y: 8 } };
  const {
    from: { x, y },
    to,
  } = line;
  console.log(`x=${x} y=${y}`);
  console.log(to.x);
  const map = new Map<string, u32>();
  map.set("a", 1);
  map.set("b", 2);
  for (const [key, value] of map) console.log(`${key}: ${value}`);
  show({ width: 9 });
  console.log(sum([1, 2], { x: 2, y: 3 }));
}
