import { Errno } from "../../../core/errno.ts";
import { Mutex } from "../../task/mutex.ts";
import { DirectoryFile } from "../directory-file.ts";
import type { DirectorySink } from "../directory-sink.ts";
import type { File } from "../file.ts";
import { Inode } from "../inode.ts";
import { FileType, TYPE_MASK } from "../../rights/mode.ts";
import { type DirectoryEntry, DirectoryEntries, expectEntry, FIRST_POSITION } from "./directory-entries.ts";
import { MemoryFile } from "./memory-file.ts";
import type { MemoryFileSystem } from "./memory-file-system.ts";
import { MemoryLink } from "./memory-link.ts";
import { MemorySpecial } from "./memory-special.ts";

/** A directory in memory. A removed one has no links and takes no entries. */
export class MemoryDirectory extends Inode {
  private readonly memory: MemoryFileSystem;
  private readonly entries: Mutex<DirectoryEntries> = new Mutex(new DirectoryEntries());

  constructor(memory: MemoryFileSystem, permissions: u32, user: u32, group: u32) {
    super(memory, memory.newNumber(), FileType.Directory | permissions, user, group);
    this.memory = memory;
    this.links = 2;
  }

  override lookup(name: Span<u8>): Inode | null {
    using entries = this.entries.lock();
    const entry = entries.value.find(name);
    if (entry === null) return null;
    const inode = entry.inode;
    if (inode !== null && inode.links > 1 && !inode.isDirectory) {
      // Of a file with several names, this is the one by which it is known now.
      inode.name.store(entry.name);
      inode.parent.store(this);
    }
    return inode;
  }

  // ---------------------------------------------------------------- making

  override make(name: string, mode: u32, user: u32, group: u32, device: u64): Inode {
    const permissions = mode & ~TYPE_MASK;
    switch (mode & TYPE_MASK) {
      case FileType.Directory: {
        const directory = new MemoryDirectory(this.memory, permissions, user, group);
        this.enter(name, directory);
        return directory;
      }
      case FileType.Regular: {
        const file = new MemoryFile(this.memory, permissions, user, group);
        this.enter(name, file);
        return file;
      }
      default: {
        const special = new MemorySpecial(this.memory, mode, user, group, device);
        this.enter(name, special);
        return special;
      }
    }
  }

  override makeLink(name: string, target: string, user: u32, group: u32): Inode {
    const link = new MemoryLink(this.memory, target, user, group);
    this.enter(name, link);
    return link;
  }

  override link(name: string, target: Inode): void {
    if (target.links === 0 && !target.mayGetName) throw Errno.ENOENT;
    this.enter(name, target);
    target.mayGetName = false;
    target.links += 1;
    target.changeTime = this.changeTime;
  }

  private enter(name: string, inode: Inode): void {
    using entries = this.entries.lock();
    if (this.links === 0) throw Errno.ENOENT;
    if (entries.value.find(name.bytes()) !== null) throw Errno.EEXIST;
    entries.value.add(name, inode);
    this.adopt(name, inode);
  }

  /** The bookkeeping for a new entry. */
  private adopt(name: string, inode: Inode): void {
    inode.parent.store(this);
    inode.name.store(name);
    if (inode.isDirectory) this.links += 1;
    this.touchModified();
  }

  override makeNameless(permissions: u32, user: u32, group: u32): Inode {
    const file = new MemoryFile(this.memory, permissions, user, group);
    file.links = 0;
    return file;
  }

  // ---------------------------------------------------------------- removing

  override unlink(name: string, entry: Inode): void {
    using entries = this.entries.lock();
    const found = expectEntry(entries.value.find(name.bytes()), entry);
    if (entry.isDirectory) throw Errno.EISDIR;
    entries.value.remove(found);
    this.touchModified();
    entry.links -= 1;
    entry.changeTime = this.changeTime;
  }

  override removeDirectory(name: string, entry: Inode): void {
    using entries = this.entries.lock();
    const found = expectEntry(entries.value.find(name.bytes()), entry);
    if (!(entry instanceof MemoryDirectory)) throw Errno.ENOTDIR;
    entry.retire();
    entries.value.remove(found);
    this.links -= 1;
    this.touchModified();
  }

  /** Makes an empty directory take no more entries: it is being removed. Throws ENOTEMPTY, EBUSY. */
  private retire(): void {
    if (this.covered.load() !== null) throw Errno.EBUSY;
    using entries = this.entries.lock();
    if (entries.value.count > 0) throw Errno.ENOTEMPTY;
    this.links = 0;
  }

