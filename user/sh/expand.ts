/**
 * The expansion of words (POSIX.1-2017, 2.6): tilde, parameters, commands, arithmetic; then splitting into fields, names of
 * files, and the removal of quotes.
 *
 * While a field grows it is kept as a pattern (support/wildcard.ts): what was quoted has a backslash before the bytes that
 * patterns treat specially, so that one text tells both what the field is and what of it may be a pattern.
 */

import { StringBuilder } from "../../core/string-builder.ts";
import { APOSTROPHE, BACKQUOTE, BACKSLASH, BRACE, BRACKET, DOLLAR, isDigit, isNameByte, NEWLINE, PARENTHESIS, QUESTION, QUOTE, STAR } from "../support/ascii.ts"; // prettier-ignore
import { isPattern, matches, unescape } from "../support/wildcard.ts";
import { evaluate } from "./arithmetic.ts";
import { glob } from "./glob.ts";
import { skipQuoted } from "./lexer.ts";
import type { Shell } from "./shell.ts";

class Expansion {
  private readonly shell: Shell;
  /** Whether unquoted expansions are split into fields. */
  private readonly splits: boolean;
  /** Finished fields, as patterns. */
  readonly fields: string[] = [];
  private readonly field: StringBuilder = new StringBuilder();
  /** There is a field, though it may be empty: quotes make one. */
  private isOpen: boolean = false;

  constructor(shell: Shell, splits: boolean) {
    this.shell = shell;
    this.splits = splits;
  }

  endField(): void {
    if (this.isOpen || this.field.length > 0) this.fields.push(this.field.toString());
    this.field.clear();
    this.isOpen = false;
  }

  private add(byte: u8, isQuoted: boolean): void {
    const isSpecial = byte === STAR || byte === QUESTION || byte === BRACKET;
    if (byte === BACKSLASH || (isQuoted && isSpecial)) this.field.appendByte(BACKSLASH);
    this.field.appendByte(byte);
  }

  private addText(text: string, isQuoted: boolean): void {
    for (let i = 0; i < text.length; i++) this.add(text.byteAt(i), isQuoted);
  }

  /** Adds what an expansion gave: as it is, or split where it has separators. */
  private addValue(value: string, isQuoted: boolean): void {
    if (isQuoted || !this.splits) {
      this.addText(value, isQuoted);
      return;
    }
    const separators = this.shell.get("IFS") ?? " \t\n";
    for (let i = 0; i < value.length; i++) {
      const byte = value.byteAt(i);
      if (separators.bytes().indexOf(byte) < 0) {
        this.add(byte, false);
        continue;
      }
      // Other separators than white space make a field even if it is empty.
      if (byte !== 32 && byte !== 9 && byte !== NEWLINE) this.isOpen = true;
      this.endField();
    }
  }

  /** Expands a raw word, or the inside of double quotes, into the current field and perhaps more. */
  walk(raw: string, isQuoted: boolean): void {
    let at: usize = isQuoted ? 0 : this.tilde(raw);
    while (at < raw.length) {
      const byte = raw.byteAt(at);
      if (byte === DOLLAR) {
        at = this.dollar(raw, at, isQuoted);
      } else if (byte === BACKQUOTE) {
        const end = skipQuoted(raw, at);
        const source = unescapeBackquoted(raw.slice(at + 1, end - 1));
        this.addValue(this.shell.substitute(this.shell, source), isQuoted);
        at = end;
      } else if (byte === BACKSLASH) {
        at = this.backslash(raw, at, isQuoted);
      } else if (byte === APOSTROPHE && !isQuoted) {
        const end = skipQuoted(raw, at);
        this.isOpen = true;
        this.addText(raw.slice(at + 1, end - 1), true);
        at = end;
      } else if (byte === QUOTE && !isQuoted) {
        const end = skipQuoted(raw, at);
        const inside = raw.slice(at + 1, end - 1);
        if (inside !== "$@" || this.shell.args.length > 0) this.isOpen = true;
        this.walk(inside, true);
        at = end;
      } else {
        this.add(byte, isQuoted);
        at += 1;
      }
    }
  }

