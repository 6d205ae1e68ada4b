// What programs are made of: events, a priority queue and shortest paths, matrices, text, a state machine, results, iterators.
class Emitter<E> {
  private readonly handlers = new Map<string, ((event: E) => void)[]>();
  on(name: string, handler: (event: E) => void): () => void {
    const list = this.handlers.get(name) ?? [];
    list.push(handler);
    this.handlers.set(name, list);
    return () => {
      const index = list.indexOf(handler);
      if (index >= 0) list.splice(usize(index), 1);
    };
  }
  emit(name: string, event: E): usize {
    const list = this.handlers.get(name);
    if (!list) return 0;
    for (const handler of [...list]) handler(event);
    return list.length;
  }
}

class PriorityQueue<T> {
  private readonly heap: { item: T; priority: u32 }[] = [];
  get size(): usize {
    return this.heap.length;
  }
  push(item: T, priority: u32): void {
    this.heap.push({ item, priority });
    let i = this.heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.heap[parent]!.priority <= this.heap[i]!.priority) break;
      this.swap(i, parent);
      i = parent;
    }
  }
  pop(): T | undefined {
    const top = this.heap.at(0);
    if (!top) return undefined;
    const last = this.heap.pop()!;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return top.item;
  }
  private sink(start: usize): void {
    for (let i = start; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.heap.length && this.heap[child]!.priority < this.heap[least]!.priority)
          least = child;
      }
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }
  private swap(a: usize, b: usize): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}

interface Edge {
  readonly to: string;
  readonly cost: u32;
}
class Graph {
  private readonly edges = new Map<string, Edge[]>();
  connect(from: string, to: string, cost: u32): this {
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as [string, string][]) {
      const list = this.edges.get(a);
      if (list) list.push({ to: b, cost });
      else this.edges.set(a, [{ to: b, cost }]);
    }
    return this;
  }
  shortest(from: string, to: string): { path: string[]; cost: u32 } | null {
    const best = new Map<string, u32>([[from, 0]]);
    const before = new Map<string, string>();
    const queue = new PriorityQueue<string>();
    queue.push(from, 0);
    while (queue.size > 0) {
      const at = queue.pop()!;
      if (at === to) break;
      for (const { to: next, cost } of this.edges.get(at) ?? []) {
        const total = best.get(at)! + cost;
        const known = best.get(next);
        if (known !== undefined && known <= total) continue;
        best.set(next, total);
        before.set(next, at);
        queue.push(next, total);
      }
    }
    const cost = best.get(to);
    if (cost === undefined) return null;
    const path = [to];
    for (let at = before.get(to); at !== undefined; at = before.get(at)) path.unshift(at);
    return { path, cost };
  }
}

type Matrix = readonly (readonly f64[])[];
const identity = (n: usize): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1.0 : 0.0)));
function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0.0)));
}
function power(m: Matrix, n: u32): Matrix {
  let result = identity(m.length);
  let base = m;
  for (let left = n; left > 0; left >>= 1) {
    if (left & 1) result = multiply(result, base);
    base = multiply(base, base);
  }
  return result;
}

function wrap(text: string, width: usize): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((w) => w !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

type State =
  | { name: "idle" }
  | { name: "connecting"; attempt: u32 }
  | { name: "connected"; session: string }
  | { name: "failed"; reason: string };
type Action =
  { do: "connect" } | { do: "success"; session: string } | { do: "error"; reason: string } | { do: "close" };

function step(state: State, action: Action): State {
  switch (action.do) {
    case "connect":
      return state.name === "connected" ? state : { name: "connecting", attempt: 1 };
    case "success":
      return state.name === "connecting" ? { name: "connected", session: action.session } : state;
    case "error":
      if (state.name !== "connecting") return state;
      if (state.attempt < 3) return { ...state, attempt: state.attempt + 1 };
      return { name: "failed", reason: `${action.reason} after ${state.attempt}` };
    case "close":
      return { name: "idle" };
  }
}
function describe(state: State): string {
  switch (state.name) {
    case "connecting":
      return `connecting(${state.attempt})`;
    case "connected":
      return `connected(${state.session})`;
    case "failed":
      return `failed: ${state.reason}`;
    default:
      return state.name;
  }
}

type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };
const ok = <T>(value: T): Result<T, string> => ({ ok: true, value });
const fail = <T>(error: string): Result<T, string> => ({ ok: false, error });
function andThen<T, U>(result: Result<T, string>, next: (value: T) => Result<U, string>): Result<U, string> {
  return result.ok ? next(result.value) : fail<U>(result.error);
}
const parse = (text: string): Result<i32, string> => {
  const value = parseInt(text);
  return isNaN(value) ? fail(`'${text}' is no integer`) : ok(i32(value));
};
const reciprocal = (n: i32): Result<f64, string> => (n === 0 ? fail("division by zero") : ok(1 / f64(n)));

