/** Random expressions of a given type. */

import { converted, fromFloat, isWide, literal, wrapped } from "./dialects.ts";
import type { Random } from "./random.ts";
import {
  INTEGERS,
  SCALARS,
  bitsOf,
  fieldsOf,
  highest,
  isInteger,
  isSubclass,
  itemOf,
  lowest,
  type ClassShape,
  type FunctionShape,
  type Integer,
  type Variable,
} from "./types.ts";

const WORDS = ["", "a", "b", "abc", "Tessera", "x y", "0", "-1", "ab,cd", "true"];
const FLOATS = ["0.5", "1.25", "3.0", "0.1", "1e3", "2.75", "1e-3"];

/** Random expressions over the names in scope. */
export class Expressions {
  readonly random: Random;
  /** What a name stands for at this place, innermost last. */
  scope: Variable[] = [];
  functions: FunctionShape[] = [];
  classes: ClassShape[] = [];
  /** Expressions that come out of these are smaller. */
  private depth = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** Any expression of the type. */
  of(type: string): string {
    if (this.depth > 4) return this.leaf(type);
    this.depth += 1;
    const text = this.random.chance(22) ? this.leaf(type) : this.compound(type);
    this.depth -= 1;
    return text;
  }

  variables(type: string, isAssigned = false): Variable[] {
    return this.scope.filter((v) => v.type === type && !(isAssigned && v.isConst));
  }

  /** A variable or a literal. */
  private leaf(type: string): string {
    const names = this.variables(type);
    if (names.length > 0 && this.random.chance(75)) return this.random.pick(names).name;
    return this.constant(type);
  }

  private constant(type: string): string {
    const { random } = this;
    if (isInteger(type)) return converted(type, this.digits(type));
    if (type === "f64") return random.pick(FLOATS);
    if (type === "boolean") return `(${this.tiny("i32")} < ${this.tiny("i32")})`;
    if (type === "string") return JSON.stringify(random.pick(WORDS));
    if (type.endsWith("[]")) return this.list(itemOf(type), 1);
    if (type.endsWith(" | null")) return this.nullable(type.slice(0, -" | null".length));
    if (type.startsWith("Map<")) return `new ${type}()`;
    if (type.startsWith("Set<")) return `new ${type}()`;
    if (type.startsWith("(")) return this.closure(type);
    return this.object(type, true);
  }

  /** Something short of an integer type that no compiler knows. */
  private tiny(type: Integer): string {
    const names = this.variables(type);
    return names.length > 0 ? this.random.pick(names).name : converted(type, this.digits(type));
  }

  private digits(type: Integer): string {
    const { random } = this;
    const near = BigInt(random.below(10));
    const value = random.chance(70)
      ? near
      : random.chance(40)
        ? highest(type) - near
        : random.chance(50)
          ? lowest(type) + near
          : BigInt(random.below(2 ** 31)) % (highest(type) + 1n);
    return literal(type, value);
  }

  private compound(type: string): string {
    const { random } = this;
    if (random.chance(8)) return `(${this.of("boolean")} ? ${this.of(type)} : ${this.of(type)})`;
    if (random.chance(8)) return `choose<${type}>(${this.of("boolean")}, ${this.of(type)}, ${this.of(type)})`;
    if (random.chance(10)) return this.call(type) ?? this.leaf(type);
    if (random.chance(8)) return this.member(type) ?? this.leaf(type);
    if (random.chance(5) && (SCALARS as readonly string[]).includes(type))
      return `(${this.of(`${type} | null`)} ?? ${this.of(type)})`;
    if (random.chance(6)) return this.element(type) ?? this.leaf(type);
    if (isInteger(type)) return this.integer(type);
    switch (type) {
      case "f64":
        return this.float();
      case "boolean":
        return this.boolean();
      case "string":
        return this.text();
      default:
        return type.endsWith("[]") ? this.array(itemOf(type)) : this.constant(type);
    }
  }

  private integer(type: Integer): string {
    const { random } = this;
    switch (random.below(11)) {
      case 0:
        return wrapped(type, `${this.of(type)} ${random.pick(["+", "-"])} ${this.digits(type)}`);
      case 1:
        return this.product(type);
      case 2:
        return this.quotient(type);
      case 3:
        return this.shift(type);
      case 4:
        return wrapped(type, `${random.pick(["-", "~"])}${this.of(type)}`);
      case 5:
        return converted(type, this.of(random.pick(INTEGERS)));
      case 6:
        return this.fromCollection(type);
      case 7:
        return random.chance(40) ? fromFloat(type, this.of("f64")) : converted(type, this.flag());
      default:
        return wrapped(
          type,
          `${this.of(type)} ${random.pick(["+", "-", "+", "-", "&", "|", "^"])} ${this.of(type)}`,
        );
    }
  }

  /** `flag(…)` is 0 or 1, of a type that both dialects convert. */
  private flag(): string {
    return `flag(${this.of("boolean")})`;
  }

