/** Files of /proc that programs may write to: a value in a line, which is read as it was written (oom_score_adj). */

import { Errno } from "../../../core/errno.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import type { File } from "../file.ts";
import type { FileSystem } from "../file-system.ts";
import { ProcText, ProcTextFile } from "./proc-inode.ts";

/** Longest value that can be written. */
const LONGEST: u64 = 127;

/** What gives the text and takes another. */
export abstract class ChangeableValue {
  /** Throws ENOMEM. */
  abstract show(): string;
  /** Takes over what one write(2) brings. Throws EINVAL, EACCES, and then nothing has changed. */
  abstract change(text: string): void;
}

/** A file of its owner's, mode 0644. */
export class ChangeableText extends ProcText {
  private readonly value: ChangeableValue;

  constructor(fileSystem: FileSystem, number: u64, user: u32, group: u32, value: ChangeableValue) {
    super(fileSystem, number, 0o644, user, group, () => value.show());
    this.value = value;
  }

  override open(flags: u32): File {
    return new ChangeableTextFile(this, flags, this.value);
  }
}

class ChangeableTextFile extends ProcTextFile {
  private readonly value: ChangeableValue;

  constructor(inode: ChangeableText, flags: u32, value: ChangeableValue) {
    super(inode, flags, () => value.show());
    this.value = value;
  }

  override write(buffer: IoBuffer): void {
    // What throws must leave the buffer as it was.
    let source = buffer;
    const bytes = new Array<u8>(bits.min(buffer.remaining, LONGEST));
    source.copyIn(bytes.span());
    this.value.change(String.fromBytes(bytes.span()));
    this.offset += buffer.remaining;
    buffer.skip(buffer.remaining);
  }
}

/** A decimal number with white space around it, as kstrtoint of Linux takes it. Throws EINVAL. */
export function parseSigned(text: string): i64 {
  const value = parseInteger(text.trim(), 10);
  if (value === null) throw Errno.EINVAL;
  return value;
}
