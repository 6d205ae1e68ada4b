// null and undefined are one value; narrowing, ?., ??, ??=, ! and nullable numbers.
// @run
// @stdout: none
// @stdout: leaf
// @stdout: 3
// @stdout: 0
// @stdout: 7
// @stdout: absent
// @stdout: 12
// @stdout: 5
// @stdout: list of 2
// @stdout: default 1
// @stdout: given 2
// @stdout: function 5, none, 6, null

class Node {
  constructor(
    readonly name: string,
    readonly next: Node | null = null,
  ) {}
}

function nameOfNext(node: Node): string {
  return node.next?.name ?? "none";
}

function length(node: Node | null): u32 {
  let count: u32 = 0;
  for (let n = node; n !== null; n = n.next) count++;
  return count;
}

function find(list: readonly u32[], wanted: u32): u32 | null {
  for (const item of list) if (item === wanted) return item;
  return null;
}

function optional(a: u32, b?: u32): u32 {
  return b === undefined ? a : a + b;
}

function greet(kind: string = "default", n: u32 = 1): void {
  console.log(`${kind} ${n}`);
}

/** A function or null is not a function that gives a value or null. */
function called(maybe: (() => u32) | null): string {
  return maybe ? `${maybe()}` : "none";
}
function given(give: () => u32 | null): string {
  return `${give()}`;
}

export function main(): void {
  const leaf = new Node("leaf");
  const root = new Node("root", new Node("middle", leaf));
  console.log(nameOfNext(leaf));
  console.log(root.next!.next!.name);
  console.log(length(root));
  console.log(length(null));
  const found = find([5, 7, 9], 7);
  if (found !== null) console.log(found);
  console.log(find([1], 2) === null ? "absent" : "present");
  console.log(optional(5, 7));
  console.log(optional(5));
  let list: string[] | null = null;
  list ??= [];
  list.push("a");
  list.push("b");
  console.log(`list of ${list.length}`);
  greet();
  greet("given", 2);
  console.log(`function ${called(() => 5)}, ${called(null)}, ${given(() => 6)}, ${given(() => null)}`);
}
