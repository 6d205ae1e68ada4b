import { readU32, writeU32 } from "../../../core/bytes.ts";
import type { Termios } from "./termios.ts";

/** Settings as programs have them in memory: `struct termios`, or the longer `struct termios2`. */
@struct
export class TermiosImage {
  private readonly image = new FixedArray<u8, 44>();

  /** The first bytes. */
  bytes(size: u64): Span<u8> {
    return this.image.span().subspan(0, size);
  }

  from(settings: Termios): void {
    const image = this.image.span();
    writeU32(image, 0, settings.input);
    writeU32(image, 4, settings.output);
    writeU32(image, 8, settings.control);
    writeU32(image, 12, settings.local);
    image[16] = settings.line;
    image.subspan(17).copyFrom(settings.characters.span());
    writeU32(image, 36, settings.inputSpeed);
    writeU32(image, 40, settings.outputSpeed);
  }

  /** Sets all but the speeds, which no terminal of ours has. */
  to(settings: Termios): void {
    const image = this.image.span();
    settings.input = readU32(image, 0);
    settings.output = readU32(image, 4);
    settings.control = readU32(image, 8);
    settings.local = readU32(image, 12);
    settings.line = image[16];
    settings.characters.span().copyFrom(image.subspan(17, 36));
  }
}
