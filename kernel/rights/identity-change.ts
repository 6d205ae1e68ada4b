/** Becoming another user or group (setuid(2) and its kin, credentials(7)): from the credentials before to those after. All throw ENOMEM. */

import { Errno } from "../../core/errno.ts";
import { Capability } from "./capability.ts";
import { type Credentials, type Ids, NO_ID } from "./credentials.ts";
import {
  capabilitiesAfterSetFileUser,
  capabilitiesAfterSetUser,
  capabilitiesOfRealUser,
} from "./superuser.ts";

function becomeUser(before: Credentials, user: Ids): Credentials {
  return before.withUser(user, capabilitiesAfterSetUser(before, user));
}

/** setuid(2). Throws EINVAL, EPERM. */
export function setUser(before: Credentials, id: u32): Credentials {
  let user = before.user;
  setId(user, id, before.has(Capability.SETUID));
  return becomeUser(before, user);
}

/** setgid(2). Throws EINVAL, EPERM. */
export function setGroup(before: Credentials, id: u32): Credentials {
  let group = before.group;
  setId(group, id, before.has(Capability.SETGID));
  return before.withGroup(group);
}

function setId(ids: Ids, id: u32, isFree: boolean): void {
  if (id === NO_ID) throw Errno.EINVAL;
  if (isFree) ids.setAll(id);
  else if (id === ids.real || id === ids.saved) ids.setEffective(id);
  else throw Errno.EPERM;
}

/** setreuid(2): the saved id follows when the effective one becomes another than the real one was. Throws EPERM. */
export function setRealAndEffectiveUser(before: Credentials, real: u32, effective: u32): Credentials {
  let user = before.user;
  setRealAndEffective(user, real, effective, before.has(Capability.SETUID));
  return becomeUser(before, user);
}

/** setregid(2). Throws EPERM. */
export function setRealAndEffectiveGroup(before: Credentials, real: u32, effective: u32): Credentials {
  let group = before.group;
  setRealAndEffective(group, real, effective, before.has(Capability.SETGID));
  return before.withGroup(group);
}

function setRealAndEffective(ids: Ids, real: u32, effective: u32, isFree: boolean): void {
  const mayBeReal = real === NO_ID || real === ids.real || real === ids.effective;
  const mayBeEffective = effective === NO_ID || ids.includes(effective);
  if (!isFree && !(mayBeReal && mayBeEffective)) throw Errno.EPERM;
  const isSavedToo = real !== NO_ID || (effective !== NO_ID && effective !== ids.real);
  if (real !== NO_ID) ids.real = real;
  if (effective !== NO_ID) ids.effective = effective;
  if (isSavedToo) ids.saved = ids.effective;
  ids.file = ids.effective;
}

/** setresuid(2). Throws EPERM. */
export function setUsers(before: Credentials, real: u32, effective: u32, saved: u32): Credentials {
  let user = before.user;
  setThree(user, real, effective, saved, before.has(Capability.SETUID));
  return becomeUser(before, user);
}

/** setresgid(2). Throws EPERM. */
export function setGroups(before: Credentials, real: u32, effective: u32, saved: u32): Credentials {
  let group = before.group;
  setThree(group, real, effective, saved, before.has(Capability.SETGID));
  return before.withGroup(group);
}

function setThree(ids: Ids, real: u32, effective: u32, saved: u32, isFree: boolean): void {
  const areOwn = isOwn(ids, real) && isOwn(ids, effective) && isOwn(ids, saved);
  if (!isFree && !areOwn) throw Errno.EPERM;
  if (real !== NO_ID) ids.real = real;
  if (effective !== NO_ID) ids.effective = effective;
  if (saved !== NO_ID) ids.saved = saved;
  ids.file = ids.effective;
}

function isOwn(ids: Ids, id: u32): boolean {
  return id === NO_ID || ids.includes(id);
}

/** setfsuid(2). Null: it may not, and nothing changes. */
export function setFileUser(before: Credentials, id: u32): Credentials | null {
  let user = before.user;
  if (!setFileId(user, id, before.has(Capability.SETUID))) return null;
  return before.withUser(user, capabilitiesAfterSetFileUser(before, id));
}

/** setfsgid(2). Null: it may not, and nothing changes. */
export function setFileGroup(before: Credentials, id: u32): Credentials | null {
  let group = before.group;
  return setFileId(group, id, before.has(Capability.SETGID)) ? before.withGroup(group) : null;
}

function setFileId(ids: Ids, id: u32, isFree: boolean): boolean {
  if (id === NO_ID || id === ids.file || !(isFree || ids.includes(id))) return false;
  ids.file = id;
  return true;
}

/** For access(2), which asks for the user that runs a set-user-ID program: what the real ids would allow it. */
export function withRealIds(before: Credentials): Credentials {
  let user = before.user;
  let group = before.group;
  user.file = user.real;
  group.file = group.real;
  const capabilities = capabilitiesOfRealUser(before);
  const isSame = user.file === before.user.file && group.file === before.group.file;
  if (isSame && capabilities.effective.bits === before.capabilities.effective.bits) return before;
  return before.withUser(user, capabilities).withGroup(group);
}