  /** Products that a double holds, or 64 bits. */
  private product(type: Integer): string {
    if (bitsOf(type) === 32) {
      const half = (): string => converted(type, this.of(type === "i32" ? "i16" : "u16"));
      return wrapped(type, `${this.of(type)} * ${half()}`);
    }
    return wrapped(type, `${this.of(type)} * ${this.of(type)}`);
  }

  private quotient(type: Integer): string {
    const divisor = wrapped(type, `${this.of(type)} | ${literal(type, 1n)}`);
    return wrapped(type, `${this.of(type)} ${this.random.pick(["/", "%"])} ${divisor}`);
  }

  private shift(type: Integer): string {
    const right = type.startsWith("u") && !isWide(type) ? ">>>" : ">>";
    const count = literal(type, BigInt(this.random.below(bitsOf(type))));
    return wrapped(type, `${this.of(type)} ${this.random.pick(["<<", right])} ${count}`);
  }

  private fromCollection(type: Integer): string {
    const { random } = this;
    switch (random.below(6)) {
      case 0:
        return converted(type, `${this.of("string")}.length`);
      case 1:
        return converted(type, `${this.of("string")}.indexOf(${this.of("string")})`);
      case 2:
        return converted(type, `${this.of(`${random.pick(SCALARS)}[]`)}.length`);
      case 3:
        return `${this.of(`${type}[]`)}.reduce((sum: ${type}, item) => ${wrapped(type, "sum + item")}, ${this.constant(type)})`;
      case 4:
        return `(${this.of("Map<string, i32>")}.get(${this.of("string")}) === undefined ? ${this.of(type)} : ${this.of(type)})`;
      default:
        return converted(type, `${this.of("Set<string>")}.size`);
    }
  }

  private float(): string {
    const { random } = this;
    if (random.chance(20)) return `f64(${this.of(random.pick(INTEGERS))})`;
    if (random.chance(15)) return `Math.${random.pick(["floor", "ceil", "trunc", "abs"])}(${this.of("f64")})`;
    if (random.chance(8)) return `(-${this.of("f64")})`;
    return `(${this.of("f64")} ${random.pick(["+", "-", "*", "/"])} ${this.of("f64")})`;
  }

  private boolean(): string {
    const { random } = this;
    switch (random.below(8)) {
      case 0:
        return `(${this.of("boolean")} ${random.pick(["&&", "||"])} ${this.of("boolean")})`;
      case 1:
        return `!${this.of("boolean")}`;
      case 2:
        // The checker takes two literals to be of types that have nothing in common.
        return `(clip(${this.of("string")}) ${random.pick(["===", "!==", "<", ">="])} ${this.of("string")})`;
      case 3:
        return `${this.of("string")}.${random.pick(["startsWith", "endsWith", "includes"])}(${this.of("string")})`;
      case 4:
        return `${this.of("Set<string>")}.has(${this.of("string")})`;
      case 5: {
        const type = random.pick(INTEGERS);
        return `${this.of(`${type}[]`)}.${random.pick(["some", "every"])}((item) => item > ${this.tiny(type)})`;
      }
      case 6:
        return this.kindOf() ?? this.leaf("boolean");
      default: {
        const type = random.pick([...INTEGERS, "f64"]);
        const left = type === "f64" ? `f64(${this.of(type)})` : this.of(type);
        return `(${left} ${random.pick(["<", "<=", ">", ">=", "===", "!=="])} ${this.of(type)})`;
      }
    }
  }

  /** `x instanceof C`, of a variable that may be one. */
  private kindOf(): string | null {
    const [first] = this.classes;
    const names = first ? this.variables(first.name) : [];
    if (!first || names.length === 0) return null;
    // Of the class itself, the checker takes the other case to be impossible.
    const subclasses = this.classes.slice(1);
    if (subclasses.length === 0) return null;
    return `(${this.random.pick(names).name} instanceof ${this.random.pick(subclasses).name})`;
  }

  private text(): string {
    const { random } = this;
    switch (random.below(9)) {
      case 0:
      case 1:
      case 2:
        return `clip(\`${random.pick(WORDS)}\${${this.of(random.pick(SCALARS))}}-\${${this.of(random.pick(SCALARS))}}\`)`;
      case 3:
        return `clip(${this.of("string")} + ${this.of("string")})`;
      case 4:
        return `${this.of("string")}.slice(${random.below(4)}, ${random.below(9)})`;
      case 5:
        return `${this.of("string")}.${random.pick(["trim", "toUpperCase", "toLowerCase", "trimStart", "trimEnd"])}()`;
      case 6:
        return `clip(${this.of(`${random.pick([...INTEGERS, "string"])}[]`)}.join(${JSON.stringify(random.pick(WORDS))}))`;
      case 7:
        return `${this.of("string")}.${random.pick(["padStart", "padEnd"])}(${random.below(12)}, "+-")`;
      default:
        return `clip(${this.of("string")}.replaceAll(${this.of("string")}, ${JSON.stringify(random.pick(WORDS))}))`;
    }
  }

