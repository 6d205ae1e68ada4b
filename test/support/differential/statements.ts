/** Random statements. Loops are short, and `tick()` ends a program that does too much. */

import type { Expressions } from "./expressions.ts";
import { literal, wrapped } from "./dialects.ts";
import type { Random } from "./random.ts";
import { SCALARS, isInteger, itemOf, type Variable } from "./types.ts";

/** The types of local variables; those that stand here more often are more frequent. */
export const LOCALS = [
  ...SCALARS,
  ...SCALARS,
  "i32[]",
  "string[]",
  "u8[]",
  "u64[]",
  "C0",
  "C0[]",
  "C0 | null",
  "string | null",
  "i32 | null",
  "Map<string, i32>",
  "Set<string>",
  "(a: i32) => i32",
  "(a: string, b: u8) => string",
  "() => i64",
];

/** Random statements, with the declarations that later ones use. */
export class Statements {
  private readonly expressions: Expressions;
  private readonly random: Random;
  private depth = 0;
  /** Labels of the loops around, innermost last; empty for those without. */
  private loops: string[] = [];
  /** The result type of the function around. */
  result: string | null = null;

  constructor(expressions: Expressions) {
    this.expressions = expressions;
    this.random = expressions.random;
  }

  /** Some statements, each on its lines; names declared in them are known to those behind. */
  list(most: number, indent: string): string {
    const outer = this.expressions.scope;
    const lines: string[] = [];
    const count = 1 + this.random.below(most);
    for (let i = 0; i < count; i++) lines.push(`${indent}${this.one(indent)}`);
    this.expressions.scope = outer;
    return lines.join("\n");
  }

  private block(indent: string): string {
    this.depth += 1;
    const text = `{\n${this.list(3, `${indent}  `)}\n${indent}}`;
    this.depth -= 1;
    return text;
  }

  one(indent: string): string {
    const { random } = this;
    if (this.depth > 2 || random.chance(50)) return this.simple();
    switch (random.below(9)) {
      case 0:
        return `if (${this.of("boolean")}) ${this.block(indent)} else ${this.block(indent)}`;
      case 1:
        return this.counted(indent);
      case 2:
        return this.over(indent);
      case 3:
        return this.choice(indent);
      case 4:
        return this.guarded(indent);
      case 5:
        return this.closureInLoop(indent);
      case 6:
        return `if (${this.of("boolean")}) ${this.leave(indent)}`;
      case 7:
        return this.narrowed(indent);
      default:
        return this.whileLoop(indent);
    }
  }

  private of(type: string): string {
    return this.expressions.of(type);
  }

  private simple(): string {
    const { random } = this;
    switch (random.below(8)) {
      case 0:
      case 1:
        return this.declaration();
      case 2:
        return `console.log(\`${this.expressions.fresh()} \${${this.of(random.pick(SCALARS))}}\`);`;
      case 3:
        return this.change() ?? this.declaration();
      case 4:
        return this.pattern();
      case 5:
        return this.step() ?? this.declaration();
      default:
        return this.assignment() ?? this.declaration();
    }
  }

  private declaration(): string {
    const type = this.random.pick(LOCALS);
    const name = this.expressions.fresh();
    const isConst = this.random.chance(30);
    const value = this.of(type);
    this.expressions.scope = [...this.expressions.scope, { name, type, isConst }];
    return `${isConst ? "const" : "let"} ${name}: ${type} = ${value};`;
  }

  private assignment(): string | null {
    const targets = this.expressions.scope.filter((v) => !v.isConst && !v.type.startsWith("("));
    if (targets.length === 0) return null;
    const { name, type } = this.random.pick(targets);
    return `${name} = ${this.of(type)};`;
  }

  /** `x += …`, `x++`: JavaScript needs them written out. */
  private step(): string | null {
    const targets = this.expressions.scope.filter((v) => !v.isConst && isInteger(v.type));
    if (targets.length === 0) return null;
    const { name, type } = this.random.pick(targets);
    if (!isInteger(type)) return null;
    if (this.random.chance(30)) return `${name} = ${wrapped(type, `${name} + ${literal(type, 1n)}`)};`;
    return `${name} = ${wrapped(type, `${name} ${this.random.pick(["+", "-", "^", "|", "&"])} ${this.of(type)}`)};`;
  }

