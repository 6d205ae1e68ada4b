// A B-tree of 64-bit keys and values (Bayer and McCreight, with the one-pass insertion of Cormen et al., chapter 18).
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const MIN_DEGREE = 8;
const MAX_KEYS = 2 * MIN_DEGREE - 1;

class Node {
  count: u32 = 0;
  readonly leaf: boolean;
  readonly keys = new FixedArray<u64, 15>();
  readonly values = new FixedArray<u64, 15>();
  readonly children = new FixedArray<Node | null, 16>();

  constructor(leaf: boolean) {
    this.leaf = leaf;
  }

  /** The first place whose key is not less than the one sought. */
  placeOf(key: u64): u32 {
    let place: u32 = 0;
    while (place < this.count && this.keys[place] < key) place++;
    return place;
  }

  /** Splits the full child at the place: its middle key moves up into this node, which has room. */
  splitChild(place: u32): void {
    const child = this.children[place]!;
    const right = new Node(child.leaf);
    for (let i: u32 = 0; i < MIN_DEGREE - 1; i++) {
      right.keys[i] = child.keys[i + MIN_DEGREE];
      right.values[i] = child.values[i + MIN_DEGREE];
    }
    if (!child.leaf) {
      for (let i: u32 = 0; i < MIN_DEGREE; i++) {
        right.children[i] = child.children[i + MIN_DEGREE];
        child.children[i + MIN_DEGREE] = null;
      }
    }
    right.count = MIN_DEGREE - 1;
    child.count = MIN_DEGREE - 1;
    for (let i: u32 = this.count; i > place; i--) {
      this.children[i + 1] = this.children[i];
      this.keys[i] = this.keys[i - 1];
      this.values[i] = this.values[i - 1];
    }
    this.children[place + 1] = right;
    this.keys[place] = child.keys[MIN_DEGREE - 1];
    this.values[place] = child.values[MIN_DEGREE - 1];
    this.count++;
  }
}

class Tree {
  private root: Node = new Node(true);

  find(key: u64, otherwise: u64): u64 {
    let node = this.root;
    for (;;) {
      const place = node.placeOf(key);
      if (place < node.count && node.keys[place] === key) return node.values[place];
      if (node.leaf) return otherwise;
      node = node.children[place]!;
    }
  }

  insert(key: u64, value: u64): void {
    if (this.root.count === MAX_KEYS) {
      const root = new Node(false);
      root.children[0] = this.root;
      this.root = root;
      root.splitChild(0);
    }
    let node = this.root;
    for (;;) {
      let place = node.placeOf(key);
      if (place < node.count && node.keys[place] === key) {
        node.values[place] = value;
        return;
      }
      if (node.leaf) {
        for (let i: u32 = node.count; i > place; i--) {
          node.keys[i] = node.keys[i - 1];
          node.values[i] = node.values[i - 1];
        }
        node.keys[place] = key;
        node.values[place] = value;
        node.count++;
        return;
      }
      if (node.children[place]!.count === MAX_KEYS) {
        node.splitChild(place);
        if (key === node.keys[place]) {
          node.values[place] = value;
          return;
        }
        if (key > node.keys[place]) place++;
      }
      node = node.children[place]!;
    }
  }
}

function fillAndFind(iterations: u32): u64 {
  const tree = new Tree();
  let random: u64 = FIRST_RANDOM;
  let total: u64 = 0;
  for (let i = 0; i < iterations; i++) {
    random = nextRandom(random);
    tree.insert(random & 0xfffff, random >> 32);
    total = total * 31 + tree.find((random >> 20) & 0xfffff, 1);
    total += tree.find(random & 0xfffff, 2);
  }
  return total;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return fillAndFind(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
