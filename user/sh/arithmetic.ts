/** `$((…))`: C's integer expressions on 64 bits, without `++` and the comma. */

import { isBlank, isDigit, isNameByte, NEWLINE } from "../support/ascii.ts";
import { ScriptError } from "./errors.ts";
import { Option } from "./options.ts";
import type { Shell } from "./shell.ts";

/** Binary operators from the weakest to the strongest; those of one level in one text. */
const LEVELS = ["||", "&&", "|", "^", "&", "== !=", "<= >= < >", "<< >>", "+ -", "* / %"];
const ASSIGNMENTS = ["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "|=", "^="];
const MOST_DEPTH = 200;

class Evaluator {
  private readonly shell: Shell;
  private readonly text: string;
  private at: usize = 0;
  private depth: usize = 0;
  /** Operators around this place that already decided not to use its value: it has no effects. */
  private skipped: usize = 0;

  constructor(shell: Shell, text: string) {
    this.shell = shell;
    this.text = text;
  }

  private fail(message: string): never {
    throw new ScriptError(`arithmetic: ${message} in "${this.text}"`);
  }

  private skipSpace(): void {
    while (this.at < this.text.length) {
      const byte = this.text.byteAt(this.at);
      if (!isBlank(byte) && byte !== NEWLINE) return;
      this.at += 1;
    }
  }

  /** Takes the operator if it is next, and not the beginning of a longer one. */
  private take(operator: string): boolean {
    this.skipSpace();
    if (!this.text.slice(this.at).startsWith(operator)) return false;
    const after = this.text.slice(this.at + operator.length, this.at + operator.length + 1);
    const isPrefix =
      (after === "=" && operator !== "==" && operator !== "!=" && operator !== "<=" && operator !== ">=") ||
      (operator.length === 1 && after === operator && "|&<>=".includes(operator));
    if (isPrefix) return false;
    this.at += operator.length;
    return true;
  }

  whole(): i64 {
    this.skipSpace();
    if (this.at === this.text.length) return 0;
    const value = this.choice();
    this.skipSpace();
    if (this.at < this.text.length) this.fail("unexpected text");
    return value;
  }

  private choice(): i64 {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) this.fail("too many levels");
    const condition = this.binary(0);
    let value = condition;
    if (this.take("?")) {
      const yes = this.unless(condition === 0, () => this.choice());
      if (!this.take(":")) this.fail("a missing :");
      const no = this.unless(condition !== 0, () => this.choice());
      value = condition !== 0 ? yes : no;
    }
    this.depth -= 1;
    return value;
  }

  /** Evaluates a part; without effects if it is not wanted. */
  private unless(isUnwanted: boolean, part: () => i64): i64 {
    if (isUnwanted) this.skipped += 1;
    const value = part();
    if (isUnwanted) this.skipped -= 1;
    return value;
  }

  private binary(level: usize): i64 {
    if (level === LEVELS.length) return this.unary();
    let value = this.binary(level + 1);
    while (true) {
      let operator = "";
      for (const candidate of LEVELS[level].split(" ")) {
        if (this.take(candidate)) {
          operator = candidate;
          break;
        }
      }
      if (operator === "") return value;
      const isDecided = (operator === "||" && value !== 0) || (operator === "&&" && value === 0);
      const right = this.unless(isDecided, () => this.binary(level + 1));
      value = this.apply(operator, value, right);
    }
  }

  private apply(operator: string, a: i64, b: i64): i64 {
    switch (operator) {
      case "||":
        return i64(a !== 0 || b !== 0);
      case "&&":
        return i64(a !== 0 && b !== 0);
      case "|":
      case "|=":
        return a | b;
      case "^":
      case "^=":
        return a ^ b;
      case "&":
      case "&=":
        return a & b;
      case "==":
        return i64(a === b);
      case "!=":
        return i64(a !== b);
      case "<=":
        return i64(a <= b);
      case ">=":
        return i64(a >= b);
      case "<":
        return i64(a < b);
      case ">":
        return i64(a > b);
      case "<<":
      case "<<=":
        return a << b;
      case ">>":
      case ">>=":
        return a >> b;
      case "+":
      case "+=":
        return a + b;
      case "-":
      case "-=":
        return a - b;
      case "*":
      case "*=":
        return a * b;
      default:
        return this.divide(operator.startsWith("/"), a, b);
    }
  }

  private divide(isQuotient: boolean, a: i64, b: i64): i64 {
    if (b === 0) {
      if (this.skipped > 0) return 0;
      this.fail("division by zero");
    }
    // The quotient of the lowest number and -1 does not fit and traps.
    if (b === -1) return isQuotient ? -a : 0;
    return isQuotient ? a / b : a % b;
  }

  private unary(): i64 {
    if (this.take("-")) return -this.unary();
    if (this.take("+")) return this.unary();
    if (this.take("!")) return i64(this.unary() === 0);
    if (this.take("~")) return ~this.unary();
    if (this.take("(")) {
      const value = this.choice();
      if (!this.take(")")) this.fail("a missing )");
      return value;
    }
    return this.operand();
  }

  private operand(): i64 {
    this.skipSpace();
    const start = this.at;
    while (this.at < this.text.length && isNameByte(this.text.byteAt(this.at))) this.at += 1;
    const word = this.text.slice(start, this.at);
    if (word.length === 0) this.fail("a missing number");
    if (!isDigit(word.byteAt(0))) return this.variable(word);
    return numberOf(word) ?? this.fail(`"${word}" is no number`);
  }

  /** Whether a plain assignment follows. */
  private isAssigned(): boolean {
    this.skipSpace();
    const rest = this.text.slice(this.at);
    return rest.startsWith("=") && !rest.startsWith("==");
  }

  private variable(name: string): i64 {
    const known = this.shell.get(name);
    if (known === null && this.shell.options.has(Option.unsetIsError) && !this.isAssigned())
      throw new ScriptError(`${name}: is not set`);
    const text = known ?? "";
    const value = text.length === 0 ? 0 : (numberOf(text) ?? this.fail(`${name} is no number`));
    this.skipSpace();
    for (const operator of ASSIGNMENTS) {
      const rest = this.text.slice(this.at);
      if (!rest.startsWith(operator) || (operator === "=" && rest.startsWith("=="))) continue;
      this.at += operator.length;
      const right = this.choice();
      const result = operator === "=" ? right : this.apply(operator, value, right);
      if (this.skipped === 0) this.shell.set(name, `${result}`);
      return result;
    }
    return value;
  }
}

/** A number as C writes it: decimal, 0x…, or octal with a 0 before it. */
function numberOf(text: string): i64 | null {
  const trimmed = text.trim();
  const isOctal = trimmed.length > 1 && trimmed.startsWith("0") && isDigit(trimmed.byteAt(1));
  return isOctal ? parseInteger(trimmed, 8) : parseInteger(trimmed);
}

/** The value of an expression whose `$` have been expanded. Throws a ScriptError that says what is wrong with it. */
export function evaluate(shell: Shell, text: string): i64 {
  return new Evaluator(shell, text).whole();
}
