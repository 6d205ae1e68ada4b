// Unions of classes narrowed by instanceof and by a literal discriminant; string literal unions.
// @run
// @stdout: circle 5
// @stdout: rect 2x3
// @stdout: text hi
// @stdout: 12
// @stdout: add 5
// @stdout: left
// @stdout: a string: word

class Circle {
  readonly kind = "circle";
  constructor(readonly radius: u32) {}
}
class Rect {
  readonly kind = "rect";
  constructor(
    readonly width: u32,
    readonly height: u32,
  ) {}
}
class Text {
  readonly kind = "text";
  constructor(readonly content: string) {}
}
type Item = Circle | Rect | Text;

function describe(item: Item): string {
  switch (item.kind) {
    case "circle":
      return `circle ${item.radius}`;
    case "rect":
      return `rect ${item.width}x${item.height}`;
    case "text":
      return `text ${item.content}`;
  }
}

function area(item: Item): u32 {
  if (item instanceof Rect) return item.width * item.height;
  if (item instanceof Circle) return item.radius * item.radius * 3;
  return 0;
}

type Operation = "add" | "subtract";
function apply(operation: Operation, a: u32, b: u32): u32 {
  return operation === "add" ? a + b : a - b;
}

type Side = "left" | "right";
class Panel {
  side: Side = "left";
}

function show(value: string | Circle): string {
  return typeof value === "string" ? `a string: ${value}` : "a circle";
}

export function main(): void {
  const items: Item[] = [new Circle(5), new Rect(2, 3), new Text("hi")];
  for (const item of items) console.log(describe(item));
  console.log(area(new Circle(2)));
  console.log(`add ${apply("add", 2, 3)}`);
  console.log(new Panel().side);
  console.log(show("word"));
}
