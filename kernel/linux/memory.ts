/** System calls about memory (mmap(2) and its family). */

import { Errno } from "../../core/errno.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { roundUpToPage, USER_END, USER_START } from "../memory/address-space.ts";
import { FaultResult } from "../memory/fault-result.ts";
import { Access, Protection } from "../memory/protection.ts";
import { Inheritance, type MappingHold, type PageSource, Region, Sharing } from "../memory/region.ts";
import { SharedMemory } from "../memory/shared-memory.ts";
import { currentProcess } from "../process/current.ts";
import type { Address, Fd } from "./abi/arguments.ts";
import {
  LockAllFlags,
  MapFlags,
  MemoryAdvice,
  ProtectionFlags,
  RemapFlags,
  SyncFlags,
} from "./abi/memory-flags.ts";

const PAGE_MASK: u64 = 0xfff;

function space(): AddressSpace {
  const current = currentProcess().space;
  if (current === null) throw Errno.ENOMEM;
  return current;
}

/** One past the last page of a range given by a caller. Throws EINVAL for an address that is no multiple of the page size, `overflow` when it does not fit. */
function endOf(address: u64, length: u64, overflow: Errno): u64 {
  if ((address & PAGE_MASK) !== 0) throw Errno.EINVAL;
  if (length > USER_END || address > USER_END || address + length > USER_END) throw overflow;
  return address + roundUpToPage(length);
}

/**
 * brk(2): moves the end of the heap and returns it; when that is not possible the old one. 0 asks for it. Never fails.
 */
export function brk(address: Address): i64 {
  return i64(space().setBreak(address));
}
const MAP_TYPE: u32 = 0xf;
/** Those that were there before MAP_SHARED_VALIDATE (LEGACY_MAP_MASK). */
const OLD_FLAGS: u32 = 0xfc07_f973;
/** The largest offset in a file. */
const LAST_OFFSET: u64 = 0x7fff_ffff_ffff_ffff;
const PROTECTION_BITS: u32 = 7;

/**
 * mmap(2): maps a file or fresh memory. The memory is given when it is touched. MAP_NORESERVE, MAP_STACK and MAP_DENYWRITE have no
 * effect; MAP_LOCKED brings the memory in as MAP_POPULATE does, and nothing ever goes out; huge pages are not there.
 *
 * Errors: EINVAL length 0, not exactly one kind, an offset that is no multiple of the page size, or MAP_GROWSDOWN of anything but private anonymous memory; EBADF; EACCES the file is not open for it; EEXIST
 * (MAP_FIXED_NOREPLACE); ENODEV the file cannot be mapped; ENOMEM; EOPNOTSUPP a flag that MAP_SHARED_VALIDATE does not know; EOVERFLOW the offsets are too large.
 */
export function mmap(
  address: Address,
  length: u64,
  protection: ProtectionFlags,
  flags: MapFlags,
  fd: Fd,
  offset: u64,
): i64 {
  if ((offset & PAGE_MASK) !== 0) throw Errno.EINVAL;
  const isAnonymous = (flags & MapFlags.MAP_ANONYMOUS) !== 0;
  const file = isAnonymous ? null : currentProcess().descriptors.get(fd);
  if (length === 0) throw Errno.EINVAL;
  if (length > USER_END) throw Errno.ENOMEM;
  if (bits.addOverflows(offset, length)) throw Errno.EOVERFLOW;
  const kind = flags & MAP_TYPE;
  checkKind(kind, flags, isAnonymous);
  if (file !== null && offset + roundUpToPage(length) > LAST_OFFSET) throw Errno.EOVERFLOW;
  const sharing = kind === MapFlags.MAP_PRIVATE ? Sharing.Private : Sharing.Shared;
  const rights = (protection & PROTECTION_BITS) as Protection;
  const size = roundUpToPage(length);
  let source: PageSource | null = null;
  let mayWrite = true;
  let hold: MappingHold | null = null;
  if (file !== null) {
    source = file.mapping(sharing === Sharing.Shared, (rights & Protection.Write) !== 0);
    mayWrite = sharing === Sharing.Private || file.isWritable;
    hold = file.mappingHold;
  }
  const firstPage = source === null ? 0 : offset >> 12;
  // Memory without a file that is shared, /dev/zero's too.
  if (source === null && sharing === Sharing.Shared) source = new SharedMemory(size >> 12);
  const label = source === null ? "" : source.describe();
  const growsDown = (flags & MapFlags.MAP_GROWSDOWN) !== 0;
  if (growsDown && source !== null) throw Errno.EINVAL;
  const isFixed = (flags & (MapFlags.MAP_FIXED | MapFlags.MAP_FIXED_NOREPLACE)) !== 0;
  if (!isFixed) {
    const region = new Region(0, size, rights, sharing, source, firstPage, growsDown, label);
    region.mayWrite = mayWrite;
    region.hold = hold;
    const place = space().place(region, roundUpToPage(address), (flags & MapFlags.MAP_32BIT) !== 0);
    populateIfAsked(place, size, rights, flags);
    return i64(place);
  }
  if ((address & PAGE_MASK) !== 0) throw Errno.EINVAL;
  if (address > USER_END - size) throw Errno.ENOMEM;
  const region = new Region(address, address + size, rights, sharing, source, firstPage, growsDown, label);
  region.mayWrite = mayWrite;
  region.hold = hold;
  if (address < USER_START) throw Errno.EPERM;
  space().map(region, (flags & MapFlags.MAP_FIXED_NOREPLACE) === 0);
  populateIfAsked(address, size, rights, flags);
  return i64(address);
}

