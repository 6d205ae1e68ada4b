/** Flags of open(2), as on x86-64. */
export enum OpenFlags {
  ReadOnly = 0,
  WriteOnly = 1,
  ReadWrite = 2,
  /** The bits that hold one of the three above. */
  AccessMode = 3,
  Create = 0x40,
  Exclusive = 0x80,
  NoControllingTerminal = 0x100,
  Truncate = 0x200,
  Append = 0x400,
  NonBlocking = 0x800,
  DataSync = 0x1000,
  Async = 0x2000,
  Direct = 0x4000,
  LargeFile = 0x8000,
  Directory = 0x1_0000,
  NoFollow = 0x2_0000,
  NoAccessTime = 0x4_0000,
  CloseOnExec = 0x8_0000,
  Sync = 0x10_1000,
  /** Names a place without opening what is there. */
  Path = 0x20_0000,
  /** O_TMPFILE without the O_DIRECTORY that it contains. */
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
