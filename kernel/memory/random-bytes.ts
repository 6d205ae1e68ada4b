import { PAGE_SIZE } from "../platform/address.ts";
import { randomBytes } from "../platform/random.ts";
import type { IoBuffer } from "./io-buffer.ts";

/** Fills the buffer with random bytes; behind the first page a signal ends it with those that there are (random(4)). Throws EFAULT, EINTR. */
export function readRandom(buffer: IoBuffer): void {
  if (buffer.remaining === 0) return;
  const bytes = new FixedArray<u8, 256>();
  do {
    for (let left = bits.min(buffer.remaining, PAGE_SIZE); left > 0;) {
      const part = bytes.span().subspan(0, bits.min(left, 256));
      randomBytes(part);
      buffer.copyOut(part);
      left -= part.length;
    }
  } while (buffer.goesOn);
}
