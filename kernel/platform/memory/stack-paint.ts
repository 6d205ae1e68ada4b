/**
 * How deep kernel stacks get, measured (`stacks=painted`): a stack is filled with a pattern before it is used, and what is left of that from the lower end
 * on was never reached. docs/stacks.md tells of the bound that the compiler computes.
 * @nosanitize
 */

import { pointer } from "unsafe";

const PAINT: u64 = 0x7461_7069_6e74_6564;

@struct
class Measured {
  deepest: u64 = 0;
}
const measured = new Measured();

/** Fills a stack that nobody uses. */
export function paintStack(bottom: u64, top: u64): void {
  const words = pointer<u64>(bottom);
  for (let i: u64 = 0; i < (top - bottom) / 8; i++) words[i] = PAINT;
}

/** Looks how deep a painted stack got. */
export function noteDepth(bottom: u64, top: u64): void {
  const words = pointer<u64>(bottom);
  let at: u64 = 0;
  while (at < (top - bottom) / 8 && words[at] === PAINT) at++;
  const used = top - bottom - at * 8;
  if (used > measured.deepest) measured.deepest = used;
}

/** Bytes of the stack that got deepest so far. */
export function deepestUse(): u64 {
  return measured.deepest;
}
