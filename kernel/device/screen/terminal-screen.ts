/**
 * A terminal on a grid of characters: a VT100 with ANSI colours, as TERM=linux says (console_codes(4); ECMA-48; the VT100 User Guide). Bytes are UTF-8.
 */

import { CellGrid } from "./cell-grid.ts";
import { toCodePage } from "./characters.ts";
import { ControlSequence } from "./control-sequence.ts";
import { Pen } from "./pen.ts";
import type { Surface } from "./surface.ts";
import { Utf8Decoder } from "./utf8-decoder.ts";

const ESCAPE: u8 = 0x1b;

enum State {
  Text,
  /** Behind ESC. */
  Escape,
  /** Behind ESC [. */
  Control,
  /** Behind ESC and a byte that takes one more, like a character set's. */
  OneMore,
  /** Behind ESC ]: up to BEL or ESC \. */
  Command,
}

/**
 * A terminal's picture on a surface: takes the bytes that programs write, with the escape sequences of a Linux console (console_codes(4)). Not
 * locked: who writes holds the lock of the output.
 */
export class TerminalScreen {
  readonly surface: Surface;
  private readonly cells: CellGrid;
  private column: u32 = 0;
  private row: u32 = 0;
  /** The last column was written: the next character goes to the next line. */
  private wraps: boolean = false;
  /** Rows that scroll: the first, and one past the last. */
  private top: u32 = 0;
  private bottom: u32;
  private savedColumn: u32 = 0;
  private savedRow: u32 = 0;
  private hasCursor: boolean = true;
  private wrapsAround: boolean = true;

  private readonly pen: Pen = new Pen();

  private state: State = State.Text;
  private readonly sequence: ControlSequence = new ControlSequence();
  private readonly decoder: Utf8Decoder = new Utf8Decoder();

  /** Throws ENOMEM. */
  constructor(surface: Surface) {
    this.surface = surface;
    this.bottom = surface.rows;
    this.cells = new CellGrid(surface);
    this.eraseAll();
    this.showCursor();
  }

  write(bytes: Span<u8>): void {
    for (let i: u64 = 0; i < bytes.length; i++) this.take(bytes[i]);
    this.showCursor();
  }

  private showCursor(): void {
    this.surface.placeCursor(this.column, this.row, this.hasCursor);
  }

  private take(byte: u8): void {
    if (byte < 0x20 && this.state !== State.Command) {
      this.control(byte);
      return;
    }
    switch (this.state) {
      case State.Text:
        this.text(byte);
        break;
      case State.Escape:
        this.escape(byte);
        break;
      case State.Control:
        this.collect(byte);
        break;
      case State.OneMore:
        this.state = State.Text;
        break;
      case State.Command:
        if (byte === 7 || byte === ESCAPE) this.state = byte === 7 ? State.Text : State.OneMore;
        break;
    }
  }

  // ---------------------------------------------------------------- characters

  private text(byte: u8): void {
    const character = this.decoder.take(byte);
    if (character !== null && character !== 0x7f) this.print(toCodePage(character));
  }

  private print(code: u8): void {
    if (this.wraps) {
      this.wraps = false;
      this.column = 0;
      this.lineFeed();
    }
    this.cells.put(this.column, this.row, code, this.pen.attribute);
    if (this.column + 1 < this.surface.columns) this.column += 1;
    else this.wraps = this.wrapsAround;
  }

  private control(byte: u8): void {
    switch (byte) {
      case 8:
        this.wraps = false;
        if (this.column > 0) this.column -= 1;
        break;
      case 9:
        this.column = bits.min((this.column | 7) + 1, this.surface.columns - 1);
        break;
      case 10:
      case 11:
      case 12:
        this.wraps = false;
        this.lineFeed();
        break;
      case 13:
        this.wraps = false;
        this.column = 0;
        break;
      case 0x18:
      case 0x1a:
        this.state = State.Text;
        break;
      case ESCAPE:
        this.state = State.Escape;
        break;
    }
  }

  // ---------------------------------------------------------------- sequences

  private escape(byte: u8): void {
    this.state = State.Text;
    switch (byte) {
      case 0x5b: // [
        this.state = State.Control;
        this.sequence.begin();
        break;
      case 0x5d: // ]
        this.state = State.Command;
        break;
      case 0x28: // (
      case 0x29: // )
      case 0x23: // #
      case 0x25: // %
        this.state = State.OneMore;
        break;
      case 0x37: // 7
        this.saveCursor();
        break;
      case 0x38: // 8
        this.restoreCursor();
        break;
      case 0x44: // D
        this.wraps = false;
        this.lineFeed();
        break;
      case 0x45: // E
        this.moveTo(0, this.row);
        this.lineFeed();
        break;
      case 0x4d: // M
        this.wraps = false;
        if (this.row === this.top) this.scrollDown(this.top, 1);
        else if (this.row > 0) this.row -= 1;
        break;
      case 0x63: // c
        this.reset();
        break;
    }
  }

  private collect(byte: u8): void {
    if (!this.sequence.take(byte)) return;
    this.state = State.Text;
    if (this.sequence.isPrivate) this.setPrivateMode(byte);
    else this.run(byte);
  }

