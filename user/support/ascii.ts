/** Bytes by name, and the classes of bytes that the programs here ask for. */

export const TAB: u8 = 9;
export const NEWLINE: u8 = 10;
export const ESCAPE: u8 = 27;
export const SPACE: u8 = 32;
export const EXCLAMATION: u8 = 33;
export const QUOTE: u8 = 34;
export const HASH: u8 = 35;
export const DOLLAR: u8 = 36;
export const PERCENT: u8 = 37;
export const AMPERSAND: u8 = 38;
export const APOSTROPHE: u8 = 39;
export const PARENTHESIS: u8 = 40;
export const CLOSING_PARENTHESIS: u8 = 41;
export const STAR: u8 = 42;
export const MINUS: u8 = 45;
export const DOT: u8 = 46;
export const SLASH: u8 = 47;
export const COLON: u8 = 58;
export const SEMICOLON: u8 = 59;
export const LESS: u8 = 60;
export const EQUALS: u8 = 61;
export const GREATER: u8 = 62;
export const QUESTION: u8 = 63;
export const AT: u8 = 64;
export const BRACKET: u8 = 91;
export const BACKSLASH: u8 = 92;
export const CLOSING_BRACKET: u8 = 93;
export const CARET: u8 = 94;
export const BACKQUOTE: u8 = 96;
export const BRACE: u8 = 123;
export const BAR: u8 = 124;
export const CLOSING_BRACE: u8 = 125;
export const DELETE: u8 = 127;

/** `0` to `9`. */
export function isDigit(byte: u8): boolean {
  return byte >= 48 && byte <= 57;
}

/** `A` to `Z` and `a` to `z`. */
export function isLetter(byte: u8): boolean {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122;
}

/** Letters, digits and the underscore. */
export function isNameByte(byte: u8): boolean {
  return isLetter(byte) || isDigit(byte) || byte === 95;
}

/** Blanks and tabs: what separates words on a line. */
export function isBlank(byte: u8): boolean {
  return byte === SPACE || byte === TAB;
}

/** Blanks, tabs, line ends, vertical tabs and form feeds, as C's isspace(3). */
export function isSpace(byte: u8): boolean {
  return byte === SPACE || (byte >= 9 && byte <= 13);
}

/** Whether the text is a name of shell variables: a letter or underscore, then name bytes. */
export function isName(text: string): boolean {
  if (text.length === 0 || isDigit(text.byteAt(0))) return false;
  for (let i = 0; i < text.length; i++) {
    if (!isNameByte(text.byteAt(i))) return false;
  }
  return true;
}
