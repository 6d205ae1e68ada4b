/** The kinds of files in /proc: texts that are made when they are read, links, and directories with a fixed list of names. */

import { Errno } from "../../../core/errno.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import { SharedReference } from "../../platform/shared-reference.ts";
import { DirectoryFile } from "../directory-file.ts";
import type { DirectorySink } from "../directory-sink.ts";
import { File, SeekOrigin } from "../file.ts";
import type { FileSystem } from "../file-system.ts";
import { Inode } from "../inode.ts";
import { FileType } from "../../rights/mode.ts";

/** A file whose contents are made by a function. */
export class ProcText extends Inode {
  protected readonly contents: () => string;

  constructor(
    fileSystem: FileSystem,
    number: u64,
    permissions: u32,
    user: u32,
    group: u32,
    make: () => string,
  ) {
    super(fileSystem, number, FileType.Regular | permissions, user, group);
    this.contents = make;
  }

  override open(flags: u32): File {
    return new ProcTextFile(this, flags, this.contents);
  }

  override truncate(_size: u64): void {}
}

/** An open file of such. Reading from the start makes the text anew; the parts of one pass belong together. */
export class ProcTextFile extends File {
  private readonly make: () => string;
  /** Null: not made yet. */
  private readonly text = new SharedReference<string | null>(null);

  constructor(inode: Inode, flags: u32, make: () => string) {
    super(inode, flags);
    this.make = make;
  }

  override read(buffer: IoBuffer): void {
    const before = buffer.remaining;
    this.readAt(buffer, this.offset);
    this.offset += before - buffer.remaining;
  }

  override readAt(buffer: IoBuffer, offset: u64): void {
    let text = this.text.load();
    if (offset === 0 || text === null) {
      const make = this.make;
      text = make();
      this.text.store(text);
    }
    if (offset >= text.length) return;
    const end = offset + bits.min(buffer.remaining, text.length - offset);
    buffer.copyOut(text.bytes().subspan(offset, end));
  }

  override seek(offset: i64, origin: u32): u64 {
    let target = offset;
    if (origin === SeekOrigin.Current) target += i64(this.offset);
    else if (origin !== SeekOrigin.Start) throw Errno.EINVAL;
    if (target < 0) throw Errno.EINVAL;
    this.offset = u64(target);
    return this.offset;
  }

  override get isPollable(): boolean {
    return false;
  }
}

/** A link whose text is made by a function. */
export class ProcLink extends Inode {
  private readonly target: () => string;

  constructor(fileSystem: FileSystem, number: u64, user: u32, group: u32, make: () => string) {
    super(fileSystem, number, FileType.Link | 0o777, user, group);
    this.target = make;
  }

  override readLink(): string {
    const target = this.target;
    return target();
  }

  override open(_flags: u32): File {
    throw Errno.ELOOP;
  }
}

/** A link that leads to a file directly; null: it is gone. */
export class ProcTargetLink extends Inode {
  private readonly find: () => Inode | null;

  constructor(fileSystem: FileSystem, number: u64, user: u32, group: u32, find: () => Inode | null) {
    super(fileSystem, number, FileType.Link | 0o777, user, group);
    this.find = find;
  }

  override linkTarget(): Inode | null {
    const find = this.find;
    const target = find();
    if (target === null) throw Errno.ENOENT;
    return target;
  }

  override readLink(): string {
    const find = this.find;
    const target = find();
    if (target === null) throw Errno.ENOENT;
    return target.describe();
  }

  override open(_flags: u32): File {
    throw Errno.ELOOP;
  }
}

/** Directories here have size 0, and end there as far as lseek(2) is concerned. */
class ProcDirectoryFile extends DirectoryFile {
  protected override get endOffset(): i64 {
    return 0;
  }
}

/** A name that a directory has. */
export class ProcName {
  readonly name: string;
  readonly number: u64;
  readonly mode: u32;
  /** Ascending within a directory, and the same as long as the name is there: readers find their way back by it. */
  readonly key: u64;

  constructor(name: string, number: u64, mode: u32, key: u64) {
    this.key = key;
    this.name = name;
    this.number = number;
    this.mode = mode;
  }
}

/** A directory. Positions are 0 and 1 for "." and "..", then an entry's key (see `list`) and 2. */
export abstract class ProcDirectory extends Inode {
  constructor(fileSystem: FileSystem, number: u64, permissions: u32, user: u32, group: u32) {
    super(fileSystem, number, FileType.Directory | permissions, user, group);
    this.links = 2;
  }

  /** The entry with the name, or null. Throws ENOMEM. */
  protected abstract find(name: string): Inode | null;
  /** All entries in order. Throws ENOMEM. */
  protected abstract list(): ProcName[];

  /** Nobody can make anything here: it is said that a name is not there before it is asked who may write (ENOENT, as on Linux). */
  override lookup(name: Span<u8>): Inode | null {
    const text = String.fromBytes(name);
    const found = this.find(text);
    if (found === null) throw Errno.ENOENT;
    found.parent.store(this);
    found.name.store(text);
    return found;
  }

  override readEntries(position: u64, sink: DirectorySink): void {
    if (position === 0 && !sink.add(".", this.number, this.mode, 1)) return;
    const above = this.parent.load() ?? this;
    if (position <= 1 && !sink.add("..", above.number, this.mode, 2)) return;
    const names = this.list();
    for (const entry of names) {
      if (entry.key + 2 < position) continue;
      if (!sink.add(entry.name, entry.number, entry.mode, entry.key + 3)) return;
    }
    this.listMore(position, sink);
  }

  /** Gives the sink what comes behind `list`, of which there may be much, from a position on, as `readEntries` does. */
  protected listMore(_position: u64, _sink: DirectorySink): void {}

  override open(flags: u32): File {
    return new ProcDirectoryFile(this, flags);
  }

  override make(_name: string, _mode: u32, _user: u32, _group: u32, _device: u64): Inode {
    throw Errno.ENOENT;
  }

  override setMode(_permissions: u32): void {
    throw Errno.EPERM;
  }
}

/** A directory whose entries are there from the start. */
export class ProcFixedDirectory extends ProcDirectory {
  private readonly names: string[] = [];
  private readonly children: Inode[] = [];

  /** Throws ENOMEM. */
  add(name: string, child: Inode): void {
    this.names.push(name);
    this.children.push(child);
  }

  /** The entry with the name, or null. */
  child(name: string): Inode | null {
    const index = this.names.indexOf(name);
    return index < 0 ? null : this.children[u64(index)];
  }

  protected override find(name: string): Inode | null {
    return this.child(name);
  }

  protected override list(): ProcName[] {
    const list: ProcName[] = [];
    for (let i: u64 = 0; i < this.names.length; i++) {
      list.push(new ProcName(this.names[i], this.children[i].number, this.children[i].mode, i));
    }
    return list;
  }

  /** Unmounted: children must not keep it alive. */
  override dismantle(children: Inode[]): void {
    children.pushAll(this.children);
  }
}
