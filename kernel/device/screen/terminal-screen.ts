/**
 * A terminal on a grid of characters: a VT100 with ANSI colours, as TERM=linux says (console_codes(4); ECMA-48; the VT100 User Guide). Bytes are UTF-8.
 */

import { toCodePage } from "./characters.ts";
import { Pen } from "./pen.ts";
import type { Surface } from "./surface.ts";

const ESCAPE: u8 = 0x1b;
const BLANK: u8 = 0x20;
const MOST_PARAMETERS: u64 = 16;

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

export class TerminalScreen {
  readonly surface: Surface;
  /** Characters with their attributes, row by row. */
  private readonly cells: u16[];
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
  private readonly parameters = new FixedArray<u32, 16>();
  private parameterCount: u64 = 0;
  /** The sequence began with `ESC [ ?`. */
  private isPrivate: boolean = false;
  /** A UTF-8 character in the making. */
  private character: u32 = 0;
  private bytesLeft: u32 = 0;

  /** Throws ENOMEM. */
  constructor(surface: Surface) {
    this.surface = surface;
    this.bottom = surface.rows;
    this.cells = new Array<u16>(u64(surface.columns * surface.rows));
    this.eraseCells(0, surface.columns * surface.rows);
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
    if (byte < 0x80) {
      if (byte !== 0x7f) this.print(byte);
    } else if ((byte & 0xc0) === 0x80) {
      if (this.bytesLeft === 0) return;
      this.character = (this.character << 6) | u32(byte & 0x3f);
      this.bytesLeft -= 1;
      if (this.bytesLeft === 0) this.print(toCodePage(this.character));
    } else if ((byte & 0xe0) === 0xc0) {
      this.begin(u32(byte & 0x1f), 1);
    } else if ((byte & 0xf0) === 0xe0) {
      this.begin(u32(byte & 0x0f), 2);
    } else {
      this.begin(u32(byte & 0x07), 3);
    }
  }

  private begin(character: u32, bytesLeft: u32): void {
    this.character = character;
    this.bytesLeft = bytesLeft;
  }

  private print(code: u8): void {
    if (this.wraps) {
      this.wraps = false;
      this.column = 0;
      this.lineFeed();
    }
    this.put(this.column, this.row, code, this.pen.attribute);
    if (this.column + 1 < this.surface.columns) this.column += 1;
    else this.wraps = this.wrapsAround;
  }

