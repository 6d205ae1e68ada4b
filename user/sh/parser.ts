/**
 * The grammar of the shell (POSIX.1-2017, Shell Command Language, 2.10), by recursive descent. `next` gives one complete
 * command at a time, so that what it does (aliases, `exit`) tells on what follows.
 */

import { EQUALS, isName } from "../support/ascii.ts";
import { Branch, Case, Choice, type Command, For, FunctionDefinition, Group, If, List, Loop, Pipeline, Redirection, RedirectionKind, SimpleCommand } from "./ast.ts"; // prettier-ignore
import { documentTarget, IncompleteError, Lexer, SyntaxError, type Token, TokenKind } from "./lexer.ts";

const RESERVED = " if then elif else fi while until for do done case esac { } ! ";
/** Words that end a list. */
const CLOSERS = " then elif else fi do done esac } ";
const MOST_ALIASES = 32;
/** Commands inside commands: each level takes some of the stack, here and when it runs. */
const MOST_DEPTH = 200;

/** Whether the word belongs to the shell's language where a command begins. */
export function isReserved(word: string): boolean {
  return RESERVED.includes(` ${word} `);
}

/** Whether the raw word is `NAME=…`. */
export function isAssignment(word: string): boolean {
  const at = word.indexOf("=");
  return at > 0 && isName(word.slice(0, u64(at)));
}

/**
 * Makes trees of a script, one complete command at a time, so that an alias defined in one line holds in the next. Throws SyntaxError.
 */
export class Parser {
  private readonly lexer: Lexer;
  private readonly aliases: Map<string, string>;
  private token: Token;
  private depth: usize = 0;
  /** The last alias ended in a blank: the next word is looked up too. */
  private wordBehindMayBeAlias: boolean = false;

  /** `line` is that of the source's beginning. */
  constructor(source: string, aliases: Map<string, string>, line: usize = 1) {
    this.lexer = new Lexer(source, line);
    this.aliases = aliases;
    this.token = this.lexer.next();
  }

  /** The next command, up to the end of its line; null at the end of the script. */
  next(): Command | null {
    while (this.is(TokenKind.newline)) this.advance();
    if (this.is(TokenKind.end)) return null;
    const command = this.list(true);
    if (!this.is(TokenKind.newline) && !this.is(TokenKind.end)) this.unexpected();
    return command;
  }

  private advance(): Token {
    const token = this.token;
    this.token = this.lexer.next();
    return token;
  }

  /** The line that has been read up to, from 1. */
  get line(): usize {
    return this.token.line;
  }

  private is(kind: TokenKind): boolean {
    return this.token.kind === kind;
  }

  private unexpected(): never {
    if (this.is(TokenKind.end)) throw new IncompleteError("unexpected end of the script");
    const text = this.is(TokenKind.newline) ? "end of line" : `"${this.token.text}"`;
    throw new SyntaxError(`unexpected ${text}`);
  }

  private isWord(text: string): boolean {
    return this.is(TokenKind.word) && this.token.text === text;
  }

  /** Whether the token is one of the words in the list (with spaces around each). */
  private isAmong(list: string): boolean {
    return this.is(TokenKind.word) && list.includes(` ${this.token.text} `);
  }

  private expectWord(text: string): void {
    if (!this.isWord(text)) this.unexpected();
    this.advance();
  }

  private skipNewlines(): void {
    while (this.is(TokenKind.newline)) this.advance();
  }

  /** Commands up to the end of the line, or (in a compound command) up to a word or bracket that ends the list. */
  private list(isLine: boolean): Command {
    const start = this.token.start;
    const list = new List();
    if (!isLine) this.skipNewlines();
    while (true) {
      list.commands.push(this.choice());
      const isBackground = this.token.isOperator("&");
      list.background.push(isBackground);
      if (isBackground || this.token.isOperator(";")) this.advance();
      else if (isLine || !this.is(TokenKind.newline)) break;
      if (!isLine) this.skipNewlines();
      const isEnd = this.is(TokenKind.end) || this.is(TokenKind.newline);
      if (isEnd || this.isAmong(CLOSERS) || this.token.isOperator(")") || this.token.isOperator(";;")) break;
    }
    if (list.commands.length === 1 && !list.background[0]) return list.commands[0];
    list.text = this.lexer.textBetween(start, this.token.start).trim();
    return list;
  }

