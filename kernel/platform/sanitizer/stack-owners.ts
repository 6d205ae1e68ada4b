/**
 * Kernel stacks under the sanitizer: free ones are poisoned, and who took and who released each is kept.
 * @nosanitize
 */

import { addressOf, framePointer, pointer, type Ptr } from "unsafe";
import { places } from "../address.ts";
import { poison, Shadow, unpoison } from "./shadow.ts";
import { SANITIZED_STACK_SIZE } from "./stack-bounds.ts";
import { FrameOwner } from "./frame-owners.ts";
import { traceOf } from "./traces.ts";

/** Stacks whose owners are kept. */
const MOST_STACKS = 8192;

const stacks = new FixedArray<FrameOwner, 8192>();

/** What is kept of the stack that an address belongs to; address 0 if that is nothing. */
export function stackOwner(address: u64): Ptr<FrameOwner> {
  const slot = (address - places.stacks) >> 16;
  return slot < MOST_STACKS
    ? pointer<FrameOwner>(addressOf(stacks).address + slot * 8)
    : pointer<FrameOwner>(0);
}

/** A stack, by its upper end, is somebody's now. */
export function noteStackTaken(top: u64): void {
  unpoison(top - SANITIZED_STACK_SIZE, SANITIZED_STACK_SIZE);
  const owner = stackOwner(top - 8);
  if (owner.address !== 0) owner.value.taken = traceOf(framePointer());
}

/** Nobody may use the stack any more. */
export function noteStackReleased(top: u64): void {
  poison(top - SANITIZED_STACK_SIZE, SANITIZED_STACK_SIZE, Shadow.FreeStack);
  const owner = stackOwner(top - 8);
  if (owner.address !== 0) owner.value.released = traceOf(framePointer());
}
