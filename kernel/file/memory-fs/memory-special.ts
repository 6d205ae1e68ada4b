import { Errno } from "../../../core/errno.ts";
import { checkDevice, openDevice } from "../device-registry.ts";
import type { File } from "../file.ts";
import type { Credentials } from "../../rights/credentials.ts";
import { Inode } from "../inode.ts";
import { FileType, TYPE_MASK } from "../../rights/mode.ts";
import { Pipe } from "../pipe.ts";
import { PipeAccount } from "../pipe-account.ts";
import { openFifo } from "../pipe-file.ts";
import type { MemoryFileSystem } from "./memory-file-system.ts";

/** A device node, FIFO or socket name in memory: what it stands for is elsewhere. */
export class MemorySpecial extends Inode {
  private readonly device: u64;
  /** A FIFO's bytes. */
  private readonly pipe: Pipe | null;

  constructor(memory: MemoryFileSystem, mode: u32, user: u32, group: u32, device: u64) {
    super(memory, memory.newNumber(), mode, user, group);
    this.device = device;
    this.pipe = (mode & TYPE_MASK) === FileType.Fifo ? new Pipe(new PipeAccount(user, false)) : null;
  }

  override get deviceNumber(): u64 {
    return this.device;
  }

  override open(flags: u32): File {
    if (this.pipe !== null) return openFifo(this, this.pipe, flags);
    if (this.type !== FileType.CharacterDevice) throw Errno.ENXIO;
    return openDevice(this, flags);
  }

  override checkOpen(credentials: Credentials, flags: u32): void {
    if (this.type === FileType.CharacterDevice) checkDevice(this.device, credentials, flags);
  }

  override truncate(_size: u64): void {}
}
