/** Moves of items within a block of memory, bit by bit: their counts stay as they are. */

import { copyBytes, moveBytes, pointer, sizeOf, type Ptr } from "unsafe";
import { allocateUnsetItems, freeMemory } from "./heap.ts";

/** The items from `middle` to `end` change places with those from `start` to `middle`, by way of a block of their own size. Throws ENOMEM. */
export function rotateItems<T>(data: Ptr<T>, start: usize, middle: usize, end: usize): void {
  if (start === middle || middle === end) return;
  const size = sizeOf<T>();
  const count = end - middle;
  const hold = pointer<u8>(allocateUnsetItems(count, size));
  copyBytes(hold, data.add(middle).cast<u8>(), count * size);
  moveBytes(data.add(start + count).cast<u8>(), data.add(start).cast<u8>(), (middle - start) * size);
  copyBytes(data.add(start).cast<u8>(), hold, count * size);
  freeMemory(hold.address, count * size);
}

/** Turns the order of `count` items round. Throws ENOMEM. */
export function reverseItems<T>(data: Ptr<T>, count: usize): void {
  if (count < 2) return;
  const size = sizeOf<T>();
  const hold = pointer<u8>(allocateUnsetItems(1, size));
  let low: usize = 0;
  let high = count - 1;
  while (low < high) {
    const a = data.add(low).cast<u8>();
    const b = data.add(high).cast<u8>();
    copyBytes(hold, a, size);
    copyBytes(a, b, size);
    copyBytes(b, hold, size);
    low += 1;
    high -= 1;
  }
  freeMemory(hold.address, size);
}
