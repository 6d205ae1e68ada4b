// The checker takes an absent item for an item; nothing trusts it, and what uses it as one panics.
// @run
// @exit: 134
// @stdout: none none 1
// @stderr-contains: panic: 'name' was tested, but is null now

const names = (): string[] => ["a"];

class Held {
  readonly name: string | null;
  constructor(at: usize) {
    this.name = names()[at] ?? null;
  }
}

function length(at: usize): usize {
  const name: string | null = names()[at] ?? null;
  return name.length;
}

export function main(): void {
  const one = names()[1]?.toUpperCase();
  const held = new Held(1);
  console.log(one ?? "none", held.name ?? "none", length(0));
  console.log(length(1));
}
