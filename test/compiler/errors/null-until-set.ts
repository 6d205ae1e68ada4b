// @error: MTS1168 12:3 The field 'foo' has no value when the object is made, and its type has no zero value.
// @error: MTS1170 17:6 'foo' would be null until it is set.
// @error: MTS1168 19:3 The field 'items' has no value when the object is made, and its type has no zero value.
// @error: MTS1170 24:10 'foo' would be null until it is set.

class Foo {
  x: u32 = 1;
}

@struct
class Slot {
  foo: Foo;
  n: u32;
}

class Holder {
  foo!: Foo;
  count!: u32;
  items: FixedArray<Foo, 2>;
  bytes: FixedArray<u8, 2>;
}

export function main(): i32 {
  let foo!: Foo;
  let count!: u32;
  return i32(foo.x + count);
}
