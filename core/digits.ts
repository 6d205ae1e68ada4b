import type { Ptr } from "unsafe";

/** How many decimal digits a number has. */
export function digitCount(value: u64): usize {
  let count: usize = 1;
  let limit: u64 = 10;
  // The largest power of ten that fits is that with 19 zeros.
  while (count < 20 && value >= limit) {
    limit *= 10;
    count += 1;
  }
  return count;
}

/** Writes the `count` decimal digits of a number. */
export function putDigits(to: Ptr<u8>, count: usize, value: u64): void {
  let rest = value;
  let at = count;
  do {
    at -= 1;
    to[at] = u8(rest % 10) + 48;
    rest /= 10;
  } while (rest !== 0);
}
