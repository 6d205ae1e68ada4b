import { Errno } from "../../../core/errno.ts";
import { openDevice } from "../device-registry.ts";
import type { File } from "../file.ts";
import { Inode } from "../inode.ts";
import { FileType } from "../mode.ts";
import { Pipe } from "../pipe.ts";
import { openFifo } from "../pipe-file.ts";
import type { MemoryFileSystem } from "./memory-file-system.ts";

/** A device node, FIFO or socket name in memory: what it stands for is elsewhere. */
export class MemorySpecial extends Inode {
  private readonly device: u64;
  /** A FIFO's bytes, from its first opening on. */
  private pipe: Pipe | null = null;

  constructor(memory: MemoryFileSystem, mode: u32, user: u32, group: u32, device: u64) {
    super(memory, memory.newNumber(), mode, user, group);
    this.device = device;
  }

  override get deviceNumber(): u64 {
    return this.device;
  }

  override open(flags: u32): File {
    switch (this.type) {
      case FileType.Fifo:
        return openFifo(this, this.fifo(), flags);
      case FileType.CharacterDevice:
        return openDevice(this, flags);
      default:
        throw Errno.ENXIO;
    }
  }

  private fifo(): Pipe {
    const known = this.pipe;
    if (known !== null) return known;
    const pipe = new Pipe();
    this.pipe = pipe;
    return pipe;
  }

  override truncate(_size: u64): void {}
}