/** Throws EINVAL, EOPNOTSUPP (MAP_SHARED_VALIDATE with a flag that old kernels ignore), ENOMEM (huge pages). */
function checkKind(kind: u32, flags: u32, isAnonymous: boolean): void {
  const isKind =
    kind === MapFlags.MAP_SHARED ||
    kind === MapFlags.MAP_PRIVATE ||
    (kind === MapFlags.MAP_SHARED_VALIDATE && !isAnonymous);
  if (!isKind) throw Errno.EINVAL;
  if (kind === MapFlags.MAP_SHARED_VALIDATE && (flags & ~OLD_FLAGS) !== 0) throw Errno.EOPNOTSUPP;
  // None are set aside, as on a Linux that was not told to.
  if ((flags & MapFlags.MAP_HUGETLB) !== 0) throw isAnonymous ? Errno.ENOMEM : Errno.EINVAL;
}

/** MAP_POPULATE, and MAP_LOCKED, which means it too: as far as it goes, for the mapping is there whatever comes of it. */
function populateIfAsked(address: u64, size: u64, rights: Protection, flags: u32): void {
  const isAsked =
    (flags & MapFlags.MAP_LOCKED) !== 0 ||
    (flags & (MapFlags.MAP_POPULATE | MapFlags.MAP_NONBLOCK)) === MapFlags.MAP_POPULATE;
  if (!isAsked || rights === Protection.None) return;
  const isWritten = (rights & Protection.Write) !== 0 && (flags & MAP_TYPE) === MapFlags.MAP_PRIVATE;
  space().populate(address, address + size, isWritten ? Access.Write : Access.Read);
}

/**
 * munmap(2): takes mappings away, parts of them too. Nothing there is no error.
 *
 * Errors: EINVAL length 0, or an address that is no multiple of the page size or outside user space; ENOMEM.
 */
export function munmap(address: Address, length: u64): i64 {
  if (length === 0) throw Errno.EINVAL;
  space().unmap(address, endOf(address, length, Errno.EINVAL));
  return 0;
}

/**
 * mprotect(2): changes what the pages allow.
 *
 * Errors: EINVAL an address that is no multiple of the page size, or unknown bits; EACCES writing to what is shared of a file that is open for reading
 * alone; ENOMEM part of the range is not mapped, or no memory.
 */
export function mprotect(address: Address, length: u64, protection: ProtectionFlags): i64 {
  if ((protection & ~(PROTECTION_BITS | ProtectionFlags.PROT_GROWSDOWN | ProtectionFlags.PROT_GROWSUP)) !== 0)
    throw Errno.EINVAL;
  const end = endOf(address, length, Errno.ENOMEM);
  if (end === address) return 0;
  space().protect(address, end, (protection & PROTECTION_BITS) as Protection);
  return 0;
}

/**
 * madvise(2): MADV_DONTNEED and MADV_FREE drop the pages' contents; MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK and MADV_KEEPONFORK say what a child gets;
 * MADV_POPULATE_READ and MADV_POPULATE_WRITE bring the pages in; the hints about access, huge pages and dumps are accepted.
 *
 * Errors: EINVAL an address that is no multiple of the page size, or an advice that Tessera does not have; ENOMEM part is not mapped.
 */
