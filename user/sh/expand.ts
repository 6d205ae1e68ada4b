/**
 * The expansion of words (POSIX.1-2017, 2.6): tilde, parameters, commands, arithmetic; then splitting into fields, names of
 * files, and the removal of quotes.
 *
 * While a field grows it is kept as a pattern (support/wildcard.ts): what was quoted has a backslash before the bytes that
 * patterns treat specially, so that one text tells both what the field is and what of it may be a pattern.
 */

import { StringBuilder } from "../../core/string-builder.ts";
import { APOSTROPHE, BACKQUOTE, BACKSLASH, BRACE, BRACKET, CLOSING_BRACE, CLOSING_BRACKET, COLON, DOLLAR, isDigit, isName, isNameByte, MINUS, NEWLINE, PARENTHESIS, QUESTION, QUOTE, STAR } from "../support/ascii.ts"; // prettier-ignore
import { isPattern, matches, unescape } from "../support/wildcard.ts";
import { evaluate } from "./arithmetic.ts";
import { ScriptError } from "./errors.ts";
import { SeparatorKind, type Separators } from "./fields.ts";
import { glob } from "./glob.ts";
import { skipQuoted } from "./lexer.ts";
import { Option } from "./options.ts";
import type { Shell } from "./shell.ts";

/** Where the text that is being expanded stands. */
enum Place {
  word,
  /** In double quotes, or in a document. */
  quotes,
  /** The word of `${x:-word}`: what would not be split is there too. */
  alternative,
  /** The same in double quotes; quotes in it are taken away. */
  quotedAlternative,
}

class Expansion {
  private readonly shell: Shell;
  /** Whether unquoted expansions are split into fields. */
  private readonly splits: boolean;
  private readonly separators: Separators;
  /** Finished fields, as patterns. */
  readonly fields: string[] = [];
  private readonly field: StringBuilder = new StringBuilder();
  /** There is a field, though it may be empty: quotes make one. */
  private isOpen: boolean = false;
  /** The field before was ended by blanks: a separator that follows them ends no other. */
  private endedByBlank: boolean = false;

  constructor(shell: Shell, splits: boolean) {
    this.shell = shell;
    this.splits = splits;
    this.separators = shell.separators;
  }

  endField(): void {
    if (this.isOpen || this.field.length > 0) this.fields.push(this.field.toString());
    this.field.clear();
    this.isOpen = false;
  }

  private add(byte: u8, isQuoted: boolean): void {
    this.endedByBlank = false;
    const isSpecial =
      byte === STAR || byte === QUESTION || byte === BRACKET || byte === CLOSING_BRACKET || byte === MINUS;
    if (byte === BACKSLASH || (isQuoted && isSpecial)) this.field.appendByte(BACKSLASH);
    this.field.appendByte(byte);
  }

  private addText(text: string, isQuoted: boolean): void {
    for (let i = 0; i < text.length; i++) this.add(text.byteAt(i), isQuoted);
  }

  /** Adds what an expansion gave: as it is, or split where it has separators. */
  private addValue(value: string, isQuoted: boolean): void {
    if (isQuoted || !this.splits) this.addText(value, isQuoted);
    else for (let i = 0; i < value.length; i++) this.addSplit(value.byteAt(i));
  }

  /** A byte of an expansion, which may be a separator. */
  private addSplit(byte: u8): void {
    const kind = this.separators.kind(byte);
    if (kind === SeparatorKind.none) {
      this.add(byte, false);
    } else if (kind === SeparatorKind.blank) {
      if (this.isOpen || this.field.length > 0) this.endedByBlank = true;
      this.endField();
    } else if (this.endedByBlank) {
      this.endedByBlank = false;
    } else {
      // It ends a field even if that is empty.
      this.isOpen = true;
      this.endField();
    }
  }

