// @error: MTS1169 11:5 'late' has no value at first, and its type has no zero value.
// @error: MTS1169 15:10 'Registry.first' has no value at first, and its type has no zero value.
// @error: MTS1303 26:17 'Foo' has no zero value to fill an array with.
// @error: MTS1303 27:17 'string' has no zero value to fill an array with.
// @error: MTS1303 29:17 'Foo' has no zero value to fill an array with.

class Foo {
  x: u32 = 1;
}

let late: Foo;
let count: u32;

class Registry {
  static first: Foo;
  static total: u32;
}

function useLate(): u32 {
  late = new Foo();
  count = 1;
  return late.x + count + Registry.first.x + Registry.total;
}

export function main(): i32 {
  const fixed = new FixedArray<Foo, 4>();
  const texts = new FixedArray<string, 2>();
  const maybe = new FixedArray<Foo | null, 2>();
  const array = new Array<Foo>(3);
  return i32(useLate());
}
