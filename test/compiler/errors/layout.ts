// @error: MTS1353 16:2 The struct 'Wrong' has 8 bytes, not 5: a at 0, b at 4.
// @error: MTS1354 19:4 The field 'b' lies at offset 4, not 1: a at 0, b at 4.
// @error: MTS1355 31:2 An alignment is a power of two up to 4096.
// @error: MTS1350 37:7 The struct 'Endless' contains itself.
// @error: MTS1352 41:2 '@packed' is for structs.
// @error: MTS1350 51:7 The struct 'First' contains itself.

@struct
@size(8)
class Exact {
  a: u8 = 0;
  b: u32 = 0;
}

@struct
@size(5)
class Wrong {
  a: u8 = 0;
  @offset(1) b: u32 = 0;
}

@struct
@packed
@size(5)
class Packed {
  a: u8 = 0;
  @offset(1) b: u32 = 0;
}

@struct
@align(3)
class Odd {
  a: u8 = 0;
}

@struct
class Endless {
  inner: Endless;
}

@packed
class Heap {
  a: u8 = 0;
}

export function main(): i32 {
  return 0;
}

@struct
class First {
  second: Second = new Second();
}

@struct
class Second {
  list: FixedArray<First, 2> = new FixedArray<First, 2>();
}
