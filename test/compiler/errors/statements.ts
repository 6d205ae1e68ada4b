// @error: MTS1100 5:1 'var' is outside the language.
// @error: MTS1107 13:8 'for…in' is outside the language: objects have no property names at run time.
// @error: MTS1157 16:5 'debugger' is outside the language.

var old: u32 = 1;

class Row {
  items: u32[] = [];
}

export function main(): i32 {
  const row = new Row();
  for (const key in row) console.log(key);
  outer: for (const item of row.items) {
    if (item === old) continue outer;
    debugger;
  }
  return 0;
}
