/**
 * Editing of one line on a terminal (ECMA-48 sequences, as xterm sends and takes them). The line scrolls sideways when it is
 * longer than the window. The prompt is printed once; after that only what is behind it is drawn.
 */

import { Errno } from "../../core/errno.ts";
import { STDIN, STDOUT, writeText } from "../../core/linux/file.ts";
import { setTerminalModes, terminalModes, windowSize } from "../../core/linux/terminal.ts";
import { ESCAPE, isNameByte, isSpace, SPACE } from "../support/ascii.ts";
import { columnsOf, positionAfter, positionBefore } from "../support/columns.ts";
import { complete } from "./completion.ts";
import { Key, readByte, readKey } from "./keys.ts";
import { promptWidth } from "./prompt.ts";
import type { Shell } from "./shell.ts";

/** Columns that are left for the line behind the prompt; where the window has fewer, the line is edited below the prompt. */
const LEAST_ROOM = 10;

/** Columns of a terminal that does not tell. */
const USUAL_COLUMNS = 80;

/** Lists of completions above this are not shown. */
const MOST_SHOWN = 100;

/** One line being typed at a terminal, which has to be in raw mode meanwhile. */
export class LineEditor {
  private readonly shell: Shell;
  private readonly prompt: string;
  /** Columns of the prompt that are before the line. */
  private start: usize = 0;
  private text: string = "";
  /** Bytes before the cursor. */
  private cursor: usize = 0;
  /** First byte that is shown. */
  private scroll: usize = 0;
  /** The place in the history; its length is the line that is being written. */
  private place: usize;
  /** The line that was being written when the history was entered. */
  private draft: string = "";
  private lastWasTab: boolean = false;

  constructor(shell: Shell, prompt: string) {
    this.shell = shell;
    this.prompt = prompt;
    this.place = shell.history.length;
  }

  /** A line without its end; null at the end of the input (Ctrl+D on an empty line). Throws EINTR at Ctrl+C. */
  readLine(): string | null {
    const before = terminalModes(STDIN);
    let raw = before;
    raw.makeRaw();
    setTerminalModes(STDIN, raw);
    try {
      this.showPrompt();
      return this.edit();
    } finally {
      setTerminalModes(STDIN, before);
    }
  }

  private showPrompt(): void {
    const width = promptWidth(this.prompt);
    const fits = width + LEAST_ROOM <= windowColumns();
    this.start = fits ? width : 0;
    writeText(STDOUT, fits ? this.prompt : `${this.prompt}\r\n`);
  }

  private edit(): string | null {
    while (true) {
      const key = readKey();
      const isTab = key === 9;
      switch (key) {
        case 18:
          if (!this.search()) break;
          writeText(STDOUT, "\r\n");
          return this.text;
        case 10:
        case 13:
          this.moveTo(this.text.length);
          writeText(STDOUT, "\r\n");
          return this.text;
        case 3:
          writeText(STDOUT, "^C\r\n");
          throw Errno.EINTR;
        case 4:
          if (this.text.length === 0) {
            writeText(STDOUT, "\r\n");
            return null;
          }
          this.deleteRange(this.cursor, this.nextPosition());
          break;
        case Key.end:
          return this.text.length > 0 ? this.text : null;
        default:
          this.handle(key);
      }
      this.lastWasTab = isTab;
    }
  }

