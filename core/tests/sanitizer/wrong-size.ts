// A block that is freed with another size than it was allocated with.
// @run
// @sanitize: only
// @exit: 134
// @stderr-contains: a block is freed with another size
// @stderr-contains: at sanitizedFree
import { allocateItems, freeMemory } from "../../heap.ts";

export function main(): void {
  freeMemory(allocateItems(2, 8), 24);
}
