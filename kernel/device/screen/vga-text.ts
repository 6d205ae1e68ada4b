/**
 * The VGA's text mode (IBM VGA technical reference; the FreeVGA project's pages): 80 × 25 cells of a character and an attribute at 0xb8000, the cursor in
 * registers of the CRT controller.
 */

import type { PhysAddr } from "../../platform/address.ts";
import { MmioRegion } from "../../platform/mmio.ts";
import { inByte, outByte } from "../../platform/ports.ts";
import { Surface } from "./surface.ts";

const MEMORY = 0xb8000;
const COLUMNS = 80;
const ROWS = 25;
const CELL: u64 = 2;

const CRT_INDEX = 0x3d4;
const CRT_DATA = 0x3d5;
const CURSOR_START: u8 = 0x0a;
const CURSOR_END: u8 = 0x0b;
const CURSOR_HIGH: u8 = 0x0e;
const CURSOR_LOW: u8 = 0x0f;
const CURSOR_OFF: u8 = 0x20;

function writeRegister(index: u8, value: u8): void {
  outByte(CRT_INDEX, index);
  outByte(CRT_DATA, value);
}

function readRegister(index: u8): u8 {
  outByte(CRT_INDEX, index);
  return inByte(CRT_DATA);
}

/** Whether there is a VGA: its cursor's place can be written and read back. */
export function vgaExists(): boolean {
  const before = readRegister(CURSOR_LOW);
  writeRegister(CURSOR_LOW, 0x5a);
  const first = readRegister(CURSOR_LOW);
  writeRegister(CURSOR_LOW, 0xa5);
  const second = readRegister(CURSOR_LOW);
  writeRegister(CURSOR_LOW, before);
  return first === 0x5a && second === 0xa5;
}

/** The surface of a VGA in text mode: 80 columns by 25 rows of characters in memory, and the cursor that the hardware shows. */
export class VgaText extends Surface {
  private readonly memory: MmioRegion;

  /** Throws ENOMEM. */
  constructor() {
    super(COLUMNS, ROWS);
    this.memory = new MmioRegion(MEMORY as PhysAddr, u64(COLUMNS * ROWS) * CELL);
    writeRegister(CURSOR_START, 14);
    writeRegister(CURSOR_END, 15);
  }

  override draw(column: u32, row: u32, code: u8, attribute: u8): void {
    this.memory.write16(u64(row * COLUMNS + column) * CELL, u16(code) | (u16(attribute) << 8));
  }

  override moveRows(to: u32, from: u32, count: u32): void {
    const rowSize = u64(COLUMNS) * CELL;
    this.memory.moveWithin(u64(to) * rowSize, u64(from) * rowSize, u64(count) * rowSize);
  }

  override placeCursor(column: u32, row: u32, isVisible: boolean): void {
    const place = row * COLUMNS + column;
    writeRegister(CURSOR_START, isVisible ? 14 : CURSOR_OFF);
    writeRegister(CURSOR_HIGH, u8(place >> 8));
    writeRegister(CURSOR_LOW, u8(place));
  }
}
