// @error: MTS1201 50:8 Type 'u32' is not assignable to type 'u8'.
// @error: MTS1201 51:8 Type 'u32' is not assignable to type 'u8'.
// @error: MTS1201 52:3 Type 'u32' is not assignable to type 'u8'.
// @error: MTS1201 53:3 Type 'u32' is not assignable to type 'u8'.
// @error: MTS1201 54:18 Type 'u64' is not assignable to type 'u32'.
// @error: MTS1204 55:14 The operands are of different types, 'i32' and 'u32', and neither holds the other.
// @error: MTS1202 56:19 300 does not fit 'u8'.
// @error: MTS1202 57:19 -1 does not fit 'u8'.
// @error: MTS1203 58:20 1.5 is not an integer, so it is no 'u8'.
// @error: MTS1201 59:9 Type 'u64' is not assignable to type 'u32'.
// @error: MTS1201 60:10 Type 'u32' is not assignable to type 'u8'.
// @error: MTS1201 61:29 Type 'u64' is not assignable to type 'u32'.
// @error: MTS1201 62:16 Type 'u32' is not assignable to type 'E'.
// @error: MTS1001 63:16 Type 'Q' is not assignable to type 'P'.
// @error: MTS1001 64:25 Type 'Der[]' is not assignable to type 'Base[]'.
// @error: MTS1201 66:20 Type 'u64' is not assignable to type 'Phys'.
// @error: MTS1201 67:19 Type 'Phys' is not assignable to type 'Virt'.

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
