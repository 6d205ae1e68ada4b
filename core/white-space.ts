/** Characters without ink. */

const SPACE = 32;

/** White space and line ends of ECMAScript (ECMA-262, 12.2 and 12.3). */
export function isSpace(code: u32): boolean {
  if (code < 0x80) return code === SPACE || (code >= 9 && code <= 13);
  switch (code) {
    case 0xa0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202f:
    case 0x205f:
    case 0x3000:
    case 0xfeff:
      return true;
    default:
      return code >= 0x2000 && code <= 0x200a;
  }
}