  // ---------------------------------------------------------------- renaming

  override rename(name: string, entry: Inode, target: Inode, newName: string, exchange: boolean): void {
    if (!(target instanceof MemoryDirectory)) throw Errno.ENOTDIR;
    using _ = this.memory.renames.lock();
    if (target === this) {
      using entries = this.entries.lock();
      this.move(entries.value, name, entry, target, entries.value, newName, exchange);
      return;
    }
    if (entry.isDirectory && isWithin(target, entry)) throw Errno.EINVAL;
    // With the rename lock held, no other path takes two directories' locks but retire, from parent to child.
    if (isWithin(this, target)) {
      using theirs = target.entries.lock();
      using ours = this.entries.lock();
      this.move(ours.value, name, entry, target, theirs.value, newName, exchange);
    } else {
      using ours = this.entries.lock();
      using theirs = target.entries.lock();
      this.move(ours.value, name, entry, target, theirs.value, newName, exchange);
    }
  }

  private move(
    ours: DirectoryEntries,
    name: string,
    entry: Inode,
    target: MemoryDirectory,
    theirs: DirectoryEntries,
    newName: string,
    exchange: boolean,
  ): void {
    const found = expectEntry(ours.find(name.bytes()), entry);
    if (target.links === 0) throw Errno.ENOENT;
    const there = theirs.find(newName.bytes());
    const victim = there === null ? null : there.inode;
    if (exchange) {
      if (there === null || victim === null) throw Errno.ENOENT;
      this.swap(found, entry, target, there, victim);
      return;
    }
    // Two names of one file: rename(2) leaves them alone.
    if (victim === entry) return;
    if (there !== null && victim !== null) this.overwrite(entry, target, there, victim);
    else theirs.add(newName, entry);
    ours.remove(found);
    if (entry.isDirectory) this.links -= 1;
    this.touchModified();
    target.adopt(newName, entry);
    entry.changeTime = target.changeTime;
  }

  /** Has the entry take the place of what has the name. */
  private overwrite(entry: Inode, target: MemoryDirectory, there: DirectoryEntry, victim: Inode): void {
    if (victim instanceof MemoryDirectory) {
      if (!entry.isDirectory) throw Errno.EISDIR;
      if (victim === this) throw Errno.ENOTEMPTY;
      victim.retire();
      target.links -= 1;
    } else {
      if (entry.isDirectory) throw Errno.ENOTDIR;
      victim.links -= 1;
      victim.touchModified();
    }
    there.inode = entry;
  }

  private swap(
    found: DirectoryEntry,
    entry: Inode,
    target: MemoryDirectory,
    there: DirectoryEntry,
    victim: Inode,
  ): void {
    if (victim.isDirectory && isWithin(this, victim)) throw Errno.EINVAL;
    found.inode = victim;
    there.inode = entry;
    if (entry.isDirectory) this.links -= 1;
    if (victim.isDirectory) target.links -= 1;
    this.adopt(found.name, victim);
    target.adopt(there.name, entry);
  }

  // ---------------------------------------------------------------- reading

  override readEntries(position: u64, sink: DirectorySink): void {
    this.touchAccessed();
    let at = position;
    if (at === 0) {
      if (!sink.add(".", this.number, this.mode, 1)) return;
      at = 1;
    }
    if (at === 1) {
      const above = this.parent.load() ?? this;
      if (!sink.add("..", above.number, this.mode, FIRST_POSITION)) return;
      at = FIRST_POSITION;
    }
    using entries = this.entries.lock();
    for (;;) {
      const entry = entries.value.at(at);
      const inode = entry === null ? null : entry.inode;
      if (entry === null || inode === null) return;
      if (!sink.add(entry.name, inode.number, inode.mode, entry.position + 1)) return;
      at = entry.position + 1;
    }
  }

  override open(flags: u32): File {
    return new DirectoryFile(this, flags);
  }

  override dismantle(children: Inode[]): void {
    using entries = this.entries.lock();
    for (let entry = entries.value.at(0); entry !== null; entry = entries.value.at(entry.position + 1)) {
      if (entry.inode !== null) children.push(entry.inode);
    }
    entries.value.clear();
  }
}

/** Whether `inode` is `directory` or lies below it. */
function isWithin(inode: Inode, directory: Inode): boolean {
  let at: Inode | null = inode;
  while (at !== null) {
    if (at === directory) return true;
    at = at.parent.load();
  }
  return false;
}
