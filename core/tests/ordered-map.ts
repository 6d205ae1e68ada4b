// Ordered maps against a sorted array that is searched from end to end: random changes, and every question after each.
// @run
// @sanitize
// @stdout: ok

import { OrderedMap, type OrderedEntry } from "../ordered-map.ts";
import { check, equal, finish } from "./support/check.ts";
import { Random } from "./support/random.ts";

let alive: i32 = 0;

class Item {
  readonly key: u64;
  constructor(key: u64) {
    this.key = key;
    alive += 1;
  }
  destructor(): void {
    alive -= 1;
  }
}

class Pair {
  key: u64;
  weight: u64;
  constructor(key: u64, weight: u64) {
    this.key = key;
    this.weight = weight;
  }
}

const numbers = new Random(0x1234_5678_9abc_def1);

/** The plain way to do the same. */
class Model {
  readonly pairs: Pair[] = [];

  indexOf(key: u64): i64 {
    return this.pairs.findIndex((pair) => pair.key === key);
  }

  set(key: u64, weight: u64): void {
    let at: usize = 0;
    while (at < this.pairs.length && this.pairs[at].key < key) at++;
    if (at < this.pairs.length && this.pairs[at].key === key) this.pairs[at].weight = weight;
    else this.pairs.insert(at, new Pair(key, weight));
  }

  floor(key: u64): Pair | null {
    return this.pairs.findLast((pair) => pair.key <= key) ?? null;
  }

  ceiling(key: u64): Pair | null {
    return this.pairs.find((pair) => pair.key >= key) ?? null;
  }

  firstWithWeight(key: u64, weight: u64): Pair | null {
    return this.pairs.find((pair) => pair.key >= key && pair.weight >= weight) ?? null;
  }

  most(): u64 {
    return this.pairs.reduce<u64>((most, pair) => bits.max(most, pair.weight), 0);
  }

  lastWithWeight(key: u64, weight: u64): Pair | null {
    return this.pairs.findLast((pair) => pair.key <= key && pair.weight >= weight) ?? null;
  }
}

function same(entry: OrderedEntry<Item> | null, pair: Pair | null, what: string): void {
  if (entry === null || pair === null) {
    check(entry === null && pair === null, what);
    return;
  }
  equal(entry.key, pair.key, what);
  equal(entry.value.key, pair.key, `${what}: value`);
  equal(entry.weight, pair.weight, `${what}: weight`);
}

function compare(map: OrderedMap<Item>, model: Model, keys: u64): void {
  equal(map.size, model.pairs.length, "size");
  const key = numbers.below(keys + 2);
  const weight = numbers.below(40);
  same(map.get(key), model.pairs.find((pair) => pair.key === key) ?? null, "get");
  same(map.floor(key), model.floor(key), "floor");
  same(map.ceiling(key), model.ceiling(key), "ceiling");
  same(map.lastWithWeight(key, weight), model.lastWithWeight(key, weight), "lastWithWeight");
  same(map.firstWithWeight(key, weight), model.firstWithWeight(key, weight), "firstWithWeight");
  equal(map.most, model.most(), "most");
}

/** A tree of `size` nodes is at most this high. */
function height(size: usize): u32 {
  let levels: u32 = 0;
  for (let rest = size; rest > 0; rest >>= 1) levels++;
  return levels + levels / 2 + 1;
}

function tryRandomly(keys: u64, steps: u32): void {
  const map = new OrderedMap<Item>();
  const model = new Model();
  for (let step: u32 = 0; step < steps; step++) {
    const key = numbers.below(keys);
    const index = model.indexOf(key);
    const choice = numbers.below(10);
    if (choice < 5) {
      const weight = numbers.below(40);
      map.set(key, new Item(key), weight);
      model.set(key, weight);
    } else if (choice < 8) {
      equal(map.delete(key), index >= 0, "delete tells whether there was one");
      if (index >= 0) model.pairs.removeAt(u64(index));
    } else if (index >= 0) {
      const weight = numbers.below(40);
      map.setWeight(key, weight);
      model.pairs[u64(index)].weight = weight;
    }
    compare(map, model, keys);
  }
  equal(usize(alive), map.size, "what was taken out is gone");
  let at = map.ceiling(0);
  for (const pair of model.pairs) {
    same(at, pair, "in order");
    at = at === null ? null : map.ceiling(at.key + 1);
  }
  check(at === null, "and no more");
  map.clear();
  equal(map.size, 0, "clear");
  equal(alive, 0, "with all that was in it");
}

/** In order, backwards, and from both sides: what would make a plain tree a list. */
function tryInOrder(): void {
  const map = new OrderedMap<Item>();
  for (let i: u64 = 0; i < 3000; i++) {
    map.set(5000 + i, new Item(5000 + i), i);
    map.set(4999 - i, new Item(4999 - i), i);
  }
  equal(map.size, 6000, "6000 entries");
  check(rootOf(map).height <= height(6000), "a tree that is filled in order is balanced");
  for (let i: u64 = 2000; i < 7900; i++) map.delete(i);
  check(rootOf(map).height <= height(map.size), "and one that is emptied in order");
  equal(map.size, 100, "100 are left");
  map.setKey(7999, 8500);
  check(map.get(7999) === null && map.floor(9000)?.key === 8500, "a key moves between its neighbours");
  equal(map.lastWithWeight(8000, 2998)?.key ?? 0, 7998, "the last with a weight");
}

/** The top of the tree: the one whose subtree is the highest. */
function rootOf(map: OrderedMap<Item>): OrderedEntry<Item> {
  let highest = map.ceiling(0)!;
  for (let at: OrderedEntry<Item> | null = highest; at !== null; at = map.ceiling(at.key + 1)) {
    if (at.height > highest.height) highest = at;
  }
  return highest;
}

export function main(): i32 {
  for (let keys: u64 = 1; keys < 600; keys = keys * 2 + 1) tryRandomly(keys, 2000);
  tryInOrder();
  equal(alive, 0, "nothing is left");
  return finish();
}
