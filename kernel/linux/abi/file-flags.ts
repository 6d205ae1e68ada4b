/**
 * Flags and choices of the calls about files. numbers.ts says what the tools make of the table; of an enum they read this:
 *
 * - Each member has Linux's name, or has it as the first word of its comment.
 * - `@choice MASK` on the enum: the bits that hold one of several values; without a mask all do. The function decides about values.
 * - Other bits are flags. Who sets one that is no member, or is `@refused REASON`, gets EINVAL before the function is called. `@unknown ignored` on the
 *   enum: such bits are taken away instead, as Linux does; `@unknown checked`: the function refuses them itself, with its own error.
 * - `@hint REASON`: accepted, and nothing is to be done. Every other accepted flag is looked at by its function.
 * - `Only` in a signature leaves a call some members alone.
 */

/** Of a set of flags those that a call takes, by their Linux names. */
export type Only<Flags, Names extends string> = [Names] extends [string] ? Flags : never;

/** Flags of the calls that take a directory and a path. */
export enum AtFlags {
  None = 0,
  AT_SYMLINK_NOFOLLOW = 0x100,
  AT_EACCESS = 0x200,
  AT_REMOVEDIR = 0x200,
  AT_SYMLINK_FOLLOW = 0x400,
  /** @hint nothing is mounted on the way */
  AT_NO_AUTOMOUNT = 0x800,
  AT_EMPTY_PATH = 0x1000,
}

/**
 * Flags of statx(2).
 * @choice 0x6000
 */
export enum StatxFlags {
  AT_STATX_SYNC_AS_STAT = 0,
  AT_STATX_FORCE_SYNC = 0x2000,
  AT_STATX_DONT_SYNC = 0x4000,
  AT_SYMLINK_NOFOLLOW = 0x100,
  /** @hint nothing is mounted on the way */
  AT_NO_AUTOMOUNT = 0x800,
  AT_EMPTY_PATH = 0x1000,
}

/**
 * What statx(2) is asked for. The basic ones and the time of birth are always told.
 * @unknown checked
 */
export enum StatxMask {
  /** @hint always told */
  STATX_BASIC_STATS = 0x7ff,
  /** @hint always told */
  STATX_TYPE = 1,
  /** @hint always told */
  STATX_MODE = 2,
  /** @hint always told */
  STATX_NLINK = 4,
  /** @hint always told */
  STATX_UID = 8,
  /** @hint always told */
  STATX_GID = 0x10,
  /** @hint always told */
  STATX_ATIME = 0x20,
  /** @hint always told */
  STATX_MTIME = 0x40,
  /** @hint always told */
  STATX_CTIME = 0x80,
  /** @hint always told */
  STATX_INO = 0x100,
  /** @hint always told */
  STATX_SIZE = 0x200,
  /** @hint always told */
  STATX_BLOCKS = 0x400,
  /** @hint always told */
  STATX_BTIME = 0x800,
  /** @hint what is told says that it is not there */
  STATX_MNT_ID = 0x1000,
  /** @hint what is told says that it is not there */
  STATX_DIOALIGN = 0x2000,
}

/** What access(2) asks for. */
export enum AccessMode {
  F_OK = 0,
  R_OK = 4,
  W_OK = 2,
  X_OK = 1,
}

/** Flags of renameat2(2). */
export enum RenameFlags {
  None = 0,
  RENAME_NOREPLACE = 1,
  RENAME_EXCHANGE = 2,
  /** @refused no file system has whiteouts */
  RENAME_WHITEOUT = 4,
}

/** Flags of close_range(2). */
export enum CloseRangeFlags {
  CLOSE_RANGE_UNSHARE = 2,
  CLOSE_RANGE_CLOEXEC = 4,
}

/** Flags of memfd_create(2). */
export enum MemfdFlags {
  MFD_CLOEXEC = 1,
  /** @refused files have no seals */
  MFD_ALLOW_SEALING = 2,
  /** @refused there are no huge pages */
  MFD_HUGETLB = 4,
  /** @refused files have no seals */
  MFD_NOEXEC_SEAL = 8,
  /** @hint every such file may be executed */
  MFD_EXEC = 0x10,
}

/**
 * Where lseek(2) counts from.
 * @choice
 */
export enum Whence {
  SEEK_SET = 0,
  SEEK_CUR = 1,
  SEEK_END = 2,
  SEEK_DATA = 3,
  SEEK_HOLE = 4,
}

/**
 * How fallocate(2) gives room. The file is looked at first, as Linux does.
 * @unknown checked
 */
export enum FallocateMode {
  FALLOC_FL_KEEP_SIZE = 1,
  FALLOC_FL_PUNCH_HOLE = 2,
  /** @refused files cannot be cut or joined in the middle */
  FALLOC_FL_COLLAPSE_RANGE = 8,
  /** @refused use FALLOC_FL_PUNCH_HOLE */
  FALLOC_FL_ZERO_RANGE = 0x10,
  /** @refused files cannot be cut or joined in the middle */
  FALLOC_FL_INSERT_RANGE = 0x20,
  /** @refused blocks are not shared */
  FALLOC_FL_UNSHARE_RANGE = 0x40,
}

/**
 * What posix_fadvise(2) tells: files are in memory, so that no advice helps.
 * @choice
 */
