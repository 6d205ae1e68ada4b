// Defaults that use earlier parameters, rest and spread, tuples, recursion, overloads, tagged templates, inferred results.
// @run
// @stdout: 3 6
// @stdout: 3 9
// @stdout: 2: a b
// @stdout: 0:
// @stdout: 3: a b c
// @stdout: 1 9
// @stdout: 720
// @stdout: 8
// @stdout: text: abc
// @stdout: number: 5
// @stdout: <a>1<b>2<c>
// @stdout: 4
// @stdout: 0
// @stdout: 14

function area(width: u32, height: u32 = width * 2): string {
  return `${width} ${height}`;
}

function joined(...parts: string[]): string {
  return parts.length === 0 ? "0:" : `${parts.length}: ${parts.join(" ")}`;
}

function range(values: readonly u32[]): [u32, u32] {
  let low = values[0]!;
  let high = low;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function factorial(n: u32): u32 {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function twice(n: u32) {
  return n * 2;
}

function show(value: string): string;
function show(value: Box): string;
function show(value: string | Box): string {
  return typeof value === "string" ? `text: ${value}` : `number: ${value.content}`;
}

class Box {
  constructor(readonly content: u32) {}
}

function tag(strings: TemplateStringsArray, ...values: u32[]): string {
  let text = "";
  strings.forEach((part, i) => {
    text += `<${part}>`;
    if (i < values.length) text += `${values[i]}`;
  });
  return text;
}

export function main(): void {
  console.log(area(3));
  console.log(area(3, 9));
  console.log(joined("a", "b"));
  console.log(joined());
  console.log(joined(...["a", "b", "c"]));
  const [low, high] = range([5, 1, 9]);
  console.log(`${low} ${high}`);
  console.log(factorial(6));
  console.log(twice(4));
  console.log(show("abc"));
  console.log(show(new Box(5)));
  console.log(tag`a${1}b${2}c`);
  let a: u32 = 1;
  const b = ((a += 1), a * 2);
  console.log(b);
  const chosen = b > 100 ? twice(1) : twice(0);
  console.log(chosen);
  console.log(2 + 3 * 4);
}
