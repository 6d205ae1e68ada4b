// Interfaces are narrowed to the classes behind them: by `instanceof`, by functions that tell, and by `as`.
interface Shape {
  area(): f64;
}
class Circle implements Shape {
  constructor(public r: f64) {}
  area(): f64 {
    return this.r * this.r;
  }
  grow(): void {
    this.r++;
  }
}
class Sq implements Shape {
  constructor(readonly side: f64) {}
  area(): f64 {
    return this.side ** 2;
  }
}
class Big extends Sq {
  readonly scale: f64 = 10;
  override area(): f64 {
    return super.area() * this.scale;
  }
}
function f(s: Shape): string {
  if (s instanceof Circle) {
    s.grow();
    return `circle ${s.r}`;
  }
  return "other";
}
function g(s: Shape): string {
  return s instanceof Sq ? `sq ${s.side}` : "no";
}
function h(s: Shape): Sq {
  return s as Sq;
}
function shapes(): void {
  const all: Shape[] = [new Circle(1), new Sq(2), new Big(3)];
  for (const s of all) console.log(f(s), g(s), s.area());
  console.log(h(all[1]!).side, h(all[2]!).area(), (all[2] as Big).scale);
  let maybe: Shape | null = all[0]!;
  console.log(maybe instanceof Circle ? maybe.r : -1);
  maybe = null;
  console.log(maybe === null);
  const circles = all.filter((s) => s instanceof Circle);
  console.log(circles.length);
  for (const s of all) {
    if (!(s instanceof Sq)) {
      console.log("no square");
      continue;
    }
    console.log(s.side, s instanceof Big && s.scale > 1);
  }
}
interface Animal {
  name: string;
}
class Dog implements Animal {
  constructor(public name: string) {}
  bark(): string {
    return "w";
  }
}
class Cat implements Animal {
  lives: u32 = 9;
  constructor(public name: string) {}
}
class Puppy extends Dog {
  override bark(): string {
    return `${super.bark()}!`;
  }
}
function isDog(a: Animal): a is Dog {
  return a instanceof Dog;
}
function isPuppy(d: Dog): d is Puppy {
  return d instanceof Puppy;
}
const isCat = (a: Animal | null): a is Cat => a instanceof Cat;
function present<T>(x: T | null): x is T {
  return x !== null;
}
function assertDog(a: Animal): asserts a is Dog {
  if (!(a instanceof Dog)) throw new Error(`${a.name} is no dog`);
}
class Keeper {
  constructor(
    readonly animal: Animal,
    public other: Animal | null,
  ) {}
  says(): string {
    return isDog(this.animal) ? this.animal.bark() : isCat(this.other) ? `${this.other.lives}` : "?";
  }
}
function animals(): void {
  const list: Animal[] = [new Dog("d"), new Cat("c"), new Puppy("p")];
  for (const a of list) {
    if (isDog(a)) {
      console.log(a.bark(), isPuppy(a) ? a.bark() : "old");
    } else if (isCat(a)) console.log(a.lives);
  }
  const names: (string | null)[] = ["x", null, "y"];
  for (const n of names) if (present(n)) console.log(n.length);
  try {
    for (const a of list) {
      assertDog(a);
      console.log(a.bark());
    }
  } catch (e) {
    console.log(e instanceof Error ? e.message : "?");
  }
  console.log(
    new Keeper(list[0]!, null).says(),
    new Keeper(list[1]!, list[1]!).says(),
    new Keeper(list[1]!, null).says(),
  );
}
// A syntax tree, as interpreters have it.
interface Node {
  readonly line: u32;
}
class Num implements Node {
  constructor(
    readonly line: u32,
    readonly value: f64,
  ) {}
}
class Name implements Node {
  constructor(
    readonly line: u32,
    readonly text: string,
  ) {}
}
class Binary implements Node {
  constructor(
    readonly line: u32,
    readonly op: string,
    readonly left: Node,
    readonly right: Node,
  ) {}
}
function evaluate(node: Node, scope: Map<string, f64>): f64 {
  if (node instanceof Num) return node.value;
  if (node instanceof Name) {
    const v = scope.get(node.text);
    if (v === undefined) throw new Error(`${node.line}: ${node.text}?`);
    return v;
  }
  if (node instanceof Binary) {
    const [a, b] = [evaluate(node.left, scope), evaluate(node.right, scope)];
    switch (node.op) {
      case "+":
        return a + b;
      case "*":
        return a * b;
      default:
        throw new Error(node.op);
    }
  }
  throw new Error("no node");
}
function fold(node: Node): Node {
  if (!(node instanceof Binary)) return node;
  const [l, r] = [fold(node.left), fold(node.right)];
  return l instanceof Num && r instanceof Num
    ? new Num(node.line, node.op === "+" ? l.value + r.value : l.value * r.value)
    : new Binary(node.line, node.op, l, r);
}
function show(node: Node): string {
  return node instanceof Binary
    ? `(${show(node.left)} ${node.op} ${show(node.right)})`
    : node instanceof Num
      ? `${node.value}`
      : node instanceof Name
        ? node.text
        : "?";
}
function trees(): void {
  const tree: Node = new Binary(1, "+", new Name(1, "x"), new Binary(2, "*", new Num(2, 3), new Num(2, 4)));
  console.log(show(tree), show(fold(tree)), evaluate(tree, new Map<string, f64>([["x", 1.5]])));
  try {
    console.log(evaluate(tree, new Map<string, f64>()));
  } catch (e) {
    console.log(e instanceof Error ? e.message : "?");
  }
}
interface Plugin {
  readonly name: string;
  run(text: string): string;
}
class Upper implements Plugin {
  readonly name = "upper";
  runs: u32 = 0;
  run(text: string): string {
    this.runs++;
    return text.toUpperCase();
  }
}
class Registry {
  private readonly plugins = new Map<string, Plugin>();
  add(p: Plugin): this {
    this.plugins.set(p.name, p);
    return this;
  }
  find(name: string): Plugin | undefined {
    return this.plugins.get(name);
  }
}
function plugins(): void {
  const r = new Registry().add(new Upper()).add({ name: "twice", run: (t) => t + t });
  for (const n of ["upper", "twice", "none"]) {
    const p = r.find(n);
    console.log(p?.run("ab") ?? "missing", p instanceof Upper ? p.runs : 0);
  }
}
export function main(): void {
  shapes();
  animals();
  trees();
  plugins();
}
