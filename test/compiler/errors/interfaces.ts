// @error: MTS1001 37:8 Type 'Place' is not assignable to type 'Point'.

interface Named {
  readonly name: string;
  describe(): string;
}

class Person implements Named {
  name: string = "p";
  describe(): string {
    return this.name;
  }
}

class Size {
  describe(): string {
    return "size";
  }
}

interface Point {
  x: u32;
  y: u32;
}

class Place {
  x: u32 = 0;
  y: u32 = 0;
}

function show(x: Named): void {}
function plot(p: Point): void {}

export function main(): i32 {
  show(new Person());
  plot({ x: 1, y: 2 });
  plot(new Place());
  return 0;
}
