/** Names and lines of code addresses. */

import type { LineBuffer } from "./line-buffer.ts";

/** Appends what is known of an address of the kernel's code. */
export function describeAddress(line: LineBuffer, address: u64): void {
  line.hex(address, 16);
}
