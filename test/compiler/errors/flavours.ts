// @error: MTS1201 30:8 A 'u32' is not a 'u8'.
// @error: MTS1201 31:8 A 'u32' is not a 'u8'.
// @error: MTS1201 32:3 A 'u32' is not a 'u8'.
// @error: MTS1201 33:3 A 'u32' is not a 'u8'.
// @error: MTS1201 34:18 A 'u64' is not a 'u32'.
// @error: MTS1204 35:14 The operands are of different types, 'i32' and 'u32', and neither holds the other.
// @error: MTS1202 36:19 300 does not fit 'u8'.
// @error: MTS1202 37:19 -1 does not fit 'u8'.
// @error: MTS1203 38:20 1.5 is not an integer, so it is no 'u8'.
// @error: MTS1201 39:9 A 'u64' is not a 'u32'.
// @error: MTS1201 40:10 A 'u32' is not a 'u8'.
// @error: MTS1201 41:29 A 'u64' is not a 'u32'.
// @error: MTS1201 42:16 A 'u32' is not a 'E'.
// @error: MTS1001 43:16 A 'Q' is not a 'P'.
// @error: MTS1001 44:25 A 'Der[]' is not a 'Base[]'.
// @error: MTS1201 45:40 A 'u64' is not a 'Phys'.
// @error: MTS1201 46:19 A 'Phys' is not a 'Virt'.

class P {
  x: u32 = 1;
}
class Q {
  x: u32 = 2;
  y: u32 = 3;
}
class Base {
  a: u32 = 0;
}
class Der extends Base {
  b: u32 = 1;
}
enum E {
  A = 1,
}
type Phys = u64 & { readonly __addr?: "phys" };
type Virt = u64 & { readonly __addr?: "virt" };
function id<T>(x: T): T {
  return x;
}
function takes(x: u32): u32 {
  return x;
}
export function main(): i32 {
  let a8: u8 = 1;
  let b8: u8 = 2;
  let b32: u32 = 3;
  let a32: u32 = 4;
  let c64: u64 = 5;
  let s32: i32 = 1;
  a8 = a8 + b32;
  a8 = ~b32;
  a8 |= b32;
  a8 += a32;
  let m32: u32 = -c64;
  const lt = s32 < a32;
  const big: u8 = 300;
  const neg: u8 = -1;
  const frac: u8 = 1.5;
  takes(c64 + 1);
  id<u8>(a32 + 1);
  const arr: u32[] = [1, 2, c64];
  const e: E = a32;
  const p: P = new Q();
  const bases: Base[] = [new Der()] as Der[];
  const raw: u64 = 5;
  const ph: Phys = raw;
  const v: Virt = ph + 1;
  return 0;
}
