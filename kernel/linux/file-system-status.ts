/** System calls about file systems (statfs(2)). */

import { FileSystemStatus } from "../file/file-system.ts";
import type { Inode } from "../file/inode.ts";
import { storeStruct } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { AT_FDCWD, fileAt } from "./paths.ts";
import type { Fd, Out, UserPath } from "./abi/arguments.ts";

/** `struct statfs`. */
@struct
@size(120)
class FileSystemInformation {
  type: u64 = 0;
  blockSize: u64 = 0;
  blocks: u64 = 0;
  freeBlocks: u64 = 0;
  availableBlocks: u64 = 0;
  files: u64 = 0;
  freeFiles: u64 = 0;
  id: u64 = 0;
  nameLength: u64 = 0;
  fragmentSize: u64 = 0;
  flags: u64 = 0;
  reserved = new FixedArray<u64, 4>();
}

const ST_RDONLY: u64 = 1;
/** "The flags are valid." */
const ST_VALID: u64 = 0x20;

function storeFileSystem(inode: Inode, address: u64): i64 {
  const status = new FileSystemStatus();
  inode.fileSystem.status(status);
  const information = new FileSystemInformation();
  information.type = status.magic;
  information.blockSize = status.blockSize;
  information.blocks = status.blocks;
  information.freeBlocks = status.freeBlocks;
  information.availableBlocks = status.freeBlocks;
  information.files = status.files;
  information.freeFiles = status.freeFiles;
  information.id = inode.fileSystem.device;
  information.nameLength = 255;
  information.fragmentSize = status.blockSize;
  information.flags = ST_VALID | (inode.fileSystem.isReadOnly ? ST_RDONLY : 0);
  storeStruct(address, information);
  return 0;
}

/**
 * statfs(2): type and sizes of the file system that the file is on.
 *
 * Errors: EACCES; ENOENT; ENOTDIR; EFAULT; ELOOP; ENAMETOOLONG; ENOMEM.
 */
export function statfs(path: UserPath, address: Out<"statfs">): i64 {
  return storeFileSystem(fileAt(AT_FDCWD, path, true), address);
}

/** fstatfs(2): statfs of an open file. Errors: EBADF; EFAULT. */
export function fstatfs(fd: Fd, address: Out<"statfs">): i64 {
  return storeFileSystem(currentProcess().descriptors.getAny(fd).inode, address);
}
