import { Errno } from "../../core/errno.ts";
import { PAGE_SIZE } from "../platform/address.ts";
import { checkAlive } from "../platform/thread-flags.ts";
import { copySomeFromUser, copySomeToUser, fillSomeOfUser } from "../platform/user.ts";
import { isInterrupted } from "../task/thread.ts";

/** One piece of a scattered buffer: `struct iovec` of readv(2). */
@struct
@size(16)
export class IoVector {
  base: u64 = 0;
  length: u64 = 0;
}

/** A place in a buffer. */
@struct
class Position {
  /** Where the current piece goes on; for a kernel array the index. */
  address: u64 = 0;
  /** Bytes left in the current piece. */
  available: u64 = 0;
  /** Bytes left in all pieces. */
  remaining: u64 = 0;
  nextVector: u64 = 0;
}

/**
 * Where the bytes of a read go, or those of a write come from: user memory, pieces of user memory, or a kernel array.
 *
 * A file moves bytes with `copyOut` and `copyIn`, which advance the buffer: how much it moved is what `remaining` lost. They move all
 * that they are asked to, or throw EFAULT and the buffer is as it was: what keeps messages, or forgets what it gave away, cannot count
 * half of one. A file whose bytes have places moves what can be moved (`copyOutSome`, `copyInSome`), as read(2) says on Linux: of a
 * buffer that is partly bad, the good part counts.
 *
 * All throw EINTR when the thread is to end, which they look for at every page, whatever the buffer is in: so no transfer outlives its
 * thread. Files that never run out of bytes ask `goesOn`, too.
 */
@struct
export class IoBuffer {
  private at = new Position();
  private vectors: IoVector[] | null = null;
  private kernel: u8[] | null = null;

  /** Bytes left. */
  get remaining(): u64 {
    return this.at.remaining;
  }

  /** `length` bytes of the running process's memory. */
  static user(address: u64, length: u64): IoBuffer {
    const buffer = new IoBuffer();
    buffer.start(address, length);
    return buffer;
  }

  /** Pieces of the running process's memory, in order. */
  static scattered(vectors: IoVector[]): IoBuffer {
    const buffer = new IoBuffer();
    for (let i = 0; i < vectors.length; i++) buffer.at.remaining += vectors[i].length;
    buffer.vectors = vectors;
    return buffer;
  }

  /** An array of the kernel, `length` bytes from `start`. */
  static array(bytes: u8[], start: u64, length: u64): IoBuffer {
    const buffer = new IoBuffer();
    buffer.kernel = bytes;
    buffer.start(start, length);
    return buffer;
  }

  private start(address: u64, length: u64): void {
    this.at.address = address;
    this.at.available = length;
    this.at.remaining = length;
  }

  /** No more than `count` bytes are to be moved. */
  limit(count: u64): void {
    this.at.remaining = bits.min(this.at.remaining, count);
  }

  /** Moves bytes from the kernel into the buffer; `from` must not be longer than `remaining`. Throws EFAULT. */
  copyOut(from: Span<u8>): void {
    let before = this.at;
    if (this.copyOutSome(from) === from.length) return;
    this.at = before;
    throw Errno.EFAULT;
  }

  /** Moves bytes from the buffer into the kernel; `to` must not be longer than `remaining`. Throws EFAULT. */
  copyIn(to: Span<u8>): void {
    let before = this.at;
    if (this.copyInSome(to) === to.length) return;
    this.at = before;
    throw Errno.EFAULT;
  }

  /** As `copyOut`, up to the first address that is not good. Returns how many bytes were moved. */
  copyOutSome(from: Span<u8>): u64 {
    let done: u64 = 0;
    while (done < from.length) {
      const count = this.nextPiece(from.length - done);
      const piece = from.subspan(done, done + count);
      let moved = count;
      if (this.kernel !== null) this.kernelBytes(count).copyFrom(piece);
      else moved = copySomeToUser(this.at.address, piece);
      this.advance(moved);
      done += moved;
      if (moved < count || count === 0) break;
    }
    return done;
  }

  /** As `copyIn`, up to the first address that is not good. Returns how many bytes were moved. */
  copyInSome(to: Span<u8>): u64 {
    let done: u64 = 0;
    while (done < to.length) {
      const count = this.nextPiece(to.length - done);
      const piece = to.subspan(done, done + count);
      let moved = count;
      if (this.kernel !== null) piece.copyFrom(this.kernelBytes(count));
      else moved = copySomeFromUser(piece, this.at.address);
      this.advance(moved);
      done += moved;
      if (moved < count || count === 0) break;
    }
    return done;
  }

  /** Fills up to `count` bytes of the buffer, at most `remaining`, with one value; up to the first address that is not good. Returns how many. */
  fillOutSome(byte: u8, count: u64): u64 {
    let done: u64 = 0;
    while (done < count) {
      const length = this.nextPiece(count - done);
      let moved = length;
      if (this.kernel !== null) this.kernelBytes(length).fill(byte);
      else moved = fillSomeOfUser(this.at.address, byte, length);
      this.advance(moved);
      done += moved;
      if (moved < length || length === 0) break;
    }
    return done;
  }

  /** Takes `count` bytes, at most `remaining`, off the buffer without looking at them. */
  skip(count: u64): void {
    let done: u64 = 0;
    while (done < count) {
      this.nextPiece(count - done);
      if (this.at.available === 0) return;
      const length = bits.min(count - done, this.at.available);
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

  private kernelBytes(count: u64): Span<u8> {
    if (this.kernel === null) panic("a buffer of the kernel without bytes");
    return this.kernel.span().subspan(this.at.address, this.at.address + count);
  }

  /** Bytes that can be moved at once: up to `wanted`, within the current piece, a page at most. 0: there is no piece left. Throws EINTR. */
  private nextPiece(wanted: u64): u64 {
    checkAlive();
    while (this.at.available === 0) {
      const vectors = this.vectors;
      if (vectors === null || this.at.nextVector >= vectors.length) return 0;
      this.at.address = vectors[this.at.nextVector].base;
      this.at.available = vectors[this.at.nextVector].length;
      this.at.nextVector += 1;
    }
    return bits.min(bits.min(wanted, this.at.available), PAGE_SIZE);
  }

  private advance(count: u64): void {
    this.at.address += count;
    this.at.available -= count;
    this.at.remaining -= count;
  }
}
