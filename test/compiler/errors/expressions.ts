// @error: MTS1101 19:12 '==' compares null only.
// @error: MTS1101 19:22 '!=' compares null only.
// @error: MTS1104 27:3 'arguments' is outside the language.
// @error: MTS1105 32:16 Regular expressions are outside the language.
// @error: MTS1106 33:15 'bigint' is outside the language.
// @error: MTS1115 34:16 Classes are not values.
// @error: MTS1107 36:19 'in' is outside the language: objects have no property names at run time.
// @error: MTS1118 37:15 Symbols are no values in this language.
// @error: MTS1155 38:17 An array has no holes.
// (Accessors in object literals are inside of it.)
// @error: MTS1159 43:5 Computed property names are outside the language.
// @error: MTS1117 45:23 Prototypes are outside the language: classes are fixed when the program is compiled.

class Point {
  x: u32 = 1;
}

function same(a: u32, b: u32): boolean {
  return a == b || a != b;
}

function present(p: Point | null): boolean {
  return p != null;
}

function everything(): u32 {
  arguments;
  return 2;
}

export function main(): i32 {
  const text = /a+/;
  const big = 10n;
  const made = class {};
  const point = new Point();
  const has = "x" in point;
  const key = Symbol.iterator;
  const holes = [1, , 2];
  const accessors = {
    get one(): u32 {
      return 1;
    },
    ["two"]: 2,
  };
  const proto = Point.prototype;
  return present(point) && same(1, 2) ? 1 : 0;
}
