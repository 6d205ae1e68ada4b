import { unescapeText } from "./printf.ts";

/** What `echo` prints for its arguments: `-n` leaves out the line end, `-e` replaces escapes. */
export function echoText(args: readonly string[]): string {
  let hasEnd = true;
  let escapes = false;
  let first: usize = 0;
  while (first < args.length && isEchoOption(args[first])) {
    if (args[first].includes("n")) hasEnd = false;
    if (args[first].includes("e")) escapes = true;
    if (args[first].includes("E")) escapes = false;
    first += 1;
  }
  const text = args.slice(first).join(" ");
  if (!escapes) return hasEnd ? `${text}\n` : text;
  const unescaped = unescapeText(text);
  return hasEnd && !unescaped.isStopped ? `${unescaped.text}\n` : unescaped.text;
}

function isEchoOption(text: string): boolean {
  if (text.length < 2 || !text.startsWith("-")) return false;
  for (let i: usize = 1; i < text.length; i++) {
    if ("neE".bytes().indexOf(text.byteAt(i)) < 0) return false;
  }
  return true;
}
