/**
 * Where calls came from, kept for reports: each different way once, under a number. Ways through an interrupt begin at the interrupt, or
 * there would be a new one at every moment.
 * @nosanitize
 */

import { pointer, symbolAddress, type Ptr } from "unsafe";
import { textEnd, textStart } from "../boot/image.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { RawLock } from "../memory/raw-lock.ts";
import { stackTopOf } from "./stack-bounds.ts";

const BUCKETS = 8192;
const MOST_CALLS = 16;

/** A way: return addresses, innermost first, as distances from the beginning of the code; 0 behind the last. */
@struct
@size(72)
class Trace {
  /** The next one with the same bucket. */
  next: u32 = 0;
  hash: u32 = 0;
  calls = new FixedArray<u32, 16>();
}

@struct
class Traces {
  lock = new RawLock();
  address: u64 = 0;
  /** Numbers that are given out, and how many there are at most. 0 stands for none. */
  count: u32 = 0;
  most: u32 = 0;
  buckets = new FixedArray<u32, 8192>();
}

const traces = new Traces();

/** Gives the traces their memory, which is zeroed. */
export function placeTraces(address: u64, size: u64): void {
  traces.address = address;
  traces.most = u32(size / 72);
}

function traceAt(number: u32): Ptr<Trace> {
  return pointer<Trace>(traces.address + u64(number - 1) * 72);
}

/** The number of the way to the function with this frame; 0 when there is no room for new ones. */
export function traceOf(frame: u64): u32 {
  if (traces.most === 0) return 0;
  const found = new Trace();
  walk(frame, found);
  const wasOn = disableInterrupts();
  traces.lock.acquire();
  const number = find(found);
  traces.lock.release();
  restoreInterrupts(wasOn);
  return number;
}

function walk(first: u64, into: Trace): void {
  const top = stackTopOf(first);
  const interrupt = symbolAddress("interrupt_return") - 1;
  let frame = first;
  let hash: u32 = 0;
  let count: usize = 0;
  while (count < MOST_CALLS && (frame & 7) === 0 && frame + 16 <= top) {
    const words = pointer<u64>(frame);
    const back = words[1];
    if (back < textStart() || back >= textEnd() || back === interrupt) break;
    into.calls[count] = u32(back - textStart());
    hash = bits.rotateLeft(hash, 5) * 0x9e37_79b1 + u32(back);
    count++;
    if (words[0] <= frame) break;
    frame = words[0];
  }
  into.hash = hash;
}

function find(wanted: Trace): u32 {
  const bucket = usize((wanted.hash >> 7) & (BUCKETS - 1));
  for (let number = traces.buckets[bucket]; number !== 0; number = traceAt(number).value.next) {
    if (isSame(traceAt(number).value, wanted)) return number;
  }
  if (traces.count === traces.most) return 0;
  traces.count++;
  const trace = traceAt(traces.count).value;
  trace.hash = wanted.hash;
  for (let i: usize = 0; i < MOST_CALLS; i++) trace.calls[i] = wanted.calls[i];
  trace.next = traces.buckets[bucket];
  traces.buckets[bucket] = traces.count;
  return traces.count;
}

function isSame(a: Trace, b: Trace): boolean {
  if (a.hash !== b.hash) return false;
  for (let i: usize = 0; i < MOST_CALLS; i++) if (a.calls[i] !== b.calls[i]) return false;
  return true;
}

/** A call of a way: an address inside of the instruction that called, innermost first; 0 when there are no more. */
export function callOf(number: u32, index: usize): u64 {
  if (number === 0 || index >= MOST_CALLS) return 0;
  const call = traceAt(number).value.calls[index];
  return call === 0 ? u64(0) : textStart() + u64(call) - 1;
}
