/** System calls about memory (mmap(2) and its family). */

import { Errno } from "../../core/errno.ts";
import type { AddressSpace } from "../memory/address-space.ts";
import { roundUpToPage, USER_END, USER_START } from "../memory/address-space.ts";
import { Protection } from "../memory/protection.ts";
import { type MappingHold, type PageSource, Region, Sharing } from "../memory/region.ts";
import { SharedMemory } from "../memory/shared-memory.ts";
import { currentProcess } from "../process/current.ts";
import type { Address, Fd } from "./abi/arguments.ts";

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

const MAP_SHARED: u32 = 1;
const MAP_PRIVATE: u32 = 2;
const MAP_SHARED_VALIDATE: u32 = 3;
const MAP_TYPE: u32 = 0xf;
const MAP_FIXED: u32 = 0x10;
const MAP_ANONYMOUS: u32 = 0x20;
const MAP_GROWSDOWN: u32 = 0x100;
const MAP_FIXED_NOREPLACE: u32 = 0x10_0000;
const PROTECTION_BITS: u32 = 7;

/**
 * mmap(2): maps a file or fresh memory. The memory is given when it is touched. MAP_NORESERVE, MAP_STACK, MAP_DENYWRITE and MAP_POPULATE have no
 * effect; huge pages are not there.
 *
 * Errors: EINVAL length 0, not exactly one kind, an offset that is no multiple of the page size, or MAP_GROWSDOWN of anything but private anonymous memory; EBADF; EACCES the file is not open for it; EEXIST
 * (MAP_FIXED_NOREPLACE); ENODEV the file cannot be mapped; ENOMEM; EOVERFLOW.
 */