  private array(item: string): string {
    const { random } = this;
    const type = `${item}[]`;
    switch (random.below(7)) {
      case 0:
        return `${this.of(type)}.slice(${random.below(3)}, ${random.below(6)})`;
      case 1:
        return `${this.of(type)}.filter((_item, index) => index % ${1 + random.below(3)} === 0)`;
      case 2: {
        const from = random.pick(SCALARS);
        const name = this.fresh();
        return `${this.of(`${from}[]`)}.map((${name}): ${item} => ${this.within([{ name, type: from, isConst: true }], () => this.of(item))})`;
      }
      case 3:
        return `few([...${this.of(type)}, ${this.of(item)}, ...${this.of(type)}])`;
      case 4:
        return `few(${this.of(type)}.concat(${this.of(type)}))`;
      case 5:
        if (item === "string")
          return `few(${this.of("string")}.split(${random.pick(['","', '" "', '"b"'])}))`;
        if (item === "f64" || item === "boolean" || !isInteger(item)) return this.list(item, 3);
        return `${this.of(type)}.slice().sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))`;
      default:
        return this.list(item, 3);
    }
  }

  private list(item: string, most: number): string {
    const items = Array.from({ length: this.random.below(most + 1) }, () => this.of(item));
    return items.length === 0 ? `none<${item}>()` : `listOf<${item}>([${items.join(", ")}])`;
  }

  private nullable(type: string): string {
    return `choose<${type} | null>(${this.of("boolean")}, null, ${this.of(type)})`;
  }

  /** An element of a list there is. */
  private element(type: string): string | null {
    const names = this.variables(`${type}[]`);
    if (names.length === 0) return null;
    const { name } = this.random.pick(names);
    return `(${name}.length > 0 ? ${name}[${name}.length - 1]! : ${this.of(type)})`;
  }

  /** A function of the type: its parameters are in its own text, as everything around it. */
  closure(type: string): string {
    const match = /^\((.*)\) => (.*)$/.exec(type);
    const parameters = (match?.[1] ?? "").split(", ").filter((text) => text !== "");
    const own = parameters.map((text) => {
      const [, written = ""] = text.split(": ");
      return { name: this.fresh(), type: written, isConst: false };
    });
    const body = this.within(own, () => this.of(match?.[2] ?? "i32"));
    return `((${own.map((v) => `${v.name}: ${v.type}`).join(", ")}): ${match?.[2]} => ${body})`;
  }

  private object(type: string, isSmall: boolean): string {
    const candidates = this.classes.filter((c) => isSubclass(c, type));
    const shape = this.random.pick(candidates);
    const values = fieldsOf(shape).map((field) => (isSmall ? this.leaf(field.type) : this.of(field.type)));
    return `new ${shape.name}(${values.join(", ")})`;
  }

  private call(type: string): string | null {
    const closures = this.scope.filter((v) => v.type.startsWith("(") && v.type.endsWith(`=> ${type}`));
    const fitting = this.functions.filter((fn) => fn.result === type);
    if (closures.length > 0 && (fitting.length === 0 || this.random.chance(50))) {
      const closure = this.random.pick(closures);
      const parameters = /^\((.*)\) =>/.exec(closure.type)?.[1] ?? "";
      const types = parameters.split(", ").flatMap((text) => text.split(": ")[1] ?? []);
      return `${closure.name}(${types.map((t) => this.of(t)).join(", ")})`;
    }
    return fitting.length === 0 ? null : this.callOf(this.random.pick(fitting));
  }

  /** A call of a function or method. */
  callOf(fn: FunctionShape, receiver = ""): string {
    const count = fn.parameters.length - this.random.below(fn.optional + 1);
    const args = fn.parameters.slice(0, count).map((t) => this.of(t));
    return `${receiver}${fn.name}(${args.join(", ")})`;
  }

  /** A field, getter or method of an object at hand; of one that may be null, `?.` and `??`. */
  private member(type: string): string | null {
    const ways = this.scope.flatMap((variable) => {
      const shape = this.classes.find((c) => c.name === variable.type.replace(" | null", ""));
      if (!shape) return [];
      const mayBeNull = variable.type.endsWith(" | null");
      const [dot, close] = mayBeNull ? ["?.", ` ?? ${this.constant(type)})`] : [".", ")"];
      const names = [...fieldsOf(shape), ...shape.getters].filter((each) => each.type === type);
      const methods = shape.methods.filter((fn) => fn.result === type);
      return [
        ...names.map((field) => () => `(${variable.name}${dot}${field.name}${close}`),
        ...methods.map((fn) => () => `(${this.callOf(fn, `${variable.name}${dot}`)}${close}`),
      ];
    });
    return ways.length === 0 ? null : this.random.pick(ways)();
  }

  private names = 0;

  fresh(): string {
    this.names += 1;
    return `v${this.names}`;
  }

  /** Generates with more variables around. */
  within<T>(variables: readonly Variable[], generate: () => T): T {
    const outer = this.scope;
    this.scope = [...outer, ...variables];
    const result = generate();
    this.scope = outer;
    return result;
  }
}
