import { APOSTROPHE, BACKSLASH, QUOTE } from "../support/ascii.ts";

/** A word without its quotes, its expansions left as they are. */
export function removeQuotes(word: string): string {
  const bytes: u8[] = [];
  let quote: u8 = 0;
  for (let i: usize = 0; i < word.length; i++) {
    const byte = word.byteAt(i);
    if (quote === 0 && (byte === APOSTROPHE || byte === QUOTE)) {
      quote = byte;
    } else if (byte === quote) {
      quote = 0;
    } else if (byte === BACKSLASH && quote !== APOSTROPHE && i + 1 < word.length) {
      i += 1;
      bytes.push(word.byteAt(i));
    } else {
      bytes.push(byte);
    }
  }
  return String.fromBytes(bytes.span());
}

/** The text as one word that stands for itself: in quotes if need be. */
export function quoted(text: string): string {
  let isPlain = text.length > 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text.byteAt(i);
    const isSafe =
      byte >= 0x2b && byte <= 0x7a && byte !== 0x3b && byte !== 0x3c && byte !== 0x3e && byte !== 0x3f;
    if (!isSafe || byte === 0x5b || byte === BACKSLASH || byte === 0x5d || byte === 0x5e || byte === 0x60)
      isPlain = false;
  }
  return isPlain ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
