// A JSON parser and pretty-printer: a recursive union, errors of one's own, generic functions that take null.
type Json = null | boolean | f64 | string | Json[] | Map<string, Json>;

class JsonError extends Error {
  constructor(
    message: string,
    readonly line: u32,
    readonly column: u32,
  ) {
    super(`${message} at ${line}:${column}`);
  }
}

class Parser {
  private pos: usize = 0;
  constructor(private readonly text: string) {}

  static parse(text: string): Json {
    const parser = new Parser(text);
    const value = parser.value();
    parser.skip();
    if (parser.pos < text.length) throw parser.error("trailing characters");
    return value;
  }

  private error(message: string): JsonError {
    let line: u32 = 1;
    let column: u32 = 1;
    for (const c of this.text.slice(0, this.pos)) {
      if (c === "\n") {
        line++;
        column = 1;
      } else column++;
    }
    return new JsonError(message, line, column);
  }

  private peek(): string {
    return this.text.charAt(this.pos);
  }

  private skip(): void {
    while (" \t\n\r".includes(this.peek()) && this.peek() !== "") this.pos++;
  }

  private expect(c: string): void {
    if (this.peek() !== c) throw this.error(`expected '${c}'`);
    this.pos++;
  }

  private value(): Json {
    this.skip();
    const c = this.peek();
    switch (c) {
      case "{":
        return this.object();
      case "[":
        return this.array();
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      case "":
        throw this.error("unexpected end");
      default:
        return this.number();
    }
  }

  private word<T extends Json>(text: string, value: T): T {
    if (!this.text.startsWith(text, this.pos)) throw this.error("bad word");
    this.pos += text.length;
    return value;
  }

  private number(): f64 {
    const start = this.pos;
    const isPart = (c: string): boolean => c !== "" && "+-0123456789.eE".includes(c);
    while (isPart(this.peek())) this.pos++;
    const text = this.text.slice(start, this.pos);
    const value = Number(text);
    if (text === "" || Number.isNaN(value)) {
      this.pos = start;
      throw this.error("bad number");
    }
    return value;
  }

  private string(): string {
    this.expect('"');
    const parts: string[] = [];
    for (;;) {
      const c = this.peek();
      if (c === "") throw this.error("open string");
      this.pos += c.length;
      if (c === '"') return parts.join("");
      if (c !== "\\") {
        parts.push(c);
        continue;
      }
      const escape = this.peek();
      this.pos++;
      switch (escape) {
        case "n":
          parts.push("\n");
          break;
        case "t":
          parts.push("\t");
          break;
        case "u": {
          const code = parseInt(this.text.slice(this.pos, this.pos + 4), 16);
          if (isNaN(code)) throw this.error("bad escape");
          parts.push(String.fromCharCode(u32(code)));
          this.pos += 4;
          break;
        }
        default:
          parts.push(escape);
      }
    }
  }

  private array(): Json[] {
    this.expect("[");
    const items: Json[] = [];
    this.skip();
    if (this.peek() === "]") {
      this.pos++;
      return items;
    }
    while (true) {
      items.push(this.value());
      this.skip();
      if (this.peek() !== ",") break;
      this.pos++;
    }
    this.expect("]");
    return items;
  }

  private object(): Map<string, Json> {
    this.expect("{");
    const result = new Map<string, Json>();
    this.skip();
    if (this.peek() === "}") {
      this.pos++;
      return result;
    }
    do {
      this.skip();
      const key = this.string();
      this.skip();
      this.expect(":");
      result.set(key, this.value());
      this.skip();
    } while (this.peek() === "," && ++this.pos > 0);
    this.expect("}");
    return result;
  }
}

const quote = (text: string): string =>
  `"${[...text].map((c) => (c === '"' || c === "\\" ? `\\${c}` : c === "\n" ? "\\n" : c)).join("")}"`;

function stringify(value: Json, indent = "  ", current = ""): string {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" || typeof value === "boolean") return `${value}`;
  const inner = current + indent;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const parts = value.map((item) => inner + stringify(item, indent, inner));
    return `[\n${parts.join(",\n")}\n${current}]`;
  }
  const parts: string[] = [];
  for (const [key, item] of value) parts.push(`${inner}${quote(key)}: ${stringify(item, indent, inner)}`);
  return parts.length === 0 ? "{}" : `{\n${parts.join(",\n")}\n${current}}`;
}

function depth(value: Json): u32 {
  if (Array.isArray(value)) return 1 + value.reduce((max: u32, item) => Math.max(max, depth(item)), 0);
  if (value instanceof Map)
    return 1 + [...value.values()].reduce((max: u32, item) => Math.max(max, depth(item)), 0);
  return 0;
}

function get(value: Json, ...path: string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const step of path) {
    if (at instanceof Map) at = at.get(step);
    else if (Array.isArray(at)) {
      const index = parseInt(step);
      at = isNaN(index) || index < 0 || usize(index) >= at.length ? undefined : at[usize(index)];
    } else return undefined;
  }
  return at;
}

export function main(): void {
  const source = `{"name": "tess\\u0065ra", "tags": ["os", "typescript", [], {}], "size": 12.5e1,
  "nested": {"deep": [1, [2, [3, null]]], "ok": true}, "text": "line\\nbreak \\"q\\""}`;
  const value = Parser.parse(source);
  console.log(stringify(value));
  console.log(depth(value));
  console.log(
    stringify(get(value, "nested", "deep", "1", "0") ?? "missing"),
    stringify(get(value, "no") ?? "missing"),
  );
  for (const bad of ["", "[1, 2", '{"a" 1}', "nul", "[1,\n  x]", '"abc', "1 2", "[1e]"]) {
    try {
      console.log(stringify(Parser.parse(bad)));
    } catch (e) {
      if (e instanceof JsonError) console.log(`${e.message} (${e.line})`);
      else throw e;
    }
  }
}
