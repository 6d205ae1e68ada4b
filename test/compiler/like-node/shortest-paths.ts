// A cache that forgets, a priority queue, and Dijkstra's shortest paths with it.
class LruCache<K extends string | u32, V> {
  private readonly entries = new Map<K, V>();
  hits = 0;
  misses = 0;
  constructor(
    private readonly capacity: usize,
    private readonly onEvict?: (key: K, value: V) => void,
  ) {}

  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (value === undefined) {
      this.misses++;
      return undefined;
    }
    this.hits++;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: K, value: V): this {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) {
      const [[oldest, old]] = this.entries;
      this.entries.delete(oldest!);
      this.onEvict?.(oldest, old);
    }
    return this;
  }

  get ratio(): f64 {
    const total = this.hits + this.misses;
    return total === 0 ? 0 : f64(this.hits) / f64(total);
  }
}

type Comparator<T> = (a: T, b: T) => i32;

class PriorityQueue<T> {
  private readonly heap: T[] = [];
  constructor(private readonly compare: Comparator<T>) {}
  get size(): usize {
    return this.heap.length;
  }
  isEmpty(): boolean {
    return this.heap.length === 0;
  }
  push(item: T): void {
    const { heap } = this;
    let i = heap.push(item) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.compare(heap[i]!, heap[parent]!) >= 0) break;
      [heap[i], heap[parent]] = [heap[parent]!, heap[i]!];
      i = parent;
    }
  }
  pop(): T | undefined {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined) return undefined;
    if (heap.length === 0) return last;
    const top = heap[0];
    heap[0] = last;
    let i: usize = 0;
    for (;;) {
      const left = 2 * i + 1,
        right = left + 1;
      let best = i;
      if (left < heap.length && this.compare(heap[left]!, heap[best]!) < 0) best = left;
      if (right < heap.length && this.compare(heap[right]!, heap[best]!) < 0) best = right;
      if (best === i) return top;
      [heap[i], heap[best]] = [heap[best]!, heap[i]!];
      i = best;
    }
  }
}

interface Edge {
  readonly to: string;
  readonly weight: u32;
}
class Graph {
  private readonly edges: Map<string, Edge[]> = new Map();
  connect(from: string, to: string, weight: u32): this {
    for (const [a, b] of [
      [from, to],
      [to, from],
    ]) {
      let list = this.edges.get(a!);
      if (!list) this.edges.set(a!, (list = []));
      list.push({ to: b!, weight });
    }
    return this;
  }
  neighbours(of: string): readonly Edge[] {
    return this.edges.get(of) ?? [];
  }
  shortest(from: string, to: string): { distance: u32; path: string[] } | null {
    const distance = new Map<string, u32>([[from, 0]]);
    const previous = new Map<string, string>();
    const queue = new PriorityQueue<[u32, string]>((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    queue.push([0, from]);
    const done = new Set<string>();
    while (!queue.isEmpty()) {
      const [d, at] = queue.pop()!;
      if (at === to) {
        const path = [to];
        for (let step = previous.get(to); step !== undefined; step = previous.get(step)) path.unshift(step);
        return { distance: d, path };
      }
      if (done.has(at)) continue;
      done.add(at);
      for (const { to: next, weight } of this.neighbours(at)) {
        const through = d + weight;
        if (through < (distance.get(next) ?? 0xffff_ffff)) {
          distance.set(next, through);
          previous.set(next, at);
          queue.push([through, next]);
        }
      }
    }
    return null;
  }
}

export function main(): void {
  const evicted: string[] = [];
  const cache = new LruCache<string, u32>(2, (key, value) => evicted.push(`${key}:${value}`));
  cache.set("a", 1).set("b", 2);
  console.log(cache.get("a") ?? 0);
  cache.set("c", 3);
  console.log(cache.get("b") ?? 0, cache.get("c") ?? 0);
  console.log(evicted.join(), cache.hits, cache.misses, cache.ratio.toFixed(2));
  const graph = new Graph()
    .connect("A", "B", 4)
    .connect("A", "C", 1)
    .connect("C", "B", 2)
    .connect("B", "D", 5)
    .connect("E", "F", 1);
  const found = graph.shortest("A", "D");
  console.log(found?.distance ?? 0, found?.path.join(" -> ") ?? "none");
  console.log(graph.shortest("A", "F") === null, graph.shortest("A", "A")?.path.length ?? 9);
  const queue = new PriorityQueue<f64>((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const x of [5, 3.5, 8, -1, 2, 2]) queue.push(x);
  const out: f64[] = [];
  for (let x = queue.pop(); x !== undefined; x = queue.pop()) out.push(x);
  console.log(out.join(" "), queue.size);
  for (const from of ["A", "B", "C", "D"]) {
    for (const to of ["A", "D", "E"]) {
      const found = graph.shortest(from, to);
      console.log(`${from} to ${to}: ${found ? `${found.distance} by ${found.path.join("")}` : "no way"}`);
    }
  }
}
