// Sorting: order, stability, errors from the comparison, and comparisons that meddle with the array.
// @run
// @sanitize
// @stdout: ok

import { Errno } from "../errno.ts";
import { check, equal, finish, throwsErrno } from "./support/check.ts";

class Card {
  readonly key: u32;
  readonly position: u32;
  constructor(key: u32, position: u32) {
    this.key = key;
    this.position = position;
  }
}

/** Numbers without an order, always the same. */
function shuffled(count: usize): u32[] {
  const list: u32[] = [];
  let state: u32 = 12345;
  for (let i = 0; i < count; i++) {
    state = state * 1103515245 + 12345;
    list.push(state >> 16);
  }
  return list;
}

function isSorted(list: readonly u32[]): boolean {
  for (let i = 1; i < list.length; i++) {
    if (list[i - 1] > list[i]) return false;
  }
  return true;
}

function sum(list: readonly u32[]): u64 {
  let total: u64 = 0;
  for (const item of list) total += u64(item);
  return total;
}

function order(): void {
  const sizes: usize[] = [0, 1, 2, 7, 8, 9, 16, 17, 100, 1000];
  for (const size of sizes) {
    const list = shuffled(size);
    const before = sum(list);
    list.sort();
    check(isSorted(list), `${size} numbers are sorted`);
    equal(sum(list), before, `${size} numbers are the same as before`);
    list.sort();
    check(isSorted(list), `${size} sorted numbers stay so`);
    list.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
    check(isSorted(list.reverse()), `${size} numbers sort downward`);
  }
  const negative: i32[] = [3, -1, 0, -7];
  equal(negative.sort().join(), "-7,-1,0,3", "negative numbers");
  equal(["pear", "fig", "apple", "Fig", ""].sort().join(), ",Fig,apple,fig,pear", "strings");
}

function stability(): void {
  const cards: Card[] = [];
  const keys = shuffled(200);
  for (let i: u32 = 0; i < 200; i++) cards.push(new Card(keys[i] % 5, i));
  cards.sort((a, b) => i32(a.key) - i32(b.key));
  let stable = true;
  for (let i = 1; i < cards.length; i++) {
    if (cards[i - 1].key > cards[i].key) stable = false;
    if (cards[i - 1].key === cards[i].key && cards[i - 1].position > cards[i].position) stable = false;
  }
  check(stable, "equal items keep their order");
}

function errors(): void {
  let calls: u32 = 0;
  for (let limit: u32 = 1; limit < 300; limit += 13) {
    const texts = shuffled(60).map((x) => `text ${x}`);
    calls = 0;
    throwsErrno(Errno.EIO, "the comparison's error comes through", () => {
      texts.sort((a, b) => {
        calls += 1;
        if (calls === limit) throw Errno.EIO;
        return a.compare(b);
      });
      throw Errno.EIO;
    });
    equal(texts.length, 60, "all items are there after an error");
    equal(
      texts.sort().join(),
      shuffled(60)
        .map((x) => `text ${x}`)
        .sort()
        .join(),
      "the same ones",
    );
  }
}

function meddling(): void {
  const list = shuffled(50);
  list.sort((a, b) => {
    list.push(1);
    return i32(a) - i32(b);
  });
  equal(list.length, 50, "what is added while sorting is dropped");
  check(isSorted(list), "and the array is sorted");
}

export function main(): i32 {
  order();
  stability();
  errors();
  meddling();
  return finish();
}
