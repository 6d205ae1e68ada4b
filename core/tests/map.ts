// Maps and sets: keys of each kind, growth, deletion, order, and the life of keys and values.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "./support/check.ts";

let alive: i32 = 0;

class Item {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
    alive += 1;
  }
  destructor(): void {
    alive -= 1;
  }
}

enum Color {
  red,
  green,
  blue,
}

function integers(): void {
  const map = new Map<u32, u32>();
  equal(map.size, 0, "an empty map");
  check(map.get(1) === undefined, "get from an empty map");
  check(!map.delete(1), "delete from an empty map");
  for (let i: u32 = 0; i < 5000; i++) map.set(i * 16, i);
  equal(map.size, 5000, "size");
  let right = true;
  for (let i: u32 = 0; i < 5000; i++) {
    if (map.get(i * 16) !== i || map.has(i * 16 + 1)) right = false;
  }
  check(right, "all keys lead to their values");
  for (let i: u32 = 0; i < 5000; i += 2) check(map.delete(i * 16), "delete");
  check(!map.delete(0), "delete twice");
  equal(map.size, 2500, "size after deleting");
  for (let i: u32 = 0; i < 5000; i++) {
    if (map.has(i * 16) !== (i % 2 === 1)) right = false;
  }
  check(right, "the others are still there");
  map.set(16, 1000);
  equal(map.get(16) ?? 0, 1000, "a value is replaced");
  equal(map.size, 2500, "which adds nothing");
  map.clear();
  equal(map.size, 0, "clear");
  check(!map.has(16), "a cleared map has nothing");
  map.set(1, 1).set(2, 2);
  equal(map.size, 2, "a cleared map can be filled");
}

function order(): void {
  const map = new Map<string, u32>();
  const names = "the quick brown fox jumps over the lazy dog".split(" ");
  for (const name of names) map.set(name, u32(map.size));
  equal(map.keys().join(" "), "the quick brown fox jumps over lazy dog", "keys in order");
  map.delete("quick");
  map.delete("the");
  map.set("the", 100);
  equal(map.keys().join(" "), "brown fox jumps over lazy dog the", "a new key comes last");
  for (let i: u32 = 0; i < 100; i++) map.set(`n${i}`, i);
  for (let i: u32 = 0; i < 99; i++) map.delete(`n${i}`);
  equal(map.keys().join(" "), "brown fox jumps over lazy dog the n99", "order survives growth");
  equal(map.values().join(" "), "2 3 4 5 6 7 100 99", "values in order");
  let text = "";
  for (const [key, value] of map) text += `${key}${value} `;
  equal(text, "brown2 fox3 jumps4 over5 lazy6 dog7 the100 n9999 ", "for of");
  text = "";
  map.forEach((value, key) => {
    text += `${key}${value} `;
  });
  equal(text.length, 49, "forEach");
  equal(map.entries().length, 8, "entries");
  equal(map.entries()[1][0], "fox", "an entry's key");
  for (const key of map.keys()) map.delete(key);
  equal(map.size, 0, "all deleted in a loop");
}

function objects(): void {
  const map = new Map<string, Item>();
  map.set("a", new Item("first"));
  map.set("b", new Item("second"));
  equal(alive, 2, "values live in the map");
  map.set("a", new Item("third"));
  equal(alive, 2, "a replaced value dies");
  equal(map.get("a")?.name ?? "", "third", "get of an object");
  map.delete("a");
  equal(alive, 1, "a deleted value dies");
  const byItem = new Map<Item, u32>();
  const one = new Item("same");
  const two = new Item("same");
  byItem.set(one, 1);
  byItem.set(two, 2);
  equal(byItem.get(one) ?? 0, 1, "objects are keys by identity");
  equal(byItem.size, 2, "of the same contents too");
  byItem.clear();
  map.clear();
  equal(one.name, two.name, "the keys live on outside");
  for (let i: u32 = 0; i < 50; i++) map.set(`${i % 10}`, new Item("x"));
  equal(alive, 12, "ten items and the two keys");
  equal(map.size, 10, "replaced values add nothing");
  equal(one.name, two.name, "the keys are in use up to here");
}

function otherKeys(): void {
  const colors = new Map<Color, string>();
  colors.set(Color.red, "r").set(Color.blue, "b");
  equal(colors.get(Color.blue) ?? "", "b", "enum as key");
  check(!colors.has(Color.green), "other enum value");
  const flags = new Map<boolean, u32>();
  flags.set(true, 1).set(false, 2);
  equal(flags.get(false) ?? 0, 2, "boolean as key");
  const signed = new Map<i64, u32>();
  signed.set(-1, 1).set(1, 2);
  equal(signed.get(-1) ?? 0, 1, "negative key");
}

function sets(): void {
  const set = new Set<string>();
  set.add("a").add("b").add("a");
  equal(set.size, 2, "a set has each item once");
  check(set.has("a") && !set.has("c"), "has");
  check(set.delete("a") && !set.delete("a"), "delete");
  set.add("c").add("a");
  equal(set.values().join(), "b,c,a", "values in order");
  let text = "";
  for (const item of set) text += item;
  equal(text, "bca", "for of");
  text = "";
  set.forEach((item) => {
    text += item;
  });
  equal(text, "bca", "forEach");
  set.clear();
  equal(set.size, 0, "clear");
}

export function main(): i32 {
  integers();
  order();
  objects();
  equal(alive, 0, "all items are dead");
  otherKeys();
  sets();
  return finish();
}
