/** The shell's commands as the parser leaves them. Words are raw: quotes and `$` still in them (expand.ts). */

/** How a redirection connects its descriptor. */
export enum RedirectionKind {
  input,
  output,
  /** `>|`: `set -C` or not. */
  overwrite,
  append,
  readWrite,
  /** `<&` and `>&`: another name of a descriptor, or closed by `-`. */
  duplicate,
  /** `<<`: the text that follows the line. */
  document,
}

/** `[N]<FILE` and its like: which descriptor, how, and where to. */
export class Redirection {
  readonly descriptor: i32;
  readonly kind: RedirectionKind;
  /** A raw word; of a document the text. */
  target: string;
  /** Of a document: its text is taken as it is. */
  isLiteral: boolean = false;

  constructor(descriptor: i32, kind: RedirectionKind, target: string) {
    this.descriptor = descriptor;
    this.kind = kind;
    this.target = target;
  }
}

/** A command of any kind, with the redirections that hold for all of it. */
export abstract class Command {
  readonly redirections: Redirection[] = [];
  /** As it was typed, for the list of jobs. */
  text: string = "";
  /** Where it begins, from 1. */
  line: usize = 1;
}

/** `NAME=value… word…` */
export class SimpleCommand extends Command {
  readonly assignments: string[] = [];
  readonly words: string[] = [];
}

/** `! a | b | c` */
export class Pipeline extends Command {
  readonly commands: Command[] = [];
  isNegated: boolean = false;
}

/** `left && right`, `left || right` */
export class Choice extends Command {
  readonly left: Command;
  readonly right: Command;
  readonly isAnd: boolean;

  constructor(left: Command, right: Command, isAnd: boolean) {
    super();
    this.left = left;
    this.right = right;
    this.isAnd = isAnd;
  }
}

/** `a; b & c` */
export class List extends Command {
  readonly commands: Command[] = [];
  /** For each command whether it runs in the background. */
  readonly background: boolean[] = [];
}

/** `{ body; }` or, in a process of its own, `( body )` */
export class Group extends Command {
  readonly body: Command;
  readonly isSubshell: boolean;

  constructor(body: Command, isSubshell: boolean) {
    super();
    this.body = body;
    this.isSubshell = isSubshell;
  }
}

/** `if a; then b; elif c; then d; else e; fi` */
export class If extends Command {
  readonly conditions: Command[] = [];
  readonly bodies: Command[] = [];
  otherwise: Command | null = null;
}

/** `while a; do b; done`, `until a; do b; done` */
export class Loop extends Command {
  readonly condition: Command;
  readonly body: Command;
  readonly isUntil: boolean;

  constructor(condition: Command, body: Command, isUntil: boolean) {
    super();
    this.condition = condition;
    this.body = body;
    this.isUntil = isUntil;
  }
}

/** `for name in words; do body; done`; over the arguments when `in` is left out. */
export class For extends Command {
  readonly name: string;
  readonly words: string[] | null;
  readonly body: Command;

  constructor(name: string, words: string[] | null, body: Command) {
    super();
    this.name = name;
    this.words = words;
    this.body = body;
  }
}

/** `a|b) body;;` */
export class Branch {
  readonly patterns: string[] = [];
  body: Command | null = null;
}

/** `case word in branches esac` */
export class Case extends Command {
  readonly word: string;
  readonly branches: Branch[] = [];

  constructor(word: string) {
    super();
    this.word = word;
  }
}

/** `name() body` */
export class FunctionDefinition extends Command {
  readonly name: string;
  readonly body: Command;

  constructor(name: string, body: Command) {
    super();
    this.name = name;
    this.body = body;
  }
}
