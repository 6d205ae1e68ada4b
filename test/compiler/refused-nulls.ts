// Alternatives without a common type, and variables that could only be null.
// @error: MTS1006 15:16 The alternatives, 'u32' and 'f64', have no type in common.
// @error: MTS1011 16:9 'empty' would have no value but null.

class Node {
  next: Node | null = null;
  value: u32 = 0;
}

/** The checker trusts an assertion that the compiler checks when it runs. */
function check(node: Node, maybe: u32 | null): u32 {
  const list: Node[] = [node];
  const next = list[0].next;
  const far = next!.value;
  const word = maybe ?? f64(1.5);
  const empty = null;
  return far;
}

export function main(): void {
  check(new Node(), null);
}
