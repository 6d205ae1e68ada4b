/** Cuts a script into words and operators. Quotes and expansions stay in the words, as they were written. */

import { AMPERSAND, APOSTROPHE, BACKQUOTE, BACKSLASH, BAR, BRACE, CLOSING_BRACE, CLOSING_PARENTHESIS, DOLLAR, GREATER, HASH, isBlank, isDigit, LESS, MINUS, NEWLINE, PARENTHESIS, QUOTE, SEMICOLON } from "../support/ascii.ts"; // prettier-ignore
import type { Redirection } from "./ast.ts";
import { removeQuotes } from "./quotes.ts";

/** The script is wrong. */
export class SyntaxError extends Error {}

/** The script ends in the middle of something: more lines may complete it. */
export class IncompleteError extends SyntaxError {}

export enum TokenKind {
  word,
  operator,
  /** The digits right before `<` or `>`. */
  number,
  newline,
  end,
}

export class Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins and ends in the source. */
  readonly start: usize;
  readonly end: usize;

  constructor(kind: TokenKind, text: string, start: usize, end: usize) {
    this.kind = kind;
    this.text = text;
    this.start = start;
    this.end = end;
  }

  isOperator(text: string): boolean {
    return this.kind === TokenKind.operator && this.text === text;
  }
}

/** Quotes inside quotes: each level takes some of the stack. */
const MOST_DEPTH = 200;
const OPERATORS = "&& || ;; <<- << >> <& >& <> >| & | ; < > ( )";

/** Index behind the quoted text that begins at `at` with a quote, a backquote or a `$` with a bracket. */
export function skipQuoted(text: string, at: usize, depth: usize = 0): usize {
  if (depth > MOST_DEPTH) throw new SyntaxError("quotes inside quotes, too many levels");
  const first = text.byteAt(at);
  if (first === BACKSLASH) return bits.min(at + 2, text.length);
  if (first === APOSTROPHE) {
    const end = text.indexOf("'", at + 1);
    if (end < 0) throw new IncompleteError("a ' without its end");
    return u64(end) + 1;
  }
  if (first === QUOTE) return skipUntil(text, at + 1, QUOTE, true, depth);
  if (first === BACKQUOTE) return skipUntil(text, at + 1, BACKQUOTE, true, depth);
  if (first === DOLLAR && at + 1 < text.length) {
    const bracket = text.byteAt(at + 1);
    if (bracket === PARENTHESIS) return skipUntil(text, at + 2, CLOSING_PARENTHESIS, false, depth);
    if (bracket === BRACE) return skipUntil(text, at + 2, CLOSING_BRACE, false, depth);
  }
  return at + 1;
}

/** Index behind the closing byte; what is quoted on the way, and brackets of the same kind, are skipped whole. */
function skipUntil(text: string, from: usize, closing: u8, inQuotes: boolean, outer: usize): usize {
  let at = from;
  let depth: usize = 0;
  while (at < text.length) {
    const byte = text.byteAt(at);
    if (byte === closing && depth === 0) return at + 1;
    if (byte === closing) depth -= 1;
    if (closing === CLOSING_PARENTHESIS && byte === PARENTHESIS) depth += 1;
    const isQuote = byte === BACKSLASH || byte === DOLLAR || (byte === BACKQUOTE && closing !== BACKQUOTE);
    const isInner = !inQuotes && (byte === APOSTROPHE || byte === QUOTE);
    at = isQuote || isInner ? skipQuoted(text, at, outer + 1) : at + 1;
  }
  throw new IncompleteError(`a missing ${String.fromCharCode(u32(closing))}`);
}

/** Whether the byte ends a word. */
function endsWord(byte: u8): boolean {
  return (
    isBlank(byte) ||
    byte === NEWLINE ||
    byte === SEMICOLON ||
    byte === AMPERSAND ||
    byte === BAR ||
    byte === LESS ||
    byte === GREATER ||
    byte === PARENTHESIS ||
    byte === CLOSING_PARENTHESIS
  );
}

export class Lexer {
  private source: string;
  private at: usize = 0;
  private readonly operators: string[] = OPERATORS.split(" ");
  /** Documents (`<<`) whose text follows the current line. */
  private readonly pending: Redirection[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /** The source between two positions. */
  textBetween(start: usize, end: usize): string {
    return this.source.slice(start, end);
  }

  /** Puts text in the place of a token just read: what an alias stands for. */
  replace(token: Token, text: string): void {
    this.source = `${this.source.slice(0, token.start)}${text}${this.source.slice(token.end)}`;
    this.at = token.start;
  }

  /** The next line is the beginning of this document's text. */
  expectDocument(redirection: Redirection): void {
    this.pending.push(redirection);
  }

  private skipBlanks(): void {
    while (this.at < this.source.length) {
      const byte = this.source.byteAt(this.at);
      if (isBlank(byte)) {
        this.at += 1;
      } else if (byte === BACKSLASH && this.source.slice(this.at + 1).startsWith("\n")) {
        this.at += 2;
      } else if (byte === HASH) {
        while (this.at < this.source.length && this.source.byteAt(this.at) !== NEWLINE) this.at += 1;
      } else {
        return;
      }
    }
  }

  next(): Token {
    this.skipBlanks();
    const start = this.at;
    if (start === this.source.length) {
      if (this.pending.length > 0) throw new IncompleteError("a document (<<) without its text");
      return new Token(TokenKind.end, "", start, start);
    }
    const byte = this.source.byteAt(start);
    if (byte === NEWLINE) {
      this.at += 1;
      this.readDocuments();
      return new Token(TokenKind.newline, "\n", start, this.at);
    }
    for (const operator of this.operators) {
      if (this.source.slice(start, start + operator.length) === operator) {
        this.at += operator.length;
        return new Token(TokenKind.operator, operator, start, this.at);
      }
    }
    let areDigits = true;
    while (this.at < this.source.length && !endsWord(this.source.byteAt(this.at))) {
      if (!isDigit(this.source.byteAt(this.at))) areDigits = false;
      this.at = skipQuoted(this.source, this.at);
    }
    const text = this.source.slice(start, this.at);
    const next = this.at < this.source.length ? this.source.byteAt(this.at) : NEWLINE;
    const isNumber = areDigits && (next === LESS || next === GREATER);
    return new Token(isNumber ? TokenKind.number : TokenKind.word, text, start, this.at);
  }

  /** Takes the texts of the pending documents from the lines that follow. */
  private readDocuments(): void {
    for (const document of this.pending) {
      const word = document.target;
      const stripsTabs = word.byteAt(0) === MINUS;
      const end = removeQuotes(word.slice(1));
      document.isLiteral = end !== word.slice(1);
      document.target = this.readDocument(end, stripsTabs);
    }
    this.pending.clear();
  }

  private readDocument(end: string, stripsTabs: boolean): string {
    const lines: string[] = [];
    while (this.at < this.source.length) {
      const found = this.source.indexOf("\n", this.at);
      const lineEnd = found < 0 ? this.source.length : u64(found);
      let line = this.source.slice(this.at, lineEnd);
      this.at = bits.min(lineEnd + 1, this.source.length);
      if (stripsTabs) line = withoutTabs(line);
      if (line === end) {
        lines.push("");
        return lines.join("\n");
      }
      lines.push(line);
    }
    throw new IncompleteError(`a document (<<) without its end, "${end}"`);
  }
}

function withoutTabs(line: string): string {
  let at: usize = 0;
  while (at < line.length && line.byteAt(at) === 9) at += 1;
  return line.slice(at);
}
