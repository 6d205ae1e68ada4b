/** The colours that characters of a terminal are drawn in (console_codes(4), "ECMA-48 Set Graphics Rendition"). */

const NORMAL: u8 = 0x07;
/** ANSI numbers red 1 and blue 4; the VGA has it the other way round. */
const VGA_COLOURS = new FixedArray<u8, 8>([0, 4, 2, 6, 1, 5, 3, 7]);

/** What the next character looks like. */
export class Pen {
  private foreground: u8 = 7;
  private background: u8 = 0;
  private isBold: boolean = false;
  private isReversed: boolean = false;

  /** The VGA's attribute of a character. */
  get attribute(): u8 {
    const bright: u8 = this.isBold ? 8 : 0;
    const front = VGA_COLOURS[this.foreground & 7] | (this.foreground & 8) | bright;
    const back = VGA_COLOURS[this.background & 7];
    return this.isReversed ? back | ((front & 7) << 4) : front | (back << 4);
  }

  /** The attribute of what is erased. */
  get blank(): u8 {
    return this.isReversed ? NORMAL : NORMAL | (VGA_COLOURS[this.background & 7] << 4);
  }

  /** ESC [ … m. */
  change(codes: Span<u32>): void {
    for (let i: u64 = 0; i < codes.length; i++) {
      const code = codes[i];
      if (code === 0) this.reset();
      else if (code === 1) this.isBold = true;
      else if (code === 2 || code === 22) this.isBold = false;
      else if (code === 7) this.isReversed = true;
      else if (code === 27) this.isReversed = false;
      else if (code >= 30 && code <= 37) this.foreground = u8(code - 30);
      else if (code === 39) this.foreground = 7;
      else if (code >= 40 && code <= 47) this.background = u8(code - 40);
      else if (code === 49) this.background = 0;
      else if (code >= 90 && code <= 97) this.foreground = u8(code - 90) | 8;
      else if (code >= 100 && code <= 107) this.background = u8(code - 100);
      else if (code === 38 || code === 48) i = this.setExtendedColour(codes, i, code === 38);
    }
  }

  /** 38;5;N and 38;2;R;G;B (48: background), as far as sixteen colours go. Returns the last code used. */
  private setExtendedColour(codes: Span<u32>, at: u64, isForeground: boolean): u64 {
    if (at + 2 >= codes.length) return codes.length - 1;
    let colour: u8 = 7;
    let last = at + 2;
    if (codes[at + 1] === 5) {
      colour = nearestOf256(codes[at + 2]);
    } else if (codes[at + 1] === 2 && at + 4 < codes.length) {
      colour = nearest(codes[at + 2], codes[at + 3], codes[at + 4]);
      last = at + 4;
    }
    if (isForeground) this.foreground = colour;
    else this.background = colour & 7;
    return last;
  }

  reset(): void {
    this.foreground = 7;
    this.background = 0;
    this.isBold = false;
    this.isReversed = false;
  }
}

/** The one of the sixteen colours that is most like one of xterm's 256. */
function nearestOf256(index: u32): u8 {
  if (index < 16) return u8(index);
  if (index >= 232) return index < 240 ? 0 : index < 250 ? 7 : 15;
  const cube = bits.min(index, 255) - 16;
  return nearest((cube / 36) * 51, ((cube / 6) % 6) * 51, (cube % 6) * 51);
}

function nearest(red: u32, green: u32, blue: u32): u8 {
  let colour: u8 = 0;
  if (red >= 100) colour |= 1;
  if (green >= 100) colour |= 2;
  if (blue >= 100) colour |= 4;
  return bits.max(bits.max(red, green), blue) >= 200 ? colour | 8 : colour;
}
