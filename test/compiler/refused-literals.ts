// Constants must fit; shifts, divisions and indices that cannot be right are refused.
// @error: MTS1202 16:20 300 does not fit 'u8'.
// @error: MTS1202 17:24 -1 does not fit 'u8'.
// @error: MTS1203 18:24 1.5 is not an integer, so it is no 'u8'.
// @error: MTS1202 20:22 -4096 does not fit 'u8'.
// @error: MTS1202 22:23 18446744073709551616 does not fit 'u64'.
// @error: MTS1206 23:19 A shift of a 'u32' by 40 would use only the low bits of 40.
// @error: MTS1207 24:19 This divides by zero.
// @error: MTS1208 25:22 The index -1 is below 0.
// @error: MTS1208 26:37 A length is an unsigned integer, not 'i32'.
// @error: MTS1208 28:3 The index 4 is outside of the 4 items.
// @error: MTS1204 31:18 The operands are of different types, 'f32' and 'f64', and neither holds the other.
// @error: MTS1204 32:16 The operands are of different types, 'f32' and 'u32', and neither holds the other.

function check(word: u32, list: u32[], index: i32): u32 {
  const high: u8 = 300;
  const negative: u8 = -1;
  const fraction: u8 = 1.5;
  const complement: u32 = ~0xfff;
  const narrow: u8 = ~0xfff;
  const exact: u64 = 0xffff_8000_0000_0001;
  const beyond: u64 = 0x1_0000_0000_0000_0000;
  const shifted = word << 40;
  const divided = word / 0;
  const below = list[-1];
  const signed = u32(new Array<u32>(index + index).length);
  const items = new FixedArray<u8, 4>();
  items[4] = 1;
  const single: f32 = 1.5;
  const double: f64 = 2.5;
  const floats = single + double;
  const both = single + word;
  const flag = word > 1;
  return complement + u32(narrow) + u32(exact) + shifted + divided + below + signed + u32(flag);
}

export function main(): void {
  check(1, [], 0);
}
