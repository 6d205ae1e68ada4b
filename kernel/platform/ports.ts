import { asm, inp, out } from "unsafe";
import { Errno } from "../../core/errno.ts";

/** A range of I/O ports of one device. Offsets outside it panic. */
export class IoRange {
  readonly base: u16;
  readonly length: u16;

  /** Throws EINVAL when the range does not fit the 64 Ki ports. */
  constructor(base: u16, length: u16) {
    if (u32(base) + u32(length) > 0x1_0000) throw Errno.EINVAL;
    this.base = base;
    this.length = length;
  }

  private port(offset: u16, width: u16): u16 {
    assert(u32(offset) + u32(width) <= u32(this.length), "I/O port outside the device's range");
    return this.base + offset;
  }

  /** Reads and writes of a port, `offset` from the first of the range. */
  read8(offset: u16): u8 {
    return inByte(this.port(offset, 1));
  }

  read16(offset: u16): u16 {
    return inWord(this.port(offset, 2));
  }

  read32(offset: u16): u32 {
    return inLong(this.port(offset, 4));
  }

  write8(offset: u16, value: u8): void {
    outByte(this.port(offset, 1), value);
  }

  write16(offset: u16, value: u16): void {
    outWord(this.port(offset, 2), value);
  }

  write32(offset: u16, value: u32): void {
    outLong(this.port(offset, 4), value);
  }
}

/** @inline */
export function inByte(port: u16): u8 {
  return asm<u8>`inb ${inp("d", port)}, ${out("a")}`;
}

/** @inline */
export function inWord(port: u16): u16 {
  return asm<u16>`inw ${inp("d", port)}, ${out("a")}`;
}

/** @inline */
export function inLong(port: u16): u32 {
  return asm<u32>`inl ${inp("d", port)}, ${out("a")}`;
}

/** @inline */
export function outByte(port: u16, value: u8): void {
  asm`outb ${inp("a", value)}, ${inp("d", port)}`;
}

/** @inline */
export function outWord(port: u16, value: u16): void {
  asm`outw ${inp("a", value)}, ${inp("d", port)}`;
}

/** @inline */
export function outLong(port: u16, value: u32): void {
  asm`outl ${inp("a", value)}, ${inp("d", port)}`;
}
