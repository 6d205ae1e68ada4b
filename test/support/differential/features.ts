/**
 * The parts of the language that random expressions do not come upon: each is a function with what it needs declared before it, whose
 * values are random, so that other functions call it. Where both languages differ by design, the text says what JavaScript has to do.
 */

import { either, literal, wrapped } from "./dialects.ts";
import type { Expressions } from "./expressions.ts";
import { SCALARS, bitsOf, type FunctionShape, type Integer, type Variable } from "./types.ts";

/** A feature's declarations, and the function that uses them. */
export interface Feature {
  readonly text: string;
  readonly shape: FunctionShape;
}

const PARAMETERS: readonly Variable[] = [
  { name: "a", type: "i32", isConst: true },
  { name: "x", type: "f64", isConst: true },
  { name: "s", type: "string", isConst: true },
];

type Make = (e: Expressions, name: string) => { readonly declarations: string; readonly lines: () => string };

/** All features, each with other values. */
export function features(e: Expressions): Feature[] {
  return makers.map((make, i) => {
    const name = `t${i}`;
    const { declarations, lines } = make(e, name);
    const body = `  tick();\n  const out: string[] = [];\n${e.within(PARAMETERS, lines)}\n  return clip(out.join());`;
    const text = `${declarations}\nfunction ${name}(a: i32, x: f64, s: string): string {\n${body}\n}`;
    const parameters = PARAMETERS.map((p) => p.type);
    return { text, shape: { name, parameters, optional: 0, result: "string" } };
  });
}

/** A number without a type, made of numbers, none of them 0. */
function constant(e: Expressions, depth: number): string {
  const { random } = e;
  if (depth === 0) return random.chance(80) ? `${1 + random.below(12)}` : random.pick(["0.5", "2.25", "1e2"]);
  const operator = random.pick(["+", "*", "/", "/", "/", "-", "%"]);
  const right = operator === "/" || operator === "%" ? constant(e, 0) : constant(e, depth - 1);
  return `(${constant(e, depth - 1)} ${operator} ${right})`;
}

/** Of an integer, as a signed type of any width has it: at most its own bits, and a count of 1 and more. */
function logicalShift(e: Expressions, type: Integer): string {
  const count = 1 + e.random.below(bitsOf(type) - 1);
  const value = e.of(type);
  const bits = type.replace("i", "u");
  if (type === "i64")
    return `(${either("u64", "")}(${value}) ${either(">>", ">>>")} ${literal(type, BigInt(count))})`;
  return `(${either(bits, "")}(${value}) >>> ${count})`;
}

const out = (...texts: string[]): string => texts.map((text) => `  out.push(\`\${${text}}\`);`).join("\n");
const changed = (e: Expressions, of: string): string =>
  wrapped("i32", `${of} ${e.random.pick(["+", "-", "^"])} ${e.of("i32")}`);

