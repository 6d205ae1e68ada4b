/** `toFixed`: floats with so many digits behind the point, rounded from their exact value. */

import { BigInteger } from "./big-integer.ts";
import { formatF64 } from "./float.ts";
import { stringFromBytes } from "./string.ts";

const HIDDEN_BIT = 0x10_0000_0000_0000;
const MOST_DIGITS = 100;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;

/** As JavaScript does it: values from 1e21 on as `formatF64`. Throws RangeError above 100 digits, and ENOMEM. */
export function toFixed(value: f64, digits: u32): string {
  if (digits > MOST_DIGITS) throw new RangeError("toFixed() digits argument must be between 0 and 100");
  if (!(Math.abs(value) < 1e21)) return formatF64(value);
  const pattern = bits.fromF64(Math.abs(value));
  const biased = i32(pattern >> 52);
  const fraction = pattern & (HIDDEN_BIT - 1);
  // |value| = mantissa × 2^exponent.
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  const scaled = new BigInteger();
  scaled.set(biased === 0 ? fraction : fraction | HIDDEN_BIT);
  scaled.multiplyByPowerOfTen(digits);
  if (exponent >= 0) scaled.shiftLeft(u32(exponent));
  else scaled.shiftRightRounded(u32(-exponent));
  // From the last digit to the first.
  const text = new FixedArray<u8, 128>();
  let at = text.length;
  for (let count: u32 = 0; count <= digits || !scaled.isZero(); count++) {
    if (count === digits && digits > 0) {
      at--;
      text[at] = POINT;
    }
    at--;
    text[at] = ZERO + u8(scaled.divide(10));
  }
  const shown = stringFromBytes(text.span().subspan(at));
  return value < 0 ? `-${shown}` : shown;
}
