// A class hierarchy with private fields and accessors, a list and a tree of any type, overloads.
abstract class Shape {
  static #count = 0;
  readonly id: u32;
  constructor(readonly name: string) {
    Shape.#count++;
    this.id = u32(Shape.#count);
  }
  static get count(): u32 {
    return u32(Shape.#count);
  }
  abstract get area(): f64;
  abstract scale(by: f64): Shape;
  describe(): string {
    return `#${this.id} ${this.name} of ${this.area.toFixed(3)}`;
  }
}
class Circle extends Shape {
  constructor(protected radius: f64) {
    super("circle");
  }
  override get area(): f64 {
    return Math.PI * this.radius ** 2;
  }
  override scale(by: f64): Circle {
    return new Circle(this.radius * by);
  }
}
class Rectangle extends Shape {
  #width: f64;
  #height: f64;
  constructor(width: f64, height: f64 = width) {
    super(width === height ? "square" : "rectangle");
    this.#width = width;
    this.#height = height;
  }
  get width(): f64 {
    return this.#width;
  }
  set width(value: f64) {
    if (value < 0) throw new RangeError(`width ${value}`);
    this.#width = value;
  }
  get area(): f64 {
    return this.#width * this.#height;
  }
  scale(by: f64): Rectangle {
    return new Rectangle(this.#width * by, this.#height * by);
  }
  override describe(): string {
    return `${super.describe()} (${this.#width} x ${this.#height})`;
  }
}

interface ListNode<T> {
  value: T;
  next: ListNode<T> | null;
}
class LinkedList<T> implements Iterable<T> {
  private head: ListNode<T> | null = null;
  private tail: ListNode<T> | null = null;
  private size = 0;
  static from<T>(items: Iterable<T>): LinkedList<T> {
    const list = new LinkedList<T>();
    for (const item of items) list.append(item);
    return list;
  }
  get length(): u32 {
    return u32(this.size);
  }
  append(value: T): this {
    const node: ListNode<T> = { value, next: null };
    if (this.tail) this.tail.next = node;
    else this.head = node;
    this.tail = node;
    this.size++;
    return this;
  }
  reverse(): void {
    let previous: ListNode<T> | null = null;
    let current = this.head;
    this.tail = this.head;
    while (current) {
      const { next } = current;
      current.next = previous;
      previous = current;
      current = next;
    }
    this.head = previous;
  }
  map<U>(fn: (value: T, index: u32) => U): LinkedList<U> {
    const result = new LinkedList<U>();
    let index: u32 = 0;
    for (const value of this) result.append(fn(value, index++));
    return result;
  }
  [Symbol.iterator](): Iterator<T> {
    let node = this.head;
    return {
      next(): IteratorResult<T> {
        if (!node) return { done: true, value: undefined };
        const { value } = node;
        node = node.next;
        return { done: false, value };
      },
    };
  }
}

class Tree<K, V> {
  private root: TreeNode<K, V> | null = null;
  constructor(private readonly compare: (a: K, b: K) => i32) {}
  insert(key: K, value: V): boolean {
    let at = this.root;
    if (!at) {
      this.root = new TreeNode(key, value);
      return true;
    }
    for (;;) {
      const order = this.compare(key, at.key);
      if (order === 0) {
        at.value = value;
        return false;
      }
      const next: TreeNode<K, V> | null = order < 0 ? at.left : at.right;
      if (!next) {
        const made = new TreeNode(key, value);
        if (order < 0) at.left = made;
        else at.right = made;
        return true;
      }
      at = next;
    }
  }
  walk(visit: (key: K, value: V, depth: u32) => void): void {
    const go = (node: TreeNode<K, V> | null, depth: u32): void => {
      if (node === null) return;
      go(node.left, depth + 1);
      visit(node.key, node.value, depth);
      go(node.right, depth + 1);
    };
    go(this.root, 0);
  }
}
class TreeNode<K, V> {
  left: TreeNode<K, V> | null = null;
  right: TreeNode<K, V> | null = null;
  constructor(
    readonly key: K,
    public value: V,
  ) {}
}

function format(value: string): string;
function format(value: f64, digits?: u32): string;
function format(value: string | f64, digits: u32 = 1): string {
  return typeof value === "string" ? `'${value}'` : value.toFixed(digits);
}

export function main(): void {
  const shapes: Shape[] = [new Circle(1), new Rectangle(2, 3), new Rectangle(2)];
  for (const shape of shapes) console.log(shape.describe());
  console.log(Shape.count, shapes.map((s) => s.scale(2).area.toFixed(1)).join(), Shape.count);
  const total = shapes.reduce((sum, { area }) => sum + area, 0);
  console.log(format(total, 2), format("x"), format(1.25));
  const r = shapes[1];
  if (r instanceof Rectangle) {
    r.width = 10;
    r.width += 0.5;
    console.log(r.width, r.area);
    try {
      r.width = -1;
    } catch (e) {
      console.log(e instanceof RangeError, "thrown");
    }
  }
  shapes.sort((a, b) => (a.area < b.area ? -1 : 1));
  console.log(shapes.map(({ name }) => name).join(" < "));
  const list = LinkedList.from([1, 2, 3, 4]);
  list.reverse();
  console.log([...list].join(), list.length, [...list.map((x, i) => `${i}:${x}`)].join(" "));
  const [first, second] = list;
  console.log(first, second, Math.max(...list), new Set(list).size);
  const words = LinkedList.from("the quick brown fox".split(" "));
  console.log(Array.from(words, (w) => w.length).join());
  const tree = new Tree<string, u32>((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const word of "to be or not to be that is the question".split(" "))
    tree.insert(word, u32(word.length));
  const lines: string[] = [];
  tree.walk((key, value, depth) => lines.push(`${"  ".repeat(usize(depth))}${key}=${value}`));
  console.log(lines.join("\n"));
}
