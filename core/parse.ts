/** The value of a digit in any base up to 36, or 255. */
function digitValue(byte: u8): u32 {
  if (byte >= 48 && byte <= 57) return u32(byte) - 48;
  if (byte >= 97 && byte <= 122) return u32(byte) - 87;
  if (byte >= 65 && byte <= 90) return u32(byte) - 55;
  return 255;
}

/** The base that a prefix 0x, 0o, 0b stands for, or 0. */
function prefixBase(bytes: Span<u8>, at: usize): u32 {
  if (at + 2 >= bytes.length || bytes[at] !== 48) return 0;
  const letter = bytes[at + 1] | 32;
  if (letter === 120) return 16;
  if (letter === 111) return 8;
  if (letter === 98) return 2;
  return 0;
}

/** The unsigned number that the digits from `start` to the end of the bytes are; null when they are not or do not fit. */
function parseDigits(bytes: Span<u8>, start: usize, radix: u32): u64 | null {
  if (start >= bytes.length) return null;
  let value: u64 = 0;
  const base = u64(radix);
  for (let i = start; i < bytes.length; i++) {
    const digit = digitValue(bytes[i]);
    if (digit >= radix) return null;
    if (bits.multiplyOverflows(value, base)) return null;
    value *= base;
    if (bits.addOverflows(value, u64(digit))) return null;
    value += u64(digit);
  }
  return value;
}

/** An unsigned number: digits of the base alone, or with 0x, 0o, 0b before them when no base is given; null if it is none. */
export function parseUnsigned(text: string, radix: u32 = 0): u64 | null {
  const bytes = text.bytes();
  if (radix !== 0) return parseDigits(bytes, 0, radix);
  const base = prefixBase(bytes, 0);
  return base === 0 ? parseDigits(bytes, 0, 10) : parseDigits(bytes, 2, base);
}

/** See `parseInteger` in prelude.d.ts. */
export function parseInteger(text: string, radix: u32 = 0): i64 | null {
  const bytes = text.bytes();
  if (bytes.length === 0) return null;
  const negative = bytes[0] === 45;
  const start: usize = negative || bytes[0] === 43 ? 1 : 0;
  const base = radix === 0 ? prefixBase(bytes, start) : 0;
  let magnitude: u64 | null;
  if (base !== 0) magnitude = parseDigits(bytes, start + 2, base);
  else magnitude = parseDigits(bytes, start, radix === 0 ? 10 : radix);
  if (magnitude === null) return null;
  if (negative) return magnitude > 0x8000_0000_0000_0000 ? null : -i64(magnitude);
  return magnitude > 0x7fff_ffff_ffff_ffff ? null : i64(magnitude);
}
