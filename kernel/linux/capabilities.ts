/** System calls about capabilities (capabilities(7)). */

import { Errno } from "../../core/errno.ts";
import type { In, InOut, Out } from "./abi/arguments.ts";
import { readUser32, writeUser32 } from "../platform/user.ts";
import { currentCredentials, currentUserThread } from "../process/current.ts";
import { findThread } from "../process/process-table.ts";
import { changeCredentials, credentialsOfThread } from "../process/program-state.ts";
import { Capability, capabilityOf, CapabilitySet } from "../rights/capability.ts";
import { type Credentials, SecureBits } from "../rights/credentials.ts";
import { mayInherit, mayRaiseAmbient, maySetSecureBits } from "../rights/policy.ts";

/** Versions of the interface: with one word for each set, and with two. */
const VERSION_1: u32 = 0x1998_0330;
const VERSION_2: u32 = 0x2007_1026;
const VERSION_3: u32 = 0x2008_0522;
/** Bytes of `struct __user_cap_data_struct`: a word each of the effective, permitted and inheritable set. */
const DATA_SIZE: u64 = 12;

/** Words for each set in the header's version; 0 for an unknown one, and the header gets the newest. Throws EFAULT. */
function wordsOf(header: u64): u64 {
  const version = readUser32(header);
  if (version === VERSION_1) return 1;
  if (version === VERSION_2 || version === VERSION_3) return 2;
  writeUser32(header, VERSION_3);
  return 0;
}

/**
 * capget(2): the effective, permitted and inheritable capabilities of a thread (0: the caller).
 *
 * Errors: EINVAL an unknown version (the header gets the newest known) or a negative id; ESRCH; EFAULT.
 */
export function capget(header: InOut<"user_cap_header">, data: Out<"user_cap_data">): i64 {
  const words = wordsOf(header);
  if (words === 0) {
    if (data === 0) return 0;
    throw Errno.EINVAL;
  }
  const id = i32(readUser32(header + 4));
  if (id < 0) throw Errno.EINVAL;
  const thread = id === 0 ? currentUserThread() : findThread(id);
  if (thread === null) throw Errno.ESRCH;
  if (data === 0) return 0;
  const { capabilities } = credentialsOfThread(thread);
  for (let i: u64 = 0; i < words; i++) {
    const at = data + i * DATA_SIZE;
    writeUser32(at, u32(capabilities.effective.bits >> (i * 32)));
    writeUser32(at + 4, u32(capabilities.permitted.bits >> (i * 32)));
    writeUser32(at + 8, u32(capabilities.inheritable.bits >> (i * 32)));
  }
  return 0;
}

/**
 * capset(2): sets the effective, permitted and inheritable capabilities of the calling thread. What is no longer permitted and inheritable is no longer ambient.
 *
 * Errors: EINVAL an unknown version (the header gets the newest known); EPERM another thread; a permitted one that was not; an effective one that is not
 * permitted; an inheritable one that was neither, without CAP_SETPCAP, or beyond the bounding set; EFAULT; ENOMEM.
 */
export function capset(header: InOut<"user_cap_header">, data: In<"user_cap_data">): i64 {
  const words = wordsOf(header);
  if (words === 0) throw Errno.EINVAL;
  const id = i32(readUser32(header + 4));
  const thread = currentUserThread();
  if (id !== 0 && id !== thread.id) throw Errno.EPERM;
  const before = thread.credentials;
  let sets = before.capabilities;
  sets.effective = readSet(data, words);
  sets.permitted = readSet(data + 4, words);
  sets.inheritable = readSet(data + 8, words);
  if (!mayInherit(before, sets.inheritable)) throw Errno.EPERM;
  if (!sets.permitted.isWithin(before.capabilities.permitted)) throw Errno.EPERM;
  if (!sets.effective.isWithin(sets.permitted)) throw Errno.EPERM;
  sets.ambient = sets.ambient.and(sets.permitted).and(sets.inheritable);
  return become(before.withCapabilities(sets));
}

function readSet(address: u64, words: u64): CapabilitySet {
  let set: u64 = 0;
  for (let i: u64 = 0; i < words; i++) set |= u64(readUser32(address + i * DATA_SIZE)) << (i * 32);
  return new CapabilitySet(set);
}

function become(credentials: Credentials): i64 {
  changeCredentials(currentUserThread(), credentials);
  return 0;
}

// ---------------------------------------------------------------- prctl(2)

/** Throws EINVAL. */
function capabilityArgument(number: u64): Capability {
  const capability = capabilityOf(number);
  if (capability === null) throw Errno.EINVAL;
  return capability;
}

/** PR_CAPBSET_READ: whether programs can get the capability. Throws EINVAL. */
export function isInBoundingSet(number: u64): boolean {
  const capability = capabilityArgument(number);
  return currentCredentials().capabilities.bounding.has(capability);
}

/** PR_CAPBSET_DROP: no program of the thread and its children gets the capability any more. Throws EPERM without CAP_SETPCAP, EINVAL, ENOMEM. */
export function dropFromBoundingSet(number: u64): i64 {
  const before = currentCredentials();
  if (!before.has(Capability.SETPCAP)) throw Errno.EPERM;
  let sets = before.capabilities;
  sets.bounding = sets.bounding.without(capabilityArgument(number));
  return become(before.withCapabilities(sets));
}

const PR_CAP_AMBIENT_IS_SET: u64 = 1;
const PR_CAP_AMBIENT_RAISE: u64 = 2;
const PR_CAP_AMBIENT_LOWER: u64 = 3;
const PR_CAP_AMBIENT_CLEAR_ALL: u64 = 4;

/** PR_CAP_AMBIENT: asks for, adds or takes away a capability that all programs of the thread get, or takes all away. Throws EINVAL, EPERM, ENOMEM. */
export function changeAmbientSet(operation: u64, number: u64): i64 {
  const before = currentCredentials();
  let sets = before.capabilities;
  if (operation === PR_CAP_AMBIENT_CLEAR_ALL) {
    if (number !== 0) throw Errno.EINVAL;
    sets.ambient = CapabilitySet.none();
    return become(before.withCapabilities(sets));
  }
  const capability = capabilityArgument(number);
  if (operation === PR_CAP_AMBIENT_IS_SET) return sets.ambient.has(capability) ? 1 : 0;
  if (operation === PR_CAP_AMBIENT_LOWER) {
    sets.ambient = sets.ambient.without(capability);
  } else {
    if (operation !== PR_CAP_AMBIENT_RAISE) throw Errno.EINVAL;
    if (!mayRaiseAmbient(before, capability)) throw Errno.EPERM;
    sets.ambient = sets.ambient.with(capability);
  }
  return become(before.withCapabilities(sets));
}

/** PR_SET_SECUREBITS. Throws EPERM, ENOMEM. */
export function setSecureBits(wanted: u64): i64 {
  const before = currentCredentials();
  if (!maySetSecureBits(before, wanted)) throw Errno.EPERM;
  return become(before.withSecureBits(u32(wanted) as SecureBits));
}

/** PR_SET_KEEPCAPS. Throws EINVAL, EPERM, ENOMEM. */
export function setKeepCapabilities(wanted: u64): i64 {
  const before = currentCredentials();
  if (wanted > 1) throw Errno.EINVAL;
  if (before.isSecure(SecureBits.KeepCapabilitiesLocked)) throw Errno.EPERM;
  const others = before.secureBits & ~SecureBits.KeepCapabilities;
  return become(before.withSecureBits(wanted !== 0 ? others | SecureBits.KeepCapabilities : others));
}
