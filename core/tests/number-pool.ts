// Pools of numbers against a list of what is taken: random changes, and the lowest free number from every place on.
// @run
// @sanitize
// @stdout: ok

import { NumberPool } from "../number-pool.ts";
import { check, equal, finish } from "./support/check.ts";
import { Random } from "./support/random.ts";

const numbers = new Random(0x2545_f491_4f6c_dd1d);

function lowestFree(taken: readonly boolean[], lowest: usize): usize {
  let at = lowest;
  while (at < taken.length && taken[at]) at++;
  return at;
}

function tryRandomly(limit: usize, share: u64): void {
  const pool = new NumberPool();
  const taken: boolean[] = [];
  taken.extend(limit);
  let count: usize = 0;
  for (let step: u32 = 0; step < 4000; step++) {
    const number = numbers.below(limit);
    equal(pool.has(number), taken[number], "has");
    if (numbers.below(10) < share) {
      const free = lowestFree(taken, number);
      equal(pool.lowestFree(number), free, "the lowest from a place on");
      if (free < limit) {
        pool.prepare(free);
        pool.take(free);
        taken[free] = true;
        count++;
      }
    } else if (taken[number]) {
      pool.giveBack(number);
      taken[number] = false;
      count--;
    }
    equal(pool.lowestFree(0), lowestFree(taken, 0), "the lowest of all");
    const next = taken.indexOf(true, number);
    equal(pool.nextTaken(number) ?? limit, next < 0 ? limit : u64(next), "the next that is taken");
    equal(pool.size, count, "how many");
  }
  const other = pool.copy();
  for (let i: usize = 0; i < limit; i++) equal(other.has(i), taken[i], "a copy");
  const next = other.lowestFree(0);
  other.prepare(next);
  other.take(next);
  equal(pool.size, count, "which is its own");
}

function fill(): void {
  const pool = new NumberPool();
  const many: usize = 300_000;
  for (let i: usize = 0; i < many; i++) {
    if (pool.lowestFree(0) !== i) check(false, "one after the other");
    pool.prepare(i);
    pool.take(i);
  }
  equal(pool.lowestFree(7), many, "all are taken");
  pool.giveBack(123_456);
  pool.giveBack(5);
  equal(pool.lowestFree(0), 5, "one comes back");
  equal(pool.lowestFree(6), 123_456, "and another");
  equal(pool.lowestFree(123_457), many, "behind it there is none");
  pool.prepare(4_000_000);
  pool.take(4_000_000);
  equal(pool.lowestFree(4_000_000), 4_000_001, "far away");
  equal(pool.lowestFree(3_999_999), 3_999_999, "and before it");
}

export function main(): i32 {
  tryRandomly(10, 5);
  tryRandomly(64, 6);
  tryRandomly(65, 8);
  tryRandomly(300, 8);
  tryRandomly(5000, 9);
  fill();
  return finish();
}
