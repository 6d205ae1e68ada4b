/** The characters of a screen: what was written stays here, since a surface need not be readable (or is slow to read). */

import type { Surface } from "./surface.ts";

const BLANK: u8 = 0x20;

/** Rows of cells, each drawn on the surface as it changes. Cells are blank after an operation with the attribute that it is given. */
export class CellGrid {
  readonly surface: Surface;
  readonly columns: u32;
  readonly rows: u32;
  /** Characters, and their attributes above bit 8, row by row. */
  private readonly cells: u16[];

  /** Throws ENOMEM. */
  constructor(surface: Surface) {
    this.surface = surface;
    this.columns = surface.columns;
    this.rows = surface.rows;
    this.cells = new Array<u16>(u64(surface.columns * surface.rows));
  }

  put(column: u32, row: u32, code: u8, attribute: u8): void {
    this.cells[row * this.columns + column] = u16(code) | (u16(attribute) << 8);
    this.surface.draw(column, row, code, attribute);
  }

  /** Makes `count` cells blank, from a column of a row on through the rows behind it. */
  erase(column: u32, row: u32, count: u32, attribute: u8): void {
    const start = row * this.columns + column;
    for (let i = start; i < start + count; i++)
      this.put(i % this.columns, i / this.columns, BLANK, attribute);
  }

  /** The rows from `first` to `end` (not included) move up by `lines`; blank ones come in below. */
  scrollUp(first: u32, end: u32, lines: u32, attribute: u8): void {
    const count = bits.min(lines, end - first);
    this.moveRows(first, first + count, end - first - count);
    this.erase(0, end - count, count * this.columns, attribute);
  }

  /** The rows from `first` to `end` (not included) move down by `lines`; blank ones come in above. */
  scrollDown(first: u32, end: u32, lines: u32, attribute: u8): void {
    const count = bits.min(lines, end - first);
    this.moveRows(first + count, first, end - first - count);
    this.erase(0, first, count * this.columns, attribute);
  }

  /** Takes `count` cells out of a row; the rest of it moves left. */
  deleteCells(column: u32, row: u32, count: u32, attribute: u8): void {
    const taken = bits.min(count, this.columns - column);
    for (let at = column; at + taken < this.columns; at++) this.copy(row, at, at + taken);
    this.erase(this.columns - taken, row, taken, attribute);
  }

  /** Puts `count` blank cells into a row; what moves past its end is gone. */
  insertCells(column: u32, row: u32, count: u32, attribute: u8): void {
    const added = bits.min(count, this.columns - column);
    for (let at = this.columns; at > column + added; at--) this.copy(row, at - 1, at - 1 - added);
    this.erase(column, row, added, attribute);
  }

  private copy(row: u32, to: u32, from: u32): void {
    const cell = this.cells[row * this.columns + from];
    this.put(to, row, u8(cell), u8(cell >> 8));
  }

  private moveRows(to: u32, from: u32, count: u32): void {
    if (count === 0) return;
    const length = count * this.columns;
    for (let i: u32 = 0; i < length; i++) {
      const at = to < from ? i : length - 1 - i;
      this.cells[to * this.columns + at] = this.cells[from * this.columns + at];
    }
    this.surface.moveRows(to, from, count);
  }
}
