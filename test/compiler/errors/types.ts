// @error: MTS1116 12:3 Types with index signatures are outside the language.
// @error: MTS1167 16:3 Call signatures in interfaces are outside the language.
// @error: MTS1151 19:14 Classes are not values, so they have no types of their own.
// @error: MTS1000 26:19 'any' is outside the language: every value has one machine type.
// @error: MTS1000 26:27 'number' has no machine representation.
// @error: MTS1000 26:38 'bigint' is outside the language.
// @error: MTS1000 26:49 Symbols are no values in this language.
// @error: MTS1000 26:60 'object' is outside the language.
// @error: MTS1000 28:11 'number' has no machine representation.

interface Table {
  [name: string]: u32;
}

interface Callable {
  (x: u32): u32;
}

type Maker = new () => Table;
type PhysAddr = u64 & { readonly __addr?: "phys" };

function first<T extends number>(x: T): T {
  return x;
}

function wrong(a: any, b: number, c: bigint, d: symbol, e: object, f: PhysAddr): void {}

let list: number[] = [];

export function main(): i32 {
  return first<i32>(0);
}
