// What an application does all day: events, a state machine, tables of text, statistics, matrices.
type Listener<T> = (event: T) => void;
type Unsubscribe = () => void;

class Emitter<Events> {
  private readonly listeners = new Map<string, Listener<Events>[]>();
  on(name: string, listener: Listener<Events>): Unsubscribe {
    const list = this.listeners.get(name) ?? [];
    list.push(listener);
    this.listeners.set(name, list);
    return () => {
      const index = list.indexOf(listener);
      if (index >= 0) list.splice(usize(index), 1);
    };
  }
  /** The listener is asked to let go of itself. */
  once(name: string, listener: Listener<Events>): void {
    let isDone = false;
    this.on(name, (event) => {
      if (!isDone) listener(event);
      isDone = true;
    });
  }
  emit(name: string, event: Events): u32 {
    let count: u32 = 0;
    for (const listener of [...(this.listeners.get(name) ?? [])]) {
      listener(event);
      count++;
    }
    return count;
  }
}

type State =
  | { status: "idle" }
  | { status: "loading"; url: string; attempt: u32 }
  | { status: "done"; data: string[] }
  | { status: "failed"; reason: Error };
type Action =
  | { type: "fetch"; url: string }
  | { type: "resolve"; data: string[] }
  | { type: "reject"; reason: string }
  | { type: "reset" };

function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "fetch":
      if (state.status === "loading") return { ...state, attempt: state.attempt + 1 };
      return { status: "loading", url: action.url, attempt: 1 };
    case "resolve":
      return state.status === "loading" ? { status: "done", data: action.data } : state;
    case "reject":
      return { status: "failed", reason: new Error(action.reason) };
    case "reset":
      return { status: "idle" };
  }
}

const describe = (state: State): string => {
  switch (state.status) {
    case "idle":
      return "idle";
    case "loading":
      return `loading ${state.url} (#${state.attempt})`;
    case "done":
      return `done: ${state.data.join("/")}`;
    case "failed":
      return `failed: ${state.reason.message}`;
    default: {
      const never: never = state;
      return never;
    }
  }
};

enum Align {
  Left,
  Right,
  Center,
}
interface Column<T> {
  readonly title: string;
  readonly align?: Align;
  readonly get: (row: T) => string | f64;
}

function pad(text: string, width: usize, align: Align): string {
  switch (align) {
    case Align.Left:
      return text.padEnd(width);
    case Align.Right:
      return text.padStart(width);
    case Align.Center: {
      const left = (width - text.length) / 2;
      return text.padStart(text.length + left).padEnd(width);
    }
  }
}

function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) =>
    columns.map((column) => {
      const value = column.get(row);
      return typeof value === "number" ? value.toFixed(2) : value;
    }),
  );
  const widths = columns.map((column, i) =>
    Math.max(column.title.length, ...cells.map((row) => row[i]!.length)),
  );
  const line = (parts: readonly string[]): string =>
    `| ${parts.map((part, i) => pad(part, widths[i]!, columns[i]!.align ?? Align.Left)).join(" | ")} |`;
  const rule = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+`;
  return [rule, line(columns.map(({ title }) => title)), rule, ...cells.map(line), rule].join("\n");
}

interface Summary {
  count: usize;
  mean: f64;
  deviation: f64;
  median: f64;
  mode: f64 | null;
}

function summarize(values: readonly f64[]): Summary {
  const count = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / f64(count);
  const variance = values.map((x) => (x - mean) ** 2).reduce((a, b) => a + b, 0) / f64(count - 1);
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = count / 2;
  const median = count % 2 === 0 ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[middle]!;
  const seen: { value: f64; times: u32 }[] = [];
  for (const value of sorted) {
    const entry = seen.find((s) => s.value === value);
    if (entry) entry.times += 1;
    else seen.push({ value, times: 1 });
  }
  const best = seen.sort((a, b) => i32(b.times) - i32(a.times))[0];
  return {
    count,
    mean,
    deviation: Math.sqrt(variance),
    median,
    mode: best && best.times > 1 ? best.value : null,
  };
}

class Matrix {
  private constructor(
    readonly rows: usize,
    readonly columns: usize,
    private readonly cells: f64[],
  ) {}
  static of(...rows: f64[][]): Matrix {
    return new Matrix(rows.length, rows[0]!.length, rows.flat());
  }
  static identity(n: usize): Matrix {
    return new Matrix(
      n,
      n,
      Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    );
  }
  at(row: usize, column: usize): f64 {
    return this.cells[row * this.columns + column]!;
  }
  multiply(other: Matrix): Matrix {
    if (this.columns !== other.rows) throw new RangeError(`${this.columns} columns times ${other.rows} rows`);
    const cells: f64[] = [];
    for (let r = 0; r < this.rows; r++)
      for (let c = 0; c < other.columns; c++) {
        let sum = 0.0;
        for (let k = 0; k < this.columns; k++) sum += this.at(r, k) * other.at(k, c);
        cells.push(sum);
      }
    return new Matrix(this.rows, other.columns, cells);
  }
  power(n: u32): Matrix {
    return n === 0 ? Matrix.identity(this.rows) : this.multiply(this.power(n - 1));
  }
  toString(): string {
    return Array.from({ length: this.rows }, (_, r) =>
      this.cells.slice(r * this.columns, (r + 1) * this.columns).join(" "),
    ).join("\n");
  }
}

export function main(): void {
  const emitter = new Emitter<{ id: u32; text: string }>();
  const log: string[] = [];
  const off = emitter.on("message", ({ id, text }) => log.push(`${id}:${text}`));
  emitter.once("message", (event) => log.push(`once ${event.id}`));
  console.log(
    emitter.emit("message", { id: 1, text: "a" }),
    emitter.emit("message", { id: 2, text: "b" }),
    emitter.emit("none", { id: 0, text: "" }),
  );
  off();
  console.log(emitter.emit("message", { id: 3, text: "c" }), log.join(" "));

  const actions: Action[] = [
    { type: "resolve", data: [] },
    { type: "fetch", url: "/x" },
    { type: "fetch", url: "/y" },
    { type: "resolve", data: ["p", "q"] },
    { type: "reject", reason: "timeout" },
    { type: "reset" },
  ];
  let state: State = { status: "idle" };
  const history = actions.map((action) => describe((state = reduce(state, action))));
  console.log(history.join("; "));

  const people = [
    { name: "Ada", age: 36.5, city: "London" },
    { name: "Grace", age: 85, city: "Arlington" },
    { name: "Al", age: 41.25, city: "Wilmslow" },
  ];
  console.log(
    table(people, [
      { title: "name", get: (p) => p.name },
      { title: "age", align: Align.Right, get: (p) => p.age },
      { title: "city", align: Align.Center, get: (p) => p.city },
    ]),
  );
  const { mean, deviation, median, mode, ...others } = summarize([2, 4, 4, 4, 5, 5, 7, 9]);
  console.log(mean, deviation.toFixed(4), median, mode ?? "none", others.count);
  console.log(summarize([1, 2, 3]).mode ?? "none");
  const fib = Matrix.of([1, 1], [1, 0]);
  console.log(fib.power(10).toString());
  try {
    fib.multiply(Matrix.of([1, 2, 3]));
  } catch (e) {
    console.log(e instanceof RangeError ? `${e}` : "other");
  }
}
