// What is unsigned is never below 0: a loop that waits for it would not end. In a generic function, other types may be meant.
// @error: MTS1147 13:10 A 'u32' is never below 0, so this comparison always has the same result.
// @error: MTS1147 14:7 A 'u64' is never below 0, so this comparison always has the same result.
// @error: MTS1147 15:24 A 'u8' is never below 0, so this comparison always has the same result.

function sign<T extends number>(x: T): i32 {
  if (x < 0) return -1;
  return x > 0 ? 1 : 0;
}

export function main(): void {
  let count: u32 = 3;
  while (count >= 0) count--;
  if ("abc".length < 0) console.log("none");
  console.log(sign(3), 0 > u8(count), sign(i32(-3)));
}
