/**
 * Frames under the sanitizer: free ones are poisoned, who took and who released each is kept, and a single frame that is released waits
 * for some hundred others before it is used again.
 * @nosanitize
 */

import { framePointer, pointer, type Ptr } from "unsafe";
import { PAGE_SHIFT, PAGE_SIZE, places } from "../address.ts";
import { poison, Shadow, shadowAt, unpoison } from "./shadow.ts";
import { traceOf } from "./traces.ts";

/** Frames that wait. */
const WAITING = 256;

/** Who took a frame last, and who released it last: numbers of traces. */
@struct
@size(8)
export class FrameOwner {
  taken: u32 = 0;
  released: u32 = 0;
}

@struct
class FrameOwners {
  address: u64 = 0;
  count: u64 = 0;
  /** The ring of frames that wait, by number, the oldest at `first`. */
  waiting = new FixedArray<u32, 256>();
  first: u64 = 0;
  waitingCount: u64 = 0;
}

const owners = new FrameOwners();

/** Gives the table of all frames below a number its memory, which is zeroed. */
export function placeFrameOwners(address: u64, count: u64): void {
  owners.address = address;
  owners.count = count;
}

/** What is kept of a frame, by its number; address 0 if it is no RAM. */
export function frameOwner(frame: u64): Ptr<FrameOwner> {
  return pointer<FrameOwner>(frame < owners.count ? owners.address + frame * 8 : 0);
}

/** 2^order frames are somebody's now. */
export function noteTaken(frame: u64, order: u32): void {
  const count = u64(1) << u64(order);
  unpoison(places.directMap + (frame << PAGE_SHIFT), count * PAGE_SIZE);
  const trace = traceOf(framePointer());
  for (let i: u64 = 0; i < count; i++) frameOwner(frame + i).value.taken = trace;
}

/** Says that a frame is released though it is free. @extern sanitizer_frame_released_twice */
declare function reportReleasedTwice(frame: u64, caller: u64): never;

/** Nobody may use 2^order frames any more. Reports frames that are free already. */
export function noteReleased(frame: u64, order: u32): void {
  const address = places.directMap + (frame << PAGE_SHIFT);
  if (shadowAt(address) === u8(Shadow.FreeFrame)) reportReleasedTwice(frame, framePointer());
  const count = u64(1) << u64(order);
  poison(address, count * PAGE_SIZE, Shadow.FreeFrame);
  const trace = traceOf(framePointer());
  for (let i: u64 = 0; i < count; i++) frameOwner(frame + i).value.released = trace;
}

/** Has a released frame wait. Returns the one whose wait is over; 0 if there is none. Interrupts are off. */
export function waitWith(frame: u64): u64 {
  const isFull = owners.waitingCount === WAITING;
  const oldest = isFull ? nextWaiting() : u64(0);
  owners.waiting[(owners.first + owners.waitingCount) % WAITING] = u32(frame);
  owners.waitingCount++;
  return oldest;
}

/** Ends the wait of the oldest; 0 if there is none. Interrupts are off. */
export function nextWaiting(): u64 {
  if (owners.waitingCount === 0) return 0;
  const frame = owners.waiting[owners.first];
  owners.first = (owners.first + 1) % WAITING;
  owners.waitingCount--;
  return u64(frame);
}

/** Frames that wait. */
export function waitingFrames(): u64 {
  return owners.waitingCount;
}
