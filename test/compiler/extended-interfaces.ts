// Interfaces that extend several others serve as each of them.
// @run
// @stdout: 3 box of 3 10
// @stdout: 3 crate of 3 crate of 3 #a
// @stdout: #a crate of 3
// @stdout: 3 crate of 3
// @stdout: nobody
// @stdout: gone
// @stdout: gone
// @stdout: 4 #b
// @stdout: gone
// @stdout: 1

interface Named {
  name(): string;
}

interface Sized {
  readonly size: u32;
  grow(by: u32): void;
}

interface Tagged extends Named {
  tag(): string;
}

interface Thing extends Named, Sized {
  weight: u32;
}

/** `name` comes by both ways. */
interface Labelled extends Sized, Tagged, Named {
  label(): string;
}

class Box implements Thing {
  size: u32 = 1;
  weight: u32 = 10;
  name(): string {
    return `box of ${this.size}`;
  }
  grow(by: u32): void {
    this.size += by;
  }
}

class Crate extends Box implements Labelled {
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override name(): string {
    return `crate of ${this.size}`;
  }
  tag(): string {
    return `#${this.text}`;
  }
  label(): string {
    return `${this.name()} ${this.tag()}`;
  }
  destructor(): void {
    console.log("gone");
  }
}

function grown(sized: Sized): u32 {
  sized.grow(2);
  return sized.size;
}

function nameOf(named: Named | null): string {
  return named === null ? "nobody" : named.name();
}

class Shelf {
  private readonly items: Sized[] = [];
  last: Tagged | null = null;

  put(thing: Labelled): void {
    this.items.push(thing);
    this.last = thing;
  }

  total(): u32 {
    return this.items.reduce((sum, item) => sum + item.size, u32(0));
  }
}

export function main(): void {
  const thing: Thing = new Box();
  console.log(`${grown(thing)} ${nameOf(thing)} ${thing.weight}`);
  const labelled: Labelled = new Crate("a");
  console.log(`${grown(labelled)} ${nameOf(labelled)} ${labelled.label()}`);
  const tagged: Tagged = labelled;
  const named: Named = tagged;
  console.log(`${tagged.tag()} ${named.name()}`);
  let maybe: Labelled | null = labelled;
  const sized: Sized | null = maybe;
  console.log(`${sized?.size ?? 0} ${nameOf(maybe)}`);
  maybe = null;
  console.log(nameOf(maybe));
  const shelf = new Shelf();
  shelf.put(labelled);
  shelf.put(new Crate("b"));
  console.log(`${shelf.total()} ${shelf.last?.tag() ?? ""}`);
  const make = (): Labelled => new Crate("c");
  const other: Sized = make();
  console.log(`${other.size}`);
}