  private choice(): Command {
    const start = this.token.start;
    let left = this.pipeline();
    while (this.token.isOperator("&&") || this.token.isOperator("||")) {
      const isAnd = this.advance().text === "&&";
      this.skipNewlines();
      left = new Choice(left, this.pipeline(), isAnd);
      left.text = this.lexer.textBetween(start, this.token.start).trim();
    }
    return left;
  }

  private pipeline(): Command {
    const start = this.token.start;
    const pipeline = new Pipeline();
    while (this.isWord("!")) {
      this.advance();
      pipeline.isNegated = !pipeline.isNegated;
    }
    pipeline.commands.push(this.command());
    while (this.token.isOperator("|")) {
      this.advance();
      this.skipNewlines();
      pipeline.commands.push(this.command());
    }
    pipeline.text = this.lexer.textBetween(start, this.token.start).trim();
    return pipeline;
  }

  private command(): Command {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) throw new SyntaxError("commands inside commands, too many levels");
    this.expandAliases();
    const line = this.token.line;
    const command = this.compound() ?? this.simple();
    command.line = line;
    while (this.redirection(command)) {
      // Each is added to the command.
    }
    this.depth -= 1;
    return command;
  }

  /** Replaces a word that is an alias by what it stands for, but for each alias once. */
  private expandAliases(): void {
    const used = new Set<string>();
    this.wordBehindMayBeAlias = false;
    while (this.is(TokenKind.word) && used.size < MOST_ALIASES) {
      const name = this.token.text;
      const text = this.aliases.get(name);
      if (text === undefined || used.has(name)) return;
      used.add(name);
      this.wordBehindMayBeAlias = text.endsWith(" ") || text.endsWith("\t");
      this.lexer.replace(this.token, text);
      this.token = this.lexer.next();
    }
  }

  private compound(): Command | null {
    if (this.token.isOperator("(")) {
      this.advance();
      const body = this.list(false);
      if (!this.token.isOperator(")")) this.unexpected();
      this.advance();
      return new Group(body, true);
    }
    if (!this.is(TokenKind.word)) return null;
    switch (this.token.text) {
      case "{":
        return this.group();
      case "if":
        return this.conditional();
      case "while":
      case "until":
        return this.loop();
      case "for":
        return this.forLoop();
      case "case":
        return this.cases();
      default:
        return null;
    }
  }

  private group(): Command {
    this.advance();
    const body = this.list(false);
    this.expectWord("}");
    return new Group(body, false);
  }

  private conditional(): Command {
    const command = new If();
    do {
      this.advance();
      command.conditions.push(this.list(false));
      this.expectWord("then");
      command.bodies.push(this.list(false));
    } while (this.isWord("elif"));
    if (this.isWord("else")) {
      this.advance();
      command.otherwise = this.list(false);
    }
    this.expectWord("fi");
    return command;
  }

  private loop(): Command {
    const isUntil = this.advance().text === "until";
    const condition = this.list(false);
    return new Loop(condition, this.loopBody(), isUntil);
  }

  private loopBody(): Command {
    this.expectWord("do");
    const body = this.list(false);
    this.expectWord("done");
    return body;
  }

  private forLoop(): Command {
    this.advance();
    if (!this.is(TokenKind.word) || !isName(this.token.text)) this.unexpected();
    const name = this.advance().text;
    let words: string[] | null = null;
    this.skipNewlines();
    if (this.isWord("in")) {
      this.advance();
      const list: string[] = [];
      while (this.is(TokenKind.word)) list.push(this.advance().text);
      words = list;
    }
    if (this.token.isOperator(";")) this.advance();
    this.skipNewlines();
    return new For(name, words, this.loopBody());
  }

  private cases(): Command {
    this.advance();
    if (!this.is(TokenKind.word)) this.unexpected();
    const command = new Case(this.advance().text);
    this.skipNewlines();
    this.expectWord("in");
    this.skipNewlines();
    while (!this.isWord("esac")) {
      command.branches.push(this.branch());
      this.skipNewlines();
    }
    this.advance();
    return command;
  }

  private branch(): Branch {
    const branch = new Branch();
    if (this.token.isOperator("(")) this.advance();
    do {
      if (branch.patterns.length > 0) this.advance();
      if (!this.is(TokenKind.word)) this.unexpected();
      branch.patterns.push(this.advance().text);
    } while (this.token.isOperator("|"));
    if (!this.token.isOperator(")")) this.unexpected();
    this.advance();
    this.skipNewlines();
    if (!this.token.isOperator(";;") && !this.isWord("esac")) branch.body = this.list(false);
    if (this.token.isOperator(";;")) this.advance();
    else if (!this.isWord("esac")) this.unexpected();
    return branch;
  }

  private simple(): Command {
    const command = new SimpleCommand();
    const start = this.token.start;
    while (true) {
      if (this.redirection(command)) continue;
      if (!this.is(TokenKind.word)) break;
      const isFirst = command.words.length === 0;
      if (isFirst && this.isAmong(RESERVED)) break;
      const word = this.advance().text;
      if (this.wordBehindMayBeAlias) this.expandAliases();
      if (isFirst && isAssignment(word)) command.assignments.push(word);
      else command.words.push(word);
      if (isFirst && this.token.isOperator("(") && isName(word)) return this.functionDefinition(word);
    }
    const isEmpty = command.words.length === 0 && command.assignments.length === 0;
    if (isEmpty && command.redirections.length === 0) this.unexpected();
    command.text = this.lexer.textBetween(start, this.token.start).trim();
    return command;
  }

  private functionDefinition(name: string): Command {
    this.advance();
    if (!this.token.isOperator(")")) this.unexpected();
    this.advance();
    this.skipNewlines();
    const body = this.command();
    return new FunctionDefinition(name, body);
  }

  /** Takes one redirection, if there is one, into the command. */
  private redirection(command: Command): boolean {
    let descriptor: i32 = -1;
    if (this.is(TokenKind.number)) {
      const number = parseInteger(this.advance().text) ?? 0;
      descriptor = number > 1023 ? 1023 : i32(number);
    } else if (
      !this.is(TokenKind.operator) ||
      !" < > >> << <<- <& >& <> >| ".includes(` ${this.token.text} `)
    ) {
      return false;
    }
    const operatorToken = this.advance();
    const operator = operatorToken.text;
    if (!this.is(TokenKind.word) && !this.is(TokenKind.number)) this.unexpected();
    const word = this.token.text;
    if (descriptor < 0) descriptor = operator.startsWith("<") ? 0 : 1;
    // The text of a document follows the line's end, which the lexer may reach by the next token.
    const isDocument = operator.startsWith("<<");
    const target = isDocument ? documentTarget(operatorToken, word) : word;
    const redirection = new Redirection(descriptor, redirectionKind(operator), target);
    command.redirections.push(redirection);
    if (redirection.kind === RedirectionKind.document) this.lexer.expectDocument(redirection);
    this.advance();
    return true;
  }
}

function redirectionKind(operator: string): RedirectionKind {
  switch (operator) {
    case "<":
      return RedirectionKind.input;
    case ">>":
      return RedirectionKind.append;
    case ">|":
      return RedirectionKind.overwrite;
    case "<>":
      return RedirectionKind.readWrite;
    case "<&":
    case ">&":
      return RedirectionKind.duplicate;
    case "<<":
    case "<<-":
      return RedirectionKind.document;
    default:
      return RedirectionKind.output;
  }
}

/** The name and the raw value of an assignment word. */
export function splitAssignment(word: string): [string, string] {
  let at: usize = 0;
  while (word.byteAt(at) !== EQUALS) at += 1;
  return [word.slice(0, at), word.slice(at + 1)];
}
