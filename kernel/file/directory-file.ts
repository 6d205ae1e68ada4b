import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import type { DirectorySink } from "./directory-sink.ts";
import { File, SeekOrigin } from "./file.ts";

/** An open directory. */
export class DirectoryFile extends File {
  override read(_buffer: IoBuffer): void {
    throw Errno.EISDIR;
  }

  override write(_buffer: IoBuffer): void {
    throw Errno.EISDIR;
  }

  override readAt(_buffer: IoBuffer, _offset: u64): void {
    throw Errno.EISDIR;
  }

  override get isPollable(): boolean {
    return false;
  }

  /** Positions are what getdents64 gave out as `d_off`; 0 begins anew. */
  override seek(offset: i64, origin: u32): u64 {
    let target = offset;
    if (origin === SeekOrigin.Current) target += i64(this.offset);
    else if (origin === SeekOrigin.End) target += this.endOffset;
    else if (origin !== SeekOrigin.Start) throw Errno.EINVAL;
    if (target < 0) throw Errno.EINVAL;
    this.offset = u64(target);
    return this.offset;
  }

  /** Where SEEK_END counts from. Throws EINVAL where positions have no end. */
  protected get endOffset(): i64 {
    throw Errno.EINVAL;
  }

  override readEntries(sink: DirectorySink): void {
    // Nothing is in a directory that was removed.
    if (this.inode.links === 0) throw Errno.ENOENT;
    sink.position = this.offset;
    this.inode.readEntries(this.offset, sink);
    this.offset = sink.position;
  }

  override synchronize(): void {}
}
