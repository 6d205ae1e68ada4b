/** The eight bytes that event counters and timers are read and written by. */

import { readU64, writeU64 } from "../../core/bytes.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";

/** Throws EFAULT. */
export function writeWord(buffer: IoBuffer, value: u64): void {
  const bytes = new FixedArray<u8, 8>();
  writeU64(bytes.span(), 0, value);
  buffer.copyOut(bytes.span());
}

/** Throws EFAULT. */
export function readWord(buffer: IoBuffer): u64 {
  const bytes = new FixedArray<u8, 8>();
  buffer.copyIn(bytes.span());
  return readU64(bytes.span(), 0);
}