  /** Expands a raw text into the current field and perhaps more. */
  walk(raw: string, place: Place): void {
    const isQuoted = place === Place.quotes || place === Place.quotedAlternative;
    let at: usize = isQuoted ? 0 : this.tilde(raw, 0);
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
        at = this.backslash(raw, at, place);
      } else if (byte === APOSTROPHE && !isQuoted) {
        const end = skipQuoted(raw, at);
        this.isOpen = true;
        this.addText(raw.slice(at + 1, end - 1), true);
        at = end;
      } else if (byte === QUOTE && place !== Place.quotes) {
        const end = skipQuoted(raw, at);
        const inside = raw.slice(at + 1, end - 1);
        if (inside !== "$@" || this.shell.args.length > 0) this.isOpen = true;
        this.walk(inside, Place.quotes);
        at = end;
      } else {
        if (place === Place.alternative && this.splits) this.addSplit(byte);
        else this.add(byte, isQuoted);
        at += 1;
      }
    }
  }

  /** Expands the value of an assignment: a `~` may follow each colon. */
  walkAssignment(value: string): void {
    let start: usize = 0;
    let at: usize = 0;
    while (at < value.length) {
      if (value.byteAt(at) === COLON) {
        this.walk(value.slice(start, at), Place.word);
        this.add(COLON, false);
        start = at + 1;
      }
      at = skipQuoted(value, at);
    }
    this.walk(value.slice(start), Place.word);
  }

  private backslash(raw: string, at: usize, place: Place): usize {
    const isQuoted = place === Place.quotes || place === Place.quotedAlternative;
    if (at + 1 === raw.length) {
      this.add(BACKSLASH, true);
      return at + 1;
    }
    const next = raw.byteAt(at + 1);
    const isEscape =
      next === DOLLAR ||
      next === BACKQUOTE ||
      next === QUOTE ||
      next === BACKSLASH ||
      (next === CLOSING_BRACE && place === Place.quotedAlternative);
    if (next === NEWLINE) return at + 2;
    if (isQuoted && !isEscape) {
      this.add(BACKSLASH, true);
      return at + 1;
    }
    this.isOpen = true;
    this.add(next, true);
    return at + 2;
  }

  /** `~` and `~/…` at an index: the home directory. Returns where the rest begins. */
  private tilde(raw: string, at: usize): usize {
    const rest = raw.slice(at);
    if (!rest.startsWith("~") || (rest.length > 1 && !rest.startsWith("~/"))) return at;
    this.addText(this.shell.get("HOME") ?? "/", true);
    return at + 1;
  }

  /** Expands what begins with the `$` at `at`; returns the index behind it. */
  private dollar(raw: string, at: usize, isQuoted: boolean): usize {
    if (at + 1 === raw.length) {
      this.add(DOLLAR, true);
      return at + 1;
    }
    const next = raw.byteAt(at + 1);
    if (next === BRACE) {
      const end = skipQuoted(raw, at, 0, isQuoted);
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
    this.addValue(this.valueOrEmpty(name), isQuoted);
  }

  /** The value of a parameter. Throws a ScriptError when it is not set and `set -u` does not want that. */
  private valueOrEmpty(name: string): string {
    const value = parameterValue(this.shell, name);
    const isList = name === "@" || name === "*";
    if (value === null && !isList && this.shell.options.has(Option.unsetIsError))
      throw new ScriptError(`${name}: is not set`);
    return value ?? "";
  }

  /** `$@` and `$*`: a field for each argument; in quotes, and where nothing is split, `$*` is one field. */
  private allArguments(areFields: boolean, isQuoted: boolean): void {
    const args = this.shell.args;
    if (!areFields && (isQuoted || !this.splits)) {
      this.addText(args.join(this.separators.first), isQuoted);
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
      const name = inside.slice(1);
      if (nameLength(name, 0) !== name.length) throw new ScriptError(`\${${inside}}: is no expansion`);
      this.addValue(`${this.valueOrEmpty(name).length}`, isQuoted);
      return;
    }
    const length = nameLength(inside, 0);
    if (length === 0) throw new ScriptError(`\${${inside}}: is no expansion`);
    const name = inside.slice(0, length);
    let rest = inside.slice(length);
    if (rest === "") {
      this.parameter(name, isQuoted);
      return;
    }
    if (rest.startsWith("%") || rest.startsWith("#")) {
      this.addValue(trimmed(this.shell, this.valueOrEmpty(name), rest), isQuoted);
      return;
    }
    const value = parameterValue(this.shell, name);
    const treatsEmptyAsUnset = rest.startsWith(":");
    if (treatsEmptyAsUnset) rest = rest.slice(1);
    const isMissing = value === null || (treatsEmptyAsUnset && value === "");
    this.alternative(name, isMissing, rest, isQuoted);
  }

  /** `${name-word}`, `=`, `+` and `?`. */
  private alternative(name: string, isMissing: boolean, rest: string, isQuoted: boolean): void {
    const word = rest.slice(1);
    const place = isQuoted ? Place.quotedAlternative : Place.alternative;
    if (rest.startsWith("-")) {
      if (isMissing) this.walk(word, place);
      else this.parameter(name, isQuoted);
    } else if (rest.startsWith("+")) {
      if (!isMissing) this.walk(word, place);
    } else if (rest.startsWith("=")) {
      if (isMissing && !isName(name)) throw new ScriptError(`${name}: cannot be assigned to`);
      if (isMissing) this.shell.set(name, expandText(this.shell, word));
      this.parameter(name, isQuoted);
    } else if (rest.startsWith("?")) {
      if (isMissing)
        throw new ScriptError(`${name}: ${word === "" ? "is not set" : expandText(this.shell, word)}`);
      this.parameter(name, isQuoted);
    } else {
      throw new ScriptError(`\${${name}${rest}}: is no expansion`);
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
      return `${shell.options.letters()}${shell.isInteractive ? "i" : ""}`;
    case "@":
    case "*":
      return shell.args.length === 0 ? null : shell.args.join(" ");
    case "0":
      return shell.name;
    case "LINENO":
      return `${shell.line}`;
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

/** The fields that raw words give: none, one or more for each. Throws a ScriptError that says what is wrong. */
export function expandWords(shell: Shell, words: readonly string[]): string[] {
  const result: string[] = [];
  for (const word of words) {
    const expansion = new Expansion(shell, true);
    expansion.walk(word, Place.word);
    expansion.endField();
    for (const field of expansion.fields) {
      const names = !shell.options.has(Option.noGlob) && isPattern(field) ? glob(field) : [];
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

/** The value that the right side of an assignment gives. */
export function expandAssignment(shell: Shell, value: string): string {
  const expansion = new Expansion(shell, false);
  expansion.walkAssignment(value);
  expansion.endField();
  return expansion.fields.length === 0 ? "" : unescape(expansion.fields[0]);
}

/** The same as a pattern: what was quoted in the word stands for itself. */
export function expandPattern(shell: Shell, word: string, isQuoted: boolean = false): string {
  const expansion = new Expansion(shell, false);
  expansion.walk(word, isQuoted ? Place.quotes : Place.word);
  expansion.endField();
  return expansion.fields.length === 0 ? "" : expansion.fields[0];
}