export function madvise(address: Address, length: u64, advice: MemoryAdvice): i64 {
  const end = endOf(address, length, Errno.EINVAL);
  switch (advice) {
    case MemoryAdvice.MADV_DONTNEED:
    case MemoryAdvice.MADV_FREE:
      if (end > address) space().discard(address, end);
      return 0;
    case 0:
    case 1:
    case 2:
    case 3:
    case 14:
    case 15:
    case 16:
    case 17:
    case MemoryAdvice.MADV_COLD:
    case MemoryAdvice.MADV_PAGEOUT:
      if (end > address && !space().isMapped(address, end)) throw Errno.ENOMEM;
      return 0;
    case MemoryAdvice.MADV_DONTFORK:
      if (end > address) space().setInheritance(address, end, Inheritance.LeftOut);
      return 0;
    case MemoryAdvice.MADV_WIPEONFORK:
      if (end > address) space().setInheritance(address, end, Inheritance.Wiped);
      return 0;
    case MemoryAdvice.MADV_DOFORK:
    case MemoryAdvice.MADV_KEEPONFORK:
      if (end > address) space().setInheritance(address, end, Inheritance.Copied);
      return 0;
    case MemoryAdvice.MADV_POPULATE_READ:
    case MemoryAdvice.MADV_POPULATE_WRITE:
      populate(address, end, advice === MemoryAdvice.MADV_POPULATE_WRITE ? Access.Write : Access.Read);
      return 0;
    default:
      throw Errno.EINVAL;
  }
}

/** Throws what madvise(2) says for memory that cannot be brought in. */
function populate(start: u64, end: u64, access: Access): void {
  switch (space().populate(start, end, access)) {
    case FaultResult.Resolved:
      return;
    case FaultResult.Denied:
      throw Errno.EINVAL;
    case FaultResult.Beyond:
      throw Errno.EFAULT;
    default:
      throw Errno.ENOMEM;
  }
}

/**
 * mremap(2): changes the size of a mapping, moving it if it must and may. MREMAP_DONTUNMAP is not supported.
 *
 * Errors: EINVAL bad address, size 0 or flags; EFAULT the range is not one mapping; ENOMEM it cannot grow where it is and may not move.
 */
export function mremap(
  address: Address,
  oldLength: u64,
  newLength: u64,
  flags: RemapFlags,
  target: Address,
): i64 {
  // 0 for the largest lengths too.
  const size = roundUpToPage(newLength);
  if (size === 0) throw Errno.EINVAL;
  const isFixed = (flags & RemapFlags.MREMAP_FIXED) !== 0;
  if (isFixed && ((flags & RemapFlags.MREMAP_MAYMOVE) === 0 || (target & PAGE_MASK) !== 0))
    throw Errno.EINVAL;
  const end = endOf(address, oldLength, Errno.EINVAL);
  if (size > USER_END) throw Errno.ENOMEM;
  const mayMove = (flags & RemapFlags.MREMAP_MAYMOVE) !== 0;
  return i64(space().resize(address, end, size, mayMove, isFixed ? target : 0));
}

/**
 * msync(2): mapped files are memory that the file shares, so there is nothing to write back.
 *
 * Errors: EINVAL bad address or flags; ENOMEM part is not mapped.
 */
export function msync(address: Address, length: u64, flags: SyncFlags): i64 {
  const both = SyncFlags.MS_ASYNC | SyncFlags.MS_SYNC;
  if ((flags & both) === both) throw Errno.EINVAL;
  return checkMapped(address, length);
}

/**
 * mlock(2): memory is never swapped out, so that it is mapped is enough.
 *
 * Errors: EINVAL; ENOMEM part is not mapped.
 */
export function mlock(address: Address, length: u64): i64 {
  const start = address & ~PAGE_MASK;
  return checkMapped(start, length + (address - start));
}

/** munlock(2). Errors: as mlock. */
export function munlock(address: Address, length: u64): i64 {
  return mlock(address, length);
}

/**
 * mlockall(2): memory is never swapped out, so there is nothing to do.
 *
 * Errors: EINVAL unknown flags, or none.
 */
export function mlockall(flags: LockAllFlags): i64 {
  if (u32(flags) === 0 || flags === LockAllFlags.MCL_ONFAULT) throw Errno.EINVAL;
  return 0;
}

/** munlockall(2). Never fails. */
export function munlockall(): i64 {
  return 0;
}

function checkMapped(address: u64, length: u64): i64 {
  const end = endOf(address, length, Errno.ENOMEM);
  if (end > address && !space().isMapped(address, end)) throw Errno.ENOMEM;
  return 0;
}
