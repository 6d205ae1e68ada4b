// A table of methods has no place for one that is many.
// @error: MTS1176 6:3 The method 'pick' has type parameters, so it cannot be abstract or overridden.
// @error: MTS1176 17:12 The method 'visit' has type parameters, so it cannot be abstract or overridden.

class Chooser {
  pick<T>(first: T, second: T): T {
    return this.isFirst() ? first : second;
  }
  isFirst(): boolean {
    return true;
  }
  apart<T>(item: T): T {
    return item;
  }
}
abstract class Tree {
  abstract visit<R>(of: (depth: u32) => R): R;
}
class Second extends Chooser {
  override pick<T>(first: T, second: T): T {
    return this.isFirst() ? second : first;
  }
}
class Leaf extends Tree {
  visit<R>(of: (depth: u32) => R): R {
    return of(0);
  }
}

export function main(): void {
  const chooser: Chooser = new Second();
  console.log(chooser.pick(1, 2), chooser.apart("x"));
  const tree: Tree = new Leaf();
  console.log(tree.visit((depth) => depth + 1));
}
