// Sums, constants and type arguments that the checker takes for plain numbers are typed by the compiler.
// @error: MTS1201 28:9 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 30:9 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 31:9 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 32:19 Type 'u32' is not assignable to type 'u8'.
// @error: MTS1201 33:3 Type 'u32' is not assignable to type 'u8'.
// @error: MTS1204 34:19 The operands are of different types, 'u32' and 'i32', and neither holds the other.
// @error: MTS1204 35:17 The operands are of different types, 'u32' and 'i32', and neither holds the other.
// @error: MTS1201 37:24 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 38:25 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 39:23 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1201 40:30 Type 'u8' is not assignable to type 'u32'.
// @error: MTS1001 42:24 Type 'u8[]' is not assignable to type 'u32[]'.
// @error: MTS1201 43:8 Type 'u8' is not assignable to type 'u32'.

function id<T>(x: T): T {
  return x;
}
function greater<T extends number>(a: T, b: T): T {
  return a > b ? a : b;
}
function take(x: u32): u32 {
  return x;
}

function check(a8: u8, b32: u32, i32_: i32): u32 {
  let sum: u32 = a8 + b32;
  sum = a8 + a8;
  sum += a8;
  sum = ~a8;
  sum = -a8;
  let small: u8 = a8 + b32;
  small |= b32;
  const isBelow = b32 < i32_;
  const mixed = b32 + i32_;
  const same = a8 + a8;
  const widened: u32 = same;
  const inferred: u32 = id(a8 + a8);
  const chosen: u32 = greater(a8 + a8, a8);
  const list: u32[] = [1, 2, a8];
  const bytes = [a8, 1];
  const words: u32[] = bytes;
  take(a8 + a8);
  const converted = u32(a8 + a8) + take(u32(small));
  return isBelow && mixed > 0 ? sum + widened + inferred + chosen + list[0] + words[0] : converted;
}

export function main(): void {
  check(1, 2, 3);
}
