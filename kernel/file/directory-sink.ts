/** Takes the entries of a directory one by one (getdents64(2)). */
export abstract class DirectorySink {
  /** The directory's position behind the last entry taken. */
  position: u64 = 0;

  /** Takes an entry, or returns false when there is no more room. `mode` tells the type. Throws ENOMEM. */
  protected abstract take(name: string, number: u64, mode: u32, next: u64): boolean;

  /** By the directory: offers an entry, and says where the one behind it is. False: stop here. Throws ENOMEM. */
  add(name: string, number: u64, mode: u32, next: u64): boolean {
    if (!this.take(name, number, mode, next)) return false;
    this.position = next;
    return true;
  }
}
