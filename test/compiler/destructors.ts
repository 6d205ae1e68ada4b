// A destructor may use its object as it likes, as long as nothing keeps it: locals, callees and tuples that end with it.
// @run
// @sanitize
// @stdout: p1
// @stdout: p1 is seen, then p1
// @stdout: closing p1 p1! 2
// @stdout: visited p1 3 of p1
// @stdout: p1 or p1, p1 p1
// @stdout: child of 1
// @stdout: done

interface Named {
  readonly name: string;
}

class Child {
  n = 1;
}

class Parent implements Named {
  readonly child = new Child();
  readonly name: string;
  private readonly steps: u32[] = [1, 2];

  constructor(n: u32) {
    this.name = `p${n}`;
  }

  self(): Parent {
    return this;
  }

  private visit(see: (parent: Parent, n: u32) => void): void {
    see(this, 3);
  }

  destructor(): void {
    try {
      const own = this.self();
      help(own);
      let named: Named = this;
      named = longer(named, this);
      const names = `${this.name} ${named.name}`;
      const greet = (): string => `closing ${names}!`;
      console.log(greet(), this.steps.reduce((most, n) => (n > most ? n : most)));
      const { name } = this;
      this.visit((parent, n) => console.log("visited", parent.name, n, "of", name));
      const pair: [Parent, Named] = [this, own];
      const [a, b] = pair;
      console.log(`${a.name} or ${b.name}, ${pair[0].name} ${choose(true, this, own).name}`);
      last = this.child;
    } catch {
      console.log("out of memory");
    }
  }
}

function help(parent: Parent): void {
  const same = parent;
  console.log(`${same.name} is seen, then ${parent.self().name}`);
}

const longer = (a: Named, b: Named): Named => (a.name.length > b.name.length ? a : b);

function choose<T>(first: boolean, a: T, b: T): T {
  return first ? a : b;
}

let last: Child | null = null;

export function main(): void {
  {
    const parent = new Parent(1);
    console.log(parent.name);
  }
  if (last !== null) console.log("child of", last.n);
  console.log("done");
}
