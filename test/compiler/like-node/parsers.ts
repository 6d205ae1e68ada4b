// A tokenizer, a parser and an evaluator of expressions; JSON; an LRU cache.
type Token =
  | { kind: "number"; value: f64 }
  | { kind: "name"; text: string }
  | { kind: "operator"; text: string }
  | { kind: "end" };

class SyntaxProblem extends Error {
  constructor(
    message: string,
    readonly position: usize,
  ) {
    super(`${message} at ${position}`);
  }
}

const isDigit = (c: string): boolean => c >= "0" && c <= "9";
const isLetter = (c: string): boolean => (c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || c === "_";

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let i = usize(0);
  while (i < text.length) {
    const c = text.charAt(i);
    if (c === " ") {
      i++;
      continue;
    }
    const start = i;
    if (isDigit(c)) {
      while (i < text.length && (isDigit(text.charAt(i)) || text.charAt(i) === ".")) i++;
      tokens.push({ kind: "number", value: parseFloat(text.slice(start, i)) });
    } else if (isLetter(c)) {
      while (i < text.length && isLetter(text.charAt(i))) i++;
      tokens.push({ kind: "name", text: text.slice(start, i) });
    } else if ("+-*/^(),=".includes(c)) {
      tokens.push({ kind: "operator", text: c });
      i++;
    } else {
      throw new SyntaxProblem(`unexpected '${c}'`, i);
    }
  }
  tokens.push({ kind: "end" });
  return tokens;
}

type Expr =
  | { type: "literal"; value: f64 }
  | { type: "variable"; name: string }
  | { type: "unary"; operator: string; operand: Expr }
  | { type: "binary"; operator: string; left: Expr; right: Expr }
  | { type: "call"; name: string; args: Expr[] };

class Parser {
  private at: usize = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Expr {
    const result = this.sum();
    if (this.peek().kind !== "end") throw new SyntaxProblem("more than an expression", this.at);
    return result;
  }
  private peek(): Token {
    return this.tokens[this.at]!;
  }
  private accept(...operators: string[]): string | null {
    const token = this.peek();
    if (token.kind !== "operator" || !operators.includes(token.text)) return null;
    this.at++;
    return token.text;
  }
  private expect(operator: string): void {
    if (!this.accept(operator)) throw new SyntaxProblem(`'${operator}' expected`, this.at);
  }
  private sum(): Expr {
    let left = this.product();
    for (let operator = this.accept("+", "-"); operator; operator = this.accept("+", "-")) {
      left = { type: "binary", operator, left, right: this.product() };
    }
    return left;
  }
  private product(): Expr {
    let left = this.unary();
    let operator: string | null;
    while ((operator = this.accept("*", "/"))) left = { type: "binary", operator, left, right: this.unary() };
    return left;
  }
  private unary(): Expr {
    if (this.accept("-")) return { type: "unary", operator: "-", operand: this.unary() };
    return this.atom();
  }
  private atom(): Expr {
    const token = this.peek();
    switch (token.kind) {
      case "number":
        this.at++;
        return { type: "literal", value: token.value };
      case "name": {
        this.at++;
        if (!this.accept("(")) return { type: "variable", name: token.text };
        const args: Expr[] = [];
        if (!this.accept(")")) {
          do args.push(this.sum());
          while (this.accept(","));
          this.expect(")");
        }
        return { type: "call", name: token.text, args };
      }
      case "operator":
        if (token.text === "(") {
          this.at++;
          const inner = this.sum();
          this.expect(")");
          return inner;
        }
        throw new SyntaxProblem(`unexpected '${token.text}'`, this.at);
      case "end":
        throw new SyntaxProblem("unexpected end", this.at);
    }
  }
}

type Scope = Map<string, f64>;
const functions = new Map<string, (args: readonly f64[]) => f64>([
  ["max", (args) => args.reduce((a, b) => Math.max(a, b))],
  ["sqrt", (args) => Math.sqrt(args[0] ?? NaN)],
  ["sum", (args) => args.reduce((a, b) => a + b, 0)],
]);

function evaluate(node: Expr, scope: Scope): f64 {
  switch (node.type) {
    case "literal":
      return node.value;
    case "variable":
      return scope.get(node.name) ?? NaN;
    case "unary":
      return -evaluate(node.operand, scope);
    case "binary": {
      const [a, b] = [evaluate(node.left, scope), evaluate(node.right, scope)];
      if (node.operator === "+") return a + b;
      if (node.operator === "-") return a - b;
      return node.operator === "*" ? a * b : a / b;
    }
    case "call": {
      const fn = functions.get(node.name);
      if (!fn) throw new Error(`no function ${node.name}`);
      return fn(node.args.map((arg) => evaluate(arg, scope)));
    }
  }
}

