/** Who a program runs as, and with which capabilities (execve(2); capabilities(7), "Transformation of capabilities during execve()"). */

import { Capability, CapabilitySet } from "./capability.ts";
import { Credentials, type Ids, SecureBits } from "./credentials.ts";
import { GROUP_EXECUTE, SET_GROUP, SET_USER } from "./mode.ts";
import { grantToProgram, isSuperuser } from "./superuser.ts";

/** Who a program will run as. */
export class ProgramCredentials {
  readonly credentials: Credentials;
  /** It acts for somebody else than who started it, and must not trust its environment (AT_SECURE). */
  readonly isSecure: boolean;

  constructor(credentials: Credentials, isSecure: boolean) {
    this.credentials = credentials;
    this.isSecure = isSecure;
  }
}

/** What execve(2) knows of a program's file and of who executes it. */
@struct
export class ProgramOwner {
  mode: u32 = 0;
  user: u32 = 0;
  group: u32 = 0;
  /** The thread has asked to gain nothing (PR_SET_NO_NEW_PRIVS). */
  mayGain: boolean = true;
  /** Another process has the same root and current directory, which it could change under the program (CLONE_FS). */
  isObserved: boolean = false;

  /** The file could give the program somebody else's rights. */
  get isRaising(): boolean {
    return this.mayGain && (this.mode & (SET_USER | SET_GROUP)) !== 0;
  }
}

/** Those of a program that is executed with the credentials `before`. Throws ENOMEM. */
export function credentialsForProgram(before: Credentials, file: ProgramOwner): ProgramCredentials {
  let user = before.user;
  let group = before.group;
  if (file.mayGain && (file.mode & SET_USER) !== 0) user.effective = file.user;
  // Without the group's right to execute the bit meant mandatory locks once.
  const setGroup = SET_GROUP | GROUP_EXECUTE;
  if (file.mayGain && (file.mode & setGroup) === setGroup) group.effective = file.group;
  const grant = grantToProgram(before, user);
  const isSetId = user.effective !== before.user.real || group.effective !== before.group.real;
  const gains = !grant.permitted.isWithin(before.capabilities.permitted);
  if ((isSetId || gains) && (file.isObserved || !file.mayGain)) {
    // It gets no more than it had, and maybe less.
    if (!before.has(Capability.SETUID) || !file.mayGain) {
      user.effective = user.real;
      group.effective = group.real;
    }
    grant.permitted = grant.permitted.and(before.capabilities.permitted);
  }
  settle(user);
  settle(group);
  let capabilities = before.capabilities;
  if (isSetId) capabilities.ambient = CapabilitySet.none();
  capabilities.permitted = grant.permitted.or(capabilities.ambient);
  capabilities.effective = grant.isEffective ? capabilities.permitted : capabilities.ambient;
  const bits = before.secureBits & ~SecureBits.KeepCapabilities;
  const credentials = new Credentials(user, group, before.otherGroups, capabilities, bits);
  const grew = !capabilities.permitted.isWithin(capabilities.ambient);
  const isSecure = isSetId || (!isSuperuser(user.real) && (grant.isEffective || grew));
  return new ProgramCredentials(credentials, isSecure);
}

/** The program may go back to whom it starts as. */
function settle(ids: Ids): void {
  ids.saved = ids.effective;
  ids.file = ids.effective;
}
