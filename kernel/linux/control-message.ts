/**
 * Control messages of sendmsg(2) and recvmsg(2) (cmsg(3)): each is a head of 16 bytes (u64 length with the head, i32 level, i32 type), then its data, up
 * to a multiple of 8. There is one kind: SCM_RIGHTS, open files.
 */

import { Errno } from "../../core/errno.ts";
import type { File } from "../file/file.ts";
import { OpenFlags } from "../file/open-flags.ts";
import { FilesInFlight } from "../net/files-in-flight.ts";
import { MessageFlags, type Received } from "../net/message.ts";
import { loadStruct, readUser32, storeStruct, writeUser32 } from "../platform/user.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";
import { mayExceedFilesInFlight } from "../rights/policy.ts";
import { Resource, UNLIMITED } from "../process/limits.ts";
import { installFile } from "./open.ts";
import { OptionLevel } from "./abi/system-flags.ts";

@struct
@size(16)
class ControlHead {
  length: u64 = 0;
  level: u32 = 0;
  type: u32 = 0;
}
const HEAD_SIZE: u64 = 16;
const SCM_RIGHTS: u32 = 1;
/** Most files that go with one message (SCM_MAX_FD). */
const MOST_FILES: u64 = 253;
/** Longest control message (`net.core.optmem_max`). */
const MOST_CONTROL: u64 = 131_072;

/** The files that a program sends along; null: none. Throws EBADF, EINVAL, ENOBUFS, EFAULT, ENOMEM, ETOOMANYREFS. */
export function loadControl(address: u64, length: u64): FilesInFlight | null {
  if (length > MOST_CONTROL) throw Errno.ENOBUFS;
  const files: File[] = [];
  const head = new ControlHead();
  let at: u64 = 0;
  while (at + HEAD_SIZE <= length) {
    loadStruct(address + at, head);
    if (head.length < HEAD_SIZE || head.length > length - at) throw Errno.EINVAL;
    if (head.level === OptionLevel.SOL_SOCKET) {
      if (head.type !== SCM_RIGHTS) throw Errno.EINVAL;
      loadFiles(address + at + HEAD_SIZE, (head.length - HEAD_SIZE) / 4, files);
    }
    at += (head.length + 7) & ~u64(7);
  }
  if (files.length === 0) return null;
  const sender = currentCredentials();
  const most = mayExceedFilesInFlight(sender) ? UNLIMITED : currentProcess().limits.soft(Resource.Files);
  return new FilesInFlight(files, sender.user.real, most);
}

function loadFiles(address: u64, count: u64, files: File[]): void {
  if (files.length + count > MOST_FILES) throw Errno.EINVAL;
  const descriptors = currentProcess().descriptors;
  for (let i: u64 = 0; i < count; i++) files.push(descriptors.getAny(i32(readUser32(address + i * 4))));
}

/**
 * Gives the program descriptors of the files that came, as many as there is room for, and tells of them in its control buffer. Returns how much of that is
 * used. Marks the message when files are lost.
 */
export function storeControl(address: u64, length: u64, flags: MessageFlags, received: Received): u64 {
  if (received.files === null) return 0;
  const { files } = received.files;
  const room = length < HEAD_SIZE ? 0 : (length - HEAD_SIZE) / 4;
  let count: u64 = 0;
  try {
    while (count < bits.min(room, files.length)) {
      installAt(address + HEAD_SIZE + count * 4, files[count], flags);
      count += 1;
    }
  } catch {
    // What could not be told is lost, as on Linux; the message itself has come.
  }
  if (count < files.length) received.flags |= MessageFlags.ControlTruncated;
  if (count === 0) return 0;
  const head = new ControlHead();
  head.length = HEAD_SIZE + count * 4;
  head.level = OptionLevel.SOL_SOCKET;
  head.type = SCM_RIGHTS;
  storeStruct(address, head);
  return bits.min((head.length + 7) & ~u64(7), length);
}

/** Throws EMFILE, EFAULT, ENOMEM: then there is no descriptor. */
function installAt(address: u64, file: File, flags: MessageFlags): void {
  const isClosed = (flags & MessageFlags.CloseOnExec) !== 0;
  const fd = i32(installFile(file, isClosed ? u32(OpenFlags.CloseOnExec) : 0));
  try {
    writeUser32(address, u32(fd));
  } catch (error) {
    currentProcess().descriptors.close(fd);
    throw error;
  }
}
