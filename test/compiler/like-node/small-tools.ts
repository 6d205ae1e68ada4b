// A virtual machine, and the small functions of any project: words, CSV, wrapping, numerals, primes, memoize, group, zip, compose.
enum Op {
  Push,
  Add,
  Sub,
  Mul,
  Div,
  Dup,
  Swap,
  Jump,
  JumpIfZero,
  Load,
  Store,
  Print,
  Halt,
}
class VmError extends Error {
  constructor(
    message: string,
    readonly pc: usize,
  ) {
    super(`${message} (pc ${pc})`);
  }
}
class Machine {
  private readonly stack: i64[] = [];
  private readonly memory = new Map<i64, i64>();
  readonly output: string[] = [];
  private pc: usize = 0;
  constructor(
    private readonly program: readonly Step[],
    private readonly limit = 10_000,
  ) {}
  private pop(): i64 {
    const value = this.stack.pop();
    if (value === undefined) throw new VmError("stack is empty", this.pc);
    return value;
  }
  private binary(fn: (a: i64, b: i64) => i64): void {
    const b = this.pop();
    const a = this.pop();
    this.stack.push(fn(a, b));
  }
  run(): u32 {
    let steps: u32 = 0;
    loop: while (this.pc < this.program.length) {
      if (++steps > u32(this.limit)) throw new VmError("too many steps", this.pc);
      const { op, argument = 0 } = this.program[this.pc++]!;
      switch (op) {
        case Op.Push:
          this.stack.push(argument);
          break;
        case Op.Add:
          this.binary((a, b) => a + b);
          break;
        case Op.Sub:
          this.binary((a, b) => a - b);
          break;
        case Op.Mul:
          this.binary((a, b) => a * b);
          break;
        case Op.Div:
          this.binary((a, b) => {
            if (b === 0) throw new VmError("division by zero", this.pc);
            return a / b;
          });
          break;
        case Op.Dup: {
          const top = this.pop();
          this.stack.push(top, top);
          break;
        }
        case Op.Swap: {
          const [b, a] = [this.pop(), this.pop()];
          this.stack.push(b, a);
          break;
        }
        case Op.Jump:
          this.pc = usize(argument);
          continue;
        case Op.JumpIfZero:
          if (this.pop() === 0) this.pc = usize(argument);
          break;
        case Op.Load:
          this.stack.push(this.memory.get(argument) ?? 0);
          break;
        case Op.Store:
          this.memory.set(argument, this.pop());
          break;
        case Op.Print:
          this.output.push(`${this.pop()}`);
          break;
        case Op.Halt:
          break loop;
        default:
          throw new VmError(`bad instruction ${op}`, this.pc);
      }
    }
    return steps;
  }
}
type Step = { readonly op: Op; readonly argument?: i64 };
const factorial: Step[] = [
  { op: Op.Push, argument: 10 },
  { op: Op.Store, argument: 0 },
  { op: Op.Push, argument: 1 },
  { op: Op.Store, argument: 1 },
  { op: Op.Load, argument: 0 },
  { op: Op.JumpIfZero, argument: 15 },
  { op: Op.Load, argument: 1 },
  { op: Op.Load, argument: 0 },
  { op: Op.Mul },
  { op: Op.Store, argument: 1 },
  { op: Op.Load, argument: 0 },
  { op: Op.Push, argument: 1 },
  { op: Op.Sub },
  { op: Op.Store, argument: 0 },
  { op: Op.Jump, argument: 4 },
  { op: Op.Load, argument: 1 },
  { op: Op.Print },
  { op: Op.Halt },
];

function countWords(text: string): [word: string, count: u32][] {
  const counts = new Map<string, u32>();
  for (const word of text
    .toLowerCase()
    .split(" ")
    .map((w) => w.trim())
    .filter((w) => w !== "")) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => (x !== y ? i32(y) - i32(x) : a < b ? -1 : 1));
}

function parseCsv(text: string, separator = ","): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let isQuoted = false;
  for (const c of text) {
    const row = rows[rows.length - 1]!;
    if (c === '"') isQuoted = !isQuoted;
    else if (isQuoted) cell += c;
    else if (c === separator || c === "\n") {
      row.push(cell);
      cell = "";
      if (c === "\n") rows.push([]);
    } else cell += c;
  }
  rows.at(-1)?.push(cell);
  return rows;
}

