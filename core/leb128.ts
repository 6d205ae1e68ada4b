/** Numbers of variable length, seven bits a byte (DWARF 5, 7.6), in memory that is known to be well formed. */

import { pointer } from "unsafe";

/** A place in a row of such numbers. */
@struct
export class NumberCursor {
  /** Address of the next byte. */
  at: u64;

  /** An unsigned LEB128 number. */
  next(): u64 {
    let value: u64 = 0;
    let shift: u64 = 0;
    while (true) {
      const byte = pointer<u8>(this.at).value;
      this.at += 1;
      value |= u64(byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7;
    }
  }
}
