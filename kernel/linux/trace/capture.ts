/** Which memory of the program goes along with the record of a call, by the kinds of its arguments (arguments.ts). */

import { readUser64, userStringLength } from "../../platform/user.ts";
import type { TraceRecord } from "./record.ts";

/**
 * What an argument leads to. The values are those of tools/calls/trace-plan.ts, which makes a plan of each call's signature: ten bits for each argument, the
 * kind in the lowest four, then six for a structure's length in words of four bytes, or for an array three for that of an item and three
 * for the argument that has the count.
 */
export enum Capture {
  Nothing = 0,
  String = 1,
  Strings = 2,
  In = 3,
  Out = 4,
  InOut = 5,
  InBuffer = 6,
  OutBuffer = 7,
  InArray = 8,
  OutArray = 9,
  InOutArray = 10,
  InMessage = 11,
  InOutMessage = 12,
  Any = 13,
  Name = 14,
  OutEntries = 15,
}

/** Bits of a plan for one argument. */
const BITS: u32 = 10;
/** A buffer's bytes that are shown, and one to tell that there are more. */
const SHOWN: u64 = 33;
/** Longest path. */
const LONGEST_STRING: u64 = 4096;
/** Arguments of a program that are shown; environments are counted up to this. */
const MOST_STRINGS: u64 = 33;
const MOST_POINTERS: u64 = 512;
const MOST_ITEMS: u64 = 33;
/** What an argument that may be anything is looked at for. */
const ANY: u64 = 64;
/** Bytes of a directory's entries. */
const MOST_ENTRIES: u64 = 65536;
const VECTOR: u64 = 16;
const MESSAGE: u64 = 56;

/** Adds what the arguments lead to before the call. May sleep. Throws ENOMEM. */
export function captureBefore(record: TraceRecord, plan: u64, args: Span<u64>): void {
  for (let i: usize = 0; i < args.length; i++) {
    const part = u32(plan >> (i * u64(BITS))) & 0x3ff;
    const size = u64(part >> 4) * 4;
    const count = args[bits.min(u64(part >> 7), 5)];
    switch (u32(part & 0xf) as Capture) {
      case Capture.String:
        addString(record, args[i], LONGEST_STRING);
        break;
      case Capture.Strings:
        addStrings(record, args[i]);
        break;
      case Capture.In:
      case Capture.InOut:
        record.addMemory(args[i], size);
        break;
      case Capture.InBuffer:
        record.addMemory(args[i], bits.min(count, SHOWN));
        break;
      case Capture.InArray:
      case Capture.InOutArray:
        addItems(record, args[i], itemSize(part), count, true);
        break;
      case Capture.InMessage:
        addMessage(record, args[i], LONGEST_STRING);
        break;
      case Capture.Any:
        record.addMemory(args[i], ANY);
        break;
      default:
        break;
    }
  }
}

/** Adds what the call has written, which returned `result`. May sleep. Throws ENOMEM. */
export function captureAfter(record: TraceRecord, plan: u64, args: Span<u64>, result: i64): void {
  if (result < 0) return;
  for (let i: usize = 0; i < args.length; i++) {
    const part = u32(plan >> (i * u64(BITS))) & 0x3ff;
    const size = u64(part >> 4) * 4;
    const count = args[bits.min(u64(part >> 7), 5)];
    switch (u32(part & 0xf) as Capture) {
      case Capture.Out:
      case Capture.InOut:
        record.addMemory(args[i], size);
        break;
      case Capture.OutBuffer:
        record.addMemory(args[i], bits.min(u64(result), SHOWN));
        break;
      case Capture.OutEntries:
        record.addMemory(args[i], bits.min(u64(result), MOST_ENTRIES));
        break;
      case Capture.InOutArray:
        addItems(record, args[i], itemSize(part), count, false);
        break;
      case Capture.OutArray:
        // The result counts bytes where the items are buffers, else items.
        if (itemSize(part) === VECTOR) addVectors(record, args[i], count, u64(result));
        else addItems(record, args[i], itemSize(part), u64(result), false);
        break;
      case Capture.InOutMessage:
        addMessage(record, args[i], u64(result));
        break;
      case Capture.Name:
        addName(record, args[i], args[bits.min(i + 1, 5)]);
        break;
      case Capture.Any:
        record.addMemory(args[i], ANY);
        break;
      default:
        break;
    }
  }
}

function itemSize(part: u32): u64 {
  return u64((part >> 4) & 7) * 4;
}

/** A text with its 0 byte. */
function addString(record: TraceRecord, address: u64, limit: u64): void {
  if (address === 0) return;
  let length: u64 = 0;
  try {
    length = userStringLength(address, limit) + 1;
  } catch {
    return;
  }
  record.addMemory(address, bits.min(length, limit));
}

/** A vector of addresses that 0 ends, and the texts there. */
function addStrings(record: TraceRecord, vector: u64): void {
  if (vector === 0) return;
  let count: u64 = 0;
  while (count < MOST_POINTERS) {
    const address = wordAt(vector + count * 8);
    if (address === 0) break;
    if (count < MOST_STRINGS) addString(record, address, SHOWN);
    count += 1;
  }
  record.addMemory(vector, (count + 1) * 8);
}

/** An array; the buffers too, where its items are `struct iovec`. */
function addItems(record: TraceRecord, address: u64, size: u64, count: u64, isInput: boolean): void {
  const shown = bits.min(count & 0xffff_ffff, MOST_ITEMS);
  if (size === VECTOR && isInput) addVectors(record, address, shown, 0xffff_ffff);
  else record.addMemory(address, shown * size);
}

/** An array of `struct iovec`, and what `length` bytes of the buffers hold. */
function addVectors(record: TraceRecord, address: u64, count: u64, length: u64): void {
  const shown = bits.min(count & 0xffff_ffff, MOST_ITEMS);
  record.addMemory(address, shown * VECTOR);
  let left = length;
  for (let i: u64 = 0; i < shown; i++) {
    const used = bits.min(wordAt(address + i * VECTOR + 8), left);
    record.addMemory(wordAt(address + i * VECTOR), bits.min(used, SHOWN));
    left -= used;
  }
}

/** `struct msghdr`: itself, its name, buffers and control data. */
function addMessage(record: TraceRecord, address: u64, length: u64): void {
  if (record.addMemory(address, MESSAGE) < MESSAGE) return;
  record.addMemory(wordAt(address), bits.min(wordAt(address + 8) & 0xffff_ffff, 128));
  addVectors(record, wordAt(address + 16), wordAt(address + 24), length);
  record.addMemory(wordAt(address + 32), bits.min(wordAt(address + 40), 128));
}

/** A socket's name, whose length is where the next argument leads. */
function addName(record: TraceRecord, address: u64, length: u64): void {
  if (address === 0 || length === 0) return;
  record.addMemory(address, bits.min(wordAt(length) & 0xffff_ffff, 128));
}

/** 0 where nothing can be read. */
function wordAt(address: u64): u64 {
  try {
    return readUser64(address);
  } catch {
    return 0;
  }
}
