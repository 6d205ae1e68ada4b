// Generic and abstract bases, several interfaces, overriding with narrower results, super, statics, downcasts.
// @run
// @optimize: 0 2
// @stdout: base:derived:7
// @stdout: 3 items: 1,2,3
// @stdout: doubled 2,4,6
// @stdout: eagle flies and eats
// @stdout: clone of a bird
// @stdout: 10 20
// @stdout: leaf:3
// @stdout: 5
// @stdout: 2 instances
// @stdout: speak: meow
// @stdout: not a dog
// @stdout: eq true false
// @stdout: 42 u32
// @stdout: 15
// @stdout: name: widget!

abstract class Base {
  protected value: u32;
  constructor(value: u32) {
    this.value = value;
  }
  abstract kind(): string;
  describe(): string {
    return `base:${this.kind()}:${this.value}`;
  }
}
class Derived extends Base {
  constructor() {
    super(3);
    this.value += 4;
  }
  override kind(): string {
    return "derived";
  }
}

abstract class Collection<T> {
  protected readonly items: T[] = [];
  add(item: T): this {
    this.items.push(item);
    return this;
  }
  abstract show(item: T): string;
  toText(): string {
    return `${this.items.length} items: ${this.items.map((item) => this.show(item)).join(",")}`;
  }
}
class Numbers extends Collection<u32> {
  override show(item: u32): string {
    return `${item}`;
  }
  doubled(): string {
    return this.items.map((n) => n * 2).join(",");
  }
}

interface Flier {
  fly(): string;
}
interface Eater {
  eat(): string;
}
interface FlyingEater extends Flier, Eater {
  readonly name: string;
}
class Bird implements FlyingEater {
  readonly name: string = "bird";
  fly(): string {
    return `${this.name} flies`;
  }
  eat(): string {
    return "eats";
  }
  clone(): Bird {
    return new Bird();
  }
}
class Eagle extends Bird {
  override readonly name: string = "eagle";
  override clone(): Eagle {
    return new Eagle();
  }
}
function both(x: FlyingEater): string {
  return `${x.fly()} and ${x.eat()}`;
}

class Rectangle {
  constructor(
    private w: u32,
    private h: u32,
  ) {}
  get width(): u32 {
    return this.w;
  }
  set width(value: u32) {
    this.w = value;
  }
  get height(): u32 {
    return this.h;
  }
}
class Square extends Rectangle {
  constructor(size: u32) {
    super(size, size);
  }
  override get height(): u32 {
    return super.height * 2;
  }
}

class Tree<T> {
  left: Tree<T> | null = null;
  right: Tree<T> | null = null;
  constructor(readonly value: T) {}
  insert(value: T, less: (a: T, b: T) => boolean): void {
    if (less(value, this.value)) {
      if (this.left) this.left.insert(value, less);
      else this.left = new Tree(value);
    } else if (this.right) {
      this.right.insert(value, less);
    } else {
      this.right = new Tree(value);
    }
  }
  size(): u32 {
    return 1 + (this.left?.size() ?? 0) + (this.right?.size() ?? 0);
  }
}

class Counted {
  private static count: u32 = 0;
  static readonly instances: Counted[] = [];
  constructor() {
    Counted.count++;
    Counted.instances.push(this);
  }
  static get total(): u32 {
    return Counted.count;
  }
}

class Animal {
  speak(): string {
    return "...";
  }
}
class Cat extends Animal {
  override speak(): string {
    return "meow";
  }
}
class Dog extends Animal {
  bark(): string {
    return "woof";
  }
}
function bark(animal: Animal): string {
  if (!(animal instanceof Dog)) return "not a dog";
  return animal.bark();
}

interface Comparable<T> {
  equals(other: T): boolean;
}
class Key implements Comparable<Key> {
  constructor(private readonly id: u32) {}
  equals(other: Key): boolean {
    return this.id === other.id;
  }
}
function same<T extends Comparable<T>>(a: T, b: T): boolean {
  return a.equals(b);
}

class Pool {
  static of<T>(value: T, name: string): Cell<T> {
    return new Cell<T>(value, name);
  }
}
class Cell<T> {
  constructor(
    readonly value: T,
    readonly name: string,
  ) {}
}

class Widget {
  private title = "widget";
  private readonly suffix = (): string => "!";
  label(): string {
    return `name: ${this.title}${this.suffix()}`;
  }
}

export function main(): void {
  console.log(new Derived().describe());
  const numbers = new Numbers().add(1).add(2).add(3);
  console.log(numbers.toText());
  console.log(`doubled ${numbers.doubled()}`);
  const bird: Bird = new Eagle();
  console.log(both(bird));
  console.log(`clone of a ${new Bird().clone().name}`);
  const shape: Rectangle = new Square(10);
  console.log(`${shape.width} ${shape.height}`);
  const tree = new Tree<u32>(5);
  for (const n of [3, 8] satisfies u32[]) tree.insert(n, (a, b) => a < b);
  console.log(`leaf:${tree.left!.value}`);
  tree.insert(1, (a, b) => a < b);
  tree.insert(9, (a, b) => a < b);
  console.log(tree.size());
  new Counted();
  new Counted();
  console.log(`${Counted.total} instances`);
  const animal: Animal = new Cat();
  console.log(`speak: ${animal.speak()}`);
  console.log(bark(animal));
  console.log(`eq ${same(new Key(1), new Key(1))} ${same(new Key(1), new Key(2))}`);
  const cell = Pool.of<u32>(42, "u32");
  console.log(`${cell.value} ${cell.name}`);
  const dog: Animal = new Dog();
  const length = (dog as Dog).bark().length;
  console.log(length + 11);
  console.log(new Widget().label());
}