  /** The function that the sequence's last byte names. */
  private run(byte: u8): void {
    const { sequence, cells, pen } = this;
    // A colour between two characters is not to keep the second from the next line.
    if (byte !== 0x6d) this.wraps = false;
    switch (byte) {
      case 0x41: // A
        this.moveTo(this.column, this.row - bits.min(sequence.count(0), this.row));
        break;
      case 0x42: // B
      case 0x65: // e
        this.moveTo(this.column, this.row + sequence.count(0));
        break;
      case 0x43: // C
      case 0x61: // a
        this.moveTo(this.column + sequence.count(0), this.row);
        break;
      case 0x44: // D
        this.moveTo(this.column - bits.min(sequence.count(0), this.column), this.row);
        break;
      case 0x45: // E
        this.moveTo(0, this.row + sequence.count(0));
        break;
      case 0x46: // F
        this.moveTo(0, this.row - bits.min(sequence.count(0), this.row));
        break;
      case 0x47: // G
      case 0x60: // `
        this.moveTo(sequence.count(0) - 1, this.row);
        break;
      case 0x48: // H
      case 0x66: // f
        this.moveTo(sequence.count(1) - 1, sequence.count(0) - 1);
        break;
      case 0x64: // d
        this.moveTo(this.column, sequence.count(0) - 1);
        break;
      case 0x4a: // J
        this.eraseDisplay(sequence.at(0));
        break;
      case 0x4b: // K
        this.eraseLine(sequence.at(0));
        break;
      case 0x4c: // L
        if (this.row >= this.top && this.row < this.bottom) this.scrollDown(this.row, sequence.count(0));
        break;
      case 0x4d: // M
        if (this.row >= this.top && this.row < this.bottom) this.scrollUp(this.row, sequence.count(0));
        break;
      case 0x50: // P
        cells.deleteCells(this.column, this.row, sequence.count(0), pen.blank);
        break;
      case 0x40: // @
        cells.insertCells(this.column, this.row, sequence.count(0), pen.blank);
        break;
      case 0x58: // X
        cells.erase(
          this.column,
          this.row,
          bits.min(sequence.count(0), cells.columns - this.column),
          pen.blank,
        );
        break;
      case 0x53: // S
        this.scrollUp(this.top, sequence.count(0));
        break;
      case 0x54: // T
        this.scrollDown(this.top, sequence.count(0));
        break;
      case 0x6d: // m
        pen.change(sequence.all());
        break;
      case 0x72: // r
        this.setMargins();
        break;
      case 0x73: // s
        this.saveCursor();
        break;
      case 0x75: // u
        this.restoreCursor();
        break;
    }
  }

  /** ESC [ ? … h and l: the cursor, wrapping, the other screen (of which there is only this one: it is cleared). */
  private setPrivateMode(byte: u8): void {
    if (byte !== 0x68 && byte !== 0x6c) return;
    const isOn = byte === 0x68;
    for (const mode of this.sequence.all()) {
      switch (mode) {
        case 7:
          this.wrapsAround = isOn;
          break;
        case 25:
          this.hasCursor = isOn;
          break;
        case 47:
        case 1047:
        case 1049:
          if (isOn) this.saveCursor();
          this.eraseAll();
          if (!isOn) this.restoreCursor();
          break;
      }
    }
  }

  private reset(): void {
    this.pen.reset();
    this.top = 0;
    this.bottom = this.surface.rows;
    this.hasCursor = true;
    this.wrapsAround = true;
    this.eraseAll();
    this.moveTo(0, 0);
  }

  /** ESC [ FIRST ; LAST r: the rows that scroll, from 1. */
  private setMargins(): void {
    const { rows } = this.cells;
    const last = this.sequence.at(1) === 0 ? rows : bits.min(this.sequence.at(1), rows);
    const first = this.sequence.count(0) - 1;
    if (first + 1 >= last) return;
    this.top = first;
    this.bottom = last;
    this.moveTo(0, 0);
  }

  // ---------------------------------------------------------------- the cursor

  private moveTo(column: u32, row: u32): void {
    this.wraps = false;
    this.column = bits.min(column, this.surface.columns - 1);
    this.row = bits.min(row, this.surface.rows - 1);
  }

  private saveCursor(): void {
    this.savedColumn = this.column;
    this.savedRow = this.row;
  }

  private restoreCursor(): void {
    this.moveTo(this.savedColumn, this.savedRow);
  }

  private lineFeed(): void {
    if (this.row + 1 === this.bottom) this.scrollUp(this.top, 1);
    else if (this.row + 1 < this.surface.rows) this.row += 1;
  }

  // ---------------------------------------------------------------- areas

  /** Rows from `first` to the bottom margin move up; blank ones come in below. */
  private scrollUp(first: u32, lines: u32): void {
    this.cells.scrollUp(first, this.bottom, lines, this.pen.blank);
  }

  private scrollDown(first: u32, lines: u32): void {
    this.cells.scrollDown(first, this.bottom, lines, this.pen.blank);
  }

  private eraseAll(): void {
    this.cells.erase(0, 0, this.cells.columns * this.cells.rows, this.pen.blank);
  }

  /** ESC [ PART J: from the cursor on, up to it, or all. */
  private eraseDisplay(part: u32): void {
    const { columns, rows } = this.cells;
    const here = this.row * columns + this.column;
    if (part === 0) this.cells.erase(this.column, this.row, columns * rows - here, this.pen.blank);
    else if (part === 1) this.cells.erase(0, 0, here + 1, this.pen.blank);
    else this.eraseAll();
  }

  /** ESC [ PART K: the same within the line. */
  private eraseLine(part: u32): void {
    const { columns } = this.cells;
    if (part === 0) this.cells.erase(this.column, this.row, columns - this.column, this.pen.blank);
    else if (part === 1) this.cells.erase(0, this.row, this.column + 1, this.pen.blank);
    else this.cells.erase(0, this.row, columns, this.pen.blank);
  }
}
