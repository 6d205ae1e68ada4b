// @error: MTS1042 13:21 A struct lies in its owner and is never null: 'Size | null' has no form.
// @error: MTS1043 17:19 The integer types of 'u8 | u32' differ; a value has one machine type.
// @error: MTS1044 19:18 The tuple '[u32, string?]' has elements that a tuple cannot hold.
// @error: MTS1301 22:3 A span cannot be a field: it must not outlive what it views.
// @error: MTS1301 27:5 A span cannot be a global: it must not outlive what it views.

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

class Holder {
  view: Span<u8>;
  next: Holder | null = null;
  sizes: FixedArray<Size, 4>;
}

let kept: Span<u8>;

export function main(): i32 {
  return 0;
}
