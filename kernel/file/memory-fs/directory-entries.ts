import { Errno } from "../../../core/errno.ts";
import type { Inode } from "../inode.ts";

/** Positions of "." and ".." come before those of the entries. */
export const FIRST_POSITION: u64 = 2;

/** A name in a directory. */
export class DirectoryEntry {
  readonly name: string;
  readonly hash: u32;
  /** Where readers of the directory find it: ascending, never used twice. */
  readonly position: u64;
  /** Null: the entry was removed. */
  inode: Inode | null;
  /** Index + 1 of the next entry in the same bucket; 0: none. */
  next: u64 = 0;

  constructor(name: string, hash: u32, position: u64, inode: Inode) {
    this.name = name;
    this.hash = hash;
    this.position = position;
    this.inode = inode;
  }
}

/**
 * The names of a directory: a hash table, in the order in which they came.
 *
 * Removed entries stay in the list until they are the greater part of it, and positions are never used again: so somebody who reads the
 * directory while it changes sees every entry that stays, once.
 */
export class DirectoryEntries {
  private entries: DirectoryEntry[] = [];
  /** Index + 1 of each bucket's first entry. Their number is a power of two. */
  private buckets: u64[] = [];
  private nextPosition: u64 = FIRST_POSITION;
  /** Entries that were not removed. */
  count: u64 = 0;

  /** The entry with the name, or null. */
  find(name: Span<u8>): DirectoryEntry | null {
    if (this.count === 0) return null;
    const hash = hashName(name);
    let slot = this.buckets[u64(hash) & (this.buckets.length - 1)];
    while (slot !== 0) {
      const entry = this.entries[slot - 1];
      if (entry.hash === hash && entry.inode !== null && entry.name.bytes().equals(name)) return entry;
      slot = entry.next;
    }
    return null;
  }

  /** Adds a name that is not there. Throws ENOMEM. */
  add(name: string, inode: Inode): void {
    const entry = new DirectoryEntry(name, hashName(name.bytes()), this.nextPosition, inode);
    if (this.entries.length === this.buckets.length) this.rebuild();
    this.entries.push(entry);
    this.chain(entry, this.entries.length);
    this.nextPosition += 1;
    this.count += 1;
  }

  /** Takes an entry out. */
  remove(entry: DirectoryEntry): void {
    entry.inode = null;
    this.count -= 1;
    if (this.count !== 0) return;
    // The usual end of a directory's life: all is gone.
    this.entries.clear();
    this.buckets.fill(0);
  }

  /** The first entry at or behind a position; null at the end. */
  at(position: u64): DirectoryEntry | null {
    let low: u64 = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.entries[middle].position < position) low = middle + 1;
      else high = middle;
    }
    while (low < this.entries.length && this.entries[low].inode === null) low += 1;
    return low < this.entries.length ? this.entries[low] : null;
  }

  /** Drops everything: the file system is unmounted. */
  clear(): void {
    this.entries.clear();
    this.buckets.fill(0);
    this.count = 0;
  }

  private chain(entry: DirectoryEntry, slot: u64): void {
    const bucket = u64(entry.hash) & (this.buckets.length - 1);
    entry.next = this.buckets[bucket];
    this.buckets[bucket] = slot;
  }

  /** Makes room for one more: drops removed entries, and doubles the table if there are few of those. Throws ENOMEM. */
  private rebuild(): void {
    const kept: DirectoryEntry[] = [];
    kept.reserve(this.count + 1);
    let size = bits.max(this.buckets.length, 8);
    if (this.count * 2 >= size) size *= 2;
    const buckets = new Array<u64>(size);
    for (let i: u64 = 0; i < this.entries.length; i++) {
      if (this.entries[i].inode !== null) kept.push(this.entries[i]);
    }
    this.entries = kept;
    this.buckets = buckets;
    for (let i: u64 = 0; i < kept.length; i++) this.chain(kept[i], i + 1);
  }
}

/** FNV-1a. */
function hashName(name: Span<u8>): u32 {
  let hash: u32 = 0x811c_9dc5;
  for (let i: u64 = 0; i < name.length; i++) hash = (hash ^ u32(name[i])) * 0x0100_0193;
  return hash ^ (hash >> 15);
}

/** What `find` found. Throws ENOENT when that is nothing, or not (any more) the expected file. */
export function expectEntry(entry: DirectoryEntry | null, inode: Inode): DirectoryEntry {
  if (entry === null || entry.inode !== inode) throw Errno.ENOENT;
  return entry;
}
