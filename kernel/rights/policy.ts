/**
 * Who may do what: the one place that every system call and every file of /proc asks. The questions are about credentials and plain values; who asks finds
 * these, and turns a "no" into the errno of its manual page. What a single capability decides is `credentials.has(…)`.
 */

import { Capability, type CapabilitySet } from "./capability.ts";
import { type Credentials, type Ids, SecureBits } from "./credentials.ts";
import { declareNumber } from "../setting/number-setting.ts";
import { Dumpable } from "./dumpable.ts";
import {
  FileAccess,
  FileType,
  GROUP_EXECUTE,
  SET_GROUP,
  SET_USER,
  SOMEBODY_EXECUTES,
  STICKY,
  TYPE_MASK,
} from "./mode.ts";
import { isSuperuser } from "./superuser.ts";

// ---------------------------------------------------------------- files

/** Whether a file with the mode and owners may be used for all of the access (path_resolution(7), "Permissions"). */
export function mayAccess(asker: Credentials, mode: u32, user: u32, group: u32, access: FileAccess): boolean {
  let granted = mode;
  if (asker.user.file === user) granted >>= 6;
  else if (asker.isInGroup(group)) granted >>= 3;
  if ((granted & access) === access) return true;
  return mayOverride(asker, mode, access);
}

/** Whether a capability allows what the mode does not. Nobody executes a file that no one may execute. */
function mayOverride(asker: Credentials, mode: u32, access: FileAccess): boolean {
  const isDirectory = (mode & TYPE_MASK) === FileType.Directory;
  const searches = isDirectory && (access & FileAccess.Write) === 0;
  if ((searches || access === FileAccess.Read) && asker.has(Capability.DAC_READ_SEARCH)) return true;
  const executes = (access & FileAccess.Execute) !== 0;
  if (executes && !isDirectory && (mode & SOMEBODY_EXECUTES) === 0) return false;
  return asker.has(Capability.DAC_OVERRIDE);
}

/** Whether it may do what a file's owner may: change its mode and times, open it with O_NOATIME. */
export function mayActAsOwner(asker: Credentials, owner: u32): boolean {
  return asker.user.file === owner || asker.has(Capability.FOWNER);
}

/** Whether it may take a file of `owner` out of a directory that it may write to: a sticky one leaves that to the owners of file and directory. */
export function mayRemove(asker: Credentials, directoryMode: u32, directoryOwner: u32, owner: u32): boolean {
  if ((directoryMode & STICKY) === 0) return true;
  const isOwner = asker.user.file === owner || asker.user.file === directoryOwner;
  return isOwner || asker.has(Capability.FOWNER);
}

/** Whether it may give a file of `owner` to the user (chown(2)): to whom it belongs already, its owner may. */
export function mayChangeOwner(asker: Credentials, owner: u32, newOwner: u32): boolean {
  return (asker.user.file === owner && newOwner === owner) || asker.has(Capability.CHOWN);
}

/** Whether it may give a file of `owner` and `group` to another group: its owner may give it to one of his own. */
export function mayChangeGroup(asker: Credentials, owner: u32, group: u32, newGroup: u32): boolean {
  const isOwners = asker.user.file === owner && (newGroup === group || asker.isInGroup(newGroup));
  return isOwners || asker.has(Capability.CHOWN);
}

/** Whether a file that it changes may keep, or get, the set-group-ID bit of the group: others must not hand out the group's rights. */
export function mayGiveGroupRights(asker: Credentials, group: u32): boolean {
  return asker.isInGroup(group) || asker.has(Capability.FSETID);
}

/** Which of a mode's set-user-ID and set-group-ID bits a file of the group loses when somebody changes it or its owner. */
export function bitsLostByChange(asker: Credentials, mode: u32, group: u32): u32 {
  let lost = mode & SET_USER;
  // Without the group's right to execute the bit does not make a program run as the group.
  const isProgram = (mode & GROUP_EXECUTE) !== 0;
  if (isProgram || !mayGiveGroupRights(asker, group)) lost |= mode & SET_GROUP;
  return lost;
}

/** Whether files keep these bits when it writes to them. */
export function mayKeepBits(asker: Credentials): boolean {
  return asker.has(Capability.FSETID);
}

// What others have put where everybody may put files, to mislead who comes by: proc_sys_fs(5). Debian sets them so.

const protectedLinks = declareNumber("fs/protected_symlinks", 1, 0, 1);
const protectedHardLinks = declareNumber("fs/protected_hardlinks", 1, 0, 1);
const protectedFifos = declareNumber("fs/protected_fifos", 1, 0, 2);
const protectedFiles = declareNumber("fs/protected_regular", 2, 0, 2);

