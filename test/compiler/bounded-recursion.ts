// @run
// @optimize: 0 2
// @stdout: 55
// @stdout: 10 levels are too many for ELOOP: no; 11: yes
// @stdout: again: 55
// @stdout: through an object: 6

import { Errno } from "../../core/errno.ts";

/**
 * The sum of the numbers up to one.
 * @recursive 10
 */
function sum(upTo: u32): u32 {
  return upTo <= 1 ? upTo : upTo + sum(upTo - 1);
}

function isTooDeep(upTo: u32): string {
  try {
    sum(upTo);
    return "no";
  } catch (error) {
    return errnoOf(error) === Errno.ELOOP ? "yes" : "something else";
  }
}

abstract class Tree {
  abstract count(): u32;
}

class Leaf extends Tree {
  override count(): u32 {
    return 1;
  }
}

class Pair extends Tree {
  private readonly left: Tree;
  private readonly right: Tree;

  constructor(left: Tree, right: Tree) {
    super();
    this.left = left;
    this.right = right;
  }

  /** @recursive 3 */
  override count(): u32 {
    return this.left.count() + this.right.count();
  }
}

export function main(): void {
  console.log(`${sum(10)}`);
  console.log(`10 levels are too many for ELOOP: ${isTooDeep(10)}; 11: ${isTooDeep(11)}`);
  // What was refused has left the counter as it was.
  console.log(`again: ${sum(10)}`);
  const two = new Pair(new Leaf(), new Leaf());
  const three = new Pair(new Leaf(), two);
  console.log(`through an object: ${new Pair(three, three).count()}`);
}
