/**
 * Kernel stacks: 16 KiB each, with an unmapped page below, so that an overflow is a double fault with a report and not somebody else's
 * data. A few free ones are kept mapped for the next thread.
 *
 * Under the sanitizer they are twice as large, and this file links free ones, which nobody else may use:
 * @nosanitize
 */

import { gsLoad, isSanitized, pointer } from "unsafe";
import { PAGE_SIZE, type PhysAddr, type VirtAddr, places } from "../address.ts";
import { bootFlags } from "../boot/flags.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { Errno } from "../../../core/errno.ts";
import { allocateFrame, releaseFrame } from "../frames.ts";
import { growShadow } from "../sanitizer/shadow-map.ts";
import { SANITIZED_STACK_SIZE } from "../sanitizer/stack-bounds.ts";
import { noteStackReleased, noteStackTaken } from "../sanitizer/stack-owners.ts";
import { FRAME_MASK } from "./entries.ts";
import { deepestUse, noteDepth, paintStack } from "./stack-paint.ts";
import { kernelDataFlags, mapKernelPage, unmapKernelPage } from "./kernel-map.ts";

/** Size of a thread's kernel stack in bytes. */
export const STACK_SIZE = isSanitized() ? SANITIZED_STACK_SIZE : 16384;
/** Distance from one stack to the next: the guard lies in between. */
const SLOT_SIZE = STACK_SIZE * 2;
const MOST_SLOTS = 0x10_0000;
/** Free stacks that stay mapped. */
const KEPT = 32;

@struct
class StackArea {
  /** Slots ever given out. */
  slots: u64 = 0;
  /** Upper end of the first mapped free stack; the word below it is the next one's. */
  kept: u64 = 0;
  keptCount: u64 = 0;
}

const area = new StackArea();
/** Upper ends of free stacks that are not mapped. */
const unmapped: u64[] = [];

/** Upper end of a new stack. Throws ENOMEM. */
export function allocateStack(): u64 {
  const top = takeStack();
  if (bootFlags.paintsStacks) paintStack(top - STACK_SIZE, top);
  if (isSanitized()) noteStackTaken(top);
  return top;
}

function takeStack(): u64 {
  const wasOn = disableInterrupts();
  const top = area.kept;
  if (top !== 0) {
    area.kept = pointer<u64>(top - 8).value;
    area.keptCount--;
  }
  restoreInterrupts(wasOn);
  return top !== 0 ? top : mapStack(takeSlot());
}

function takeSlot(): u64 {
  const wasOn = disableInterrupts();
  let top = unmapped.pop() ?? u64(0);
  if (top === 0 && area.slots < MOST_SLOTS) {
    area.slots++;
    top = places.stacks + area.slots * SLOT_SIZE;
  }
  restoreInterrupts(wasOn);
  if (top === 0) throw Errno.ENOMEM;
  return top;
}

function mapStack(top: u64): u64 {
  const bottom = top - STACK_SIZE;
  let at = bottom;
  try {
    while (at < top) {
      mapStackPage(at);
      at += PAGE_SIZE;
    }
  } catch (error) {
    unmapStack(bottom, at);
    forgetSlot(top);
    throw error;
  }
  return top;
}

function mapStackPage(address: u64): void {
  if (isSanitized() && !growShadow(address, PAGE_SIZE)) throw Errno.ENOMEM;
  const frame = allocateFrame();
  try {
    mapKernelPage(address as VirtAddr, frame, kernelDataFlags());
  } catch (error) {
    releaseFrame(frame);
    throw error;
  }
}

function unmapStack(start: u64, end: u64): void {
  for (let at = start; at < end; at += PAGE_SIZE) {
    releaseFrame((unmapKernelPage(at as VirtAddr) & FRAME_MASK) as PhysAddr);
  }
}

/** Keeps the addresses of an unmapped stack for later; without memory for that they are lost, which harms nobody. */
function forgetSlot(top: u64): void {
  const wasOn = disableInterrupts();
  try {
    unmapped.push(top);
  } catch {
    // See above.
  }
  restoreInterrupts(wasOn);
}

/** Offset of `CpuBlock.kernelStack`. */
const RUNNING_STACK = 8;

/** Bytes of the painted stack that got deepest, of those that were given back and that of the running thread. */
export function deepestStackUse(): u64 {
  const top = gsLoad<u64>(RUNNING_STACK);
  noteDepth(top - STACK_SIZE, top);
  return deepestUse();
}

/** Gives a stack back, by its upper end. Nobody runs on it any more. */
export function freeStack(top: u64): void {
  if (isSanitized()) noteStackReleased(top);
  if (bootFlags.paintsStacks) noteDepth(top - STACK_SIZE, top);
  const wasOn = disableInterrupts();
  const isKept = area.keptCount < KEPT;
  if (isKept) {
    pointer<u64>(top - 8).value = area.kept;
    area.kept = top;
    area.keptCount++;
  }
  restoreInterrupts(wasOn);
  if (isKept) return;
  unmapStack(top - STACK_SIZE, top);
  forgetSlot(top);
}
