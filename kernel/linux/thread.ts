/** System calls about the running thread (arch_prctl(2), prctl(2)). */

import { Errno } from "../../core/errno.ts";
import { copyFromUser, copyToUser, writeUser32, writeUser64 } from "../platform/user.ts";
import { setSubreaper } from "../process/exit.ts";
import { SIGNAL_MAX } from "../process/signal.ts";
import { STANDARD_SLACK } from "../process/user-thread.ts";
import { currentUserThread } from "../process/current.ts";
import { Personality } from "../process/personality.ts";
import type { Address, CommandArgument } from "./abi/arguments.ts";
import { dumpableOf, setDumpable } from "../process/program-state.ts";
import { SecureBits } from "../rights/credentials.ts";
import { Dumpable } from "../rights/dumpable.ts";
import {
  changeAmbientSet,
  dropFromBoundingSet,
  isInBoundingSet,
  setKeepCapabilities,
  setSecureBits,
} from "./capabilities.ts";
import { ArchOperation, PrctlOperation } from "./abi/process-flags.ts";

/**
 * set_tid_address(2): the word that is set to 0 (and woken as a futex) when the thread ends. Returns the thread's id. Never fails.
 */
export function set_tid_address(address: Address): i64 {
  const thread = currentUserThread();
  thread.clearChildTid = address;
  return i64(thread.id);
}

/**
 * arch_prctl(2): sets or gets the FS and GS base. (Shadow stacks, CPUID faulting and XSAVE permissions are EINVAL.)
 *
 * Errors: EPERM the base is not a user address; EINVAL unknown code; EFAULT.
 */
export function arch_prctl(code: ArchOperation, address: Address): i64 {
  const thread = currentUserThread();
  switch (code) {
    case ArchOperation.ARCH_SET_FS:
    case ArchOperation.ARCH_SET_GS:
      if (code === ArchOperation.ARCH_SET_FS) thread.setBases(address, thread.gsBase);
      else thread.setBases(thread.fsBase, address);
      return 0;
    case ArchOperation.ARCH_GET_FS:
      writeUser64(address, thread.fsBase);
      return 0;
    case ArchOperation.ARCH_GET_GS:
      writeUser64(address, thread.gsBase);
      return 0;
    default:
      throw Errno.EINVAL;
  }
}
/** Everybody may read the time-stamp counter. */
const PR_TSC_ENABLE: u32 = 1;

/**
 * prctl(2): PR_SET_NAME and PR_GET_NAME; PR_SET_DUMPABLE and PR_GET_DUMPABLE, which say who may look into the program (/proc/PID); PR_SET_PDEATHSIG and
 * PR_GET_PDEATHSIG; PR_SET_CHILD_SUBREAPER and PR_GET_CHILD_SUBREAPER; PR_SET_TIMERSLACK and PR_GET_TIMERSLACK (nobody is woken late); PR_SET_TSC
 * and PR_GET_TSC (the counter stays readable); PR_SET_NO_NEW_PRIVS and
 * PR_GET_NO_NEW_PRIVS; and of capabilities(7) PR_CAPBSET_READ, PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_SET_KEEPCAPS, PR_GET_KEEPCAPS, PR_SET_SECUREBITS,
 * PR_GET_SECUREBITS.
 *
 * Errors: EINVAL any other operation, or an argument that must be 0; EPERM; EFAULT; ENOMEM.
 */