  /** Something that happens to a collection or an object. */
  private change(): string | null {
    const { random } = this;
    const targets = this.expressions.scope.filter((v) => /\[\]$|^Map|^Set|^C0$/.test(v.type));
    if (targets.length === 0) return null;
    const { name, type } = random.pick(targets);
    if (type.startsWith("Map"))
      return random.chance(70)
        ? `${name}.set(${this.of("string")}, ${this.of("i32")});`
        : `${name}.delete(${this.of("string")});`;
    if (type.startsWith("Set"))
      return `${name}.${random.pick(["add", "add", "delete"])}(${this.of("string")});`;
    if (type === "C0") return `${name}.${random.pick(["n", "m"])} = ${this.of("i32")};`;
    const item = itemOf(type);
    switch (random.below(6)) {
      case 0:
        return `if (${name}.length < 12) ${name}.push(${this.of(item)});`;
      case 1:
        return `if (${name}.length < 12) ${name}.unshift(${this.of(item)});`;
      case 2:
        return `${name}.pop();`;
      case 3:
        return `${name}.splice(${random.below(3)}, ${random.below(3)});`;
      case 4:
        return `${name}.reverse();`;
      default:
        return `if (${name}.length > 0) ${name}[${name}.length - 1] = ${this.of(item)};`;
    }
  }

  private pattern(): string {
    const { random, expressions } = this;
    const [a, b] = [expressions.fresh(), expressions.fresh()];
    const [first, second] = [random.pick(SCALARS), random.pick(SCALARS)];
    const declared = (type: string, name: string): Variable => ({ name, type, isConst: true });
    const pair = `pairOf<${first}, ${second}>(${this.of(first)}, ${this.of(second)})`;
    expressions.scope = [...expressions.scope, declared(first, a), declared(second, b)];
    return `const [${a}, ${b}] = ${pair};`;
  }

  // -------------------------------------------------------------- control flow

  private inLoop(label: string, variables: readonly Variable[], indent: string): string {
    this.loops.push(label);
    const text = this.expressions.within(variables, () => this.block(indent));
    this.loops.pop();
    return text.replace("{", `{\n${indent}  tick();`);
  }

  private label(): string {
    return this.random.chance(30) ? `L${this.expressions.fresh()}` : "";
  }

  private counted(indent: string): string {
    const name = this.expressions.fresh();
    const type = this.random.pick(["u32", "i32", "u8", "i16"]);
    const label = this.label();
    const loop = `for (let ${name}: ${type} = 0; ${name} < ${1 + this.random.below(5)}; ${name}++) `;
    const body = this.inLoop(label, [{ name, type, isConst: true }], indent);
    return `${label === "" ? "" : `${label}: `}${loop}${body}`;
  }

  private over(indent: string): string {
    const { random } = this;
    const label = this.label();
    const prefix = label === "" ? "" : `${label}: `;
    const name = this.expressions.fresh();
    if (random.chance(25)) {
      const other = this.expressions.fresh();
      const variables = [
        { name, type: "string", isConst: true },
        { name: other, type: "i32", isConst: true },
      ];
      const map = this.of("Map<string, i32>");
      return `${prefix}for (const [${name}, ${other}] of ${map}) ${this.inLoop(label, variables, indent)}`;
    }
    const item = random.pick(["string", "i32", "u8", "C0"]);
    const source =
      item === "string" && random.chance(50)
        ? random.chance(50)
          ? this.of("Set<string>")
          : this.of("string")
        : `few(${this.of(`${item}[]`)})`;
    const body = this.inLoop(label, [{ name, type: item, isConst: true }], indent);
    return `${prefix}for (const ${name} of ${source}) ${body}`;
  }

  private whileLoop(indent: string): string {
    const name = this.expressions.fresh();
    const label = this.label();
    const prefix = label === "" ? "" : `${label}: `;
    const body = this.inLoop(label, [], indent).replace("{", `{\n${indent}  ${name} += 1;`);
    const condition = `${name} < ${1 + this.random.below(4)} && ${this.of("boolean")}`;
    const start = `let ${name}: u32 = 0;\n${indent}`;
    return this.random.chance(50)
      ? `${start}${prefix}while (${condition}) ${body}`
      : `${start}${prefix}do ${body} while (${condition});`;
  }

