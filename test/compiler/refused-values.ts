// What cannot be thrown, and typeof outside of a comparison.
// @error: MTS1122 7:16 'typeof' can only be compared with a string literal.
// @error: MTS1019 8:23 'string' is no error.
// @error: MTS1019 9:23 'u32' is no error.

function check(word: u32): u32 {
  const name = typeof word;
  if (word > 1) throw "text";
  if (word > 2) throw word;
  return word;
}

export function main(): void {
  check(1);
}
