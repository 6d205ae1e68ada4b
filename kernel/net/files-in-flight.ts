import { Errno } from "../../core/errno.ts";
import type { File } from "../file/file.ts";
import { Mutex } from "../task/mutex.ts";

/** Files that a user's programs have sent and nobody has received yet; only users with some are in it. */
class FilesOfUsers {
  private readonly counts: Map<u32, u64> = new Map<u32, u64>();

  of(user: u32): u64 {
    return this.counts.get(user) ?? 0;
  }

  /** Throws ENOMEM for a user with none. */
  add(user: u32, count: u64): void {
    this.counts.set(user, this.of(user) + count);
  }

  subtract(user: u32, count: u64): void {
    const left = this.of(user) - count;
    if (left === 0) this.counts.delete(user);
    else this.setKnown(user, left);
  }

  /** A user that is in the map: nothing is allocated. */
  private setKnown(user: u32, count: u64): void {
    try {
      this.counts.set(user, count);
    } catch {
      panic("a map had no room for a key that it has");
    }
  }
}

const filesOfUsers: Mutex<FilesOfUsers> = new Mutex(new FilesOfUsers());

/**
 * Open files on their way from one program to another (SCM_RIGHTS of unix(7)). They count for the user that sent them, who may not have
 * more of them than open files in a process: as Linux has it, the look is before the sending, so the limit can be passed by one message.
 */
export class FilesInFlight {
  readonly files: readonly File[];
  private readonly user: u32;
  /** Set behind all that can fail: an object that memory was short for is destroyed half made. */
  private readonly isMade: boolean = false;

  /** `most`: how many the user may have on their way. Throws ETOOMANYREFS, ENOMEM. */
  constructor(files: readonly File[], user: u32, most: u64) {
    this.files = files;
    this.user = user;
    {
      using counts = filesOfUsers.lock();
      if (counts.value.of(user) > most) throw Errno.ETOOMANYREFS;
      counts.value.add(user, files.length);
    }
    for (const file of files) file.setsOut();
    this.isMade = true;
  }

  destructor(): void {
    if (!this.isMade) return;
    for (const file of this.files) file.arrives();
    using counts = filesOfUsers.lock();
    counts.value.subtract(this.user, this.files.length);
  }
}
