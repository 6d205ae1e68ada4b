import { Errno } from "../../core/errno.ts";
import { SET_GROUP, SET_USER } from "./mode.ts";
import { SharedReference } from "../platform/shared-reference.ts";

/** Who a process acts as (credentials(7)). User 0 may do everything: Tessera has no finer capabilities. */
export class Credentials {
  realUser: u32 = 0;
  effectiveUser: u32 = 0;
  savedUser: u32 = 0;
  realGroup: u32 = 0;
  effectiveGroup: u32 = 0;
  savedGroup: u32 = 0;
  /** The list is replaced as a whole and never changed. */
  readonly groups = new SharedReference<readonly u32[]>([]);

  /** For fork(2). Throws ENOMEM. */
  copy(): Credentials {
    const other = new Credentials();
    other.become(this);
    other.groups.store(this.groups.load());
    return other;
  }

  /**
   * For execve(2) of a file with the mode and owner: with its set-user-ID and set-group-ID bits, if the process may gain by them. Throws ENOMEM.
   */
  forProgram(mode: u32, user: u32, group: u32, mayGain: boolean): Credentials {
    const other = this.copy();
    if (mayGain && (mode & SET_USER) !== 0) other.effectiveUser = user;
    // Without the group's right to execute the bit meant mandatory locks once.
    if (mayGain && (mode & SET_GROUP) !== 0 && (mode & GROUP_EXECUTE) !== 0) other.effectiveGroup = group;
    other.savedUser = other.effectiveUser;
    other.savedGroup = other.effectiveGroup;
    return other;
  }

  /** Takes over the others' ids. */
  become(other: Credentials): void {
    this.realUser = other.realUser;
    this.effectiveUser = other.effectiveUser;
    this.savedUser = other.savedUser;
    this.realGroup = other.realGroup;
    this.effectiveGroup = other.effectiveGroup;
    this.savedGroup = other.savedGroup;
  }

  /** Whether a program acts for somebody else than who started it, and must not trust its environment (AT_SECURE). */
  get isRaised(): boolean {
    return this.effectiveUser !== this.realUser || this.effectiveGroup !== this.realGroup;
  }

  /** Whether it is root, to whom everything is allowed. */
  get isPrivileged(): boolean {
    return this.effectiveUser === 0;
  }

  /** By its effective group, or one of its others. */
  isInGroup(group: u32): boolean {
    return group === this.effectiveGroup || this.groups.load().includes(group);
  }

  /** Whether it may send a signal to a process with these credentials (kill(2)). */
  maySignal(target: Credentials): boolean {
    if (this.isPrivileged) return true;
    const senders = this.effectiveUser === target.realUser || this.effectiveUser === target.savedUser;
    return senders || this.realUser === target.realUser || this.realUser === target.savedUser;
  }

  /** setuid(2). Throws EPERM. */
  setUser(user: u32): void {
    if (this.isPrivileged) {
      this.realUser = user;
      this.savedUser = user;
    } else if (user !== this.realUser && user !== this.savedUser) {
      throw Errno.EPERM;
    }
    this.effectiveUser = user;
  }

  /** setgid(2). Throws EPERM. */
  setGroup(group: u32): void {
    if (this.isPrivileged) {
      this.realGroup = group;
      this.savedGroup = group;
    } else if (group !== this.realGroup && group !== this.savedGroup) {
      throw Errno.EPERM;
    }
    this.effectiveGroup = group;
  }

  /** setresuid(2); 0xffffffff leaves an id as it is. Throws EPERM. */
  setUsers(real: u32, effective: u32, saved: u32): void {
    if (!this.mayTakeUser(real) || !this.mayTakeUser(effective) || !this.mayTakeUser(saved))
      throw Errno.EPERM;
    if (real !== UNCHANGED) this.realUser = real;
    if (effective !== UNCHANGED) this.effectiveUser = effective;
    if (saved !== UNCHANGED) this.savedUser = saved;
  }

  /** setresgid(2). Throws EPERM. */
  setGroups(real: u32, effective: u32, saved: u32): void {
    if (!this.mayTakeGroup(real) || !this.mayTakeGroup(effective) || !this.mayTakeGroup(saved))
      throw Errno.EPERM;
    if (real !== UNCHANGED) this.realGroup = real;
    if (effective !== UNCHANGED) this.effectiveGroup = effective;
    if (saved !== UNCHANGED) this.savedGroup = saved;
  }

  /** setreuid(2): the saved id follows when the effective one becomes another than the real one was. Throws EPERM. */
  setRealAndEffectiveUser(real: u32, effective: u32): void {
    const mayBeReal = real === UNCHANGED || real === this.realUser || real === this.effectiveUser;
    if (!this.isPrivileged && !mayBeReal) throw Errno.EPERM;
    const isSavedToo = real !== UNCHANGED || (effective !== UNCHANGED && effective !== this.realUser);
    this.setUsers(real, effective, UNCHANGED);
    if (isSavedToo) this.savedUser = this.effectiveUser;
  }

  /** setregid(2): as with users. Throws EPERM. */
  setRealAndEffectiveGroup(real: u32, effective: u32): void {
    const mayBeReal = real === UNCHANGED || real === this.realGroup || real === this.effectiveGroup;
    if (!this.isPrivileged && !mayBeReal) throw Errno.EPERM;
    const isSavedToo = real !== UNCHANGED || (effective !== UNCHANGED && effective !== this.realGroup);
    this.setGroups(real, effective, UNCHANGED);
    if (isSavedToo) this.savedGroup = this.effectiveGroup;
  }

  private mayTakeUser(user: u32): boolean {
    const isOwn = user === this.realUser || user === this.effectiveUser || user === this.savedUser;
    return user === UNCHANGED || this.isPrivileged || isOwn;
  }

  private mayTakeGroup(group: u32): boolean {
    const isOwn = group === this.realGroup || group === this.effectiveGroup || group === this.savedGroup;
    return group === UNCHANGED || this.isPrivileged || isOwn;
  }
}

const GROUP_EXECUTE: u32 = 0o10;

/** -1 as an id: "leave it". */
export const UNCHANGED: u32 = 0xffff_ffff;
