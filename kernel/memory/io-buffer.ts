import { Errno } from "../../core/errno.ts";
import { PAGE_SIZE } from "../platform/address.ts";
import { checkAlive } from "../platform/thread-flags.ts";
import { copyFromUser, copyToUser, fillUser } from "../platform/user.ts";
import { isInterrupted } from "../task/thread.ts";

/** One piece of a scattered buffer: `struct iovec` of readv(2). */
@struct
@size(16)
export class IoVector {
  base: u64 = 0;
  length: u64 = 0;
}

/**
 * Where the bytes of a read go, or those of a write come from: user memory, pieces of user memory, or a kernel array.
 *
 * A file moves bytes with `copyOut` and `copyIn`, which advance the buffer; how much it moved is what `remaining` lost.
 * Both throw EFAULT, and then the buffer stands at the first piece that was not moved whole; and EINTR when the thread is to end, which they look
 * for at every page, whatever the buffer is in: so no transfer outlives its thread. Files that never run out of bytes ask `goesOn`, too.
 */
@struct
export class IoBuffer {
  private address: u64 = 0;
  /** Bytes left in the current piece. */
  private available: u64 = 0;
  /** Bytes left in all pieces. */
  remaining: u64 = 0;
  private nextVector: u64 = 0;
  private vectors: IoVector[] | null = null;
  private kernel: u8[] | null = null;

  /** `length` bytes of the running process's memory. */
  static user(address: u64, length: u64): IoBuffer {
    const buffer = new IoBuffer();
    buffer.address = address;
    buffer.available = length;
    buffer.remaining = length;
    return buffer;
  }

  /** Pieces of the running process's memory, in order. */
  static scattered(vectors: IoVector[]): IoBuffer {
    const buffer = new IoBuffer();
    for (let i = 0; i < vectors.length; i++) buffer.remaining += vectors[i].length;
    buffer.vectors = vectors;
    return buffer;
  }

  /** An array of the kernel, `length` bytes from `start`. */
  static array(bytes: u8[], start: u64, length: u64): IoBuffer {
    const buffer = new IoBuffer();
    buffer.kernel = bytes;
    buffer.address = start;
    buffer.available = length;
    buffer.remaining = length;
    return buffer;
  }

  /** Moves bytes from the kernel into the buffer; `from` must not be longer than `remaining`. Throws EFAULT. */
  copyOut(from: Span<u8>): void {
    let done: u64 = 0;
    while (done < from.length) {
      const count = this.nextPiece(from.length - done);
      const piece = from.subspan(done, done + count);
      if (this.kernel !== null)
        this.kernel
          .span()
          .subspan(this.address, this.address + count)
          .copyFrom(piece);
      else copyToUser(this.address, piece);
      this.advance(count);
      done += count;
    }
  }

  /** Moves bytes from the buffer into the kernel; `to` must not be longer than `remaining`. Throws EFAULT. */
  copyIn(to: Span<u8>): void {
    let done: u64 = 0;
    while (done < to.length) {
      const count = this.nextPiece(to.length - done);
      const piece = to.subspan(done, done + count);
      if (this.kernel !== null)
        piece.copyFrom(this.kernel.span().subspan(this.address, this.address + count));
      else copyFromUser(piece, this.address);
      this.advance(count);
      done += count;
    }
  }

  /** Fills `count` bytes of the buffer, at most `remaining`, with one value. Throws EFAULT. */
  fillOut(byte: u8, count: u64): void {
    let done: u64 = 0;
    while (done < count) {
      const length = this.nextPiece(count - done);
      if (this.kernel !== null)
        this.kernel
          .span()
          .subspan(this.address, this.address + length)
          .fill(byte);
      else fillUser(this.address, byte, length);
      this.advance(length);
      done += length;
    }
  }

  /** Takes `count` bytes, at most `remaining`, off the buffer without looking at them. */
  skip(count: u64): void {
    let done: u64 = 0;
    while (done < count) {
      this.nextPiece(count - done);
      const length = bits.min(count - done, this.available);
      this.advance(length);
      done += length;
    }
  }

  /**
   * For loops over what always has more (/dev/zero): whether there is more to move, and no signal says that what has been moved is enough. To be asked
   * after each page.
   */
  get goesOn(): boolean {
    return this.remaining > 0 && !isInterrupted();
  }

  /** Bytes that can be moved at once: up to `wanted`, within the current piece, a page at most. Throws EINTR. */
  private nextPiece(wanted: u64): u64 {
    checkAlive();
    while (this.available === 0) {
      const vectors = this.vectors;
      if (vectors === null || this.nextVector >= vectors.length) throw Errno.EFAULT;
      this.address = vectors[this.nextVector].base;
      this.available = vectors[this.nextVector].length;
      this.nextVector += 1;
    }
    return bits.min(bits.min(wanted, this.available), PAGE_SIZE);
  }

  private advance(count: u64): void {
    this.address += count;
    this.available -= count;
    this.remaining -= count;
  }
}
