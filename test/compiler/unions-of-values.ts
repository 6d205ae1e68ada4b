// Unions of numbers, booleans, functions and interfaces with strings and classes, told apart by typeof.
// @run
// @optimize: 0 2
// @sanitize
// @stdout: number 6, string hi, boolean true, function 9, object point 1
// @stdout: nothing, number 7, string hi
// @stdout: is 5: true false false; is hi: false true; same: true true false
// @stdout: truth: false true false true false true true
// @stdout: 1-two-false
// @stdout: number string boolean function object
// @stdout: [1, two, true]
// @stdout: 12 then word
// @stdout: port 8080, port 443 of https, no port
// @stdout: map: 1 two 3 none; nulls: 5 6
// @stdout: width auto, width 100, width 0
// @stdout: sum 6 of numbers, text of ab
// @stdout: 2.5 half
// @stdout: shapes 12 4 0.5
// @stdout: loose 3
// @stdout: default 10, default x
// @stdout: counter 2
// @stdout: named Ann, named 3
// @stdout: cast 4
// @stdout: result 5, error bad
// @stdout: first string a, first number 9
// @stdout: generic 1 a

interface Named {
  readonly name: string;
  describe(): string;
}
class Point implements Named {
  readonly name = "point";
  constructor(readonly x: u32) {}
  describe(): string {
    return `point ${this.x}`;
  }
}

type Anything = u32 | string | boolean | (() => u32) | Point;

function show(value: Anything): string {
  if (typeof value === "number") return `number ${value + 1}`;
  if (typeof value === "string") return `string ${value}`;
  if (typeof value === "boolean") return `boolean ${value}`;
  if (typeof value === "function") return `function ${value()}`;
  return `object ${value.describe()}`;
}

function showOrNothing(value: u32 | string | null): string {
  if (value === null) return "nothing";
  switch (typeof value) {
    case "string":
      return `string ${value}`;
    case "number":
      return `number ${value}`;
  }
}

function truth(value: u32 | string | boolean | Point | null): boolean {
  return value ? true : false;
}

/** A field, an element, a tuple of them. */
class Cell {
  content: u32 | string | boolean = 0;
  set(content: u32 | string | boolean): this {
    this.content = content;
    return this;
  }
}

interface Options {
  readonly port?: u16 | string;
}
function port({ port }: Options): string {
  if (port === undefined) return "no port";
  return typeof port === "string" ? `port 443 of ${port}` : `port ${port}`;
}

type Width = "auto" | 0 | 100;
function width(value: Width): string {
  return value === "auto" ? "width auto" : `width ${value}`;
}

function total(value: u32[] | string): string {
  if (Array.isArray(value)) return `sum ${value.reduce((a, b) => a + b, 0)} of numbers`;
  return `text of ${value}`;
}

type Shape =
  | { readonly kind: "box"; readonly width: f64; readonly height: f64 }
  | { readonly kind: "square"; readonly side: f64 }
  | { readonly kind: "dot" };
function unreachable(shape: never): never {
  panic("no such shape");
}
function area(shape: Shape): f64 {
  switch (shape.kind) {
    case "box":
      return shape.width * shape.height;
    case "square":
      return shape.side * shape.side;
    case "dot":
      return 0.5;
    default:
      return unreachable(shape);
  }
}

function withDefault(value: u32 | string = 10): string {
  return `default ${value}`;
}

function named(value: Named | u32): string {
  return typeof value === "number" ? `named ${value}` : `named ${value.name}`;
}

type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };
function read(result: Result<u32>): string {
  return result.ok ? `result ${result.value}` : `error ${result.error}`;
}

function first(list: (string | u32)[]): string {
  const [head] = list;
  return typeof head === "string" ? `first string ${head}` : `first number ${head}`;
}

function either<T>(value: T | string, otherwise: T): T {
  return typeof value === "string" ? otherwise : value;
}

export function main(): void {
  console.log(`${show(5)}, ${show("hi")}, ${show(true)}, ${show(() => 9)}, ${show(new Point(1))}`);
  console.log(`${showOrNothing(null)}, ${showOrNothing(7)}, ${showOrNothing("hi")}`);

  const five: u32 | string = u32(5);
  const list: (u32 | string)[] = [five, "hi"];
  const [a, b] = [list[0]!, list[1]!];
  const other: u32 | string | null = list[0]!;
  console.log(
    `is 5: ${a === 5} ${b === 5} ${a === 6}; is hi: ${a === "hi"} ${b === "hi"}; ` +
      `same: ${a === other} ${list.includes("hi")} ${a === b}`,
  );
  console.log(
    `truth: ${truth(0)} ${truth(1)} ${truth("")} ${truth("x")} ${truth(null)} ${truth(true)} ${truth(new Point(0))}`,
  );
  const cells = [new Cell().set(1), new Cell().set("two"), new Cell().set(false)];
  console.log(cells.map((cell) => `${cell.content}`).join("-"));
  const all: Anything[] = [1, "a", false, () => 1, new Point(2)];
  console.log(all.map((value) => typeof value).join(" "));
  const tuple: [u32 | string, u32 | string, boolean | string] = [1, "two", true];
  console.log(`[${tuple[0]}, ${tuple[1]}, ${tuple[2]}]`);

  let changing: u32 | string = 11;
  changing++;
  const before = changing;
  changing = "word";
  console.log(`${before} then ${changing}`);
  console.log(`${port({ port: 8080 })}, ${port({ port: "https" })}, ${port({})}`);

  const map = new Map<u32 | string, u32 | string>();
  map.set(1, "one");
  map.set("two", 2);
  map.set("1", 3);
  const one = map.get(1);
  const nulls = new Map<string | null, u32>();
  nulls.set(["a", "b"].join(""), 5);
  nulls.set(null, 6);
  console.log(
    `map: ${one === "one" ? 1 : 0} ${map.get("two") === 2 ? "two" : ""} ${map.get("1") ?? 0} ${map.get(2) ?? "none"}; ` +
      `nulls: ${nulls.get("ab") ?? 0} ${nulls.get(null) ?? 0}`,
  );
  console.log(`${width("auto")}, ${width(100)}, ${width(0)}`);
  console.log(`${total([1, 2, 3])}, ${total("ab")}`);
  const numbers: (f64 | string)[] = [2.5, "half"];
  console.log(numbers.join(" "));
  console.log(
    `shapes ${area({ kind: "box", width: 3, height: 4 })} ${area({ kind: "square", side: 2 })} ${area({ kind: "dot" })}`,
  );
  let loose: u32 | null | Point = null;
  for (let i: u32 = 0; i < 3; i++) loose = typeof loose === "number" ? loose + 1 : 1;
  console.log(`loose ${typeof loose === "number" ? loose : 0}`);
  console.log(`${withDefault()}, ${withDefault("x")}`);
  let counter: u32 | string = 1;
  const count = (): void => {
    if (typeof counter === "number") counter += 1;
  };
  count();
  console.log(`counter ${counter}`);
  console.log(`${named({ name: "Ann", describe: () => "" })}, ${named(3)}`);
  console.log(`cast ${(list.concat([4])[2]! as u32) + 0}`);
  console.log(`${read({ ok: true, value: 5 })}, ${read({ ok: false, error: "bad" })}`);
  console.log(`${first(["a"])}, ${first([9])}`);
  console.log(`generic ${either<u32>("x", 1)} ${either<string>("x", "a")}`);
}
