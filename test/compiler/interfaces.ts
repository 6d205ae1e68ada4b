// Structural interfaces: methods, properties, object literals, generics over them.
// @run
// @stdout: circle 3
// @stdout: square 16
// @stdout: 19
// @stdout: named literal
// @stdout: 5
// @stdout: 6
// @stdout: same

interface Shape {
  readonly name: string;
  area(): u32;
}
class Circle implements Shape {
  readonly name = "circle";
  area(): u32 {
    return 3;
  }
}
class Square {
  get name(): string {
    return "square";
  }
  constructor(private readonly side: u32) {}
  area(): u32 {
    return this.side * this.side;
  }
}
interface Counter {
  count: u32;
}
class Clicks implements Counter {
  count: u32 = 5;
}
function bump(counter: Counter): void {
  counter.count++;
}
interface Named {
  readonly name: string;
}
function nameOf(item: Named): string {
  return item.name;
}
function shapes(): Shape[] {
  return [new Circle(), new Square(4)];
}

export function main(): void {
  let sum: u32 = 0;
  for (const shape of shapes()) {
    console.log(`${shape.name} ${shape.area()}`);
    sum += shape.area();
  }
  console.log(sum);
  console.log("named " + nameOf({ name: "literal" }));
  const clicks = new Clicks();
  console.log(clicks.count);
  bump(clicks);
  console.log(clicks.count);
  const one: Shape = new Circle();
  const other: Shape = one;
  console.log(one === other ? "same" : "different");
}