function show(node: Expr): string {
  if (node.type === "binary") return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
  if (node.type === "call") return `${node.name}(${node.args.map(show).join(", ")})`;
  if (node.type === "unary") return `${node.operator}${show(node.operand)}`;
  return node.type === "literal" ? `${node.value}` : node.name;
}

type Json = null | boolean | f64 | string | Json[] | Map<string, Json>;

class JsonReader {
  private at: usize = 0;
  constructor(private readonly text: string) {}
  static parse(text: string): Json {
    return new JsonReader(text).value();
  }
  private skip(): void {
    while (this.at < this.text.length && " \n\t\r".includes(this.text.charAt(this.at))) this.at++;
  }
  private value(): Json {
    this.skip();
    const c = this.text.charAt(this.at);
    if (c === "{") return this.object();
    if (c === "[") return this.array();
    if (c === '"') return this.string();
    for (const [word, value] of [
      ["true", true],
      ["false", false],
    ] as [string, boolean][]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    if (this.text.startsWith("null", this.at)) {
      this.at += 4;
      return null;
    }
    const start = this.at;
    while (this.at < this.text.length && "+-.eE0123456789".includes(this.text.charAt(this.at))) this.at++;
    if (start === this.at) throw new SyntaxProblem("no value", start);
    return Number(this.text.slice(start, this.at));
  }
  private array(): Json[] {
    const items: Json[] = [];
    this.at++;
    this.skip();
    while (this.text.charAt(this.at) !== "]") {
      items.push(this.value());
      this.skip();
      if (this.text.charAt(this.at) === ",") this.at++;
    }
    this.at++;
    return items;
  }
  private object(): Map<string, Json> {
    const members = new Map<string, Json>();
    this.at++;
    this.skip();
    while (this.text.charAt(this.at) !== "}") {
      this.skip();
      const key = this.string();
      this.skip();
      this.at++;
      members.set(key, this.value());
      this.skip();
      if (this.text.charAt(this.at) === ",") this.at++;
    }
    this.at++;
    return members;
  }
  private string(): string {
    let result = "";
    this.at++;
    for (; this.text.charAt(this.at) !== '"'; this.at++) {
      if (this.text.charAt(this.at) === "\\") {
        this.at++;
        const escape = this.text.charAt(this.at);
        result += escape === "n" ? "\n" : escape;
      } else result += this.text.charAt(this.at);
    }
    this.at++;
    return result;
  }
}

function print(value: Json, indent = ""): string {
  if (value === null) return "null";
  if (typeof value === "string") return `"${value.replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  if (typeof value === "number" || typeof value === "boolean") return `${value}`;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => deeper + print(item, deeper)).join(",\n")}\n${indent}]`;
  }
  const members = [...value].map(([key, item]) => `${deeper}"${key}": ${print(item, deeper)}`);
  return `{\n${members.join(",\n")}\n${indent}}`;
}

class LruCache<K, V> {
  private readonly entries = new Map<K, V>();
  hits = usize(0);
  constructor(
    private readonly capacity: usize,
    private readonly load: (key: K) => V,
  ) {}
  get(key: K): V {
    const known = this.entries.get(key);
    if (known !== undefined) {
      this.hits++;
      this.entries.delete(key);
      this.entries.set(key, known);
      return known;
    }
    const value = this.load(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) {
      for (const [oldest] of this.entries) {
        this.entries.delete(oldest);
        break;
      }
    }
    return value;
  }
  get keys(): K[] {
    return [...this.entries.keys()];
  }
}

export function main(): void {
  const scope: Scope = new Map([
    ["x", 4],
    ["half", 0.5],
  ]);
  for (const text of [
    "1 + 2 * 3",
    "-(x - 1) * half",
    "max(1, x, sum(1, 2)) / sqrt(16)",
    "2 * (3",
    "1 $ 2",
    "f(1)",
    "y",
    "",
  ]) {
    try {
      const tree = new Parser(tokenize(text)).parse();
      console.log(show(tree), "=", evaluate(tree, scope));
    } catch (error) {
      if (error instanceof SyntaxProblem) console.log("syntax:", error.message, error.position);
      else if (error instanceof Error) console.log("error:", error.message);
    }
  }
  const json = JsonReader.parse(
    ' {"a": [1, 2.5, -3e2, true, null], "b": {"c": "say \\"hi\\"\\n"}, "d": []} ',
  );
  console.log(print(json));
  const cache = new LruCache<string, usize>(2, (key) => key.length);
  for (const key of ["one", "three", "one", "seven", "three", "one"]) cache.get(key);
  console.log(cache.hits, cache.keys.join());
}
