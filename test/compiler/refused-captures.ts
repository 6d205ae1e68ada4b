// Captures, aliases and patterns that the compiler refuses.
// @error: MTS1310 19:12 A closure cannot capture 'this' of a struct: its owner may be gone when the closure runs.
// @error: MTS1310 34:10 A closure cannot capture 'point': it refers to a struct that its owner may not outlive.
// @error: MTS1310 37:10 A closure cannot capture 'bytes': a span must not outlive what it views.
// @error: MTS1312 43:12 'later' is not set where this runs.
// @error: MTS1311 48:19 An element of a growable array cannot be aliased by 'const': growing the array would move it.
// @error: MTS1310 54:16 A closure cannot capture 'point': it refers to a struct that its owner may not outlive.
// @error: MTS1010 55:7 A variable without an initial value needs a type.
// @error: MTS1011 56:9 'nothing' would have no value but null.
// @error: MTS1142 57:11 The fields of a 'Shape' are not known here, so they cannot be copied.
// @error: MTS1315 61:11 The object would hold this function, which holds the object: neither would ever be released.
// @error: MTS1315 66:16 The object would hold this function, which holds the object: neither would ever be released.
// @error: MTS1316 72:15 'old' is another name for a place whose struct may have been overwritten above, not the struct that was there.

@struct
class Point {
  x: u32 = 0;
  self(): () => u32 {
    return () => this.x;
  }
}
interface Shape {
  points: Point[];
  area(): u32;
}
class Owner {
  readonly point: Point = new Point();
  points: Point[] = [];
  area(): u32 {
    return 0;
  }
}
function parameter(point: Point): () => u32 {
  return () => point.x;
}
function span(bytes: Span<u8>): () => usize {
  return () => bytes.length;
}
function early(): u32 {
  const result = use();
  const later: u32 = 5;
  function use(): u32 {
    return later;
  }
  return result;
}
function alias(owner: Owner): u32 {
  const element = owner.points[0]!;
  return element.x;
}
export function main(): void {
  const owner = new Owner();
  const point = owner.point;
  const read = (): u32 => point.x;
  let untyped;
  const nothing = null;
  const { ...rest } = new Owner() as Shape;
}
class Button {
  count: u32 = 0;
  click = (): void => {
    this.count++;
  };
  run: () => u32 = () => 0;
  arm(): void {
    this.run = () => this.count;
  }
}
function swap(points: FixedArray<Point, 4>, i: usize, j: usize): u32 {
  const old = points[i]!;
  points[i] = points[j]!;
  points[j] = old;
  return old.x;
}
