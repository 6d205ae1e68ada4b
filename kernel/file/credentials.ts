import { Errno } from "../../core/errno.ts";
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
    other.realUser = this.realUser;
    other.effectiveUser = this.effectiveUser;
    other.savedUser = this.savedUser;
    other.realGroup = this.realGroup;
    other.effectiveGroup = this.effectiveGroup;
    other.savedGroup = this.savedGroup;
    other.groups.store(this.groups.load());
    return other;
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

  private mayTakeUser(user: u32): boolean {
    const isOwn = user === this.realUser || user === this.effectiveUser || user === this.savedUser;
    return user === UNCHANGED || this.isPrivileged || isOwn;
  }

  private mayTakeGroup(group: u32): boolean {
    const isOwn = group === this.realGroup || group === this.effectiveGroup || group === this.savedGroup;
    return group === UNCHANGED || this.isPrivileged || isOwn;
  }
}

/** -1 as an id: "leave it". */
export const UNCHANGED: u32 = 0xffff_ffff;
