// What cannot be thrown, and typeof compared with what is no literal.
// @error: MTS1122 8:7 'typeof' can only be compared with a string literal.
// @error: MTS1019 9:23 'string' is no error.
// @error: MTS1019 10:23 'u32' is no error.

function check(word: u32): u32 {
  const name = "number";
  if (typeof word === name) word;
  if (word > 1) throw "text";
  if (word > 2) throw word;
  return word;
}

export function main(): void {
  check(1);
}