/** Whether it may follow a symbolic link of `owner` at the end of a path: in a sticky directory for everybody only its own, and the directory's owner's. */
export function mayFollow(asker: Credentials, owner: u32, directoryMode: u32, directoryOwner: u32): boolean {
  if (protectedLinks.value === 0 || asker.user.file === owner || directoryOwner === owner) return true;
  return (directoryMode & (STICKY | OTHERS_WRITE)) !== (STICKY | OTHERS_WRITE);
}

/** Whether it may give a file one more name: else the file would stay when its owner, or an update, removes it. */
export function mayLink(asker: Credentials, mode: u32, owner: u32, group: u32): boolean {
  if (protectedHardLinks.value === 0 || mayActAsOwner(asker, owner)) return true;
  const runsAsGroup = (mode & (SET_GROUP | GROUP_EXECUTE)) === (SET_GROUP | GROUP_EXECUTE);
  if ((mode & TYPE_MASK) !== FileType.Regular || (mode & SET_USER) !== 0 || runsAsGroup) return false;
  return mayAccess(asker, mode, owner, group, FileAccess.Read | FileAccess.Write);
}

/** Whether it may open with O_CREAT what is there already and belongs to `owner`: it means to have made it itself. */
export function mayUsePlanted(
  asker: Credentials,
  mode: u32,
  owner: u32,
  directoryMode: u32,
  directoryOwner: u32,
): boolean {
  const type = mode & TYPE_MASK;
  const level =
    type === FileType.Fifo ? protectedFifos.value : type === FileType.Regular ? protectedFiles.value : 1;
  if (level === 0 || (directoryMode & STICKY) === 0) return true;
  if (owner === directoryOwner || owner === asker.user.file) return true;
  return (directoryMode & (level === 2 ? OTHERS_WRITE | GROUP_WRITE : OTHERS_WRITE)) === 0;
}

const OTHERS_WRITE: u32 = 0o2;
const GROUP_WRITE: u32 = 0o20;

// ---------------------------------------------------------------- processes

/** Whether it may send signals to a thread with the credentials (kill(2)). */
export function mayKill(sender: Credentials, target: Credentials): boolean {
  const isUsers = isRealOrSaved(target.user, sender.user.effective);
  return isUsers || isRealOrSaved(target.user, sender.user.real) || sender.has(Capability.KILL);
}

function isRealOrSaved(ids: Ids, id: u32): boolean {
  return id === ids.real || id === ids.saved;
}

/** By which of its ids who looks into another process is judged (ptrace(2), PTRACE_MODE_FSCREDS and PTRACE_MODE_REALCREDS). */
export enum TraceIds {
  /** For names in /proc: the ids that count for files. */
  File,
  /** For system calls: the real ones. */
  Real,
}

/**
 * Whether it may look into another process, or (ptrace(2), "Ptrace access mode checking") take hold of it. Among the threads of one process nobody asks.
 * `dumpable` is the target's, `No` of one without memory does not arise: give `Yes`.
 */
export function mayTrace(
  tracer: Credentials,
  ids: TraceIds,
  target: Credentials,
  dumpable: Dumpable,
): boolean {
  const isAll = tracer.has(Capability.SYS_PTRACE);
  if (isAll) return true;
  const user = ids === TraceIds.File ? tracer.user.file : tracer.user.real;
  const group = ids === TraceIds.File ? tracer.group.file : tracer.group.real;
  if (!isAlways(target.user, user) || !isAlways(target.group, group)) return false;
  if (dumpable !== Dumpable.Yes) return false;
  const { effective, permitted } = tracer.capabilities;
  return target.capabilities.permitted.isWithin(ids === TraceIds.File ? effective : permitted);
}

/** Whether the id is all three. */
function isAlways(ids: Ids, id: u32): boolean {
  return id === ids.real && id === ids.effective && id === ids.saved;
}

/** Whether a change of credentials takes or brings something that who could look into the program before must not get at now (commit_creds of Linux). */
export function hasOtherPowers(before: Credentials, after: Credentials): boolean {
  return (
    before.user.effective !== after.user.effective ||
    before.group.effective !== after.group.effective ||
    before.user.file !== after.user.file ||
    before.group.file !== after.group.file ||
    !after.capabilities.permitted.isWithin(before.capabilities.permitted)
  );
}

