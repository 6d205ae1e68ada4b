/** Decimal digits, two at a time. */

import type { Ptr } from "unsafe";
import { bytesOf } from "./string.ts";
import { storeShort } from "./unaligned.ts";

/** 10 to the power of the index, but for the first: 0 has a digit too. */
const powers = new FixedArray<u64, 20>([
  0, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
  100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
  10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
]); // prettier-ignore

/** The numbers from 0 to 99, in two digits each. */
const PAIRS =
  "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849" +
  "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/** How many decimal digits a number has. */
export function digitCount(value: u64): usize {
  // The number of bits times log10(2) is too small by one at most.
  const least = ((64 - bits.leadingZeros(value | 1)) * 1233) >> 12;
  return least + usize(value >= powers[least]);
}

/** Writes the `count` decimal digits of a number. */
export function putDigits(to: Ptr<u8>, count: usize, value: u64): void {
  const pairs = bytesOf(PAIRS).cast<u16>();
  let rest = value;
  let at = count;
  while (rest >= 100) {
    at -= 2;
    storeShort(to.add(at), pairs[rest % 100]);
    rest /= 100;
  }
  if (rest >= 10) storeShort(to, pairs[rest]);
  else to[0] = u8(rest) + 48;
}
