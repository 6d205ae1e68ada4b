// What a terminal's screen shows. Each line: what is written, the rows, where the cursor is.
// @run
// @sanitize
// @stdout: text: abc||| 3,0
// @stdout: wrap: abcdefgh|i|| 1,1
// @stdout: wrap pending: abcdefgh||| 7,0
// @stdout: colour before wrap: abcdefgh|i|| 1,1
// @stdout: erased before wrap: abcdefgi||| 7,0
// @stdout: no wrap: abcdefgi||| 7,0
// @stdout: scroll: c|d|e|f 1,3
// @stdout: margins: a|c|x|d 1,2
// @stdout: reverse: |a|b|c 0,0
// @stdout: insert line: a||b|c 0,1
// @stdout: delete line: a|c|d| 0,1
// @stdout: delete many lines: a||| 0,1
// @stdout: characters: ad  bef||| 2,0
// @stdout: erase: a  def||| 1,0
// @stdout: display: |  c|d| 2,1
// @stdout: to end: a|b|| 1,1
// @stdout: outside: a||| 7,3
// @stdout: tab: a|       b|| 7,1
// @stdout: utf8: äx|??|| 2,1
// @stdout: torn utf8: xy||| 2,0
// @stdout: title: ab||| 2,0
// @stdout: cancelled: a2J||| 3,0
// @stdout: saved: xb||| 1,0
// @stdout: many: a||| 0,0
// @stdout: colours: 07 47 21

import { Surface } from "../screen/surface.ts";
import { TerminalScreen } from "../screen/terminal-screen.ts";

const COLUMNS: u32 = 8;
const ROWS: u32 = 4;

/** A surface that remembers, and shows code page 437 where the test needs it. */
class Paper extends Surface {
  readonly codes: u8[] = new Array<u8>(u64(COLUMNS * ROWS));
  readonly attributes: u8[] = new Array<u8>(u64(COLUMNS * ROWS));
  column: u32 = 0;
  row: u32 = 0;

  constructor() {
    super(COLUMNS, ROWS);
  }

  draw(column: u32, row: u32, code: u8, attribute: u8): void {
    this.codes[row * COLUMNS + column] = code;
    this.attributes[row * COLUMNS + column] = attribute;
  }

  moveRows(to: u32, from: u32, count: u32): void {
    const rows = this.codes.slice(u64(from * COLUMNS), u64((from + count) * COLUMNS));
    for (let i: usize = 0; i < rows.length; i++) this.codes[to * COLUMNS + i] = rows[i];
  }

  placeCursor(column: u32, row: u32, _isVisible: boolean): void {
    this.column = column;
    this.row = row;
  }

  text(): string {
    const rows: string[] = [];
    for (let row: u32 = 0; row < ROWS; row++) {
      let text = "";
      for (let column: u32 = 0; column < COLUMNS; column++) text += shown(this.codes[row * COLUMNS + column]);
      rows.push(text.trimEnd());
    }
    return rows.join("|");
  }
}

function shown(code: u8): string {
  if (code >= 0x20 && code < 0x7f) return String.fromCharCode(u32(code));
  return code === 0x84 ? "ä" : "?";
}

const write = (name: string, text: string): void => writeBytes(name, text.bytes());

function writeBytes(name: string, bytes: Span<u8>): void {
  const paper = new Paper();
  new TerminalScreen(paper).write(bytes);
  console.log(`${name}: ${paper.text()} ${paper.column},${paper.row}`);
}

export function main(): void {
  write("text", "abc");
  write("wrap", "abcdefghi");
  write("wrap pending", "abcdefgh");
  write("colour before wrap", "abcdefgh\x1b[31mi");
  write("erased before wrap", "abcdefgh\x1b[Ki");
  write("no wrap", "\x1b[?7labcdefghi");
  write("scroll", "a\r\nb\r\nc\r\nd\r\ne\r\nf");
  write("margins", "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[3;1H\nx");
  write("reverse", "a\r\nb\r\nc\r\nd\x1b[H\x1bM");
  write("insert line", "a\r\nb\r\nc\r\nd\x1b[2;1H\x1b[L");
  write("delete line", "a\r\nb\r\nc\r\nd\x1b[2;1H\x1b[M");
  write("delete many lines", "a\r\nb\r\nc\r\nd\x1b[2;1H\x1b[99M");
  write("characters", "abcdef\x1b[1;2H\x1b[2Pd\x1b[2@  \x1b[1;5Hb\x1b[1;6Hef\x1b[1;3H");
  write("erase", "abcdef\x1b[1;2H\x1b[2X");
  write("display", "abc\r\nabc\r\nd\x1b[2;2H\x1b[1J\x1b[C");
  write("to end", "a\r\nbcd\r\ne\x1b[2;2H\x1b[J");
  write("outside", "a\x1b[99;99H");
  write("tab", "a\r\n\tb");
  write("utf8", "äx\r\n世€");
  const torn: u8[] = [0xc3, 0x78, 0xa4, 0x79];
  writeBytes("torn utf8", torn.span());
  write("title", "a\x1b]0;title\x07b");
  write("cancelled", "a\x1b[\x182J");
  write("saved", "\x1b7ab\x1b8x");
  write("many", "a\x1b[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1H");
  const paper = new Paper();
  new TerminalScreen(paper).write("a\x1b[41mb\x1b[0;34;102mc".bytes());
  const [first, second, third] = paper.attributes;
  console.log(`colours: ${hex(first)} ${hex(second)} ${hex(third)}`);
}

const hex = (value: u8): string => value.toString(16).padStart(2, "0");
