/** Random programs in Metal TypeScript that JavaScript runs too, but for what `dialects.ts` says. */

import { inJavaScript, inMetal } from "./dialects.ts";
import { Expressions } from "./expressions.ts";
import { features } from "./features.ts";
import { Random } from "./random.ts";
import { LOCALS, Statements } from "./statements.ts";
import { SCALARS, fieldsOf, type ClassShape, type Field, type FunctionShape } from "./types.ts";

/** The same in every program. */
const HELPERS = `
let fuel: i32 = 20000;
class OutOfFuel extends Error {}
function tick(): void {
  fuel -= 1;
  if (fuel < 0) throw new OutOfFuel("fuel");
}
class Oops extends Error {
  readonly code: i32;
  constructor(code: i32) {
    super(\`oops \${code}\`);
    this.code = code;
  }
}
function clip(text: string): string {
  return text.slice(0, 24);
}
function few<T>(items: T[]): T[] {
  return items.length > 6 ? items.slice(0, 6) : items;
}
function none<T>(): T[] {
  const items: T[] = [];
  return items;
}
function listOf<T>(items: T[]): T[] {
  return items;
}
function choose<T>(first: boolean, a: T, b: T): T {
  return first ? a : b;
}
function pairOf<A, B>(a: A, b: B): [A, B] {
  return [a, b];
}
function flag(value: boolean): u32 {
  return value ? 1 : 0;
}
`;

interface Generated {
  readonly metal: string;
  readonly javascript: string;
}

/** A random program for both languages; the same for the same seed. */
export function generateProgram(seed: number): Generated {
  const text = new Program(new Random(seed)).text();
  return { metal: inMetal(text), javascript: inJavaScript(text) };
}

class Program {
  private readonly random: Random;
  private readonly expressions: Expressions;
  private readonly statements: Statements;

  constructor(random: Random) {
    this.random = random;
    this.expressions = new Expressions(random);
    this.statements = new Statements(this.expressions);
  }

  text(): string {
    const classes = [null, 0, 0, 1].map((base, i) => this.classText(`C${i}`, base));
    const globals = SCALARS.map((type, i) => {
      const name = `g${i}`;
      const line = `let ${name}: ${type} = ${this.expressions.of(type)};`;
      this.expressions.scope.push({ name, type, isConst: false });
      return line;
    });
    const parts = features(this.expressions);
    this.expressions.functions.push(...parts.map(({ shape }) => shape));
    const functions = Array.from({ length: 10 }, (_, i) => this.functionText(`f${i}`));
    return [
      HELPERS,
      ...classes,
      ...globals,
      ...parts.map(({ text }) => text),
      ...functions,
      this.mainText(),
    ].join("\n");
  }

  // -------------------------------------------------------------- classes

  private classText(name: string, baseIndex: number | null): string {
    const { expressions, random } = this;
    const base = baseIndex === null ? null : (expressions.classes[baseIndex] ?? null);
    const own: Field[] = base
      ? [{ name: `own${name}`, type: random.pick(SCALARS) }]
      : [
          { name: "n", type: "i32" },
          { name: "m", type: "i32" },
          { name: "label", type: "string" },
        ];
    const methods: FunctionShape[] = base
      ? [...base.methods]
      : ["i32", "string", "boolean", "u64"].map((result, i) => ({
          name: `do${i}`,
          parameters: [random.pick(SCALARS)],
          optional: 0,
          result,
        }));
    const getters = base ? base.getters : [{ name: "score", type: "i64" }];
    const shape: ClassShape = { name, base, own, methods, getters };
    const overridden = base ? methods.filter(() => random.chance(50)) : methods;
    const body = [
      ...own.map((field) => `  ${field.name}: ${field.type};`),
      this.constructorText(shape),
      ...overridden.map((method) => this.methodText(shape, method)),
      this.getterText(shape),
    ];
    expressions.classes.push(shape);
    return `class ${name}${base ? ` extends ${base.name}` : ""} {\n${body.join("\n")}\n}`;
  }

  private constructorText(shape: ClassShape): string {
    const inherited = shape.base ? fieldsOf(shape.base) : [];
    const parameters = [...inherited, ...shape.own].map((field) => `${field.name}: ${field.type}`);
    const lines = [
      ...(shape.base ? [`    super(${inherited.map((field) => field.name).join(", ")});`] : []),
      ...shape.own.map((field) => `    this.${field.name} = ${field.name};`),
    ];
    return `  constructor(${parameters.join(", ")}) {\n${lines.join("\n")}\n  }`;
  }

  private methodText(shape: ClassShape, method: FunctionShape): string {
    const fields = fieldsOf(shape).map((f) => ({ name: `this.${f.name}`, type: f.type, isConst: false }));
    const parameters = method.parameters.map((type, i) => ({ name: `p${i}`, type, isConst: false }));
    const { expressions } = this;
    const above = shape.base && this.random.chance(50) ? `super.${method.name}(p0)` : null;
    const value = expressions.within([...fields, ...parameters], () => expressions.of(method.result));
    const result = above && method.result === "string" ? `clip(${above} + ${value})` : value;
    const list = parameters.map((p) => `${p.name}: ${p.type}`).join(", ");
    const override = shape.base ? "override " : "";
    return `  ${override}${method.name}(${list}): ${method.result} {\n    tick();\n    return ${result};\n  }`;
  }

  private getterText(shape: ClassShape): string {
    const fields = fieldsOf(shape).map((f) => ({ name: `this.${f.name}`, type: f.type, isConst: false }));
    const value = this.expressions.within(fields, () => this.expressions.of("i64"));
    return `  ${shape.base ? "override " : ""}get score(): i64 {\n    return ${value};\n  }`;
  }

  // -------------------------------------------------------------- functions

  private functionText(name: string): string {
    const { random, expressions } = this;
    const types = Array.from({ length: random.below(4) }, () => random.pick(LOCALS));
    const hasDefault = random.chance(40);
    const last = random.pick(SCALARS);
    const parameters = types.map((type, i) => ({ name: `p${i}`, type, isConst: false }));
    const written = parameters.map((p) => `${p.name}: ${p.type}`);
    if (hasDefault) {
      written.push(`q: ${last} = ${expressions.within(parameters, () => expressions.of(last))}`);
      parameters.push({ name: "q", type: last, isConst: false });
    }
    const result = random.pick(SCALARS);
    const body = expressions.within(parameters, () => {
      this.statements.result = result;
      const text = this.statements.list(10, "  ");
      return `${text}\n  return ${expressions.of(result)};`;
    });
    expressions.functions.push({
      name,
      parameters: parameters.map((p) => p.type),
      optional: hasDefault ? 1 : 0,
      result,
    });
    return `function ${name}(${written.join(", ")}): ${result} {\n  tick();\n${body}\n}`;
  }

  private mainText(): string {
    const { expressions } = this;
    const calls = expressions.functions.flatMap((fn) =>
      [1, 2].map(
        () =>
          `  fuel = 20000;\n  try {\n    console.log(\`${fn.name}: \${${expressions.callOf(fn)}}\`);\n  } catch (error) {\n` +
          `    console.log(error instanceof Error ? \`${fn.name} throws \${error.message}\` : "not an error");\n  }`,
      ),
    );
    const globals = SCALARS.map((_, i) => `  console.log(\`g${i} \${g${i}}\`);`);
    return `export function main(): i32 {\n${[...calls, ...globals].join("\n")}\n  return 0;\n}\n`;
  }
}
