/**
 * The last of the memory is kept back: what programs ask for is refused while there is still enough for the kernel itself, for root, and for
 * programs that end, which need some to give back theirs. How deep into the reserve the running thread may reach the layers above decide.
 */

import { adoptReference, leakReference } from "unsafe";
import { freeFrameCount, reservedFrameCount } from "./buddy.ts";

/** Decides who may take of the reserve. One object, set once by main.ts; until then everybody may. */
export abstract class ReservePolicy {
  /**
   * Of a reserve of so many frames, those that must stay when the running thread takes some. Called in any context, with the frame allocator
   * locked: must be short, must not lock, allocate or throw.
   */
  abstract kept(reserve: u64): u64;
  /** The running thread was refused memory for the sake of the reserve, or because there is none in a row. The same holds. */
  abstract refused(): void;
}

/** The object's address, which carries a count; 0: none. It is never given up (see interrupt/hooks.ts). */
@struct
class Policy {
  object: u64 = 0;
}
const policy = new Policy();

/** Called once, when the kernel starts. */
export function setReservePolicy(value: ReservePolicy): void {
  policy.object = leakReference(value);
}

/** Whether so many frames can be taken without a thought of the reserve. */
export function hasPlenty(count: u64): boolean {
  return freeFrameCount() >= reservedFrameCount() + count;
}

/** Whether the running thread may take so many frames. If not, it is noted that it lacks them. The frame allocator is locked. */
export function mayTake(count: u64): boolean {
  if (hasPlenty(count) || policy.object === 0) return true;
  const decider = adoptReference<ReservePolicy>(policy.object);
  const isAllowed = freeFrameCount() >= decider.kept(reservedFrameCount()) + count;
  if (!isAllowed) decider.refused();
  leakReference(decider);
  return isAllowed;
}

/** Notes that the running thread found no memory that is free in a row. */
export function noteShortage(): void {
  if (policy.object === 0) return;
  const decider = adoptReference<ReservePolicy>(policy.object);
  decider.refused();
  leakReference(decider);
}
