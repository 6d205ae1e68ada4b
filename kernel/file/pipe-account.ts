/** What the pipes of each user may hold together (pipe(7), "/proc files"). */

import { Errno } from "../../core/errno.ts";
import { PAGE_SIZE } from "../platform/address.ts";
import { SpinLock } from "../platform/lock.ts";
import { declareNumber } from "../setting/number-setting.ts";

const MOST: u64 = 0x7fff_ffff_ffff_ffff;

/** Pages that the pipes of a user without privilege may take before new ones are small and none becomes larger; 0: any number. */
const softPages = declareNumber("fs/pipe-user-pages-soft", 16384, 0, MOST);
/** And before there are no new ones; 0: any number. */
const hardPages = declareNumber("fs/pipe-user-pages-hard", 0, 0, MOST);

/** What a new pipe holds as a rule, and when its user has many (pipe(7)). */
const STANDARD_PAGES: u64 = 16;
const SMALL_PAGES: u64 = 2;

const exceeds = (pages: u64, limit: u64): boolean => limit !== 0 && pages > limit;

/** Pages that the pipes of each user may take. */
class UserPages {
  private readonly pages: Map<u32, u64> = new Map<u32, u64>();

  /** What it would be with so many more. */
  with(user: u32, more: u64): u64 {
    return (this.pages.get(user) ?? 0) + more;
  }

  /** Throws ENOMEM for a user that has none yet. */
  set(user: u32, pages: u64): void {
    if (pages === 0) this.pages.delete(user);
    else this.pages.set(user, pages);
  }
}
const userPages = new SpinLock(new UserPages());

/** How much a pipe may hold, which counts for its user as long as the pipe is there. */
export class PipeAccount {
  private readonly user: u32;
  private pages: u64;

  /** For a new pipe. `isBound`: the limits are to hold. Throws ENFILE, ENOMEM. */
  constructor(user: u32, isBound: boolean) {
    this.user = user;
    using all = userPages.lock();
    const isMany = isBound && exceeds(all.value.with(user, STANDARD_PAGES), softPages.value);
    this.pages = isMany ? SMALL_PAGES : STANDARD_PAGES;
    const total = all.value.with(user, this.pages);
    if (isBound && exceeds(total, hardPages.value)) throw Errno.ENFILE;
    all.value.set(user, total);
  }

  get size(): u64 {
    return this.pages * PAGE_SIZE;
  }

  /** Counts another size from now on. Throws EPERM when the user has too many, ENOMEM. */
  change(size: u64, isBound: boolean): void {
    const pages = size / PAGE_SIZE;
    using all = userPages.lock();
    const total = all.value.with(this.user, pages - this.pages);
    const isTooMany = exceeds(total, softPages.value) || exceeds(total, hardPages.value);
    if (pages > this.pages && isBound && isTooMany) throw Errno.EPERM;
    all.value.set(this.user, total);
    this.pages = pages;
  }

  destructor(): void {
    using all = userPages.lock();
    try {
      all.value.set(this.user, all.value.with(this.user, 0 - this.pages));
    } catch {
      // It has an entry, so no memory is needed.
    }
  }
}
