/** Patterns of shells: `*`, `?`, `[a-z]`, `[!a-z]`, `[[:digit:]]`; a backslash takes the next byte as it is. */

import { BACKSLASH, BRACKET, CARET, CLOSING_BRACKET, COLON, DELETE, EXCLAMATION, isBlank, isDigit, isLetter, isSpace, MINUS, QUESTION, SPACE, STAR } from "./ascii.ts"; // prettier-ignore

/** Whether the pattern has a `*`, `?` or `[` that is not taken as it is. */
export function isPattern(text: string): boolean {
  for (let i: usize = 0; i < text.length; i++) {
    const byte = text.byteAt(i);
    if (byte === BACKSLASH) i += 1;
    else if (byte === STAR || byte === QUESTION || byte === BRACKET) return true;
  }
  return false;
}

/** The pattern as plain text: its backslashes taken away. */
export function unescape(pattern: string): string {
  if (pattern.indexOf("\\") < 0) return pattern;
  const bytes: u8[] = [];
  for (let i: usize = 0; i < pattern.length; i++) {
    if (pattern.byteAt(i) === BACKSLASH && i + 1 < pattern.length) i += 1;
    bytes.push(pattern.byteAt(i));
  }
  return String.fromBytes(bytes.span());
}

/** Length of the `[:name:]` at an index; 0 if there is none. */
function lengthOfClass(pattern: Span<u8>, at: usize): usize {
  if (at + 1 >= pattern.length || pattern[at + 1] !== COLON) return 0;
  let end = at + 2;
  while (end < pattern.length && isLetter(pattern[end])) end += 1;
  return end + 1 < pattern.length && pattern[end] === COLON && pattern[end + 1] === CLOSING_BRACKET
    ? end + 2 - at
    : 0;
}

/** Whether an ASCII character is in a class (POSIX.1-2017, 9.3.5). */
function isInClass(name: string, byte: u8): boolean {
  const isVisible = byte > SPACE && byte < DELETE;
  switch (name) {
    case "alpha":
      return isLetter(byte);
    case "digit":
      return isDigit(byte);
    case "alnum":
      return isLetter(byte) || isDigit(byte);
    case "upper":
      return isLetter(byte) && (byte & 32) === 0;
    case "lower":
      return isLetter(byte) && (byte & 32) !== 0;
    case "space":
      return isSpace(byte);
    case "blank":
      return isBlank(byte);
    case "punct":
      return isVisible && !isLetter(byte) && !isDigit(byte);
    case "graph":
      return isVisible;
    case "print":
      return isVisible || byte === SPACE;
    case "cntrl":
      return byte < SPACE || byte === DELETE;
    case "xdigit":
      return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);
    default:
      return false;
  }
}

/** Whether the bracket expression at `at` (a `[`) has the byte, and the index behind it; null when it is none. */
function matchBracket(pattern: Span<u8>, at: usize, byte: u8): [boolean, usize] | null {
  let index = at + 1;
  let isNegated = false;
  if (index < pattern.length && (pattern[index] === EXCLAMATION || pattern[index] === CARET)) {
    isNegated = true;
    index += 1;
  }
  let found = false;
  let isFirst = true;
  while (index < pattern.length && (isFirst || pattern[index] !== CLOSING_BRACKET)) {
    isFirst = false;
    const classLength = pattern[index] === BRACKET ? lengthOfClass(pattern, index) : 0;
    if (classLength > 0) {
      const name = String.fromBytes(pattern.subspan(index + 2, index + classLength - 2));
      if (isInClass(name, byte)) found = true;
      index += classLength;
      continue;
    }
    if (pattern[index] === BACKSLASH && index + 1 < pattern.length) index += 1;
    const low = pattern[index];
    let high = low;
    if (
      index + 2 < pattern.length &&
      pattern[index + 1] === MINUS &&
      pattern[index + 2] !== CLOSING_BRACKET
    ) {
      high = pattern[index + 2];
      index += 2;
    }
    if (byte >= low && byte <= high) found = true;
    index += 1;
  }
  if (index >= pattern.length) return null;
  return [found !== isNegated, index + 1];
}

/** Whether the whole text has the form of the pattern. Goes back to the last `*` only, so it takes no more than length × length. */
export function matches(pattern: Span<u8>, text: Span<u8>): boolean {
  let p: usize = 0;
  let t: usize = 0;
  let starPattern: usize = 0;
  let starText: usize = 0;
  let hasStar = false;
  while (true) {
    if (p === pattern.length && t === text.length) return true;
    if (p < pattern.length && pattern[p] === STAR) {
      hasStar = true;
      starPattern = p + 1;
      starText = t;
      p += 1;
      continue;
    }
    const next = t < text.length ? matchOne(pattern, p, text[t]) : 0;
    if (next > 0) {
      p = next;
      t += 1;
    } else if (hasStar && starText < text.length) {
      starText += 1;
      p = starPattern;
      t = starText;
    } else {
      return false;
    }
  }
}

/** The index behind the piece of the pattern at `at` if that fits the byte, else 0. */
function matchOne(pattern: Span<u8>, at: usize, byte: u8): usize {
  if (at >= pattern.length) return 0;
  const first = pattern[at];
  if (first === QUESTION) return at + 1;
  if (first === BRACKET) {
    const bracket = matchBracket(pattern, at, byte);
    if (bracket !== null) return bracket[0] ? bracket[1] : 0;
  }
  if (first === BACKSLASH && at + 1 < pattern.length) return pattern[at + 1] === byte ? at + 2 : 0;
  return first === byte ? at + 1 : 0;
}
