/** Takes the entries of a directory one by one (getdents64(2)). */
export abstract class DirectorySink {
  /**
   * Takes an entry, or returns false when it is full, and is then not asked again. `next` is the position behind the entry; `type` a mode whose
   * type counts. Throws ENOMEM.
   */
  abstract add(name: string, number: u64, mode: u32, next: u64): boolean;
}
