/** The parts of fcntl(2) about signals for files that become ready. */

import { Errno } from "../../core/errno.ts";
import { type FileOwner, OwnerKind } from "../file/async-notice.ts";
import type { File } from "../file/file.ts";
import { loadStruct, storeStruct } from "../platform/user.ts";
import { currentCredentials } from "../process/current.ts";
import { ProcessOwner } from "../process/process-owner.ts";
import { findProcess, findThread, groupMembers } from "../process/process-table.ts";
import { SIGNAL_MAX } from "../process/signal.ts";

/** `struct f_owner_ex`. */
@struct
@size(8)
class ExtendedOwner {
  kind: i32 = 0;
  id: i32 = 0;
}

/** F_SETOWN: a process, or below 0 a group; 0: nobody. Throws ESRCH, EINVAL, ENOMEM. */
export function setOwner(file: File, id: i32): void {
  if (id === -0x8000_0000) throw Errno.EINVAL;
  if (id < 0) setOwnerOf(file, OwnerKind.Group, -id);
  else setOwnerOf(file, OwnerKind.Process, id);
}

/** F_SETOWN_EX. Throws as `setOwner`; EFAULT. */
export function setExtendedOwner(file: File, address: u64): void {
  const wanted = new ExtendedOwner();
  loadStruct(address, wanted);
  if (wanted.kind < 0 || wanted.kind > i32(OwnerKind.Group)) throw Errno.EINVAL;
  setOwnerOf(file, u32(wanted.kind) as OwnerKind, wanted.id);
}

function setOwnerOf(file: File, kind: OwnerKind, id: i32): void {
  if (id !== 0 && !exists(kind, id)) throw Errno.ESRCH;
  const owner = id === 0 ? null : new ProcessOwner(kind, id, currentCredentials());
  file.noticeOf().settings.owner.store(owner);
}

function exists(kind: OwnerKind, id: i32): boolean {
  switch (kind) {
    case OwnerKind.Thread:
      return findThread(id) !== null;
    case OwnerKind.Process:
      return findProcess(id) !== null;
    default:
      return groupMembers(id).length > 0;
  }
}

function ownerOf(file: File): FileOwner | null {
  const notice = file.asyncNotice.load();
  return notice === null ? null : notice.settings.owner.load();
}

/** F_GETOWN: as F_SETOWN was given it; 0 for nobody. */
export function getOwner(file: File): i32 {
  const owner = ownerOf(file);
  if (owner === null) return 0;
  return owner.kind === OwnerKind.Group ? -owner.id : owner.id;
}

/** F_GETOWN_EX. Throws EFAULT. */
export function getExtendedOwner(file: File, address: u64): void {
  const owner = ownerOf(file);
  const found = new ExtendedOwner();
  if (owner !== null) {
    found.kind = i32(owner.kind);
    found.id = owner.id;
  }
  storeStruct(address, found);
}

/** F_SETSIG. Throws EINVAL, ENOMEM. */
export function setFileSignal(file: File, signal: u64): void {
  if (signal > u64(SIGNAL_MAX)) throw Errno.EINVAL;
  file.noticeOf().settings.signal.store(u32(signal));
}

/** F_GETSIG: 0 means SIGIO. */
export function getFileSignal(file: File): u32 {
  const notice = file.asyncNotice.load();
  return notice === null ? 0 : notice.settings.signal.load();
}
