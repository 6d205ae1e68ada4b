// Objects die at their last use; destructors run; Weak does not keep alive; long chains do not overflow the stack.
// @run
// @stdout: gone a
// @stdout: made a
// @stdout: made b
// @stdout: gone b
// @stdout: after b
// @stdout: end of scope
// @stdout: alive
// @stdout: gone c
// @stdout: dead
// @stdout: chain released
// @stdout: 100000
// @stdout: gone x
// @stdout: gone y
// @stdout: replaced

class Thing {
  private readonly farewell: string;
  constructor(name: string) {
    this.farewell = `gone ${name}`;
  }
  destructor(): void {
    console.log(this.farewell);
  }
}

class Link {
  next: Link | null = null;
}

function longChain(): u32 {
  let head: Link | null = null;
  let count: u32 = 0;
  for (let i: u32 = 0; i < 100_000; i++) {
    const link = new Link();
    link.next = head;
    head = link;
    count++;
  }
  head = null;
  console.log("chain released");
  return count;
}

class Slot {
  thing: Thing | null = null;
}

export function main(): void {
  {
    let a: Thing | null = new Thing("a");
    console.log("made a");
    const b = new Thing("b");
    console.log("made b");
    use(b);
    a = null;
    console.log("after b");
    if (a !== null) panic("unreachable");
  }
  console.log("end of scope");
  const c: Slot = new Slot();
  c.thing = new Thing("c");
  const weak = new Weak(c.thing);
  console.log(weak.get() === null ? "dead" : "alive");
  c.thing = null;
  console.log(weak.get() === null ? "dead" : "alive");
  console.log(longChain());
  const slot = new Slot();
  slot.thing = new Thing("x");
  slot.thing = new Thing("y");
  console.log("replaced");
}

function use(thing: Thing): void {
  if (thing === null) panic("unreachable");
}
