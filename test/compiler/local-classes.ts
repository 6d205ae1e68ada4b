// Classes inside of functions, and patterns at the top level of a module.
// @run
// @sanitize
// @stdout: stack c b a, depth 3
// @stdout: node 6, made 3
// @stdout: other Local 2
// @stdout: 3 4 5 right [7,8] deep
// @stdout: struct 9 after 2

import { counts } from "./support/module-patterns.ts";

interface Point {
  readonly x: u32;
  readonly y: u32;
  readonly label: { readonly text: string; readonly size?: u32 };
}
function origin(): Point {
  return { x: 3, y: 4, label: { text: "deep" } };
}
class Pair {
  left = "left";
  right = "right";
}
@struct
class Cell {
  value: u32 = 9;
}
class Holder {
  readonly cell = new Cell();
}
function numbers(): u32[] {
  return [6, 7, 8];
}
function pair(): [u32, Pair] {
  return [5, new Pair()];
}

const {
  x,
  y,
  label: { text, size = 1 },
} = origin();
const [five, { right }] = pair();
let [first, ...others] = numbers();
const { cell } = new Holder();

function stack(): string {
  class Stack<T> {
    private readonly items: T[] = [];
    static readonly LIMIT = 10;
    push(item: T): this {
      if (this.items.length < Stack.LIMIT) this.items.push(item);
      return this;
    }
    pop(): T | undefined {
      return this.items.pop();
    }
    get depth(): usize {
      return this.items.length;
    }
  }
  const letters = new Stack<string>().push("a").push("b").push("c");
  const { depth } = letters;
  return `stack ${letters.pop() ?? ""} ${letters.pop() ?? ""} ${letters.pop() ?? ""}, depth ${depth}`;
}

function tree(): string {
  class Node {
    constructor(
      readonly value: u32,
      readonly next: Node | null,
    ) {}
    sum(): u32 {
      return this.value + (this.next ? this.next.sum() : 0);
    }
  }
  class Root extends Node {
    override sum(): u32 {
      return super.sum() + helper();
    }
  }
  function helper(): u32 {
    return 3;
  }
  const list = new Root(1, new Node(2, null));
  return `node ${list.sum()}, made ${helper()}`;
}

function other(): string {
  class Stack {
    readonly size: u32 = 2;
  }
  return `other Local ${new Stack().size}`;
}

export function main(): void {
  console.log(stack());
  console.log(tree());
  console.log(other());
  first += size - 1;
  others = others.concat([]);
  console.log(`${x} ${y} ${five} ${right} [${others.join(",")}] ${text}`);
  console.log(`struct ${cell.value} after ${counts()}`);
  assert(first === 6, "the pattern's first");
}