  private handle(key: u32): void {
    switch (key) {
      case 1:
      case Key.home:
        return this.moveTo(0);
      case 5:
      case Key.lineEnd:
        return this.moveTo(this.text.length);
      case 2:
      case Key.left:
        return this.moveTo(this.previousPosition());
      case 6:
      case Key.right:
        return this.moveTo(this.nextPosition());
      case Key.wordLeft:
        return this.moveTo(this.wordStart());
      case Key.wordRight:
        return this.moveTo(this.wordEnd());
      case 8:
      case 127:
        return this.deleteRange(this.previousPosition(), this.cursor);
      case Key.deleteRight:
        return this.deleteRange(this.cursor, this.nextPosition());
      case 11:
        return this.cutRange(this.cursor, this.text.length);
      case 21:
        return this.cutRange(0, this.cursor);
      case 23:
        return this.cutRange(this.wordStartByBlanks(), this.cursor);
      case Key.deleteWordLeft:
        return this.cutRange(this.wordStart(), this.cursor);
      case Key.deleteWordRight:
        return this.cutRange(this.cursor, this.wordEnd());
      case 25:
        return this.insert(this.shell.cutText);
      case 20:
        return this.swapCharacters();
      case 12:
        writeText(STDOUT, "\u001b[H\u001b[2J");
        this.showPrompt();
        return this.draw();
      case 16:
      case Key.up:
        return this.recall(-1);
      case 14:
      case Key.down:
        return this.recall(1);
      case 9:
        return this.completeWord();
      default:
        if (key >= SPACE && key < Key.end) this.insertCharacter(u8(key));
    }
  }

  /** Inserts the character that begins with the byte; the rest of it is on its way. */
  private insertCharacter(first: u8): void {
    const bytes: u8[] = [first];
    let missing = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    for (; missing > 0; missing--) {
      const byte = readByte();
      if (byte === u32(Key.end)) return;
      bytes.push(u8(byte));
    }
    this.insert(String.fromBytes(bytes.span()));
  }

  private insert(piece: string): void {
    if (piece.length === 0) return;
    const isAtEnd = this.cursor === this.text.length;
    this.text = `${this.text.slice(0, this.cursor)}${piece}${this.text.slice(this.cursor)}`;
    this.cursor += piece.length;
    // The usual case draws nothing but what is new.
    if (isAtEnd && columnsOf(this.text.slice(this.scroll)) < this.room()) writeText(STDOUT, piece);
    else this.draw();
  }

  private deleteRange(start: usize, end: usize): void {
    if (start >= end) return;
    this.text = `${this.text.slice(0, start)}${this.text.slice(end)}`;
    this.cursor = start;
    this.draw();
  }

  /** Deletes what Ctrl+Y can bring back. */
  private cutRange(start: usize, end: usize): void {
    if (start >= end) return;
    this.shell.cutText = this.text.slice(start, end);
    this.deleteRange(start, end);
  }

  /** Ctrl+T: the characters before and at the cursor change places. */
  private swapCharacters(): void {
    const middle = this.cursor === this.text.length ? this.previousPosition() : this.cursor;
    const start = positionBefore(this.text, middle);
    const end = positionAfter(this.text, middle);
    if (start === middle || middle === end) return;
    const swapped = `${this.text.slice(middle, end)}${this.text.slice(start, middle)}`;
    this.text = `${this.text.slice(0, start)}${swapped}${this.text.slice(end)}`;
    this.cursor = end;
    this.draw();
  }

  private moveTo(position: usize): void {
    if (position === this.cursor) return;
    this.cursor = position;
    this.draw();
  }

  private replaceLine(text: string): void {
    this.text = text;
    this.cursor = text.length;
    this.scroll = 0;
    this.draw();
  }

  /** Columns behind the prompt. */
  private room(): usize {
    const columns = windowColumns();
    return columns > this.start + 2 ? columns - this.start - 1 : 1;
  }

  /** Draws the part of the line that is to be seen, and puts the cursor into its place. */
  private draw(): void {
    const room = this.room();
    if (this.cursor < this.scroll) this.scroll = this.cursor;
    while (columnsOf(this.text.slice(this.scroll, this.cursor)) > room) {
      this.scroll = positionAfter(this.text, this.scroll);
    }
    const column = this.start + columnsOf(this.text.slice(this.scroll, this.cursor));
    const visible = beginning(this.text.slice(this.scroll), room);
    writeText(STDOUT, `\r${toColumn(this.start)}${visible}\u001b[K\r${toColumn(column)}`);
  }

  private previousPosition(): usize {
    return positionBefore(this.text, this.cursor);
  }

  private nextPosition(): usize {
    return positionAfter(this.text, this.cursor);
  }

