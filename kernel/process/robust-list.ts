/**
 * Robust mutexes (set_robust_list(2)): a thread keeps a list of the words that it holds, in its own memory. When it ends, each word that still has its id
 * is marked, so that the next to lock it learns that its owner has died.
 *
 *     head   0  u64 the first entry, or the head itself     8  i64 from an entry to its word    16  u64 an entry that is being locked or unlocked
 *     entry  0  u64 the next one; bit 0 of the address of an entry: its word is of the priority-inheriting kind
 */

import { compareExchangeUser32, readUser32, readUser64 } from "../platform/user.ts";
import { wakeAddress } from "./futex.ts";
import type { UserThread } from "./user-thread.ts";

/** Entries that are looked at: the program may have made a circle. */
const MOST_ENTRIES: u32 = 2048;

const OWNER_MASK: u32 = 0x3fff_ffff;
const OWNER_DIED: u32 = 0x4000_0000;
const HAS_WAITERS: u32 = 0x8000_0000;

/** Gives up what the running thread holds. What its list says wrong ends the walk. */
export function releaseRobustList(thread: UserThread): void {
  const head = thread.robustList;
  if (head === 0) return;
  thread.robustList = 0;
  try {
    walk(thread, head);
  } catch {
    // The program gave a bad address, or spoiled its list: its loss.
  }
}

function walk(thread: UserThread, head: u64): void {
  const offset = readUser64(head + 8);
  const pending = readUser64(head + 16);
  let entry = readUser64(head);
  for (let count: u32 = 0; (entry & ~u64(1)) !== head && count < MOST_ENTRIES; count++) {
    // Before the word is let go of: its next owner may reuse the entry.
    const next = readUser64(entry & ~u64(1));
    if (entry !== pending) releaseWord(thread, (entry & ~u64(1)) + offset, (entry & 1) !== 0, false);
    entry = next;
  }
  if (pending !== 0) releaseWord(thread, (pending & ~u64(1)) + offset, (pending & 1) !== 0, true);
}

function releaseWord(thread: UserThread, address: u64, inheritsPriority: boolean, isPending: boolean): void {
  for (let value = readUser32(address); ;) {
    // It died between giving the word up and waking the next.
    if (isPending && !inheritsPriority && value === 0) {
      wakeAddress(address, false, 1);
      return;
    }
    if ((value & OWNER_MASK) !== u32(thread.id)) return;
    const found = compareExchangeUser32(address, value, (value & HAS_WAITERS) | OWNER_DIED);
    if (found === value) break;
    value = found;
  }
  if (!inheritsPriority) wakeAddress(address, false, 1);
}
