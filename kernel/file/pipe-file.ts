import { Errno } from "../../core/errno.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { writeUser32 } from "../platform/user.ts";
import type { PollTable } from "../task/poll-table.ts";
import type { AsyncList } from "./async-notice.ts";
import { File } from "./file.ts";
import { Inode } from "./inode.ts";
import { FileType } from "../rights/mode.ts";
import { NamelessFileSystem } from "./nameless-file-system.ts";
import { isReadable, isWritable, OpenFlags } from "./open-flags.ts";
import { Pipe } from "./pipe.ts";
import { PipeAccount } from "./pipe-account.ts";
import { mayExceedPipePages } from "../rights/policy.ts";
import type { Credentials } from "../rights/credentials.ts";
import type { PollEvents } from "./poll-events.ts";

const FIONREAD: u32 = 0x541b;
const PIPEFS_MAGIC: u64 = 0x5049_5045;

const pipeFileSystem = new NamelessFileSystem("pipefs", PIPEFS_MAGIC);

/** A pipe without a name (pipe(2)). */
class PipeInode extends Inode {
  readonly pipe: Pipe;

  constructor(maker: Credentials) {
    super(
      pipeFileSystem,
      pipeFileSystem.newNumber(),
      FileType.Fifo | 0o600,
      maker.user.file,
      maker.group.file,
    );
    this.pipe = new Pipe(new PipeAccount(maker.user.real, !mayExceedPipePages(maker)));
  }

  /** By way of /proc/PID/fd. Waits for nobody, unlike a FIFO: what was written is there when the writer has gone (Linux, fifo_open). */
  override open(flags: u32): File {
    checkDirection(flags);
    return new PipeFile(this, this.pipe, flags);
  }

  override describe(): string {
    return `pipe:[${this.number}]`;
  }
}

/** An open side of a pipe or FIFO, or both (O_RDWR). */
export class PipeFile extends File {
  readonly pipe: Pipe;
  private readonly reads: boolean;
  private readonly writes: boolean;

  constructor(inode: Inode, pipe: Pipe, flags: u32) {
    super(inode, flags);
    this.pipe = pipe;
    this.reads = isReadable(flags);
    this.writes = isWritable(flags);
    if (this.reads) pipe.addReader();
    if (this.writes) pipe.addWriter();
  }

  override read(buffer: IoBuffer): void {
    this.pipe.read(buffer, this.isNonBlocking);
  }

  override write(buffer: IoBuffer): void {
    this.pipe.write(buffer, this.isNonBlocking);
  }

  override poll(table: PollTable | null): PollEvents {
    if (table !== null) this.pipe.watch(table, this.reads, this.writes);
    return this.pipe.readiness(this.reads, this.writes);
  }

  override get asyncList(): AsyncList {
    return this.reads ? this.pipe.bytesCame : this.pipe.roomCame;
  }

  override control(request: u32, argument: u64): i64 {
    if (request !== FIONREAD) throw Errno.ENOTTY;
    writeUser32(argument, u32(this.pipe.length));
    return 0;
  }

  destructor(): void {
    if (this.reads) this.pipe.removeReader();
    if (this.writes) this.pipe.removeWriter();
  }
}

/** Opens a FIFO: waits for the other side, unless O_NONBLOCK or O_RDWR. Throws ENXIO (no reader, O_NONBLOCK), RESTART, ENOMEM. */
export function openFifo(inode: Inode, pipe: Pipe, flags: u32): File {
  const waits = (flags & OpenFlags.NonBlocking) === 0;
  const mode = flags & OpenFlags.AccessMode;
  checkDirection(flags);
  if (mode === OpenFlags.WriteOnly && !waits && !pipe.hasReaders) throw Errno.ENXIO;
  const others = new OtherSide();
  const file = enterFifo(inode, pipe, flags, others);
  if (waits && mode === OpenFlags.ReadOnly && !others.hasWriters) pipe.waitForWriter(others.writerOpens);
  if (waits && mode === OpenFlags.WriteOnly && !others.hasReaders) pipe.waitForReader(others.readerOpens);
  return file;
}

/** A pipe has no settings: who may neither read nor write (access mode 3) has nothing to do with it. Throws EINVAL. */
function checkDirection(flags: u32): void {
  if (!isReadable(flags) && !isWritable(flags)) throw Errno.EINVAL;
}

/** Who was there when a side of a FIFO was opened. */
@struct
class OtherSide {
  hasReaders: boolean = false;
  hasWriters: boolean = false;
  readerOpens: u32 = 0;
  writerOpens: u32 = 0;
}

/**
 * Looks for the other side and enters, both in one turn: of two openers the second finds the first, and the first learns from the number of opens that
 * the second has come. The other side may go again as soon as it sees this one.
 */
function enterFifo(inode: Inode, pipe: Pipe, flags: u32, others: OtherSide): File {
  using _ = pipe.lockSides();
  others.hasReaders = pipe.hasReaders;
  others.hasWriters = pipe.hasWriters;
  others.readerOpens = pipe.timesOpenedToRead;
  others.writerOpens = pipe.timesOpenedToWrite;
  return new PipeFile(inode, pipe, flags);
}

/** The two sides of a new pipe. */
export class PipePair {
  readonly reader: PipeFile;
  readonly writer: PipeFile;

  /** `flags`: O_NONBLOCK and O_DIRECT. Throws ENFILE when the maker's pipes are too many, ENOMEM. */
  constructor(flags: u32, maker: Credentials) {
    const inode = new PipeInode(maker);
    this.reader = new PipeFile(inode, inode.pipe, OpenFlags.ReadOnly | flags);
    this.writer = new PipeFile(inode, inode.pipe, OpenFlags.WriteOnly | flags);
  }
}
