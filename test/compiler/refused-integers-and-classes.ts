// What the official checker lets through and the machine's types do not.
// @error: MTS1201 44:9 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 46:9 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 48:9 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1202 49:17 300 does not fit 'u8'.
// @error: MTS1202 50:17 -1 does not fit 'u8'.
// @error: MTS1203 51:17 1.5 is not an integer, so it is no 'u8'.
// @error: MTS1201 52:30 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 53:24 Type 'u32' is not assignable to type 'Color'.
// @error: MTS1001 55:16 Type 'Q' is not assignable to type 'P'.
// @error: MTS1001 58:19 Type 'R[]' is not assignable to type 'P[]'.
// @error: MTS1001 59:8 Type 'Q' is not assignable to type 'P'.
// @error: MTS1201 61:8 Type 'u64' is not assignable to type 'PhysAddr'.
// @error: MTS1201 64:9 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1204 67:7 The operands are of different types, 'i32' and 'u32', and neither holds the other.
// @error: MTS1202 68:19 128 does not fit 'i8'.
// @error: MTS1207 69:14 This divides by zero.

type PhysAddr = u64 & { readonly __addr?: "phys" };
type VirtAddr = u64 & { readonly __addr?: "virt" };
enum Color {
  Red,
  Green,
}
class P {
  x: u32 = 0;
}
class Q {
  x: u32 = 0;
  y: u32 = 0;
}
class R extends P {
  z: u32 = 0;
}
function id<T>(x: T): T {
  return x;
}
function take(p: P): void {}
function addr(p: PhysAddr): void {}
export function main(): void {
  const a8: u8 = 1;
  const b8: u8 = 2;
  let a32: u32 = 3;
  a32 = a8 + b8;
  a32 += a8;
  a32 = ~a8;
  const f = u32(7);
  a32 = -a8;
  const g: u8 = 300;
  const h: u8 = -1;
  const i: u8 = 1.5;
  const list: u32[] = [1, 2, a8];
  const color: Color = a32;
  const n: u8 = Color.Red;
  const p: P = new Q();
  const ps: P[] = [new R()];
  const rs: R[] = [new R()];
  const pr: P[] = rs;
  take(new Q());
  const raw: u64 = 5;
  addr(raw);
  const phys = raw as PhysAddr;
  const w = id(a8 + b8);
  a32 = w;
  if (a8 < a32) a32 = 1;
  const x: i32 = 5;
  if (x < a32) a32 = 1;
  const big: i8 = 128;
  const cc = 1 / 0;
}
