// @error: MTS1101 20:12 '==' compares null only.
// @error: MTS1101 20:22 '!=' compares null only.
// @error: MTS1104 28:3 'arguments' is outside the language.
// @error: MTS1158 29:12 '**' is outside the language.
// @error: MTS1105 33:16 Regular expressions are outside the language.
// @error: MTS1106 34:15 'bigint' is outside the language.
// @error: MTS1115 35:16 Classes are not values.
// @error: MTS1107 37:19 'in' is outside the language: objects have no property names at run time.
// @error: MTS1118 38:15 Symbols are no values in this language.
// @error: MTS1155 39:17 An array has no holes.
// (Accessors in object literals are inside of it.)
// @error: MTS1159 44:5 Computed property names are outside the language.
// @error: MTS1117 46:23 Prototypes are outside the language: classes are fixed when the program is compiled.

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
  return 2 ** 3;
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
