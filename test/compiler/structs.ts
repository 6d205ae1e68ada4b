// Structs by @struct classes lie inline: aliases by const and parameters, copies by let and by storing.
// @run
// @sanitize
// @stdout: 1 2
// @stdout: 10
// @stdout: 10 99
// @stdout: 7
// @stdout: 3
// @stdout: 30
// @stdout: 5 6
// @stdout: 12
// @stdout: 42 0
// @stdout: 255
// @stdout: swapped 3 1, 1 3

@struct
class Point {
  x: u32;
  y: u32;
  constructor(x: u32, y: u32) {
    this.x = x;
    this.y = y;
  }
  sum(): u32 {
    return this.x + this.y;
  }
  get product(): u32 {
    return this.x * this.y;
  }
}

@struct
class Segment {
  from: Point = new Point(1, 2);
  to: Point = new Point(3, 4);
}

@struct
@packed
@size(7)
class Header {
  kind: u8 = 0;
  length: u32 = 0;
  flags: u16 = 0;
}

class Owner {
  readonly origin: Point = new Point(5, 6);
  readonly points = new FixedArray<Point, 4>();
}

function move(point: Point): void {
  point.x += 9;
}

function make(x: u32): Point {
  return new Point(x, x * 2);
}

export function main(): void {
  const a = new Point(1, 2);
  console.log(`${a.x} ${a.y}`);
  move(a);
  console.log(a.x);
  let copy = a;
  copy.x = 99;
  console.log(`${a.x} ${copy.x}`);
  const segment = new Segment();
  console.log(segment.to.sum());
  const alias = segment.from;
  alias.x = 1;
  console.log(segment.from.sum());
  const made = make(10);
  console.log(made.sum());
  const owner = new Owner();
  console.log(`${owner.origin.x} ${owner.origin.y}`);
  owner.points[2] = new Point(3, 4);
  console.log(owner.points[2].product);
  const list: Point[] = [];
  list.push(new Point(42, 0));
  console.log(`${list[0]!.x} ${list[0]!.y}`);
  const header = new Header();
  header.kind = 255;
  console.log(header.kind);
  const points = owner.points;
  points[1] = new Point(1, 0);
  let old = points[1]!;
  points[1] = points[2]!;
  points[2] = old;
  const once = `${points[1].x} ${points[2].x}`;
  [points[1], points[2]] = [points[2], points[1]];
  console.log(`swapped ${once}, ${points[1].x} ${points[2].x}`);
}