const makers: readonly Make[] = [
  // Constants without a type, where floats are wanted.
  (e, name) => ({
    declarations: `const K${name}: f64 = ${constant(e, 2)};\nconst L${name} = ${constant(e, 2)} / 7;\nclass R${name} {\n  r: f64 = ${constant(e, 2)};\n}\nfunction d${name}(v: f64 = ${constant(e, 2)}): f64 {\n  return v * ${constant(e, 1)};\n}`,
    lines: () =>
      `  const list: f64[] = [${constant(e, 2)}, ${constant(e, 1)}];\n${out(
        `x * ${constant(e, 2)}`,
        `${constant(e, 2)} + x`,
        `d${name}()`,
        `d${name}(${constant(e, 2)})`,
        `new R${name}().r + K${name} * L${name}`,
        "list.join()",
        `(x > ${constant(e, 1)} ? ${constant(e, 2)} : x)`,
        `Math.floor(${constant(e, 2)})`,
      )}`,
  }),
  // Shifts that fill with zeros.
  (e) => ({
    declarations: "",
    lines: () =>
      `  let low: i32 = ${e.of("i32")};\n  low >>>= ${1 + e.random.below(31)};\n${out(
        "low",
        logicalShift(e, "i8"),
        logicalShift(e, "i16"),
        logicalShift(e, "i32"),
        logicalShift(e, "i64"),
        `(${e.of("i32")} >>> 0)`,
        `(${e.of("u32")} >>> ${e.random.below(32)})`,
        `(a >>> u32(${e.random.below(32)}))`,
      )}`,
  }),
  // Interfaces, narrowed in all ways; optional members.
  (e, name) => ({
    declarations: `interface I${name} {\n  readonly n: i32;\n  label?: string;\n  run(v: i32): i32;\n  maybe?(v: string): string;\n}
class A${name} implements I${name} {\n  n: i32;\n  constructor(n: i32) {\n    this.n = n;\n  }\n  run(v: i32): i32 {\n    return ${e.within(
      [
        { name: "v", type: "i32", isConst: true },
        { name: "this.n", type: "i32", isConst: true },
      ],
      () => e.of("i32"),
    )};\n  }\n  maybe(v: string): string {\n    return clip(v + this.n);\n  }\n}
class B${name} implements I${name} {\n  readonly n: i32 = ${e.of("i32")};\n  label: string = "b";\n  own: f64 = ${e.of("f64")};\n  run(v: i32): i32 {\n    return v;\n  }\n}
function is${name}(i: I${name}): i is B${name} {\n  return i instanceof B${name};\n}`,
    lines:
      () => `  const all: I${name}[] = [new A${name}(${e.of("i32")}), new B${name}(), { n: a, run: (v) => v }];
  for (const i of all) {
    tick();
    out.push(\`\${i.run(${e.of("i32")})} \${i.maybe?.(s) ?? "none"} \${i.label ?? "-"}\`);
    if (i.maybe) out.push(i.maybe(${e.of("string")}));
    out.push(\`\${i.n}\`);
    if (i instanceof A${name}) i.n = ${e.of("i32")};
    else if (is${name}(i)) out.push(\`\${i.own}\`);
  }
  out.push(\`\${(all[1] as B${name}).own}\`);`,
  }),
  // Unions of values and classes.
  (e, name) => ({
    declarations: `type U${name} = string | i32 | boolean | C0 | null;\nfunction tell${name}(u: U${name}): string {\n  if (u === null) return "null";\n  if (typeof u === "string") return clip(u);\n  if (typeof u === "number") return \`\${${wrapped("i32", "u + 1")}}\`;\n  if (typeof u === "boolean") return u ? "yes" : "no";\n  return u.label;\n}`,
    lines: () =>
      `  const us: U${name}[] = [${e.of("string")}, ${e.of("i32")}, null, ${e.of("boolean")}, ${e.of("C0")}, a];\n  for (const u of us) out.push(tell${name}(u));\n  let v: U${name} = us[${e.random.below(6)}];\n  out.push(tell${name}(v));\n  v = s;\n  out.push(v);`,
  }),
  // Structs where they lie, and spans.
  (e, name) => ({
    declarations: `@struct\nclass S${name} {\n  n: i32 = ${e.of("i32")};\n  b: u8 = 1;\n  bump(by: i32): i32 {\n    this.n = ${wrapped("i32", "this.n + by")};\n    return this.n;\n  }\n}\nclass H${name} {\n  readonly one: S${name} = new S${name}();\n  readonly two: S${name} = new S${name}();\n}\nfunction sum${name}(items: Span<i32>): i32 {\n  let sum: i32 = 0;\n  for (let i = 0; i < items.length; i++) sum = ${wrapped("i32", "sum + items[i]!")};\n  return sum;\n}`,
    lines: () =>
      `  const h = new H${name}();\n  const alias = h.one;\n  alias.n = ${e.of("i32")};\n  h.two.b = ${e.of("u8")};\n  const list: i32[] = few(${e.of("i32[]")});\n${out(
        `h.one.bump(${e.of("i32")})`,
        "alias.n",
        "h.two.n",
        "h.two.b",
        `sum${name}(list.span())`,
        `(list.length > 1 ? sum${name}(list.span().subspan(1)) : 0)`,
      )}`,
  }),
  // Tuples, generic classes, function fields.
  (e, name) => {
    const [t, u] = [e.random.pick(SCALARS), e.random.pick(SCALARS)];
    return {
      declarations: `class G${name}<T, U> {\n  first: T;\n  second: U;\n  on: ((t: T) => string) | null = null;\n  later?: () => U;\n  constructor(first: T, second: U) {\n    this.first = first;\n    this.second = second;\n  }\n  swap(): G${name}<U, T> {\n    return new G${name}<U, T>(this.second, this.first);\n  }\n  pair(): [U, T] {\n    return [this.second, this.first];\n  }\n}\nabstract class O${name}<T> {\n  abstract or(other: T): T;\n}\nclass Y${name}<T> extends O${name}<T> {\n  readonly value: T;\n  constructor(value: T) {\n    super();\n    this.value = value;\n  }\n  or(): T {\n    return this.value;\n  }\n}\nclass N${name}<T> extends O${name}<T> {\n  or(other: T): T {\n    return other;\n  }\n}`,
      lines: () =>
        `  const g = new G${name}<${t}, ${u}>(${e.of(t)}, ${e.of(u)});\n  if (${e.of("boolean")}) g.on = (t) => clip(\`\${t}!\`);\n  if (g.on) out.push(g.on(g.first));\n  g.later = () => ${e.of(u)};\n  out.push(\`\${g.later?.() ?? ${e.of(u)}} \${g.on?.(${e.of(t)}) ?? "off"}\`);\n  const [p, q] = g.swap().pair();\n  g.first = p;\n  g.second = q;\n  const o: O${name}<${t}> = choose<O${name}<${t}>>(${e.of("boolean")}, new Y${name}<${t}>(${e.of(t)}), new N${name}<${t}>());\n${out("g.first", "g.swap().first", `o.or(${e.of(t)})`, `(o instanceof Y${name} ? "some" : "none")`)}`,
    };
  },
  // Accessors and elements in compound assignments, logical ones too.
  (e, name) => ({
    declarations: `class P${name} {\n  private n: i32 = ${e.of("i32")};\n  reads: i32 = 0;\n  text: string | null = null;\n  get v(): i32 {\n    this.reads += 1;\n    return this.n;\n  }\n  set v(n: i32) {\n    this.n = ${wrapped("i32", "n ^ 1")};\n  }\n}`,
    lines: () =>
      `  const p = new P${name}();\n  const list: i32[] = [a, 1, 2];\n  let at: u32 = 0;\n  p.v = ${changed(e, "p.v")};\n  p.v ^= ${e.of("i32")};\n  p.v |= ${e.of("i32")};\n  list[at++] ^= ${e.of("i32")};\n  list[at++] &= ${e.of("i32")};\n  p.text ??= ${e.of("string")};\n  p.text ??= "never";\n  p.text += "+";\n${out("p.v", "p.reads", "clip(p.text)", "list.join()", "at")}`,
  }),
  // `using`, on every way out.
  (e, name) => ({
    declarations: `class D${name} {\n  readonly log: string[];\n  readonly name: string;\n  constructor(log: string[], name: string) {\n    this.log = log;\n    this.name = name;\n  }\n  [Symbol.dispose](): void {\n    this.log.push(\`-\${this.name}\`);\n  }\n}\nfunction u${name}(log: string[], early: boolean, fails: boolean): i32 {\n  using one = new D${name}(log, "1");\n  if (early) return 1;\n  for (let i: i32 = 0; i < 3; i++) {\n    using two = new D${name}(log, \`2\${i}\`);\n    if (i === 1) continue;\n    if (fails) throw new Oops(i);\n    log.push(two.name);\n  }\n  log.push(one.name);\n  return 2;\n}`,
    lines: () =>
      `  try {\n    out.push(\`\${u${name}(out, ${e.of("boolean")}, ${e.of("boolean")})}\`);\n  } catch (error) {\n    out.push(error instanceof Oops ? error.message : "?");\n  }`,
  }),
  // Iterators of one's own.
  (e, name) => ({
    declarations: `class W${name} implements Iterable<i32> {\n  readonly most: i32;\n  constructor(most: i32) {\n    this.most = most;\n  }\n  [Symbol.iterator](): Iterator<i32> {\n    let at: i32 = 0;\n    return {\n      next: (): IteratorResult<i32> => {\n        at += 1;\n        return at > this.most ? { done: true, value: undefined } : { done: false, value: ${e.within([{ name: "at", type: "i32", isConst: true }], () => e.of("i32"))} };\n      },\n    };\n  }\n}`,
    lines: () =>
      `  for (const w of new W${name}(${1 + e.random.below(4)})) out.push(\`\${w}\`);\n  const [w0] = new W${name}(2);\n  out.push(\`\${w0} \${[...new W${name}(3)].length} \${Array.from(new W${name}(2)).join()}\`);`,
  }),
  // Enums, weak references, spread of objects, absent items.
  (e, name) => ({
    declarations: `enum E${name} {\n  One = 1,\n  Two,\n  Four = One << 2,\n}\nenum F${name} {\n  A = "a",\n  B = "b",\n}\ninterface Q${name} {\n  n: i32;\n  t: string;\n  f?: f64;\n}\nfunction e${name}(e: E${name}): string {\n  switch (e) {\n    case E${name}.One:\n      return "one";\n    case E${name}.Two:\n      return "two";\n    default:\n      return \`\${e}\`;\n  }\n}`,
    lines: () =>
      `  const c = ${e.of("C0")};\n  const weak = new Weak<C0>(c);\n  const found = weak.get();\n  const q: Q${name} = { n: ${e.of("i32")}, t: s };\n  const r: Q${name} = { ...q, n: ${e.of("i32")}, f: ${e.of("f64")} };\n  const { n, ...rest } = r;\n  const items: i32[] = few(${e.of("i32[]")});\n  const item = items[${e.random.below(4)}];\n  if (item === undefined) out.push("absent");\n  else out.push(\`\${${wrapped("i32", "item + 1")}}\`);\n  const [d0 = 5, d1 = ${e.of("i32")}] = items;\n${out(
        `(found !== null && found === c ? c.label : "gone")`,
        `e${name}(${e.random.pick([`E${name}.Two`, `E${name}.Four`, `E${name}.One`])})`,
        `(E${name}.One | E${name}.Two)`,
        `F${name}.${e.random.pick(["A", "B"])}`,
        "n",
        "rest.t",
        "(rest.f ?? 0)",
        "q.t",
        "d0",
        "d1",
        `(items[${e.random.below(4)}] ?? 7)`,
      )}\n  for (let i = items.length - 1; i >= 0; i--) out.push(\`\${items[i]!}\`);`,
  }),
];
