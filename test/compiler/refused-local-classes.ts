// What a class inside of a function, and the methods of an object literal, cannot do.
// @error: MTS1156 12:9 The class 'Counter' is inside of a function and cannot capture 'start'.
// @error: MTS1124 13:18 'start' is not a value here.
// @error: MTS1156 16:5 The class 'Registry' is inside of a function, so its static fields have constant values only.
// @error: MTS1143 25:5 A method of an object literal cannot be generic.
// @error: MTS1125 32:22 There is no 'this' here.

/** Data only. */
type Handler = { readonly base: u32; run: (x: u32) => u32 };

function make(start: u32): u32 {
  class Counter {
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
    pick<T>(items: T[]): T {
      return items[0]!;
    },
  };
  const handler: Handler = {
    base: 1,
    run(x) {
      return x + u32(this.base);
    },
  };
  console.log(`${make(1)} ${handler.run(1)} ${picker.count}`);
}