export enum FileAdvice {
  POSIX_FADV_NORMAL = 0,
  POSIX_FADV_RANDOM = 1,
  POSIX_FADV_SEQUENTIAL = 2,
  POSIX_FADV_WILLNEED = 3,
  POSIX_FADV_DONTNEED = 4,
  POSIX_FADV_NOREUSE = 5,
}

/**
 * Commands of fcntl(2).
 * @choice
 */
export enum FcntlCommand {
  F_DUPFD = 0,
  F_GETFD = 1,
  F_SETFD = 2,
  F_GETFL = 3,
  F_SETFL = 4,
  F_GETLK = 5,
  F_SETLK = 6,
  F_SETLKW = 7,
  F_SETOWN = 8,
  F_GETOWN = 9,
  F_SETSIG = 10,
  F_GETSIG = 11,
  F_SETOWN_EX = 15,
  F_GETOWN_EX = 16,
  F_OFD_GETLK = 36,
  F_OFD_SETLK = 37,
  F_OFD_SETLKW = 38,
  /** @refused there are no leases */
  F_SETLEASE = 1024,
  /** @refused there are no leases */
  F_GETLEASE = 1025,
  /** @refused programs cannot be told of changes to files */
  F_NOTIFY = 1026,
  F_DUPFD_CLOEXEC = 1030,
  F_SETPIPE_SZ = 1031,
  F_GETPIPE_SZ = 1032,
  /** @refused files have no seals */
  F_ADD_SEALS = 1033,
  /** @refused files have no seals */
  F_GET_SEALS = 1034,
}

/** Operations of flock(2). */
export enum FlockOperation {
  LOCK_SH = 1,
  LOCK_EX = 2,
  LOCK_NB = 4,
  LOCK_UN = 8,
}

/**
 * Requests of ioctl(2). What is not for all files is the device's to know.
 * @choice
 */
export enum IoctlRequest {
  TCGETS = 0x5401,
  TCSETS = 0x5402,
  TCSETSW = 0x5403,
  TCSETSF = 0x5404,
  TCSBRK = 0x5409,
  TCXONC = 0x540a,
  TCFLSH = 0x540b,
  TIOCEXCL = 0x540c,
  TIOCNXCL = 0x540d,
  TIOCSCTTY = 0x540e,
  TIOCGPGRP = 0x540f,
  TIOCSPGRP = 0x5410,
  TIOCOUTQ = 0x5411,
  TIOCSTI = 0x5412,
  TIOCGWINSZ = 0x5413,
  TIOCSWINSZ = 0x5414,
  FIONREAD = 0x541b,
  TIOCCONS = 0x541d,
  FIONBIO = 0x5421,
  TIOCNOTTY = 0x5422,
  TIOCGSID = 0x5429,
  FIONCLEX = 0x5450,
  FIOCLEX = 0x5451,
  FIOASYNC = 0x5452,
}

/**
 * Flags of mount(2).
 * @unknown ignored
 */
export enum MountFlags {
  MS_RDONLY = 1,
  /** @hint not held to yet */
  MS_NOSUID = 2,
  /** @hint not held to yet */
  MS_NODEV = 4,
  /** @hint not held to yet */
  MS_NOEXEC = 8,
  /** @hint all is written at once */
  MS_SYNCHRONOUS = 0x10,
  MS_REMOUNT = 0x20,
  /** @hint there are no mandatory locks, in Linux neither */
  MS_MANDLOCK = 0x40,
  /** @hint all is written at once */
  MS_DIRSYNC = 0x80,
  /** @hint not held to yet */
  MS_NOATIME = 0x400,
  /** @hint not held to yet */
  MS_NODIRATIME = 0x800,
  MS_BIND = 0x1000,
  MS_MOVE = 0x2000,
  /** @hint binding is refused */
  MS_REC = 0x4000,
  /** @hint nothing is said either way */
  MS_SILENT = 0x8000,
  MS_UNBINDABLE = 0x2_0000,
  MS_PRIVATE = 0x4_0000,
  MS_SLAVE = 0x8_0000,
  MS_SHARED = 0x10_0000,
  /** @hint times are always exact */
  MS_RELATIME = 0x20_0000,
  /** @hint times are always exact */
  MS_STRICTATIME = 0x100_0000,
  /** @hint times are always exact */
  MS_LAZYTIME = 0x200_0000,
}

/** Flags of umount2(2). */
export enum UnmountFlags {
  /** @hint no server can keep it waiting */
  MNT_FORCE = 1,
  /** @hint it is not in the way of who uses it */
  MNT_DETACH = 2,
  /** @refused mounts do not expire */
  MNT_EXPIRE = 4,
  UMOUNT_NOFOLLOW = 8,
}

/** Flags of epoll_create1(2). */
export enum EpollFlags {
  None = 0,
  EPOLL_CLOEXEC = 0x8_0000,
}

/**
 * Operations of epoll_ctl(2).
 * @choice
 */
export enum EpollOperation {
  EPOLL_CTL_ADD = 1,
  EPOLL_CTL_DEL = 2,
  EPOLL_CTL_MOD = 3,
}

/** Flags of eventfd2(2). */
export enum EventFlags {
  None = 0,
  EFD_SEMAPHORE = 1,
  EFD_NONBLOCK = 0x800,
  EFD_CLOEXEC = 0x8_0000,
}

/** Flags of signalfd4(2). */
export enum SignalFileFlags {
  None = 0,
  SFD_NONBLOCK = 0x800,
  SFD_CLOEXEC = 0x8_0000,
}
