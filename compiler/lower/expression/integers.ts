/** The ranges of integer types, and which conversions lose nothing. */

import type { IntType } from "../../types.ts";

/** The least and the greatest value of an integer type. */
export function rangeOf(type: Pick<IntType, "bits" | "signed">): { low: bigint; high: bigint } {
  const bits = BigInt(type.bits);
  return type.signed
    ? { low: -(1n << (bits - 1n)), high: (1n << (bits - 1n)) - 1n }
    : { low: 0n, high: (1n << bits) - 1n };
}

/** Whether the type has the value. */
export function fits(value: bigint, type: Pick<IntType, "bits" | "signed">): boolean {
  const { low, high } = rangeOf(type);
  return value >= low && value <= high;
}

/** Whether every value of `from` is one of `to`. */
export function widens(
  from: Pick<IntType, "bits" | "signed">,
  to: Pick<IntType, "bits" | "signed">,
): boolean {
  const a = rangeOf(from);
  const b = rangeOf(to);
  return a.low >= b.low && a.high <= b.high;
}

/** base ** exponent; null when it has more bits than any integer type could be made of. */
export function integerPower(base: bigint, exponent: bigint): bigint | null {
  if (exponent < 0n) return null;
  if (base >= -1n && base <= 1n) return exponent === 0n ? 1n : exponent % 2n === 0n ? base * base : base;
  return exponent <= 128n ? base ** exponent : null;
}

/** Whether a division leaves no rest; one by 0 has neither result nor rest. */
export const divides = (divisor: bigint, value: bigint): boolean => divisor === 0n || value % divisor === 0n;

/**
 * `a >>> count` of a number without a type: what is below 0 has 32 bits, as in JavaScript. Null when it does not fit these.
 */
export function logicalShift(a: bigint, count: bigint): bigint | null {
  if (a >= 0n) return a >> count;
  return a >= -(1n << 31n) ? BigInt.asUintN(32, a) >> (count & 31n) : null;
}
