/** A file's type and permissions, as `st_mode` has them (inode(7)). */

/** The type, in the bits of TYPE_MASK. */
export enum FileType {
  Fifo = 0x1000,
  CharacterDevice = 0x2000,
  Directory = 0x4000,
  BlockDevice = 0x6000,
  Regular = 0x8000,
  Link = 0xa000,
  Socket = 0xc000,
}

/** The part of a mode that says the type (S_IFMT). */
export const TYPE_MASK: u32 = 0xf000;

/** Permissions with set-user-ID, set-group-ID and sticky bits. */
export const PERMISSION_MASK: u32 = 0o7777;
/** S_ISUID: a program runs with the rights of the file's owner. */
export const SET_USER: u32 = 0o4000;
/** S_ISGID: a program runs with the rights of the file's group; what is made in such a directory belongs to its group. */
export const SET_GROUP: u32 = 0o2000;
/** S_ISVTX: in such a directory, only who owns a name may remove it. */
export const STICKY: u32 = 0o1000;

/** S_IXGRP: the group may execute it. */
export const GROUP_EXECUTE: u32 = 0o10;
/** Whoever it is may execute it (S_IXUGO). */
export const SOMEBODY_EXECUTES: u32 = 0o111;

/** What somebody wants to do with a file: the bits of access(2). */
export enum FileAccess {
  None = 0,
  Execute = 1,
  Write = 2,
  Read = 4,
}

/** `d_type` of getdents64(2) for a mode. */
export function directoryEntryType(mode: u32): u8 {
  return u8((mode & TYPE_MASK) >> 12);
}
