// @error: MTS1305 14:2 The struct 'Wrong' has 8 bytes, not 5: a at 0, b at 4.
// @error: MTS1306 17:4 The field 'b' lies at offset 4, not 1: a at 0, b at 4.
// @error: MTS1307 29:2 An alignment is a power of two up to 4096.
// @error: MTS1304 39:2 '@packed' is for structs.

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