  private choice(indent: string): string {
    const { random } = this;
    const type = random.pick(["i32", "u8", "string"]);
    const labels = type === "string" ? ['"a"', '"abc"', '""', '"0"'] : ["0", "1", "2", "7"];
    const inner = `${indent}  `;
    this.loops.push("switch");
    const cases = labels
      .slice(0, 1 + random.below(4))
      .map((label) =>
        random.chance(25)
          ? `${inner}case ${label}:`
          : `${inner}case ${label}: ${this.block(inner).replace(/\}$/, `  break;\n${inner}}`)}`,
      );
    const last = `${inner}default: ${this.block(inner)}`;
    this.loops.pop();
    return `switch (${type === "string" ? `clip(${this.of(type)})` : this.of(type)}) {\n${[...cases, last].join("\n")}\n${indent}}`;
  }

  private guarded(indent: string): string {
    const { random } = this;
    const name = this.expressions.fresh();
    const body = this.block(indent);
    const thrown = `${indent}  if (${this.of("boolean")}) throw new Oops(${this.of("i32")});\n`;
    const attempt = `try ${body.replace(/\}$/, `${thrown.trimEnd()}\n${indent}}`)}`;
    const known = `if (!(${name} instanceof Oops)) throw ${name};`;
    const said = `console.log(\`caught \${${name}.code} \${${name}.message}\`);`;
    const handler = `catch (${name}) {\n${indent}  ${known}\n${indent}  ${said}\n${indent}}`;
    const last = random.chance(50) ? ` finally ${this.withoutLeaving(() => this.block(indent))}` : "";
    return `${attempt} ${handler}${last}`;
  }

  private withoutLeaving(generate: () => string): string {
    const [loops, result] = [this.loops, this.result];
    this.loops = [];
    this.result = null;
    const text = generate();
    this.loops = loops;
    this.result = result;
    return text;
  }

  /** Closures that a loop makes: each has the loop's variables of its own turn. */
  private closureInLoop(indent: string): string {
    const [list, name, turn] = [this.expressions.fresh(), this.expressions.fresh(), this.expressions.fresh()];
    const body = this.expressions.within([{ name, type: "i32", isConst: true }], () => this.of("i32"));
    return [
      `const ${list}: (() => i32)[] = [];`,
      `for (let ${name}: i32 = 0; ${name} < ${1 + this.random.below(4)}; ${name}++) ${list}.push(() => ${body});`,
      `for (const ${turn} of ${list}) console.log(${turn}());`,
    ].join(`\n${indent}`);
  }

  /** A way out: of a loop, of the function, or by an error. */
  private leave(indent: string): string {
    const { random } = this;
    const loop = this.loops.at(-1);
    const inner = `${indent}  `;
    if (loop !== undefined && loop !== "switch" && random.chance(60)) {
      const labels = this.loops.filter((label) => label !== "" && label !== "switch");
      const label = labels.length > 0 && random.chance(50) ? ` ${random.pick(labels)}` : "";
      return `{\n${inner}${random.pick(["break", "continue"])}${label};\n${indent}}`;
    }
    if (this.result !== null && random.chance(60))
      return `{\n${inner}return ${this.of(this.result)};\n${indent}}`;
    return this.result === null
      ? this.block(indent)
      : `{\n${inner}throw new Oops(${this.of("i32")});\n${indent}}`;
  }

  /** What is known of a value in the part where it is not null, or of a class. */
  private narrowed(indent: string): string {
    const nullable = this.expressions.scope.filter((v) => v.type.endsWith(" | null"));
    if (nullable.length === 0) return this.simple();
    const { name, type } = this.random.pick(nullable);
    const inner = this.expressions.fresh();
    const known = { name: inner, type: type.replace(" | null", ""), isConst: true };
    const text = this.expressions.within([known], () => this.block(indent));
    return `if (${name} !== null) ${text.replace("{", `{\n${indent}  const ${inner} = ${name};`)}`;
  }
}
