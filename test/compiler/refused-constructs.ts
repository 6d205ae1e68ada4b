// Constructs outside the language, each with its own message, in the order of the source.
// @error: MTS1100 17:1 'var' is outside the language.
// @error: MTS1102 18:9 Generator functions are outside the language.
// @error: MTS1102 18:19 'yield' is outside the language.
// @error: MTS1159 20:21 Computed property names are outside the language.
// @error: MTS1107 21:11 'in' is outside the language: objects have no property names at run time.
// @error: MTS1107 22:8 'for…in' is outside the language: objects have no property names at run time.
// @error: MTS1105 23:13 Regular expressions are outside the language.
// @error: MTS1106 24:13 'bigint' is outside the language.
// @error: MTS1000 27:12 'any' is outside the language: every value has one machine type.
// (A class inside of a function is inside of it.)
// @error: MTS1000 31:13 'number' has no machine representation.
// @error: MTS1101 32:15 '==' compares null only.
// @error: MTS1157 33:3 'debugger' is outside the language.
// @error: MTS1114 35:11 A namespace with code is outside the language.

var old = 1;
function* gen() { yield 1; }
export function main(): void {
  const o = { a: 1, ["b"]: 2 };
  if ("a" in o) {}
  for (const k in o) {}
  const r = /x/;
  const b = 5n;
  const t = typeof o;
  const u: unknown = 5;
  const v: any = 5;
  class Local { x: u32 = 1; }
  const l = new Local();
  void 0;
  const nn: number = 5;
  const m = o == o;
  debugger;
}
namespace N { export const x = 1; }