export function prctl(
  operation: PrctlOperation,
  argument: CommandArgument,
  third: u64,
  fourth: u64,
  fifth: u64,
): i64 {
  const thread = currentUserThread();
  switch (operation) {
    case PrctlOperation.PR_SET_NAME:
      setName(argument);
      return 0;
    case PrctlOperation.PR_GET_NAME:
      writeName(argument);
      return 0;
    case PrctlOperation.PR_SET_PDEATHSIG:
      if (argument > u64(SIGNAL_MAX)) throw Errno.EINVAL;
      thread.process.parentDeathSignal = u32(argument);
      return 0;
    case PrctlOperation.PR_GET_PDEATHSIG:
      writeUser32(argument, thread.process.parentDeathSignal);
      return 0;
    case PrctlOperation.PR_GET_TSC:
      writeUser32(argument, PR_TSC_ENABLE);
      return 0;
    case PrctlOperation.PR_SET_TSC:
      if (argument !== u64(PR_TSC_ENABLE)) throw Errno.EINVAL;
      return 0;
    case PrctlOperation.PR_SET_TIMERSLACK:
      thread.timerSlack = i64(argument) <= 0 ? STANDARD_SLACK : u64(argument);
      return 0;
    case PrctlOperation.PR_GET_TIMERSLACK:
      return i64(thread.timerSlack);
    case PrctlOperation.PR_SET_CHILD_SUBREAPER:
      setSubreaper(thread.process, argument !== 0);
      return 0;
    case PrctlOperation.PR_GET_CHILD_SUBREAPER:
      writeUser32(argument, thread.process.isSubreaper ? 1 : 0);
      return 0;
    case PrctlOperation.PR_GET_DUMPABLE:
      return i64(dumpableOf(thread.process));
    case PrctlOperation.PR_SET_DUMPABLE:
      if (argument > 1) throw Errno.EINVAL;
      setDumpable(thread.process, argument === 0 ? Dumpable.No : Dumpable.Yes);
      return 0;
    case PrctlOperation.PR_GET_KEEPCAPS:
      return thread.credentials.isSecure(SecureBits.KeepCapabilities) ? 1 : 0;
    case PrctlOperation.PR_SET_KEEPCAPS:
      return setKeepCapabilities(argument);
    case PrctlOperation.PR_CAPBSET_READ:
      return isInBoundingSet(argument) ? 1 : 0;
    case PrctlOperation.PR_CAPBSET_DROP:
      return dropFromBoundingSet(argument);
    case PrctlOperation.PR_GET_SECUREBITS:
      return i64(thread.credentials.secureBits);
    case PrctlOperation.PR_SET_SECUREBITS:
      return setSecureBits(argument);
    case PrctlOperation.PR_CAP_AMBIENT:
      if ((fourth | fifth) !== 0) throw Errno.EINVAL;
      return changeAmbientSet(argument, third);
    case PrctlOperation.PR_SET_NO_NEW_PRIVS:
      if (argument !== 1 || (third | fourth | fifth) !== 0) throw Errno.EINVAL;
      thread.hasNoNewPrivileges = true;
      return 0;
    case PrctlOperation.PR_GET_NO_NEW_PRIVS:
      if ((argument | third | fourth | fifth) !== 0) throw Errno.EINVAL;
      return thread.hasNoNewPrivileges ? 1 : 0;
    default:
      throw Errno.EINVAL;
  }
}

function setName(address: u64): void {
  const bytes = new FixedArray<u8, 16>();
  for (let i: u64 = 0; i < 15; i++) {
    copyFromUser(bytes.span().subspan(i, i + 1), address + i);
    if (bytes[i] === 0) break;
  }
  const end = bytes.span().indexOf(0);
  const name = String.fromBytes(bytes.span().subspan(0, u64(end)));
  const thread = currentUserThread();
  if (thread.id === thread.process.pid) thread.process.name.store(name);
  else thread.ownName.store(name);
}

function writeName(address: u64): void {
  const thread = currentUserThread();
  const own = thread.ownName.load();
  const name = own.length > 0 ? own : thread.process.name.load();
  const bytes = new FixedArray<u8, 16>();
  bytes.span().copyFrom(name.bytes());
  copyToUser(address, bytes.span());
}

/**
 * personality(2): that of the calling thread, and of the programs that it starts: PER_LINUX, and ADDR_NO_RANDOMIZE, which has
 * programs lie at the same addresses at each execve(2) that raises no rights. 0xffffffff changes nothing. Returns the old one.
 *
 * Errors: EINVAL any other.
 */
export function personality(value: u32): i64 {
  const thread = currentUserThread();
  const old = thread.personality;
  if (value === 0xffff_ffff) return i64(old);
  if ((value & ~Personality.FixedAddresses) !== 0) throw Errno.EINVAL;
  thread.personality = value as Personality;
  return i64(old);
}
