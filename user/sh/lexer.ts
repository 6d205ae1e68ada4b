/** Cuts a script into words and operators. Quotes and expansions stay in the words, as they were written. */

import { AMPERSAND, APOSTROPHE, BACKQUOTE, BACKSLASH, BAR, BRACE, CLOSING_BRACE, CLOSING_PARENTHESIS, DOLLAR, GREATER, HASH, isBlank, isDigit, isNameByte, LESS, MINUS, NEWLINE, PARENTHESIS, PERCENT, QUOTE, SEMICOLON } from "../support/ascii.ts"; // prettier-ignore
import { Redirection, RedirectionKind } from "./ast.ts";
import { removeQuotes } from "./quotes.ts";

/** The script is wrong. */
export class SyntaxError extends Error {}

/** The script ends in the middle of something: more lines may complete it. */
export class IncompleteError extends SyntaxError {}

/** The kinds of tokens. Reserved words are words here: only the parser knows where they are reserved. */
export enum TokenKind {
  word,
  operator,
  /** The digits right before `<` or `>`. */
  number,
  newline,
  end,
}

/** A token, quotes and expansions still in it. */
export class Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins and ends in the source. */
  readonly start: usize;
  readonly end: usize;
  /** From 1. */
  readonly line: usize;

  constructor(kind: TokenKind, text: string, start: usize, end: usize, line: usize) {
    this.kind = kind;
    this.text = text;
    this.start = start;
    this.end = end;
    this.line = line;
  }

  isOperator(text: string): boolean {
    return this.kind === TokenKind.operator && this.text === text;
  }
}

/** Quotes inside quotes: each level takes some of the stack. */
const MOST_DEPTH = 200;
const OPERATORS = "&& || ;; <<- << >> <& >& <> >| & | ; < > ( )";

/** Words behind which a command begins, besides operators and line ends. */
const BEFORE_COMMANDS = " if then elif else while until do { ! ";

/**
 * Index behind the quoted text that begins at `at` with a quote, a backquote or a `$` with a bracket. Whether it is itself in double
 * quotes matters: apostrophes are ordinary there, in `"${x:-it's}"` too.
 */
export function skipQuoted(text: string, at: usize, depth: usize = 0, isInQuotes: boolean = false): usize {
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
    if (bracket === PARENTHESIS) return skipParenthesis(text, at + 2, depth);
    if (bracket === BRACE)
      return skipUntil(text, at + 2, CLOSING_BRACE, isInQuotes && !isTrim(text, at + 2), depth);
  }
  return at + 1;
}

/** Whether `${` is followed by a name and `#` or `%`, whose patterns have quotes of their own. */
function isTrim(text: string, from: usize): boolean {
  let at = from;
  while (at < text.length && isNameByte(text.byteAt(at))) at += 1;
  return at > from && at < text.length && (text.byteAt(at) === HASH || text.byteAt(at) === PERCENT);
}

/** Index behind the closing byte; what is quoted on the way, and brackets of the same kind, are skipped whole. */
function skipUntil(text: string, from: usize, closing: u8, isInQuotes: boolean, outer: usize): usize {
  let at = from;
  let depth: usize = 0;
  while (at < text.length) {
    const byte = text.byteAt(at);
    if (byte === closing && depth === 0) return at + 1;
    if (byte === closing) depth -= 1;
    if (closing === CLOSING_PARENTHESIS && byte === PARENTHESIS) depth += 1;
    const isQuote = byte === BACKSLASH || byte === DOLLAR || (byte === BACKQUOTE && closing !== BACKQUOTE);
    const isInner =
      (byte === APOSTROPHE && !isInQuotes) || (byte === QUOTE && (!isInQuotes || closing === CLOSING_BRACE));
    at = isQuote || isInner ? skipQuoted(text, at, outer + 1, isInQuotes) : at + 1;
  }
  throw new IncompleteError(`a missing ${String.fromCharCode(u32(closing))}`);
}

/** Index behind `$((…))` or `$(…)`, from behind its first parenthesis. */
function skipParenthesis(text: string, from: usize, depth: usize): usize {
  if (from < text.length && text.byteAt(from) === PARENTHESIS) {
    const end = skipUntil(text, from, CLOSING_PARENTHESIS, false, depth);
    if (text.byteAt(end - 2) === CLOSING_PARENTHESIS) return end;
  }
  return skipScript(text, from, depth);
}

