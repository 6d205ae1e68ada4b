// @error: MTS1168 13:3 The field 'name' has no value when the object is made, and its type has no zero value.
// @error: MTS1168 14:3 The field 'inner' has no value when the object is made, and its type has no zero value.
// @error: MTS1168 16:3 The field 'list' has no value when the object is made, and its type has no zero value.
// @error: MTS1168 17:3 The field 'run' has no value when the object is made, and its type has no zero value.

class Inner {
  x: u32 = 0;
}

class Holder {
  count: u32;
  flag: boolean;
  name: string;
  inner: Inner;
  maybe: Inner | null;
  list: u32[];
  run: () => void;
  items: FixedArray<u8, 4>;
  set: Inner;

  constructor(inner: Inner) {
    this.set = inner;
  }
}

export function main(): i32 {
  return i32(new Holder(new Inner()).count);
}
