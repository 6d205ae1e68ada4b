// @error: MTS1110 12:3 The value of the enum member 'Second' is not a constant.
// @error: MTS1111 16:6 The enum 'Mixed' mixes numbers and strings.
// @error: MTS1112 21:6 No integer of 64 bits holds all values of 'Wide'.

function two(): u32 {
  return 2;
}

enum Flags {
  None,
  First = 1 << 0,
  Second = two(),
  Third = First | 4,
}

enum Mixed {
  A = 1,
  B = "b",
}

enum Wide {
  Low = -1,
  High = 0xffff_ffff_ffff_ffff,
}

export function main(): i32 {
  return i32(u32(Flags.Third));
}