function wrap(text: string, width: usize): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) lines.push(line);
  return lines;
}

const ROMAN = [
  ["M", 1000],
  ["CM", 900],
  ["D", 500],
  ["CD", 400],
  ["C", 100],
  ["XC", 90],
  ["L", 50],
  ["XL", 40],
  ["X", 10],
  ["IX", 9],
  ["V", 5],
  ["IV", 4],
  ["I", 1],
] as const;
function roman(n: usize): string {
  let result = "";
  for (const [digits, value] of ROMAN)
    while (n >= value) {
      result += digits;
      n -= value;
    }
  return result;
}
function caesar(text: string, by: u32): string {
  const rotate = (code: u32, first: u32): u32 => ((code - first + by) % 26) + first;
  return [...text]
    .map((c) => {
      const code = c.codePointAt(0)!;
      if (c >= "a" && c <= "z") return String.fromCodePoint(rotate(code, 97));
      if (c >= "A" && c <= "Z") return String.fromCodePoint(rotate(code, 65));
      return c;
    })
    .join("");
}
function primes(below: usize): usize[] {
  const sieve = new Array<boolean>(below).fill(true);
  const found: usize[] = [];
  for (let i: usize = 2; i < below; i++) {
    if (!sieve[i]) continue;
    found.push(i);
    for (let j = i * i; j < below; j += i) sieve[j] = false;
  }
  return found;
}
const memoize = <K, V>(fn: (key: K) => V): ((key: K) => V) => {
  const cache = new Map<K, V>();
  return (key) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const made = fn(key);
    cache.set(key, made);
    return made;
  };
};
function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const k = key(item);
    const group = groups.get(k);
    if (group) group.push(item);
    else groups.set(k, [item]);
  }
  return groups;
}
const zip = <A, B>(a: readonly A[], b: readonly B[]): [A, B][] =>
  a.slice(0, Math.min(a.length, b.length)).map((x, i) => [x, b[i]!]);
const compose =
  <A, B, C>(f: (a: A) => B, g: (b: B) => C): ((a: A) => C) =>
  (a) =>
    g(f(a));

export function main(): void {
  const machine = new Machine(factorial);
  console.log(machine.run(), machine.output.join());
  const programs: Step[][] = [
    [{ op: Op.Add }],
    [{ op: Op.Push, argument: 1 }, { op: Op.Push }, { op: Op.Div }],
    [{ op: Op.Jump }],
  ];
  for (const program of programs) {
    try {
      console.log(new Machine(program, 50).run());
    } catch (e) {
      if (!(e instanceof VmError)) throw e;
      console.log(e.message, e.pc);
    } finally {
      console.log("ran");
    }
  }
  console.log(
    countWords("the cat and the dog and the bird")
      .map(([w, n]) => `${w}:${n}`)
      .join(" "),
  );
  console.log(
    parseCsv('a,"b,c",d\n1,,3')
      .map((row) => `[${row.join("|")}]`)
      .join(""),
  );
  console.log(wrap("the quick brown fox jumps over the lazy dog", 12).join("/"));
  console.log([1994, 2024, 4, 9].map((n) => roman(usize(n))).join());
  console.log(caesar("Hello, World", 3), caesar(caesar("abcxyz", 5), 21));
  console.log(primes(40).join(" "));
  let calls = 0;
  const square = memoize((n: u32) => {
    calls++;
    return n * n;
  });
  console.log(square(4), square(4), square(5), calls);
  const groups = groupBy(["one", "two", "three", "four"], (w) => w.length);
  console.log([...groups].map(([n, ws]) => `${n}=${ws.join("+")}`).join(" "));
  console.log(
    zip([1, 2, 3], ["a", "b"])
      .map(([n, s]) => `${n}${s}`)
      .join(),
  );
  const shout = compose(
    (s: string) => s.toUpperCase(),
    (s) => `${s}!`,
  );
  console.log(shout("hey"));
}
