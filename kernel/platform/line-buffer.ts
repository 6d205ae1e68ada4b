/** A line of text that is built without the heap: for panics and the earliest boot. What does not fit is cut. */
@struct
export class LineBuffer {
  private text = new FixedArray<u8, 256>();
  private length: usize = 0;

  clear(): void {
    this.length = 0;
  }

  byte(value: u8): void {
    if (this.length === 256) return;
    this.text[this.length] = value;
    this.length++;
  }

  string(value: string): void {
    this.bytesOf(value.bytes());
  }

  bytesOf(value: Span<u8>): void {
    for (const each of value) this.byte(each);
  }

  /** At least `digits` hexadecimal digits. */
  hex(value: u64, digits: u64 = 1): void {
    let shift: u64 = 64;
    let isShown = false;
    while (shift > 0) {
      shift -= 4;
      const digit = u8((value >> shift) & 15);
      if (digit !== 0 || shift < digits * 4) isShown = true;
      if (isShown) this.byte(digit < 10 ? 0x30 + digit : 0x57 + digit);
    }
  }

  decimal(value: u64): void {
    let divisor: u64 = 1;
    while (value / divisor >= 10) divisor *= 10;
    for (; divisor > 0; divisor /= 10) this.byte(u8(0x30 + ((value / divisor) % 10)));
  }

  bytes(): Span<u8> {
    return this.text.span().subspan(0, this.length);
  }
}
