const SIZE: u64 = 4096;

/** A queue of up to 4096 bytes. Whoever uses it sees to locking. */
export class ByteRing {
  private readonly bytes = new FixedArray<u8, 4096>();
  /** Positions that only grow; modulo the size they are indices. */
  private start: u64 = 0;
  private end: u64 = 0;

  get length(): u64 {
    return this.end - this.start;
  }

  /** Bytes that still fit. */
  get room(): u64 {
    return SIZE - this.length;
  }

  /** There must be room. */
  put(byte: u8): void {
    this.bytes[this.end & (SIZE - 1)] = byte;
    this.end += 1;
  }

  /** There must be a byte. */
  take(): u8 {
    const byte = this.bytes[this.start & (SIZE - 1)];
    this.start += 1;
    return byte;
  }

  /** Takes as many bytes as there are and fit; returns how many. */
  takeInto(to: Span<u8>): u64 {
    const count = bits.min(to.length, this.length);
    for (let i: u64 = 0; i < count; i++) to[i] = this.take();
    return count;
  }

  clear(): void {
    this.start = this.end;
  }
}