  private backslash(raw: string, at: usize, isQuoted: boolean): usize {
    if (at + 1 === raw.length) {
      this.add(BACKSLASH, true);
      return at + 1;
    }
    const next = raw.byteAt(at + 1);
    const isEscape = next === DOLLAR || next === BACKQUOTE || next === QUOTE || next === BACKSLASH;
    if (next === NEWLINE) return at + 2;
    if (isQuoted && !isEscape) {
      this.add(BACKSLASH, true);
      return at + 1;
    }
    this.isOpen = true;
    this.add(next, true);
    return at + 2;
  }

  /** `~` and `~/…` at the beginning of a word: the home directory. Returns where the rest begins. */
  private tilde(raw: string): usize {
    if (!raw.startsWith("~") || (raw.length > 1 && !raw.startsWith("~/"))) return 0;
    this.addText(this.shell.get("HOME") ?? "/", true);
    return 1;
  }

  /** Expands what begins with the `$` at `at`; returns the index behind it. */
  private dollar(raw: string, at: usize, isQuoted: boolean): usize {
    if (at + 1 === raw.length) {
      this.add(DOLLAR, true);
      return at + 1;
    }
    const next = raw.byteAt(at + 1);
    if (next === BRACE) {
      const end = skipQuoted(raw, at);
      this.braced(raw.slice(at + 2, end - 1), isQuoted);
      return end;
    }
    if (next === PARENTHESIS) {
      const end = skipQuoted(raw, at);
      const inside = raw.slice(at + 2, end - 1);
      const isArithmetic = inside.startsWith("(") && inside.endsWith(")");
      if (isArithmetic) {
        const expression = expandText(this.shell, inside.slice(1, inside.length - 1), true);
        this.addValue(`${evaluate(this.shell, expression)}`, isQuoted);
      } else {
        this.addValue(this.shell.substitute(this.shell, inside), isQuoted);
      }
      return end;
    }
    const length = nameLength(raw, at + 1);
    if (length === 0) {
      this.add(DOLLAR, true);
      return at + 1;
    }
    this.parameter(raw.slice(at + 1, at + 1 + length), isQuoted);
    return at + 1 + length;
  }

  /** `$name` */
  private parameter(name: string, isQuoted: boolean): void {
    if (name === "@" || name === "*") {
      this.allArguments(name === "@", isQuoted);
      return;
    }
    const value = parameterValue(this.shell, name);
    if (value === null && this.shell.unsetIsError) throw new Error(`${name}: is not set`);
    this.addValue(value ?? "", isQuoted);
  }

  /** `$@` and `$*`: a field for each argument; in quotes, `$*` is one field. */
  private allArguments(areFields: boolean, isQuoted: boolean): void {
    const args = this.shell.args;
    if (isQuoted && !areFields) {
      const separators = this.shell.get("IFS") ?? " ";
      this.addText(args.join(separators.slice(0, 1)), true);
      return;
    }
    for (let i = 0; i < args.length; i++) {
      if (i > 0 && this.splits) {
        this.endField();
        if (isQuoted) this.isOpen = true;
      } else if (i > 0) {
        this.add(32, true);
      }
      this.addValue(args[i], isQuoted);
    }
  }

  /** `${…}` */
  private braced(inside: string, isQuoted: boolean): void {
    if (inside.startsWith("#") && inside.length > 1) {
      const value = parameterValue(this.shell, inside.slice(1)) ?? "";
      this.addValue(`${value.length}`, isQuoted);
      return;
    }
    const length = nameLength(inside, 0);
    if (length === 0) throw new Error(`\${${inside}}: is no expansion`);
    const name = inside.slice(0, length);
    let rest = inside.slice(length);
    if (rest === "") {
      this.parameter(name, isQuoted);
      return;
    }
    const value = parameterValue(this.shell, name);
    if (rest.startsWith("%") || rest.startsWith("#")) {
      this.addValue(trimmed(this.shell, value ?? "", rest), isQuoted);
      return;
    }
    const treatsEmptyAsUnset = rest.startsWith(":");
    if (treatsEmptyAsUnset) rest = rest.slice(1);
    const isMissing = value === null || (treatsEmptyAsUnset && value === "");
    this.alternative(name, value ?? "", isMissing, rest, isQuoted);
  }

