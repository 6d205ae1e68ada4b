// Views of array elements in use when the elements may have moved.
// @error: MTS1903 71:16 Shape.grow is given a view, and uses it after what may move or drop the elements of a 'Point[]'.
// @error: MTS1903 74:19 Point.addTo is given a view, and uses it after what may move or drop the elements of a 'Point[]'.
// @error: MTS1903 78:9 u8[].push may move or drop the elements of a 'u8[]', and 'span' is used after it.
// @error: MTS1903 83:15 u8[].push may move or drop the elements of a 'u8[]', and 'span' is used after it.
// @error: MTS1903 89:11 u8[].push may move or drop the elements of a 'u8[]', and a view of it is used after it.
// @error: MTS1903 95:3 main.closure is given a view, and uses it after what may move or drop the elements of a 'Point[]'.
// @error: MTS1903 98:12 Adding.changed is given a view, and uses it after what may move or drop the elements of a 'Point[]'.
// @error: MTS1903 102:14 What is released here runs Dying.destructor, which may move or drop the elements of a 'Point[]', and 'span' is used after it.
// @error: MTS1903 107:19 Point[].setLength may move or drop the elements of a 'Point[]', and 'first' is used after it.
// @error: MTS1903 113:5 u8[].push may move or drop the elements of a 'u8[]', and 'span' is used after it.
// @error: MTS1903 117:38 Point[].push may move or drop the elements of a 'Point[]', and a view of it is used after it.
// @error: MTS1903 123:3 twice<Point> is given a view, and uses it after what may move or drop the elements of a 'Point[]'.
// @error: MTS1903 131:10 Point[].forEach works on the elements in place, and what it calls may move or drop the elements of a 'Point[]'.
// @error: MTS1903 138:12 Point[].push may move or drop the elements of a 'Point[]', and 'point' is used after it.
// @error: MTS1903 144:16 This may replace 'Texts.text', and 'bytes' is used after it.
// @error: MTS1903 148:10 replaced is given a view, and uses it after what may replace 'Texts.text'.
// @error: MTS1903 156:3 This returns a view of a value, which is gone when the function has returned.
// @error: MTS1903 160:3 This returns a view of a value, which is gone when the function has returned.
@struct
class Point {
  x: u32 = 0;
  name: string = "";

  addTo(list: Point[]): void {
    list.push(new Point());
    this.x = 1;
  }
}
class Shape {
  readonly points: Point[] = [];
  bytes: u8[] = [1, 2, 3];

  grow(point: Point): u32 {
    this.points.push(new Point());
    return point.x;
  }
  view(): Span<u8> {
    return this.bytes.span();
  }
}
class Texts {
  text: string = "a";
  get bytes(): Span<u8> {
    return this.text.bytes();
  }
}
interface Listener {
  changed(point: Point): void;
}
class Adding implements Listener {
  readonly shape: Shape;
  constructor(shape: Shape) {
    this.shape = shape;
  }
  changed(point: Point): void {
    this.shape.points.push(point);
    point.x = 1;
  }
}
class Dying {
  readonly shape: Shape;
  constructor(shape: Shape) {
    this.shape = shape;
  }
  destructor(): void {
    this.shape.points.length = 0;
  }
}
function byCall(shape: Shape): u32 {
  return shape.grow(shape.points[0]);
}
function byReceiver(shape: Shape): void {
  shape.points[0].addTo(shape.points);
}
function bySpan(bytes: u8[]): u8 {
  const span = bytes.span();
  bytes.push(1);
  return span[0];
}
function byReturnedSpan(shape: Shape): u8 {
  const span = shape.view().subspan(0, 1);
  shape.bytes.push(1);
  return span[0];
}
function byLoop(bytes: u8[]): u32 {
  let sum: u32 = 0;
  for (const byte of bytes.span()) {
    bytes.push(byte);
    sum += byte;
  }
  return sum;
}
function byClosure(shape: Shape, use: (point: Point) => void): void {
  use(shape.points[0]);
}
function byInterface(shape: Shape, listener: Listener): void {
  listener.changed(shape.points[0]);
}
function byDestructor(shape: Shape, dying: (Dying | null)[]): u32 {
  const span = shape.points.span();
  dying[0] = null;
  return span[0].x;
}
function byPop(points: Point[]): usize {
  const first = points.span().subspan(0, 1);
  points.length = 0;
  return first[0].name.length;
}
function byReassignment(a: u8[], b: u8[]): u8 {
  let span = a.span();
  if (a.length > 2) span = b.span();
  b.push(1);
  return span[0];
}
function byArgumentOrder(shape: Shape): void {
  pair(shape.points[0], shape.points.push(new Point()));
}
function pair(point: Point, count: usize): void {
  point.x = u32(count);
}
function byGeneric<T>(list: T[], item: T): void {
  twice(list, list[0]);
  list.push(item);
}
function twice<T>(list: T[], item: T): void {
  list.push(item);
  list.push(item);
}
function byForEach(points: Point[]): void {
  points.forEach((point, index) => {
    if (index < 9) points.push(new Point());
    point.x = 1;
  });
}
function byForOf(points: Point[]): void {
  for (const point of points) {
    points.push(new Point());
    point.x = 1;
  }
}
function byOwnersField(texts: Texts): u8 {
  const bytes = texts.bytes;
  texts.text = "b";
  return bytes[0];
}
function byOwnersFieldInCallee(texts: Texts): u8 {
  return replaced(texts.bytes, texts);
}
function replaced(bytes: Span<u8>, texts: Texts): u8 {
  texts.text = "b";
  return bytes[0];
}
function ofLocalArray(): Span<u8> {
  const fixed = new FixedArray<u8, 16>();
  return fixed.span();
}
function ofLocalStruct(): Span<u8> {
  const copied = new Holder();
  return copied.view();
}
@struct
class Holder {
  bytes: FixedArray<u8, 8> = new FixedArray<u8, 8>();
  view(): Span<u8> {
    return this.bytes.span();
  }
}
export function main(): void {
  const shape = new Shape();
  shape.points.push(new Point());
  byCall(shape);
  byReceiver(shape);
  bySpan(shape.bytes);
  byReturnedSpan(shape);
  byLoop(shape.bytes);
  byClosure(shape, (point) => {
    shape.points.push(new Point());
    point.x = 2;
  });
  byInterface(shape, new Adding(shape));
  byDestructor(shape, [new Dying(shape)]);
  byPop(shape.points);
  byReassignment(shape.bytes, [1]);
  byArgumentOrder(shape);
  byGeneric(shape.points, new Point());
  byForEach(shape.points);
  byForOf(shape.points);
  byOwnersField(new Texts());
  byOwnersFieldInCallee(new Texts());
  ofLocalArray();
  ofLocalStruct();
}
