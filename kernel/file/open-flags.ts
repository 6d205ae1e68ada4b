/**
 * Flags of open(2), as on x86-64, which ignores what it does not know. (kernel/linux/abi/file-flags.ts tells what the comments are for.)
 * @choice 3
 * @unknown ignored
 */
export enum OpenFlags {
  /** O_RDONLY */
  ReadOnly = 0,
  /** O_WRONLY */
  WriteOnly = 1,
  /** O_RDWR */
  ReadWrite = 2,
  /** The bits that hold one of the three above. */
  AccessMode = 3,
  /** O_CREAT */
  Create = 0x40,
  /** O_EXCL */
  Exclusive = 0x80,
  /** O_NOCTTY */
  NoControllingTerminal = 0x100,
  /** O_TRUNC */
  Truncate = 0x200,
  /** O_APPEND */
  Append = 0x400,
  /** O_NONBLOCK */
  NonBlocking = 0x800,
  /** O_DSYNC @hint all is written at once */
  DataSync = 0x1000,
  /** FASYNC */
  Async = 0x2000,
  /** O_DIRECT @hint there is no cache to go round */
  Direct = 0x4000,
  /** O_LARGEFILE @hint all files are */
  LargeFile = 0x8000,
  /** O_DIRECTORY */
  Directory = 0x1_0000,
  /** O_NOFOLLOW */
  NoFollow = 0x2_0000,
  /** O_NOATIME */
  NoAccessTime = 0x4_0000,
  /** O_CLOEXEC */
  CloseOnExec = 0x8_0000,
  /** O_SYNC @hint all is written at once */
  Sync = 0x10_1000,
  /** O_PATH: names a place without opening what is there. */
  Path = 0x20_0000,
  /** __O_TMPFILE: O_TMPFILE without the O_DIRECTORY that it contains. */
  Temporary = 0x40_0000,
}

/** What F_GETFL shows: all but what acts on opening alone. */
export const STATUS_FLAGS: u32 = 0xffff_ffff & ~(0x40 | 0x80 | 0x100 | 0x200 | 0x8_0000);
/** What F_SETFL may change besides O_ASYNC: O_APPEND, O_NONBLOCK, O_DIRECT, O_NOATIME. */
export const CHANGEABLE_FLAGS: u32 = 0x400 | 0x800 | 0x4000 | 0x4_0000;

/** Whether a file opened with these flags may be read. */
export function isReadable(flags: u32): boolean {
  const mode = flags & OpenFlags.AccessMode;
  return (mode === OpenFlags.ReadOnly || mode === OpenFlags.ReadWrite) && (flags & OpenFlags.Path) === 0;
}

/** Whether a file opened with these flags may be written. */
export function isWritable(flags: u32): boolean {
  const mode = flags & OpenFlags.AccessMode;
  return (mode === OpenFlags.WriteOnly || mode === OpenFlags.ReadWrite) && (flags & OpenFlags.Path) === 0;
}
