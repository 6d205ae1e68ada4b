/** The expressions of `find`: tests and actions, each of which holds or does not, joined by and, or, and not. */

import { STDOUT, writeText } from "../../core/linux/file.ts";
import { baseName } from "../../core/linux/path.ts";
import {
  FileType,
  readDirectory,
  removeDirectory,
  removeFile,
  type Stat,
  stat,
} from "../../core/linux/stat.ts";
import { runProgram } from "./programs.ts";
import { matches } from "./wildcard.ts";

/** A file that find has come to. `info` is of the file itself, or of what it leads to where find follows links. */
export class FoundFile {
  readonly path: string;
  readonly info: Stat;

  constructor(path: string, info: Stat) {
    this.path = path;
    this.info = info;
  }
}

/** A condition on a file, or an action that is true or false as a condition is. */
export abstract class FindTest {
  abstract holds(file: FoundFile): boolean;
}

class And extends FindTest {
  private readonly all: readonly FindTest[];

  constructor(all: readonly FindTest[]) {
    super();
    this.all = all;
  }

  override holds(file: FoundFile): boolean {
    return this.all.every((each) => each.holds(file));
  }
}

class Or extends FindTest {
  private readonly all: readonly FindTest[];

  constructor(all: readonly FindTest[]) {
    super();
    this.all = all;
  }

  override holds(file: FoundFile): boolean {
    return this.all.some((each) => each.holds(file));
  }
}

/** A test or action by what it does. */
class Primary extends FindTest {
  private readonly test: (file: FoundFile) => boolean;

  constructor(test: (file: FoundFile) => boolean) {
    super();
    this.test = test;
  }

  override holds(file: FoundFile): boolean {
    return this.test(file);
  }
}

/** What find does with each file, and how it walks. */
export class FindExpression {
  readonly test: FindTest;
  /** Folders above and below these levels are not looked at; what was named has level 0. */
  readonly least: u64;
  readonly most: u64;
  /** Whether what is in a folder comes before it: it may be removed. */
  readonly childrenFirst: boolean;

  constructor(test: FindTest, least: u64, most: u64, childrenFirst: boolean) {
    this.test = test;
    this.least = least;
    this.most = most;
    this.childrenFirst = childrenFirst;
  }
}

/** Throws an Error that says what is wrong. */
export function parseExpression(words: readonly string[]): FindExpression {
  const parser = new Parser(words);
  const test = words.length === 0 ? always() : parser.alternatives();
  parser.requireEnd();
  const whole = parser.acts ? test : new And([test, printing("\n")]);
  return new FindExpression(whole, parser.least, parser.most, parser.removes);
}

const always = (): FindTest => new Primary(() => true);

const printing = (end: string): FindTest =>
  new Primary((file) => {
    writeText(STDOUT, `${file.path}${end}`);
    return true;
  });

class Parser {
  private readonly words: readonly string[];
  private at: usize = 0;
  least: u64 = 0;
  most: u64 = 0xffff_ffff;
  /** Whether something in it does more than to test. */
  acts: boolean = false;
  removes: boolean = false;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  requireEnd(): void {
    if (this.at < this.words.length) throw new Error(`"${this.words[this.at]}" is not expected here`);
  }

  private take(word: string): boolean {
    if (this.at === this.words.length || this.words[this.at] !== word) return false;
    this.at += 1;
    return true;
  }

  private value(of: string): string {
    if (this.at === this.words.length) throw new Error(`${of} needs a value`);
    this.at += 1;
    return this.words[this.at - 1];
  }

  private number(of: string, text: string): u64 {
    const number = parseInteger(text, 10);
    if (number === null || number < 0) throw new Error(`${of}: "${text}" is not a number`);
    return u64(number);
  }

  alternatives(): FindTest {
    const all = [this.sequence()];
    while (this.take("-o")) all.push(this.sequence());
    return all.length === 1 ? all[0] : new Or(all);
  }

  private sequence(): FindTest {
    const all: FindTest[] = [this.factor()];
    while (this.at < this.words.length && this.words[this.at] !== "-o" && this.words[this.at] !== ")") {
      if (this.take("-a")) continue;
      all.push(this.factor());
    }
    return all.length === 1 ? all[0] : new And(all);
  }

