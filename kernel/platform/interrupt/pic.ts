/** The two 8259A interrupt controllers of the PC, for machines without APIC, and to be turned off on the others. */

import { Errno } from "../../../core/errno.ts";
import { inByte, outByte } from "../ports.ts";
import { InterruptController } from "./controller.ts";

const PRIMARY = 0x20;
const SECONDARY = 0xa0;
const FIRST_VECTOR = 0x20;
const END_OF_INTERRUPT = 0x20;
const READ_IN_SERVICE = 0x0b;
/** The primary's input that the secondary is connected to. */
const CASCADE = 2;

/** Gives the PICs the vectors 0x20 to 0x2f and masks all lines, so that even a stray interrupt is no exception's vector. */
export function resetPics(): void {
  outByte(PRIMARY, 0x11);
  outByte(SECONDARY, 0x11);
  outByte(PRIMARY + 1, FIRST_VECTOR);
  outByte(SECONDARY + 1, FIRST_VECTOR + 8);
  outByte(PRIMARY + 1, 1 << CASCADE);
  outByte(SECONDARY + 1, CASCADE);
  outByte(PRIMARY + 1, 1);
  outByte(SECONDARY + 1, 1);
  outByte(PRIMARY + 1, 0xff);
  outByte(SECONDARY + 1, 0xff);
}

/** The two 8259A as a controller, for machines without an I/O APIC: sixteen lines, of which one joins the two. Changed with interrupts off. */
export class PicController extends InterruptController {
  /** Masked lines, one bit each. */
  private masked: u16 = 0xffff & ~(1 << CASCADE);

  override vectorOfLine(line: u32): u32 {
    if (line > 15 || line === CASCADE) throw Errno.EINVAL;
    return FIRST_VECTOR + line;
  }

  override vectorOfGlobal(gsi: u32): u32 {
    return this.vectorOfLine(gsi);
  }

  override unmask(vector: u32): void {
    this.masked &= ~(u16(1) << u16(vector - FIRST_VECTOR));
    this.writeMasks();
  }

  override mask(vector: u32): void {
    this.masked |= u16(1) << u16(vector - FIRST_VECTOR);
    this.writeMasks();
  }

  private writeMasks(): void {
    outByte(PRIMARY + 1, u8(this.masked));
    outByte(SECONDARY + 1, u8(this.masked >> 8));
  }

  override endOfInterrupt(vector: u32): boolean {
    const line = vector - FIRST_VECTOR;
    // An interrupt that is gone when the CPU asks for it arrives as the last line, but not in service (8259A data sheet).
    if ((line === 7 || line === 15) && !this.isInService(line)) {
      if (line === 15) outByte(PRIMARY, END_OF_INTERRUPT);
      return false;
    }
    if (line >= 8) outByte(SECONDARY, END_OF_INTERRUPT);
    outByte(PRIMARY, END_OF_INTERRUPT);
    return true;
  }

  private isInService(line: u32): boolean {
    const port: u16 = line < 8 ? PRIMARY : SECONDARY;
    outByte(port, READ_IN_SERVICE);
    return (inByte(port) & 0x80) !== 0;
  }
}
