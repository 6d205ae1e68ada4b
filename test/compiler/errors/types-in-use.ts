// @error: MTS1138 21:3 The field 'best' has no value when the object is made, and its type has no zero value.

@struct
class Size {
  width: u32 = 0;
  height: u32 = 0;
}

function area(size: Size | null): u32 {
  return 0;
}

function mixed(x: u8 | u32): void {}

function pair(x: [u32, string?]): void {}

function level(x: 1 | 2 | 3): void {}

class Holder {
  view: Span<u8>;
  best: string;
  next: Holder | null = null;
  sizes: FixedArray<Size, 4>;
}

let kept: Span<u8>;

export function main(): i32 {
  return 0;
}