  private factor(): FindTest {
    if (this.take("!")) {
      const test = this.factor();
      return new Primary((file) => !test.holds(file));
    }
    if (!this.take("(")) return this.primary();
    const inner = this.alternatives();
    if (!this.take(")")) throw new Error("a parenthesis is not closed");
    return inner;
  }

  private primary(): FindTest {
    const name = this.value("!");
    switch (name) {
      case "-name":
      case "-iname":
      case "-path":
        return patternTest(name, this.value(name));
      case "-type":
        return typeTest(this.value(name));
      case "-size":
        return this.sizeTest(this.value(name));
      case "-empty":
        return new Primary((file) => isEmpty(file));
      case "-newer":
        return newerTest(this.value(name));
      case "-maxdepth":
        this.most = this.number(name, this.value(name));
        return always();
      case "-mindepth":
        this.least = this.number(name, this.value(name));
        return always();
      case "-print":
        this.acts = true;
        return printing("\n");
      case "-print0":
        this.acts = true;
        return printing("\0");
      case "-delete":
        this.acts = true;
        this.removes = true;
        return new Primary((file) => remove(file));
      case "-exec":
        this.acts = true;
        return this.execution();
      default:
        throw new Error(`"${name}" is no test or action`);
    }
  }

  /** In blocks of 512 bytes unless a letter follows; `+` is more, `-` is less. */
  private sizeTest(text: string): FindTest {
    const isMore = text.startsWith("+");
    const isLess = text.startsWith("-");
    let digits = isMore || isLess ? text.slice(1) : text;
    let unit: u64 = 512;
    if (digits.endsWith("c")) unit = 1;
    if (digits.endsWith("k")) unit = 1024;
    if (digits.endsWith("M")) unit = 1024 * 1024;
    if (unit !== 512) digits = digits.slice(0, digits.length - 1);
    const wanted = this.number("-size", digits);
    return new Primary((file) => {
      const size = (file.info.fileSize + unit - 1) / unit;
      return isMore ? size > wanted : isLess ? size < wanted : size === wanted;
    });
  }

  private execution(): FindTest {
    const words: string[] = [];
    while (!this.take(";")) words.push(this.value("-exec … \\;"));
    if (words.length === 0) throw new Error("-exec needs a program");
    return new Primary(
      (file) =>
        runProgram(
          "find",
          words.map((word) => word.split("{}").join(file.path)),
        ) === 0,
    );
  }
}

function patternTest(name: string, written: string): FindTest {
  if (name === "-path") return new Primary((file) => matches(written.bytes(), file.path.bytes()));
  if (name === "-name") return new Primary((file) => matches(written.bytes(), baseName(file.path).bytes()));
  const pattern = written.toLowerCase();
  return new Primary((file) => matches(pattern.bytes(), baseName(file.path).toLowerCase().bytes()));
}

function typeTest(letter: string): FindTest {
  const letters = "pcdbfls";
  const types = [
    FileType.pipe,
    FileType.characterDevice,
    FileType.directory,
    FileType.blockDevice,
    FileType.regular,
    FileType.link,
    FileType.socket,
  ];
  const at = letter.length === 1 ? letters.indexOf(letter) : -1;
  if (at < 0) throw new Error(`-type: "${letter}" is not one of f d l p c b s`);
  const type = types[u64(at)];
  return new Primary((file) => file.info.type === type);
}

function newerTest(path: string): FindTest {
  const { modifySeconds, modifyNanoseconds } = stat(path);
  return new Primary(({ info }) =>
    info.modifySeconds === modifySeconds
      ? info.modifyNanoseconds > modifyNanoseconds
      : info.modifySeconds > modifySeconds,
  );
}

function isEmpty(file: FoundFile): boolean {
  if (file.info.isDirectory) return readDirectory(file.path).length === 0;
  return file.info.type === FileType.regular && file.info.fileSize === 0;
}

function remove(file: FoundFile): boolean {
  if (file.info.isDirectory) removeDirectory(file.path);
  else removeFile(file.path);
  return true;
}
