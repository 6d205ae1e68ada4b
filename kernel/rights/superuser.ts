/**
 * What is left of user 0. Rights are capabilities; this id means something in three places alone, and all of them are here: what the first process has, which
 * capabilities come and go with changes of user ids, and what programs get that user 0 executes or owns (capabilities(7), "Effect of user ID changes on
 * capabilities", "Capabilities and execution of programs by root"). Only the files of this folder may ask.
 */

import { Capability, CapabilitySet } from "./capability.ts";
import { Credentials, Ids, SecureBits, ThreadCapabilities } from "./credentials.ts";

const SUPERUSER: u32 = 0;

/** Whether it is user 0. Who wants to know what somebody may do asks for a capability instead. */
export function isSuperuser(user: u32): boolean {
  return user === SUPERUSER;
}

/** Those of the first process: user 0 with all capabilities. Throws ENOMEM. */
export function firstCredentials(): Credentials {
  const capabilities = new ThreadCapabilities();
  capabilities.effective = CapabilitySet.all();
  capabilities.permitted = CapabilitySet.all();
  capabilities.bounding = CapabilitySet.all();
  return new Credentials(new Ids(), new Ids(), [], capabilities, SecureBits.None);
}

/** The capabilities after setuid(2), setreuid(2) or setresuid(2) has made the ids `user`. */
export function capabilitiesAfterSetUser(before: Credentials, user: Ids): ThreadCapabilities {
  let after = before.capabilities;
  if (before.isSecure(SecureBits.NoSetUserFixup)) return after;
  if (before.user.includes(SUPERUSER) && !user.includes(SUPERUSER)) {
    if (!before.isSecure(SecureBits.KeepCapabilities)) {
      after.permitted = CapabilitySet.none();
      after.effective = CapabilitySet.none();
    }
    after.ambient = CapabilitySet.none();
  }
  const wasSuperuser = isSuperuser(before.user.effective);
  if (wasSuperuser && !isSuperuser(user.effective)) after.effective = CapabilitySet.none();
  if (!wasSuperuser && isSuperuser(user.effective)) after.effective = after.permitted;
  return after;
}

/** The capabilities after setfsuid(2): those about files go and come with the id. */
export function capabilitiesAfterSetFileUser(before: Credentials, user: u32): ThreadCapabilities {
  let after = before.capabilities;
  if (before.isSecure(SecureBits.NoSetUserFixup)) return after;
  const wasSuperuser = isSuperuser(before.user.file);
  if (wasSuperuser && !isSuperuser(user)) after.effective = after.effective.minus(aboutFiles());
  if (!wasSuperuser && isSuperuser(user))
    after.effective = after.effective.or(after.permitted.and(aboutFiles()));
  return after;
}

/** The capabilities that its real user has without set-user-ID: all that are permitted if that is user 0, none otherwise. */
export function capabilitiesOfRealUser(credentials: Credentials): ThreadCapabilities {
  let own = credentials.capabilities;
  if (credentials.isSecure(SecureBits.NoSetUserFixup)) return own;
  own.effective = isSuperuser(credentials.user.real) ? own.permitted : CapabilitySet.none();
  return own;
}

/** CAP_FS_SET of Linux. */
function aboutFiles(): CapabilitySet {
  return CapabilitySet.none()
    .with(Capability.CHOWN)
    .with(Capability.DAC_OVERRIDE)
    .with(Capability.DAC_READ_SEARCH)
    .with(Capability.FOWNER)
    .with(Capability.FSETID)
    .with(Capability.LINUX_IMMUTABLE)
    .with(Capability.MKNOD)
    .with(Capability.MAC_OVERRIDE);
}

/** What execve(2) gives to a program that has no file capabilities. */
@struct
export class ProgramGrant {
  /** Permitted, before the ambient ones are added. */
  permitted: CapabilitySet = new CapabilitySet(0);
  /** All that is permitted is effective at once. */
  isEffective: boolean = false;
}

/** What a program gets that runs with the user ids, `before` being those of who executes it. */
export function grantToProgram(before: Credentials, user: Ids): ProgramGrant {
  const grant = new ProgramGrant();
  if (before.isSecure(SecureBits.NoRoot)) return grant;
  if (isSuperuser(user.real) || isSuperuser(user.effective))
    grant.permitted = before.capabilities.bounding.or(before.capabilities.inheritable);
  grant.isEffective = isSuperuser(user.effective);
  return grant;
}
