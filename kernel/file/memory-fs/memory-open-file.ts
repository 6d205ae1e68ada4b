import { Errno } from "../../../core/errno.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import type { MappingHold, PageSource } from "../../memory/region.ts";
import type { WriteHold } from "../file-holds.ts";
import { File, SeekOrigin } from "../file.ts";
import { OpenFlags } from "../open-flags.ts";
import type { MemoryFile } from "./memory-file.ts";

const MOST_BYTES: u64 = 0x7fff_ffff_ffff_ffff;

/** An open regular file in memory. */
export class MemoryOpenFile extends File {
  readonly file: MemoryFile;
  private readonly hold: WriteHold | null;

  /** `hold` for who writes to it; a file that never had a name may be executed while it is written. */
  constructor(file: MemoryFile, flags: u32, hold: WriteHold | null) {
    super(file, flags);
    this.file = file;
    this.hold = hold;
  }

  override get mappingHold(): MappingHold | null {
    return this.hold;
  }

  override read(buffer: IoBuffer): void {
    using _ = this.file.turn.lockAlive();
    const before = buffer.remaining;
    try {
      this.file.readAt(buffer, this.offset);
    } finally {
      this.offset += before - buffer.remaining;
    }
  }

  override write(buffer: IoBuffer): void {
    using _ = this.file.turn.lockAlive();
    if ((this.flags & OpenFlags.Append) !== 0) this.offset = this.file.size;
    const before = buffer.remaining;
    try {
      this.file.writeAt(buffer, this.offset);
    } finally {
      this.offset += before - buffer.remaining;
    }
  }

  override readAt(buffer: IoBuffer, offset: u64): void {
    using _ = this.file.turn.lockAlive();
    this.file.readAt(buffer, offset);
  }

  /** As on Linux, O_APPEND wins over the offset (pwrite(2), BUGS). */
  override writeAt(buffer: IoBuffer, offset: u64): void {
    using _ = this.file.turn.lockAlive();
    this.file.writeAt(buffer, (this.flags & OpenFlags.Append) !== 0 ? this.file.size : offset);
  }

  override seek(offset: i64, origin: u32): u64 {
    using _ = this.file.turn.lockAlive();
    this.offset = this.target(offset, origin);
    return this.offset;
  }

  private target(offset: i64, origin: u32): u64 {
    switch (origin) {
      case SeekOrigin.Start:
        return sum(0, offset);
      case SeekOrigin.Current:
        return sum(this.offset, offset);
      case SeekOrigin.End:
        return sum(this.file.size, offset);
      case SeekOrigin.Data:
      case SeekOrigin.Hole: {
        if (offset < 0 || u64(offset) >= this.file.size) throw Errno.ENXIO;
        const isHole = origin === SeekOrigin.Hole;
        const found = this.file.findData(u64(offset), isHole);
        if (!isHole && found === this.file.size) throw Errno.ENXIO;
        return found;
      }
      default:
        throw Errno.EINVAL;
    }
  }

  override get isPollable(): boolean {
    return false;
  }

  override truncate(size: u64): void {
    this.file.truncate(size);
  }

  /** There is no disk to write to. */
  override synchronize(): void {}

  override mapping(isShared: boolean, isWritable: boolean): PageSource | null {
    if (!this.isReadable || (isShared && isWritable && !this.isWritable)) throw Errno.EACCES;
    return this.file;
  }
}

function sum(base: u64, offset: i64): u64 {
  if (offset < 0 && u64(-offset) > base) throw Errno.EINVAL;
  const result = base + u64(offset);
  if (result > MOST_BYTES) throw Errno.EOVERFLOW;
  return result;
}