/** Whether it may change how a thread with the credentials is scheduled (sched_setscheduler(2), setpriority(2)), as far as that takes no capability itself. */
export function maySchedule(asker: Credentials, target: Credentials): boolean {
  const { effective } = asker.user;
  const isUsers = effective === target.user.effective || effective === target.user.real;
  return isUsers || asker.has(Capability.SYS_NICE);
}

/** Whether it may change the I/O priority of a thread with the credentials (ioprio_set(2)). */
export function maySetIoPriority(asker: Credentials, target: Credentials): boolean {
  const { real } = target.user;
  return real === asker.user.effective || real === asker.user.real || asker.has(Capability.SYS_NICE);
}

/** Whether it may use the real-time classes of I/O priorities. */
export function mayUseRealTimeIo(asker: Credentials): boolean {
  return asker.has(Capability.SYS_NICE) || asker.has(Capability.SYS_ADMIN);
}

/** Whether it may see and set the resource limits of a process with the credentials (prlimit(2)). */
export function mayLimit(asker: Credentials, target: Credentials): boolean {
  const isUsers = isAlways(target.user, asker.user.real) && isAlways(target.group, asker.group.real);
  return isUsers || asker.has(Capability.SYS_RESOURCE);
}

/** Whether RLIMIT_NPROC does not hold for it. */
export function mayExceedProcessLimit(asker: Credentials): boolean {
  return mayExceedFilesInFlight(asker) || isSuperuser(asker.user.real);
}

/** Whether more files than RLIMIT_NOFILE may be on their way in messages of its user (unix(7)). */
export function mayExceedFilesInFlight(asker: Credentials): boolean {
  return asker.has(Capability.SYS_RESOURCE) || asker.has(Capability.SYS_ADMIN);
}

/** Whether its user's pipes may have any number of pages (pipe(7)). */
export function mayExceedPipePages(asker: Credentials): boolean {
  return mayExceedFilesInFlight(asker);
}

/** Whether it may make a pipe larger than fs.pipe-max-size. */
export function mayExceedPipeSize(asker: Credentials): boolean {
  return asker.has(Capability.SYS_RESOURCE);
}

// ---------------------------------------------------------------- capabilities

/** Whether it may make the inheritable set another (capset(2)). */
export function mayInherit(asker: Credentials, inheritable: CapabilitySet): boolean {
  const own = asker.capabilities;
  if (!inheritable.isWithin(own.inheritable.or(own.bounding))) return false;
  return asker.has(Capability.SETPCAP) || inheritable.isWithin(own.inheritable.or(own.permitted));
}

/** Whether it may add to the ambient set (prctl(2), PR_CAP_AMBIENT_RAISE). */
export function mayRaiseAmbient(asker: Credentials, capability: Capability): boolean {
  const { permitted, inheritable } = asker.capabilities;
  const isHeld = permitted.has(capability) && inheritable.has(capability);
  return isHeld && !asker.isSecure(SecureBits.NoAmbientRaise);
}

/** Whether it may make the securebits others (prctl(2), PR_SET_SECUREBITS): locked ones stay, and locks stay locked. */
export function maySetSecureBits(asker: Credentials, wanted: u64): boolean {
  const now = u64(asker.secureBits);
  const locks = now & SECURE_LOCKS;
  const changesLocked = ((locks >> 1) & (now ^ wanted)) !== 0;
  const isKnown = (wanted & ~(SECURE_LOCKS | (SECURE_LOCKS >> 1))) === 0;
  return isKnown && !changesLocked && (locks & ~wanted) === 0 && asker.has(Capability.SETPCAP);
}

const SECURE_LOCKS: u64 = u64(
  SecureBits.NoRootLocked |
    SecureBits.NoSetUserFixupLocked |
    SecureBits.KeepCapabilitiesLocked |
    SecureBits.NoAmbientRaiseLocked,
);

// ---------------------------------------------------------------- the system

/** Whether it may use a setting's file (proc_sys_permission of Linux): by whom it acts as alone, whatever its capabilities. */
export function mayUseSetting(asker: Credentials, mode: u32, owner: u32, access: FileAccess): boolean {
  const granted = asker.user.effective === owner ? mode >> 6 : mode;
  return (granted & access) === access;
}

const restrictedLog = declareNumber("kernel/dmesg_restrict", 1, 0, 1);

/** Whether it may read (or, unless `isReading`, clear) the kernel's log (syslog(2)). As Debian has it, nobody without the capability. */
export function mayUseLog(asker: Credentials, isReading: boolean): boolean {
  return (isReading && restrictedLog.value === 0) || asker.has(Capability.SYSLOG);
}
