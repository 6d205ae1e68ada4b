/** Flags and choices of the calls about memory (mmap(2) and its family). file-flags.ts says how they are read. */

/**
 * What mapped pages allow. The function refuses what it does not know, if at all, as Linux does.
 * @unknown checked
 */
export enum ProtectionFlags {
  PROT_NONE = 0,
  PROT_READ = 1,
  PROT_WRITE = 2,
  PROT_EXEC = 4,
  /** @hint a mapping that grows does so as a whole */
  PROT_GROWSDOWN = 0x100_0000,
  /** @hint nothing grows up */
  PROT_GROWSUP = 0x200_0000,
}

/**
 * Flags of mmap(2): the kind of sharing, and what Linux ignores where it does not know it.
 * @choice 0xf
 * @unknown checked
 */
export enum MapFlags {
  MAP_FILE = 0,
  MAP_SHARED = 1,
  MAP_PRIVATE = 2,
  MAP_SHARED_VALIDATE = 3,
  MAP_FIXED = 0x10,
  MAP_ANONYMOUS = 0x20,
  MAP_32BIT = 0x40,
  MAP_GROWSDOWN = 0x100,
  /** @hint without effect on Linux too */
  MAP_DENYWRITE = 0x800,
  /** @hint without effect on Linux too */
  MAP_EXECUTABLE = 0x1000,
  MAP_LOCKED = 0x2000,
  /** @hint memory is given when it is touched */
  MAP_NORESERVE = 0x4000,
  MAP_POPULATE = 0x8000,
  MAP_NONBLOCK = 0x1_0000,
  /** @hint without effect on Linux too */
  MAP_STACK = 0x2_0000,
  /** @refused there are no huge pages */
  MAP_HUGETLB = 0x4_0000,
  /** @refused no file is on persistent memory */
  MAP_SYNC = 0x8_0000,
  MAP_FIXED_NOREPLACE = 0x10_0000,
}

/**
 * What madvise(2) tells of pages.
 * @choice
 */
export enum MemoryAdvice {
  MADV_NORMAL = 0,
  MADV_RANDOM = 1,
  MADV_SEQUENTIAL = 2,
  MADV_WILLNEED = 3,
  MADV_DONTNEED = 4,
  MADV_FREE = 8,
  /** @refused files cannot be cut in the middle by address */
  MADV_REMOVE = 9,
  MADV_DONTFORK = 10,
  MADV_DOFORK = 11,
  /** @refused equal pages are not merged */
  MADV_MERGEABLE = 12,
  /** @refused equal pages are not merged */
  MADV_UNMERGEABLE = 13,
  MADV_HUGEPAGE = 14,
  MADV_NOHUGEPAGE = 15,
  MADV_DONTDUMP = 16,
  MADV_DODUMP = 17,
  MADV_WIPEONFORK = 18,
  MADV_KEEPONFORK = 19,
  MADV_COLD = 20,
  MADV_PAGEOUT = 21,
  MADV_POPULATE_READ = 22,
  MADV_POPULATE_WRITE = 23,
}

/** Flags of mremap(2). */
export enum RemapFlags {
  MREMAP_MAYMOVE = 1,
  MREMAP_FIXED = 2,
  /** @refused what has moved is gone where it was */
  MREMAP_DONTUNMAP = 4,
}

/** Flags of msync(2). Files that are mapped are in memory themselves. */
export enum SyncFlags {
  /** @hint there is nothing to write */
  MS_ASYNC = 1,
  /** @hint there is one copy alone */
  MS_INVALIDATE = 2,
  /** @hint there is nothing to write */
  MS_SYNC = 4,
}

/** Flags of mlockall(2). Memory is never swapped out. */
export enum LockAllFlags {
  /** @hint memory stays where it is */
  MCL_CURRENT = 1,
  /** @hint memory stays where it is */
  MCL_FUTURE = 2,
  MCL_ONFAULT = 4,
}
