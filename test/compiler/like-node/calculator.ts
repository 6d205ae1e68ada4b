// Expressions: tokens, a parser with private fields, evaluation and simplification over a recursive union, functions of any number of arguments.
type Token =
  | { readonly kind: "number"; readonly value: f64 }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "operator"; readonly symbol: string };

type Expression =
  | { readonly type: "literal"; readonly value: f64 }
  | { readonly type: "variable"; readonly name: string }
  | {
      readonly type: "binary";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: "negate"; readonly of: Expression }
  | { readonly type: "call"; readonly fn: string; readonly args: readonly Expression[] };

const PRECEDENCE = new Map<string, u32>([
  ["+", 1],
  ["-", 1],
  ["*", 2],
  ["/", 2],
  ["%", 2],
  ["^", 3],
]);
type Operator = "+" | "-" | "*" | "/" | "%" | "^";

class SyntaxProblem extends Error {}

function isDigit(c: string): boolean {
  return c >= "0" && c <= "9";
}
const isLetter = (c: string): boolean => (c >= "a" && c <= "z") || c === "_";

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  const takeWhile = (test: (c: string) => boolean): string => {
    const start = i;
    while (i < source.length && test(source.charAt(i))) i++;
    return source.slice(start, i);
  };
  while (i < source.length) {
    const c = source.charAt(i);
    if (c === " ") {
      i++;
    } else if (isDigit(c) || c === ".") {
      tokens.push({ kind: "number", value: parseFloat(takeWhile((d) => isDigit(d) || d === ".")) });
    } else if (isLetter(c)) {
      tokens.push({ kind: "name", name: takeWhile(isLetter) });
    } else if (PRECEDENCE.has(c) || "(),".includes(c)) {
      tokens.push({ kind: "operator", symbol: c });
      i++;
    } else {
      throw new SyntaxProblem(`unexpected '${c}' at ${i}`);
    }
  }
  return tokens;
}

class ExpressionParser {
  #at = 0;
  readonly #tokens: readonly Token[];

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  parse(): Expression {
    const result = this.#binary(0);
    if (this.#at < this.#tokens.length) throw new SyntaxProblem("too much");
    return result;
  }

  #peek(): Token | undefined {
    return this.#at < this.#tokens.length ? this.#tokens[this.#at] : undefined;
  }

  #accept(symbol: string): boolean {
    const token = this.#peek();
    if (token?.kind !== "operator" || token.symbol !== symbol) return false;
    this.#at++;
    return true;
  }

  #binary(minimum: u32): Expression {
    let left = this.#unary();
    for (;;) {
      const token = this.#peek();
      if (token?.kind !== "operator") return left;
      const precedence = PRECEDENCE.get(token.symbol);
      if (precedence === undefined || precedence <= minimum) return left;
      this.#at++;
      const right = this.#binary(token.symbol === "^" ? precedence - 1 : precedence);
      left = { type: "binary", operator: token.symbol as Operator, left, right };
    }
  }

  #unary(): Expression {
    if (this.#accept("-")) return { type: "negate", of: this.#binary(2) };
    const token = this.#peek();
    if (!token) throw new SyntaxProblem("unexpected end");
    this.#at++;
    switch (token.kind) {
      case "number":
        return { type: "literal", value: token.value };
      case "name": {
        const { name } = token;
        if (!this.#accept("(")) return { type: "variable", name };
        const args: Expression[] = [];
        if (!this.#accept(")")) {
          do args.push(this.#binary(0));
          while (this.#accept(","));
          if (!this.#accept(")")) throw new SyntaxProblem("missing )");
        }
        return { type: "call", fn: name, args };
      }
      case "operator": {
        if (token.symbol !== "(") throw new SyntaxProblem(`unexpected '${token.symbol}'`);
        const inner = this.#binary(0);
        if (!this.#accept(")")) throw new SyntaxProblem("missing )");
        return inner;
      }
    }
  }
}

type Environment = ReadonlyMap<string, f64>;
const FUNCTIONS: Map<string, (...args: f64[]) => f64> = new Map();
FUNCTIONS.set("max", (...args) => Math.max(...args));
FUNCTIONS.set("sqrt", (...args) => Math.sqrt(args[0]!));
FUNCTIONS.set("avg", (...xs) => xs.reduce((a, b) => a + b, 0) / f64(xs.length));

function evaluate(e: Expression, env: Environment): f64 {
  switch (e.type) {
    case "literal":
      return e.value;
    case "variable": {
      const value = env.get(e.name);
      if (value === undefined) throw new RangeError(`unknown variable ${e.name}`);
      return value;
    }
    case "negate":
      return -evaluate(e.of, env);
    case "call": {
      const fn = FUNCTIONS.get(e.fn);
      if (!fn) throw new TypeError(`unknown function ${e.fn}`);
      return fn(...e.args.map((arg) => evaluate(arg, env)));
    }
    case "binary": {
      const [left, right] = [evaluate(e.left, env), evaluate(e.right, env)];
      switch (e.operator) {
        case "+":
          return left + right;
        case "-":
          return left - right;
        case "*":
          return left * right;
        case "/":
          return left / right;
        case "%":
          return left % right;
        case "^":
          return left ** right;
      }
    }
  }
}

function show(e: Expression): string {
  switch (e.type) {
    case "literal":
      return `${e.value}`;
    case "variable":
      return e.name;
    case "negate":
      return `(-${show(e.of)})`;
    case "call":
      return `${e.fn}(${e.args.map(show).join(", ")})`;
    case "binary":
      return `(${show(e.left)} ${e.operator} ${show(e.right)})`;
  }
}

function simplify(e: Expression): Expression {
  if (e.type !== "binary") return e;
  const left = simplify(e.left);
  const right = simplify(e.right);
  if (left.type === "literal" && right.type === "literal")
    return { type: "literal", value: evaluate({ ...e, left, right }, new Map()) };
  if (e.operator === "*" && right.type === "literal" && right.value === 1) return left;
  return { ...e, left, right };
}

export function main(): void {
  const env = new Map([
    ["x", 3],
    ["y", 4.5],
  ]);
  for (const source of [
    "1 + 2 * 3",
    "-2 ^ 2",
    "2 ^ 3 ^ 2",
    "(x + y) * 2",
    "max(1, x, y) % 4",
    "sqrt(16) - avg(1, 2, 6)",
    "x * (2 - 1)",
    "7 / 0",
    "1 +",
    "foo(1)",
    "z",
    "2 $ 3",
    "(1",
    "max()",
  ]) {
    try {
      const e = new ExpressionParser(source).parse();
      console.log(`${source} = ${show(e)} = ${show(simplify(e))} = ${evaluate(e, env)}`);
    } catch (error) {
      console.log(
        `${source}: ${error instanceof Error ? `${error instanceof RangeError} ${error.message}` : "?"}`,
      );
    }
  }
}
