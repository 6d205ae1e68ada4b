/** Something that shows a grid of characters. */
export abstract class Surface {
  readonly columns: u32;
  readonly rows: u32;

  constructor(columns: u32, rows: u32) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Shows a character (code page 437) with a VGA attribute: foreground in the low four bits, background in the next three. */
  abstract draw(column: u32, row: u32, code: u8, attribute: u8): void;
  /** Moves the rows from `from` to `to`, `count` of them. */
  abstract moveRows(to: u32, from: u32, count: u32): void;
  /** Shows the cursor there, or (`isVisible` false) nowhere. */
  abstract placeCursor(column: u32, row: u32, isVisible: boolean): void;
}