  private wordStart(): usize {
    let at = this.cursor;
    while (at > 0 && !isNameByte(this.text.byteAt(at - 1))) at -= 1;
    while (at > 0 && isNameByte(this.text.byteAt(at - 1))) at -= 1;
    return at;
  }

  private wordStartByBlanks(): usize {
    let at = this.cursor;
    while (at > 0 && isSpace(this.text.byteAt(at - 1))) at -= 1;
    while (at > 0 && !isSpace(this.text.byteAt(at - 1))) at -= 1;
    return at;
  }

  private wordEnd(): usize {
    let at = this.cursor;
    while (at < this.text.length && !isNameByte(this.text.byteAt(at))) at += 1;
    while (at < this.text.length && isNameByte(this.text.byteAt(at))) at += 1;
    return at;
  }

  /** Goes up (-1) or down (1) in the history. */
  private recall(step: i64): void {
    const history = this.shell.history;
    const target = i64(this.place) + step;
    if (target < 0 || target > i64(history.length)) return;
    if (this.place === history.length) this.draft = this.text;
    this.place = u64(target);
    this.replaceLine(this.place === history.length ? this.draft : history[this.place]);
  }

  /** Ctrl+R: the newest line of the history that contains what is typed; Ctrl+R again for an older one. Enter takes and runs it (true), other keys take it. */
  private search(): boolean {
    const history = this.shell.history;
    const before = this.text;
    let pattern = "";
    let at = history.length;
    while (true) {
      const found = at < history.length ? history[at] : "";
      const shown = beginning(`(search) ${pattern}: ${found}`, windowColumns() - 1);
      writeText(STDOUT, `\r\u001b[K${shown}`);
      const key = readKey();
      if (key === 18) {
        at = findBefore(history, pattern, at);
      } else if (key === 8 || key === 127) {
        pattern = pattern.slice(0, positionBefore(pattern, pattern.length));
        at = findBefore(history, pattern, history.length);
      } else if (key >= SPACE && key < 127) {
        pattern += String.fromCharCode(key);
        at = findBefore(history, pattern, history.length);
      } else {
        writeText(STDOUT, `\r\u001b[K${this.start > 0 ? this.prompt : ""}`);
        const isTaken = key !== 3 && key !== 7 && key !== u32(ESCAPE) && found.length > 0;
        this.replaceLine(isTaken ? found : before);
        return isTaken && (key === 10 || key === 13);
      }
    }
  }

  /** Completes the word before the cursor as far as it is certain; a second time lists what is possible. */
  private completeWord(): void {
    const completion = complete(this.shell, this.text.slice(0, this.cursor));
    if (completion.rest.length > 0) {
      this.insert(completion.rest);
    } else if (this.lastWasTab && completion.candidates.length > 1) {
      const names = completion.candidates.slice(0, MOST_SHOWN);
      const more = completion.candidates.length > MOST_SHOWN ? "  …" : "";
      writeText(STDOUT, `\r\n${names.join("  ")}${more}\r\n`);
      this.showPrompt();
      this.draw();
    } else {
      writeText(STDOUT, "\u0007");
    }
  }
}

/** The index of the last line before `end` that contains the pattern; the length of the history if there is none. */
function findBefore(history: readonly string[], pattern: string, end: usize): usize {
  let at = end;
  while (at > 0) {
    at -= 1;
    if (history[at].includes(pattern)) return at;
  }
  return history.length;
}

function windowColumns(): usize {
  const [, columns] = windowSize(STDOUT);
  return columns === 0 ? USUAL_COLUMNS : u64(columns);
}

/** As many characters from the beginning as these columns have room for. */
function beginning(text: string, columns: usize): string {
  let end: usize = 0;
  while (end < text.length) {
    const next = positionAfter(text, end);
    if (columnsOf(text.slice(0, next)) > columns) break;
    end = next;
  }
  return text.slice(0, end);
}

/** Moves right from the first column. */
function toColumn(column: usize): string {
  return column === 0 ? "" : `\u001b[${column}C`;
}
