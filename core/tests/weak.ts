// Weak references do not keep their target, and know when it is gone.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "./support/check.ts";

class Node {
  readonly name: string;
  parent: Weak<Node>;
  readonly children: Node[] = [];
  constructor(name: string, parent: Node | null) {
    this.name = name;
    this.parent = new Weak<Node>(parent);
  }
}

let freed: u32 = 0;

class Thing {
  destructor(): void {
    freed += 1;
  }
}

function makeTree(): Node {
  const root = new Node("root", null);
  for (let i: u32 = 0; i < 10; i++) root.children.push(new Node(`child ${i}`, root));
  return root;
}

function first(): Node {
  return makeTree().children[0];
}

export function main(): i32 {
  const tree = makeTree();
  equal(tree.children[3].parent.get()?.name ?? "", "root", "the parent is there");
  check(tree.parent.get() === null, "a weak reference to nothing");
  const child = first();
  check(child.parent.get() === null, "the parent is gone with its last reference");
  let thing: Thing | null = new Thing();
  const a = new Weak<Thing>(thing);
  const b = new Weak<Thing>(thing);
  check(a.get() === b.get(), "two weak references to one object");
  const held = a.get();
  // The last use of the variable: what it holds is released from here on.
  check(thing !== null, "the variable still holds it");
  thing = null;
  equal(freed, 0, "the object lives");
  check(held !== null && a.get() === held, "what get gives keeps the object");
  // The last use of what was held.
  check(held === b.get(), "by the other reference too");
  equal(freed, 1, "the object is gone after that");
  check(a.get() === null && b.get() === null, "and both know it");
  return finish();
}
