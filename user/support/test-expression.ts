/** The conditions of `test` and `[` (POSIX.1-2017, test). */

import { Access, canAccess, FileType, linkStat, stat } from "../../core/linux/stat.ts";
import { isTerminal } from "../../core/linux/terminal.ts";

const UNARY = " -n -z -e -f -d -r -w -x -s -L -h -p -S -b -c -t -u -g -k ";
const BINARY = " = == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef ";

class Condition {
  private readonly args: readonly string[];
  private at: usize = 0;

  constructor(args: readonly string[]) {
    this.args = args;
  }

  get isAtEnd(): boolean {
    return this.at >= this.args.length;
  }

  private peek(offset: usize): string {
    return this.at + offset < this.args.length ? this.args[this.at + offset] : "";
  }

  private take(): string {
    if (this.isAtEnd) throw new Error("an argument is missing");
    this.at += 1;
    return this.args[this.at - 1];
  }

  either(): boolean {
    let value = this.both();
    while (!this.isAtEnd && this.peek(0) === "-o") {
      this.take();
      const right = this.both();
      value = value || right;
    }
    return value;
  }

  private both(): boolean {
    let value = this.primary();
    while (!this.isAtEnd && this.peek(0) === "-a") {
      this.take();
      const right = this.primary();
      value = value && right;
    }
    return value;
  }

  private primary(): boolean {
    const left = this.args.length - this.at;
    const first = this.take();
    if (left >= 3 && BINARY.includes(` ${this.peek(0)} `)) return compare(first, this.take(), this.take());
    if (first === "!" && left > 1) return !this.primary();
    if (first === "(" && left > 2) {
      const value = this.either();
      if (this.take() !== ")") throw new Error("a missing )");
      return value;
    }
    if (left >= 2 && UNARY.includes(` ${first} `)) return ask(first, this.take());
    return first.length > 0;
  }
}

function numberOf(text: string): i64 {
  const value = parseInteger(text.trim(), 10);
  if (value === null) throw new Error(`${text}: is no number`);
  return value;
}

/** Whether the first file was written to later than the second, or is there when that is not. */
function isNewer(a: string, b: string): boolean {
  try {
    const first = stat(a);
    try {
      const second = stat(b);
      if (first.modifySeconds !== second.modifySeconds) return first.modifySeconds > second.modifySeconds;
      return first.modifyNanoseconds > second.modifyNanoseconds;
    } catch {
      return true;
    }
  } catch {
    return false;
  }
}

function isSameFile(a: string, b: string): boolean {
  try {
    const first = stat(a);
    const second = stat(b);
    return first.device === second.device && first.inode === second.inode;
  } catch {
    return false;
  }
}

function compare(a: string, operator: string, b: string): boolean {
  switch (operator) {
    case "=":
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a.compare(b) < 0;
    case ">":
      return a.compare(b) > 0;
    case "-nt":
      return isNewer(a, b);
    case "-ot":
      return isNewer(b, a);
    case "-ef":
      return isSameFile(a, b);
    default:
      return compareNumbers(numberOf(a), operator, numberOf(b));
  }
}

function compareNumbers(a: i64, operator: string, b: i64): boolean {
  switch (operator) {
    case "-eq":
      return a === b;
    case "-ne":
      return a !== b;
    case "-lt":
      return a < b;
    case "-le":
      return a <= b;
    case "-gt":
      return a > b;
    default:
      return a >= b;
  }
}

function ask(operator: string, operand: string): boolean {
  switch (operator) {
    case "-n":
      return operand.length > 0;
    case "-z":
      return operand.length === 0;
    case "-t":
      return isTerminal(i32(numberOf(operand)));
    case "-r":
      return canAccess(operand, Access.read);
    case "-w":
      return canAccess(operand, Access.write);
    case "-x":
      return canAccess(operand, Access.execute);
    default:
      return askFile(operator, operand);
  }
}

function askFile(operator: string, path: string): boolean {
  try {
    const info = operator === "-L" || operator === "-h" ? linkStat(path) : stat(path);
    switch (operator) {
      case "-f":
        return info.type === FileType.regular;
      case "-d":
        return info.type === FileType.directory;
      case "-L":
      case "-h":
        return info.type === FileType.link;
      case "-p":
        return info.type === FileType.pipe;
      case "-S":
        return info.type === FileType.socket;
      case "-b":
        return info.type === FileType.blockDevice;
      case "-c":
        return info.type === FileType.characterDevice;
      case "-s":
        return info.fileSize > 0;
      case "-u":
        return (info.mode & 0o4000) !== 0;
      case "-g":
        return (info.mode & 0o2000) !== 0;
      case "-k":
        return (info.mode & 0o1000) !== 0;
      default:
        return true;
    }
  } catch {
    return false;
  }
}

/** Whether the condition holds. Throws an Error that says what is wrong with it. */
export function evaluateCondition(args: readonly string[]): boolean {
  if (args.length === 0) return false;
  // With four arguments, `!` is that of the other three.
  if (args.length === 4 && args[0] === "!") return !evaluateCondition(args.slice(1));
  const condition = new Condition(args);
  const value = condition.either();
  if (!condition.isAtEnd) throw new Error("too many arguments");
  return value;
}