  /** `${name-word}`, `=`, `+` and `?`. */
  private alternative(
    name: string,
    value: string,
    isMissing: boolean,
    rest: string,
    isQuoted: boolean,
  ): void {
    const word = rest.slice(1);
    if (rest.startsWith("-")) {
      if (isMissing) this.walk(word, isQuoted);
      else this.addValue(value, isQuoted);
    } else if (rest.startsWith("+")) {
      if (!isMissing) this.walk(word, isQuoted);
    } else if (rest.startsWith("=")) {
      if (isMissing) this.shell.set(name, expandText(this.shell, word));
      this.addValue(this.shell.get(name) ?? "", isQuoted);
    } else if (rest.startsWith("?")) {
      if (isMissing) throw new Error(`${name}: ${word === "" ? "is not set" : expandText(this.shell, word)}`);
      this.addValue(value, isQuoted);
    } else {
      throw new Error(`\${${name}${rest}}: is no expansion`);
    }
  }
}

/** Length of the parameter's name at an index: a name, a digit or a special one; 0 if there is none. */
function nameLength(text: string, at: usize): usize {
  if (at >= text.length) return 0;
  const first = text.byteAt(at);
  if (!isNameByte(first)) return "?$!#@*-".bytes().indexOf(first) >= 0 ? 1 : 0;
  let end = at;
  if (isDigit(first)) {
    while (end < text.length && isDigit(text.byteAt(end))) end += 1;
    // Without braces only one digit belongs to it; with them the caller sees that nothing is left.
    return at === 0 ? end - at : 1;
  }
  while (end < text.length && isNameByte(text.byteAt(end))) end += 1;
  return end - at;
}

/** The value of a parameter, or null when it is not set. */
function parameterValue(shell: Shell, name: string): string | null {
  switch (name) {
    case "?":
      return `${shell.lastStatus}`;
    case "$":
      return `${shell.processId}`;
    case "!":
      return shell.lastBackground === 0 ? null : `${shell.lastBackground}`;
    case "#":
      return `${shell.args.length}`;
    case "-":
      return `${shell.exitsOnError ? "e" : ""}${shell.isInteractive ? "i" : ""}${shell.unsetIsError ? "u" : ""}${shell.traces ? "x" : ""}`;
    case "@":
    case "*":
      return shell.args.length === 0 ? null : shell.args.join(" ");
    case "0":
      return shell.name;
    default:
      break;
  }
  if (!isDigit(name.byteAt(0))) return shell.get(name);
  const index = parseInteger(name, 10);
  if (index === null || u64(index) > shell.args.length) return null;
  return shell.args[u64(index) - 1];
}

/** `${name%pattern}` and its like: `rest` is the operator with its word. */
function trimmed(shell: Shell, value: string, rest: string): string {
  const isSuffix = rest.startsWith("%");
  const isLongest = rest.startsWith("%%") || rest.startsWith("##");
  const pattern = expandPattern(shell, rest.slice(isLongest ? 2 : 1));
  for (let i: usize = 0; i <= value.length; i++) {
    // From the shortest piece to the longest, or the other way.
    const length = isLongest ? value.length - i : i;
    const cut = isSuffix ? value.length - length : length;
    const piece = isSuffix ? value.slice(cut) : value.slice(0, cut);
    if (matches(pattern.bytes(), piece.bytes())) return isSuffix ? value.slice(0, cut) : value.slice(cut);
  }
  return value;
}

/** The script inside backquotes, with the backslashes that protect it from them taken away. */
function unescapeBackquoted(text: string): string {
  return text.replaceAll("\\`", "`").replaceAll("\\$", "$").replaceAll("\\\\", "\\");
}

/** The fields that raw words give: none, one or more for each. Throws an Error that says what is wrong. */
export function expandWords(shell: Shell, words: readonly string[]): string[] {
  const result: string[] = [];
  for (const word of words) {
    const expansion = new Expansion(shell, true);
    expansion.walk(word, false);
    expansion.endField();
    for (const field of expansion.fields) {
      const names = !shell.noGlob && isPattern(field) ? glob(field) : [];
      if (names.length > 0) result.pushAll(names);
      else result.push(unescape(field));
    }
  }
  return result;
}

/** The one text that a raw word gives where there is no splitting: in assignments, redirections, documents. */
export function expandText(shell: Shell, word: string, isQuoted: boolean = false): string {
  return unescape(expandPattern(shell, word, isQuoted));
}

/** The same as a pattern: what was quoted in the word stands for itself. */
export function expandPattern(shell: Shell, word: string, isQuoted: boolean = false): string {
  const expansion = new Expansion(shell, false);
  expansion.walk(word, isQuoted);
  expansion.endField();
  return expansion.fields.length === 0 ? "" : expansion.fields[0];
}
