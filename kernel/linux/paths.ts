/** Path arguments of system calls. */

import type { Inode } from "../file/inode.ts";
import { PATH_MAX, Place, resolveAt, walk } from "../file/path.ts";
import { copyStringFromUser } from "../platform/user.ts";
import type { DirectoryFd } from "./abi/arguments.ts";
import { AtFlags } from "./abi/file-flags.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";

/** In place of a descriptor: the current directory. */
export const AT_FDCWD: DirectoryFd = -100;

const SLASH: u8 = 0x2f;

/** The path at an address. Throws EFAULT, ENAMETOOLONG, ENOMEM. */
export function pathAt(address: u64): string {
  return copyStringFromUser(address, PATH_MAX);
}

/** Where a relative path begins for the calls that take a directory's descriptor; null: the current directory. Throws EBADF. */
export function baseOf(directory: i32, path: string): Inode | null {
  if (directory === AT_FDCWD) return null;
  if (path.length > 0 && path.byteAt(0) === SLASH) return null;
  return currentProcess().descriptors.getAny(directory).inode;
}

/** The file that the path leads to. Throws as path resolution. */
export function fileAt(directory: i32, address: u64, follow: boolean): Inode {
  const path = pathAt(address);
  const process = currentProcess();
  return resolveAt(process.directories, currentCredentials(), baseOf(directory, path), path, follow);
}

/** The same; with AT_EMPTY_PATH an empty path means the descriptor itself. */
export function fileOrDescriptorAt(directory: i32, address: u64, flags: u32): Inode {
  const path = pathAt(address);
  const process = currentProcess();
  if (path.length === 0 && (flags & AtFlags.AT_EMPTY_PATH) !== 0) {
    return directory === AT_FDCWD ? process.directories.current : process.descriptors.getAny(directory).inode;
  }
  const follow = (flags & AtFlags.AT_SYMLINK_NOFOLLOW) === 0;
  return resolveAt(process.directories, currentCredentials(), baseOf(directory, path), path, follow);
}

/** Finds the place that the path's last component names; a link there is not followed. */
export function placeAt(place: Place, directory: i32, address: u64): void {
  const path = pathAt(address);
  const process = currentProcess();
  walk(place, process.directories, currentCredentials(), baseOf(directory, path), path, false);
}