/** Index behind the parenthesis that ends the script in `$(…)`: not one of a comment, a document or a pattern of `case`. */
function skipScript(text: string, from: usize, outer: usize): usize {
  const lexer = new Lexer(text, 1, from, outer + 1);
  let depth: usize = 0;
  /** How deep each `case` around this place is in parentheses. */
  const cases: usize[] = [];
  let beginsCommand = true;
  let token = lexer.next();
  while (token.kind !== TokenKind.end) {
    if (token.isOperator("(")) {
      depth += 1;
    } else if (token.isOperator(")")) {
      const isPattern = cases.length > 0 && cases[cases.length - 1] === depth;
      if (!isPattern && depth === 0) return token.end;
      if (!isPattern) depth -= 1;
    } else if (token.isOperator("<<") || token.isOperator("<<-")) {
      lexer.expectDocument(
        new Redirection(0, RedirectionKind.document, documentTarget(token, lexer.peekWord())),
      );
    } else if (token.kind === TokenKind.word && token.text === "esac" && cases.length > 0) {
      cases.pop();
    } else if (token.kind === TokenKind.word && token.text === "case" && beginsCommand) {
      cases.push(depth);
    }
    beginsCommand =
      token.kind === TokenKind.operator ||
      token.kind === TokenKind.newline ||
      (beginsCommand && BEFORE_COMMANDS.includes(` ${token.text} `));
    token = lexer.next();
  }
  throw new IncompleteError("a missing )");
}

/** What `Redirection.target` holds until the document's text has come: `-` or a blank, then the word that ends it. */
export function documentTarget(operator: Token, word: string): string {
  return `${operator.text === "<<-" ? "-" : " "}${word}`;
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

/**
 * Cuts a script into tokens, one at a time, because what an alias stands for is read in its place. The text of a document is taken when its line
 * ends. Throws SyntaxError, of which IncompleteError says that the script ended too early.
 */
export class Lexer {
  private source: string;
  private at: usize;
  private readonly operators: string[] = OPERATORS.split(" ");
  /** Quotes around all of it. */
  private readonly depth: usize;
  /** The line at `counted`, up to where line ends have been counted. */
  private line: usize;
  private counted: usize;
  /** Documents (`<<`) whose text follows the current line. */
  private readonly pending: Redirection[] = [];

  /** Begins at an index of the source, which is in line `line`, and in so many levels of quotes. */
  constructor(source: string, line: usize = 1, from: usize = 0, depth: usize = 0) {
    this.source = source;
    this.line = line;
    this.at = from;
    this.counted = from;
    this.depth = depth;
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

  /** The word that the next token is, which stays the next one. */
  peekWord(): string {
    const before = this.at;
    this.skipBlanks();
    const start = this.at;
    this.skipWord();
    const word = this.source.slice(start, this.at);
    this.at = before;
    return word;
  }

  private skipWord(): void {
    while (this.at < this.source.length && !endsWord(this.source.byteAt(this.at))) {
      this.at = skipQuoted(this.source, this.at, this.depth);
    }
  }

  next(): Token {
    this.skipBlanks();
    const start = this.at;
    for (; this.counted < start; this.counted++) {
      if (this.source.byteAt(this.counted) === NEWLINE) this.line += 1;
    }
    if (start === this.source.length) {
      if (this.pending.length > 0) throw new IncompleteError("a document (<<) without its text");
      return new Token(TokenKind.end, "", start, start, this.line);
    }
    const byte = this.source.byteAt(start);
    if (byte === NEWLINE) {
      this.at += 1;
      this.readDocuments();
      return new Token(TokenKind.newline, "\n", start, this.at, this.line);
    }
    for (const operator of this.operators) {
      if (this.source.slice(start, start + operator.length) === operator) {
        this.at += operator.length;
        return new Token(TokenKind.operator, operator, start, this.at, this.line);
      }
    }
    this.skipWord();
    const text = this.source.slice(start, this.at);
    const next = this.at < this.source.length ? this.source.byteAt(this.at) : NEWLINE;
    const isNumber = (next === LESS || next === GREATER) && areDigits(text);
    return new Token(isNumber ? TokenKind.number : TokenKind.word, text, start, this.at, this.line);
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

function areDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (!isDigit(text.byteAt(i))) return false;
  }
  return true;
}

function withoutTabs(line: string): string {
  let at: usize = 0;
  while (at < line.length && line.byteAt(at) === 9) at += 1;
  return line.slice(at);
}
