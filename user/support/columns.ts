/** How many columns of a terminal text takes (Unicode Standard Annex 11: wide characters take two, marks on others none). */

/** Ranges of characters without a column of their own, and of wide ones: first and last of each. */
const EMPTY: readonly u32[] = [0x300, 0x36f, 0x200b, 0x200f, 0xfe00, 0xfe0f];
const WIDE: readonly u32[] = [
  0x1100, 0x115f, 0x2e80, 0xa4cf, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0,
  0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd,
];

function isIn(ranges: readonly u32[], character: u32): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (character >= ranges[i] && character <= ranges[i + 1]) return true;
  }
  return false;
}

/** Whether the byte goes on with a character of UTF-8. */
function isContinuation(byte: u8): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The index behind the character at an index. */
export function positionAfter(text: string, at: usize): usize {
  let next = bits.min(at + 1, text.length);
  while (next < text.length && isContinuation(text.byteAt(next))) next += 1;
  return next;
}

/** The index of the character before an index. */
export function positionBefore(text: string, at: usize): usize {
  let before = at;
  if (before > 0) before -= 1;
  while (before > 0 && isContinuation(text.byteAt(before))) before -= 1;
  return before;
}

/** The number of the character in UTF-8 from `start` to `end`. */
function characterAt(text: string, start: usize, end: usize): u32 {
  const first = u32(text.byteAt(start));
  if (end - start === 1) return first;
  let character = first & (0xff >> (u32(end - start) + 1));
  for (let at = start + 1; at < end; at++) character = (character << 6) | u32(text.byteAt(at) & 0x3f);
  return character;
}

/** Columns that a text without control characters takes. */
export function columnsOf(text: string): usize {
  let columns: usize = 0;
  let at: usize = 0;
  while (at < text.length) {
    const end = positionAfter(text, at);
    const character = characterAt(text, at, end);
    // Nothing below the first range is anything but one column.
    if (character < EMPTY[0]) columns += 1;
    else if (!isIn(EMPTY, character)) columns += isIn(WIDE, character) ? 2 : 1;
    at = end;
  }
  return columns;
}