  private put(column: u32, row: u32, code: u8, attribute: u8): void {
    this.cells[row * this.surface.columns + column] = u16(code) | (u16(attribute) << 8);
    this.surface.draw(column, row, code, attribute);
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
        this.parameterCount = 0;
        this.parameters.fill(0);
        this.isPrivate = false;
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
        this.lineFeed();
        break;
      case 0x45: // E
        this.column = 0;
        this.lineFeed();
        break;
      case 0x4d: // M
        if (this.row === this.top) this.scrollDown(this.top, 1);
        else if (this.row > 0) this.row -= 1;
        break;
      case 0x63: // c
        this.reset();
        break;
    }
  }

  private collect(byte: u8): void {
    if (byte >= 0x30 && byte <= 0x39) {
      const index = bits.min(this.parameterCount, MOST_PARAMETERS - 1);
      this.parameters[index] = bits.min(this.parameters[index] * 10 + u32(byte - 0x30), 9999);
    } else if (byte === 0x3b) {
      this.parameterCount = bits.min(this.parameterCount + 1, MOST_PARAMETERS - 1);
    } else if (byte === 0x3f) {
      this.isPrivate = true;
    } else if (byte >= 0x40) {
      this.state = State.Text;
      this.wraps = false;
      if (this.isPrivate) this.setPrivateMode(byte);
      else this.run(byte);
    }
  }

  /** A parameter that counts: 1 when left out. */
  private count(index: u64): u32 {
    return bits.max(this.parameters[index], 1);
  }

  private run(byte: u8): void {
    const columns = this.surface.columns;
    switch (byte) {
      case 0x41: // A
        this.moveTo(this.column, this.row - bits.min(this.count(0), this.row));
        break;
      case 0x42: // B
      case 0x65: // e
        this.moveTo(this.column, this.row + this.count(0));
        break;
      case 0x43: // C
      case 0x61: // a
        this.moveTo(this.column + this.count(0), this.row);
        break;
      case 0x44: // D
        this.moveTo(this.column - bits.min(this.count(0), this.column), this.row);
        break;
      case 0x45: // E
        this.moveTo(0, this.row + this.count(0));
        break;
      case 0x46: // F
        this.moveTo(0, this.row - bits.min(this.count(0), this.row));
        break;
      case 0x47: // G
      case 0x60: // `
        this.moveTo(this.count(0) - 1, this.row);
        break;
      case 0x48: // H
      case 0x66: // f
        this.moveTo(this.count(1) - 1, this.count(0) - 1);
        break;
      case 0x64: // d
        this.moveTo(this.column, this.count(0) - 1);
        break;
      case 0x4a: // J
        this.eraseDisplay(this.parameters[0]);
        break;
      case 0x4b: // K
        this.eraseLine(this.parameters[0]);
        break;
      case 0x4c: // L
        if (this.row >= this.top && this.row < this.bottom) this.scrollDown(this.row, this.count(0));
        break;
      case 0x4d: // M
        if (this.row >= this.top && this.row < this.bottom) this.scrollUp(this.row, this.count(0));
        break;
      case 0x50: // P
        this.deleteCharacters(bits.min(this.count(0), columns - this.column));
        break;
      case 0x40: // @
        this.insertCharacters(bits.min(this.count(0), columns - this.column));
        break;
      case 0x58: // X
        this.eraseCells(this.row * columns + this.column, bits.min(this.count(0), columns - this.column));
        break;
      case 0x53: // S
        this.scrollUp(this.top, this.count(0));
        break;
      case 0x54: // T
        this.scrollDown(this.top, this.count(0));
        break;
      case 0x6d: // m
        this.pen.change(this.parameters.span().subspan(0, this.parameterCount + 1));
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
    for (let i: u64 = 0; i <= this.parameterCount; i++) {
      switch (this.parameters[i]) {
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
          this.eraseCells(0, this.surface.columns * this.surface.rows);
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
    this.eraseCells(0, this.surface.columns * this.surface.rows);
    this.moveTo(0, 0);
  }

  private setMargins(): void {
    const last =
      this.parameters[1] === 0 ? this.surface.rows : bits.min(this.parameters[1], this.surface.rows);
    const first = this.count(0) - 1;
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
    const height = this.bottom - first;
    const count = bits.min(lines, height);
    this.moveRows(first, first + count, height - count);
    this.eraseCells((this.bottom - count) * this.surface.columns, count * this.surface.columns);
  }

  private scrollDown(first: u32, lines: u32): void {
    const height = this.bottom - first;
    const count = bits.min(lines, height);
    this.moveRows(first + count, first, height - count);
    this.eraseCells(first * this.surface.columns, count * this.surface.columns);
  }

  private moveRows(to: u32, from: u32, count: u32): void {
    if (count === 0) return;
    const columns = this.surface.columns;
    const length = count * columns;
    for (let i: u32 = 0; i < length; i++) {
      const at = to < from ? i : length - 1 - i;
      this.cells[to * columns + at] = this.cells[from * columns + at];
    }
    this.surface.moveRows(to, from, count);
  }

  private eraseCells(start: u32, count: u32): void {
    const columns = this.surface.columns;
    const attribute = this.pen.blank;
    for (let i = start; i < start + count; i++) this.put(i % columns, i / columns, BLANK, attribute);
  }

  private eraseDisplay(part: u32): void {
    const columns = this.surface.columns;
    const here = this.row * columns + this.column;
    const all = columns * this.surface.rows;
    if (part === 0) this.eraseCells(here, all - here);
    else if (part === 1) this.eraseCells(0, here + 1);
    else this.eraseCells(0, all);
  }

  private eraseLine(part: u32): void {
    const columns = this.surface.columns;
    const start = this.row * columns;
    if (part === 0) this.eraseCells(start + this.column, columns - this.column);
    else if (part === 1) this.eraseCells(start, this.column + 1);
    else this.eraseCells(start, columns);
  }

  private deleteCharacters(count: u32): void {
    const columns = this.surface.columns;
    for (let at = this.column; at + count < columns; at++) this.copyCell(at, at + count);
    this.eraseCells((this.row + 1) * columns - count, count);
  }

  private insertCharacters(count: u32): void {
    const columns = this.surface.columns;
    for (let at = columns; at > this.column + count; at--) this.copyCell(at - 1, at - 1 - count);
    this.eraseCells(this.row * columns + this.column, count);
  }

  private copyCell(to: u32, from: u32): void {
    const cell = this.cells[this.row * this.surface.columns + from];
    this.put(to, this.row, u8(cell), u8(cell >> 8));
  }
}
