import type { IoBuffer } from "../../memory/io-buffer.ts";
import type { FilesInFlight } from "../files-in-flight.ts";

/** What a packet counts for beside its bytes, so that many small ones do not fill the memory. */
const OVERHEAD: u64 = 768;

/** What one call has sent, or a part of it: bytes, and the open files that go with them. */
export class Packet {
  private readonly bytes: u8[];
  /** How many of the bytes have been received. */
  private start: u64 = 0;
  files: FilesInFlight | null;
  next: Packet | null = null;

  /** Takes `length` bytes out of the buffer. Throws EFAULT, ENOMEM. */
  constructor(buffer: IoBuffer, length: u64, files: FilesInFlight | null) {
    this.bytes = new Array<u8>(length);
    this.files = files;
    buffer.copyIn(this.bytes.span());
  }

  /** Bytes that have not been received. */
  get length(): u64 {
    return this.bytes.length - this.start;
  }

  /** What it takes of the sender's buffer. */
  get cost(): u64 {
    return this.bytes.length + OVERHEAD;
  }

  /** Moves as many bytes as go into the buffer, and takes them off unless it is a peek. Throws EFAULT. */
  moveTo(buffer: IoBuffer, isPeek: boolean): void {
    const count = bits.min(this.length, buffer.remaining);
    const before = buffer.remaining;
    try {
      buffer.copyOut(this.bytes.span().subspan(this.start, this.start + count));
    } finally {
      if (!isPeek) this.start += before - buffer.remaining;
    }
  }
}
