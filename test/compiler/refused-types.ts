// Enums, branded integers, classes with the same fields and arrays of different items do not mix.
// @error: MTS1201 40:22 Type 'u8' is not assignable to type 'Color'.
// @error: MTS1201 41:11 Type 'u32' is not assignable to type 'Color'.
// @error: MTS1201 45:21 Type 'u32' is not assignable to type 'Flag'.
// @error: MTS1001 46:24 Type 'Size' is not assignable to type 'Point'.
// @error: MTS1001 49:25 Type 'Circle[]' is not assignable to type 'Shape[]'.
// @error: MTS1201 50:30 Type 'u64' is not assignable to type 'Physical'.
// @error: MTS1204 53:17 The operands are of different types, 'Physical' and 'Virtual', and neither holds the other.
// @error: MTS1001 57:26 Type 'Box<u8>' is not assignable to type 'Box<u32>'.
// @error: MTS1205 58:16 A 'Point' is no number, so this operator does not apply to it.

enum Color {
  Red,
  Green,
}
enum Flag {
  A = 1,
  B = 2,
}
type Physical = u64 & { readonly __addr?: "physical" };
type Virtual = u64 & { readonly __addr?: "virtual" };
class Point {
  x: u32 = 0;
}
class Size {
  x: u32 = 0;
  y: u32 = 0;
}
class Shape {
  a: u32 = 0;
}
class Circle extends Shape {
  b: u32 = 0;
}
class Box<T> {
  constructor(readonly content: T) {}
}

function check(byte: u8, word: u32, long: u64): u64 {
  let color: Color = byte;
  color = word;
  const back = word as Color;
  const number: u32 = Color.Red;
  const flags: Flag = Flag.A | Flag.B;
  const sum: Flag = Flag.A + Flag.B;
  const point: Point = new Size();
  const shapes: Shape[] = [new Circle()];
  const circles: Circle[] = [];
  const some: Shape[] = circles;
  const physical: Physical = long;
  const cast = long as Physical;
  const other = cast as u64 as Virtual;
  const mixed = cast + other;
  const next = cast + 4096;
  const plain: u64 = next;
  const box = new Box(byte + byte);
  const wide: Box<u32> = box;
  const less = point < point;
  return plain + u64(flags) + u64(sum) + u64(number) + physical + mixed;
}

export function main(): void {
  check(1, 2, 3);
}
