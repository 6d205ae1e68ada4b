/** What stands between `ESC [` and the byte that names the function: decimal parameters with semicolons, maybe behind a `?` (ECMA-48, 5.4). */

const MOST_PARAMETERS: u64 = 16;
const LARGEST: u32 = 9999;

/** A control sequence as it comes in, byte by byte. */
export class ControlSequence {
  private readonly parameters = new FixedArray<u32, 16>();
  private last: u64 = 0;
  /** It began with `ESC [ ?`: its modes are the terminal's own. */
  isPrivate: boolean = false;

  begin(): void {
    this.last = 0;
    this.parameters.fill(0);
    this.isPrivate = false;
  }

  /** Takes a byte; true for the final one, which names the function. Parameters beyond the sixteenth fall together with it. */
  take(byte: u8): boolean {
    if (byte >= 0x30 && byte <= 0x39) {
      this.parameters[this.last] = bits.min(this.parameters[this.last] * 10 + u32(byte - 0x30), LARGEST);
    } else if (byte === 0x3b) {
      this.last = bits.min(this.last + 1, MOST_PARAMETERS - 1);
    } else if (byte === 0x3f) {
      this.isPrivate = true;
    }
    return byte >= 0x40;
  }

  /** The parameters, at least one; 0 where one was left out. */
  all(): Span<u32> {
    return this.parameters.span().subspan(0, this.last + 1);
  }

  /** A parameter; 0 when it was left out. */
  at(index: u64): u32 {
    return this.parameters[index];
  }

  /** A parameter that counts, or a position: 1 when it was left out. */
  count(index: u64): u32 {
    return bits.max(this.parameters[index], 1);
  }
}
