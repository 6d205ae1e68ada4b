// What a class inside of a function, and the methods of an object literal, cannot do.
// @error: MTS1156 14:5 Objects of 'Counter' hold what it captures; a static method has no object, so it cannot capture 'start'.
// @error: MTS1156 19:9 The struct 'Cell' has only the fields that are written, so it cannot capture 'start'.
// @error: MTS1156 23:5 The class 'Registry' is inside of a function, so its static fields have constant values only.
// @error: MTS1173 32:5 Each instance of this generic function asks for one with a larger type argument, without end.
// @error: MTS1125 39:22 There is no 'this' here.

/** Data only. */
type Handler = { readonly base: u32; run: (x: u32) => u32 };

function make(start: u32): u32 {
  class Counter {
    value: u32 = start;
    static make(): Counter {
      return new Counter();
    }
  }
  @struct
  class Cell {
    value: u32 = start;
  }
  class Registry {
    static readonly items: string[] = [];
  }
  Registry.items.push("x");
  return new Counter().value;
}

export function main(): void {
  const picker = {
    count: u32(0),
    pick<T>(item: T): u32 {
      return this.pick([item]);
    },
  };
  const handler: Handler = {
    base: 1,
    run(x) {
      return x + u32(this.base);
    },
  };
  console.log(`${make(1)} ${handler.run(1)} ${picker.pick(true)}`);
}
