import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import type { PageSource } from "../memory/region.ts";
import type { PollTable } from "../task/poll-table.ts";
import { File } from "./file.ts";
import { PollEvents } from "./poll-events.ts";

/** What O_PATH opens: it names a place, and can do nothing else (EBADF). */
export class PathFile extends File {
  override read(_buffer: IoBuffer): void {
    throw Errno.EBADF;
  }

  override write(_buffer: IoBuffer): void {
    throw Errno.EBADF;
  }

  override seek(_offset: i64, _origin: u32): u64 {
    throw Errno.EBADF;
  }

  override poll(_table: PollTable | null): PollEvents {
    return PollEvents.Invalid;
  }

  override get isPollable(): boolean {
    return false;
  }

  override control(_request: u32, _argument: u64): i64 {
    throw Errno.EBADF;
  }

  override truncate(_size: u64): void {
    throw Errno.EBADF;
  }

  override synchronize(): void {
    throw Errno.EBADF;
  }

  override mapping(_isShared: boolean, _isWritable: boolean): PageSource | null {
    throw Errno.EBADF;
  }
}