export function mmap(address: Address, length: u64, protection: u32, flags: u32, fd: Fd, offset: u64): i64 {
  if (length === 0 || (offset & PAGE_MASK) !== 0) throw Errno.EINVAL;
  if (length > USER_END) throw Errno.ENOMEM;
  if (bits.addOverflows(offset, length)) throw Errno.EOVERFLOW;
  const kind = flags & MAP_TYPE;
  if (kind !== MAP_SHARED && kind !== MAP_PRIVATE && kind !== MAP_SHARED_VALIDATE) throw Errno.EINVAL;
  const sharing = kind === MAP_PRIVATE ? Sharing.Private : Sharing.Shared;
  const rights = (protection & PROTECTION_BITS) as Protection;
  const size = roundUpToPage(length);
  let source: PageSource | null = null;
  let mayWrite = true;
  let hold: MappingHold | null = null;
  if ((flags & MAP_ANONYMOUS) === 0) {
    const file = currentProcess().descriptors.get(fd);
    source = file.mapping(sharing === Sharing.Shared, (rights & Protection.Write) !== 0);
    mayWrite = sharing === Sharing.Private || file.isWritable;
    hold = file.mappingHold;
  }
  const firstPage = source === null ? 0 : offset >> 12;
  // Memory without a file that is shared, /dev/zero's too.
  if (source === null && sharing === Sharing.Shared) source = new SharedMemory(size >> 12);
  const label = source === null ? "" : source.describe();
  const growsDown = (flags & MAP_GROWSDOWN) !== 0;
  if (growsDown && source !== null) throw Errno.EINVAL;
  const isFixed = (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) !== 0;
  if (!isFixed) {
    const region = new Region(0, size, rights, sharing, source, firstPage, growsDown, label);
    region.mayWrite = mayWrite;
    region.hold = hold;
    return i64(space().place(region, roundUpToPage(address)));
  }
  if ((address & PAGE_MASK) !== 0) throw Errno.EINVAL;
  if (address > USER_END - size) throw Errno.ENOMEM;
  const region = new Region(address, address + size, rights, sharing, source, firstPage, growsDown, label);
  region.mayWrite = mayWrite;
  region.hold = hold;
  if (address < USER_START) throw Errno.EPERM;
  space().map(region, (flags & MAP_FIXED_NOREPLACE) === 0);
  return i64(address);
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

const PROT_GROWSDOWN: u32 = 0x0100_0000;
const PROT_GROWSUP: u32 = 0x0200_0000;

/**
 * mprotect(2): changes what the pages allow.
 *
 * Errors: EINVAL an address that is no multiple of the page size, or unknown bits; EACCES writing to what is shared of a file that is open for reading
 * alone; ENOMEM part of the range is not mapped, or no memory.
 */
export function mprotect(address: Address, length: u64, protection: u32): i64 {
  if ((protection & ~(PROTECTION_BITS | PROT_GROWSDOWN | PROT_GROWSUP)) !== 0) throw Errno.EINVAL;
  const end = endOf(address, length, Errno.ENOMEM);
  if (end === address) return 0;
  space().protect(address, end, (protection & PROTECTION_BITS) as Protection);
  return 0;
}

const MADV_DONTNEED: u32 = 4;
const MADV_FREE: u32 = 8;
const MADV_DONTFORK: u32 = 10;
const MADV_DOFORK: u32 = 11;

/**
 * madvise(2): MADV_DONTNEED and MADV_FREE drop the pages' contents; the hints about access, huge pages and dumps are accepted.
 *
 * Errors: EINVAL an address that is no multiple of the page size, or an advice that Tessera does not have; ENOMEM part is not mapped.
 */
export function madvise(address: Address, length: u64, advice: u32): i64 {
  const end = endOf(address, length, Errno.EINVAL);
  switch (advice) {
    case MADV_DONTNEED:
    case MADV_FREE:
      if (end > address) space().discard(address, end);
      return 0;
    case 0:
    case 1:
    case 2:
    case 3:
    case MADV_DONTFORK:
    case MADV_DOFORK:
    case 14:
    case 15:
    case 16:
    case 17:
      if (end > address && !space().isMapped(address, end)) throw Errno.ENOMEM;
      return 0;
    default:
      throw Errno.EINVAL;
  }
}

const MREMAP_MAYMOVE: u32 = 1;
const MREMAP_FIXED: u32 = 2;

/**
 * mremap(2): changes the size of a mapping, moving it if it must and may. MREMAP_DONTUNMAP is not supported.
 *
 * Errors: EINVAL bad address, size 0 or flags; EFAULT the range is not one mapping; ENOMEM it cannot grow where it is and may not move.
 */
export function mremap(address: Address, oldLength: u64, newLength: u64, flags: u32, target: Address): i64 {
  // 0 for the largest lengths too.
  const size = roundUpToPage(newLength);
  if ((flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED)) !== 0 || size === 0) throw Errno.EINVAL;
  const isFixed = (flags & MREMAP_FIXED) !== 0;
  if (isFixed && ((flags & MREMAP_MAYMOVE) === 0 || (target & PAGE_MASK) !== 0)) throw Errno.EINVAL;
  const end = endOf(address, oldLength, Errno.EINVAL);
  if (end === address) throw Errno.EINVAL;
  if (size > USER_END) throw Errno.ENOMEM;
  const mayMove = (flags & MREMAP_MAYMOVE) !== 0;
  return i64(space().resize(address, end, size, mayMove, isFixed ? target : 0));
}

/**
 * msync(2): mapped files are memory that the file shares, so there is nothing to write back.
 *
 * Errors: EINVAL bad address or flags; ENOMEM part is not mapped.
 */
export function msync(address: Address, length: u64, flags: u32): i64 {
  if ((flags & ~u32(7)) !== 0 || (flags & 5) === 5) throw Errno.EINVAL;
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
export function mlockall(flags: u32): i64 {
  if (flags === 0 || flags > 7 || flags === MCL_ONFAULT) throw Errno.EINVAL;
  return 0;
}
const MCL_ONFAULT: u32 = 4;

/** munlockall(2). Never fails. */
export function munlockall(): i64 {
  return 0;
}

function checkMapped(address: u64, length: u64): i64 {
  const end = endOf(address, length, Errno.ENOMEM);
  if (end > address && !space().isMapped(address, end)) throw Errno.ENOMEM;
  return 0;
}
