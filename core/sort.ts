/**
 * Sorting: stable, bottom-up merging of short runs made by insertion.
 *
 * The comparison is the user's and may throw, so every item must be somewhere in the array whenever it is called.
 * Insertion compares in place and then moves; merging copies the left run to scratch memory bit by bit, and what has
 * not come back from there when the comparison throws is exactly as long as the gap it leaves.
 */

import {
  bitCast,
  copyBytes,
  isFloat,
  isInteger,
  isString,
  moveBytes,
  pointer,
  sizeOf,
  type Ptr,
} from "unsafe";
import { allocateUnsetItems, freeMemory } from "./heap.ts";

const RUN = 8;

type Compare<T> = (a: T, b: T) => i32;

/**
 * Whether `a` has to stand before `b`. Without a comparison, the order of numbers, NaN last, and of strings by bytes; the compiler
 * asks for a comparison of anything else.
 */
function isBefore<T>(a: T, b: T, compare: Compare<T> | null): boolean {
  if (compare !== null) return compare(a, b) < 0;
  if (isString<T>()) {
    return bitCast<string>(a).compare(bitCast<string>(b)) < 0;
  } else if (isInteger<T>()) {
    return a < b;
  } else if (isFloat<T>()) {
    return a < b || (a === a && b !== b);
  } else {
    panic("sort: these items need a comparison");
  }
}

/** Moves the item at `from` down to `to`, those between one up. `hold` has room for one item. */
function rotate<T>(data: Ptr<T>, to: usize, from: usize, hold: Ptr<u8>): void {
  const size = sizeOf<T>();
  copyBytes(hold, data.add(from).cast<u8>(), size);
  moveBytes(data.add(to + 1).cast<u8>(), data.add(to).cast<u8>(), (from - to) * size);
  copyBytes(data.add(to).cast<u8>(), hold, size);
}

/** Sorts the items from start up to, not including, end. */
function sortRun<T>(data: Ptr<T>, start: usize, end: usize, hold: Ptr<u8>, compare: Compare<T> | null): void {
  for (let i = start + 1; i < end; i++) {
    let to = i;
    while (to > start && isBefore(data[i], data[to - 1], compare)) to -= 1;
    if (to < i) rotate(data, to, i, hold);
  }
}

/** Merges the sorted runs [start, middle) and [middle, end). `scratch` has room for the left one. */
function merge<T>(
  data: Ptr<T>,
  start: usize,
  middle: usize,
  end: usize,
  scratch: Ptr<T>,
  compare: Compare<T> | null,
): void {
  if (!isBefore(data[middle], data[middle - 1], compare)) return;
  const size = sizeOf<T>();
  const count = middle - start;
  copyBytes(scratch.cast<u8>(), data.add(start).cast<u8>(), count * size);
  let left: usize = 0;
  let right = middle;
  let to = start;
  try {
    while (left < count && right < end) {
      if (isBefore(data[right], scratch[left], compare)) {
        copyBytes(data.add(to).cast<u8>(), data.add(right).cast<u8>(), size);
        right += 1;
      } else {
        copyBytes(data.add(to).cast<u8>(), scratch.add(left).cast<u8>(), size);
        left += 1;
      }
      to += 1;
    }
  } finally {
    copyBytes(data.add(to).cast<u8>(), scratch.add(left).cast<u8>(), (count - left) * size);
  }
}

/**
 * Sorts `count` items in memory that nobody else looks at meanwhile. When `compare` throws, all items are there still, in
 * some order. Throws what it throws, and ENOMEM.
 */
export function sortItems<T>(data: Ptr<T>, count: usize, compare: Compare<T> | null): void {
  if (count < 2) return;
  const size = sizeOf<T>();
  const scratch = pointer<T>(allocateUnsetItems(count, size));
  try {
    for (let start = 0; start < count; start += RUN) {
      sortRun(data, start, bits.min(start + RUN, count), scratch.cast<u8>(), compare);
    }
    for (let width: usize = RUN; width < count; width *= 2) {
      for (let start = 0; start + width < count; start += width * 2) {
        merge(data, start, start + width, bits.min(start + width * 2, count), scratch, compare);
      }
    }
  } finally {
    freeMemory(scratch.address, count * size);
  }
}