class Range implements Iterable<u32> {
  constructor(
    private readonly from: u32,
    private readonly to: u32,
  ) {}
  [Symbol.iterator](): Iterator<u32> {
    let next = this.from;
    const { to } = this;
    return { next: () => (next < to ? { done: false, value: next++ } : { done: true, value: undefined }) };
  }
}

abstract class Shape {
  abstract area(): f64;
  abstract readonly name: string;
  toString(): string {
    return `${this.name} of ${this.area().toFixed(2)}`;
  }
}
class Circle extends Shape {
  readonly name = "circle";
  constructor(private readonly radius: f64) {
    super();
  }
  area(): f64 {
    return Math.PI * this.radius * this.radius;
  }
}
class Square extends Shape {
  readonly name = "square";
  constructor(private readonly side: f64) {
    super();
  }
  area(): f64 {
    return this.side * this.side;
  }
}

export function main(): void {
  const emitter = new Emitter<u32>();
  const seen: string[] = [];
  const off = emitter.on("tick", (n) => seen.push(`first ${n}`));
  emitter.on("tick", (n) => {
    seen.push(`second ${n}`);
  });
  emitter.emit("tick", 1);
  off();
  console.log(emitter.emit("tick", 2), emitter.emit("none", 3), seen.join("; "));

  const graph = new Graph()
    .connect("a", "b", 7)
    .connect("a", "c", 3)
    .connect("c", "b", 1)
    .connect("b", "d", 2)
    .connect("c", "d", 8);
  const route = graph.shortest("a", "d");
  console.log(route ? `${route.path.join(">")} ${route.cost}` : "none", graph.shortest("a", "z") === null);

  const fibonacci = power(
    [
      [1, 1],
      [1, 0],
    ],
    30,
  );
  console.log(fibonacci.map((row) => row.join(" ")).join(" / "));

  console.log(
    wrap("the quick brown fox jumps over the lazy dog and runs away", 16)
      .map((l) => l.padEnd(16, "."))
      .join("\n"),
  );

  const actions: Action[] = [
    { do: "connect" },
    { do: "error", reason: "timeout" },
    { do: "error", reason: "timeout" },
    { do: "error", reason: "timeout" },
    { do: "close" },
    { do: "connect" },
    { do: "success", session: "s1" },
    { do: "connect" },
  ];
  let state: State = { name: "idle" };
  for (const action of actions) {
    state = step(state, action);
    console.log(describe(state));
  }

  for (const text of ["4", "0", "x"]) {
    const result = andThen(parse(text), reciprocal);
    console.log(result.ok ? `value ${result.value}` : `error ${result.error}`);
  }
  let total = u32(0);
  for (const n of new Range(1, 11)) if (n % 2 === 0) total += n;
  console.log(total, [...new Set<u32>([3, 1, 3, 2])].sort((a, b) => i32(a) - i32(b)).join());
  const shapes: Shape[] = [new Circle(1.5), new Square(2)];
  console.log(shapes.map((shape) => shape.toString()).join(", "), `${shapes[0]!}`);
  const byName = new Map<string, Shape[]>();
  for (const shape of shapes) byName.set(shape.name, [...(byName.get(shape.name) ?? []), shape]);
  console.log([...byName].map(([name, list]) => `${name}:${list.length}`).join());
}
