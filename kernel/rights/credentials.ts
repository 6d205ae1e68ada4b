import type { Capability } from "./capability.ts";
import { CapabilitySet } from "./capability.ts";

/** As an id: none. System calls take it for "leave it as it is". */
export const NO_ID: u32 = 0xffff_ffff;

/** The user ids, or the group ids, of a thread (credentials(7)). */
@struct
export class Ids {
  /** Who started the program. */
  real: u32 = 0;
  /** Whom it acts as. */
  effective: u32 = 0;
  /** Whom it may act as again. */
  saved: u32 = 0;
  /** Whom it acts as towards files: the effective one, but for who calls setfsuid(2). */
  file: u32 = 0;

  setAll(id: u32): void {
    this.real = id;
    this.effective = id;
    this.saved = id;
    this.file = id;
  }

  setEffective(id: u32): void {
    this.effective = id;
    this.file = id;
  }

  /** Whether the id is one of the real, effective and saved ones. */
  includes(id: u32): boolean {
    return id === this.real || id === this.effective || id === this.saved;
  }
}

/** The sets of capabilities of a thread (capabilities(7), "Thread capability sets"). */
@struct
export class ThreadCapabilities {
  /** What is looked at when it is asked whether the thread may. */
  effective: CapabilitySet = new CapabilitySet(0);
  /** What it may make effective. */
  permitted: CapabilitySet = new CapabilitySet(0);
  /** What programs with file capabilities may get from it. */
  inheritable: CapabilitySet = new CapabilitySet(0);
  /** Beyond which execve(2) gives none. */
  bounding: CapabilitySet = new CapabilitySet(0);
  /** What every program that it executes gets. Never more than is permitted and inheritable. */
  ambient: CapabilitySet = new CapabilitySet(0);
}

/** Whether ids and capabilities go together (capabilities(7), "The securebits flags"); each bit has one that locks it. */
export enum SecureBits {
  None = 0,
  /** Programs get no capabilities because user 0 executes or owns them. */
  NoRoot = 1,
  NoRootLocked = 2,
  /** Changing user ids between 0 and others changes no capabilities. */
  NoSetUserFixup = 4,
  NoSetUserFixupLocked = 8,
  /** Until execve(2), the permitted ones stay when no user id is 0 any more. */
  KeepCapabilities = 0x10,
  KeepCapabilitiesLocked = 0x20,
  NoAmbientRaise = 0x40,
  NoAmbientRaiseLocked = 0x80,
}

/**
 * Who a thread acts as and what it may (credentials(7)). Never changed: a thread that becomes another gets others as a whole, and nobody ever sees half of a
 * change. Threads and processes share them freely.
 */
export class Credentials {
  readonly user: Ids;
  readonly group: Ids;
  /** Besides the group ids; ascending. */
  readonly otherGroups: readonly u32[];
  readonly capabilities: ThreadCapabilities;
  readonly secureBits: SecureBits;

  constructor(
    user: Ids,
    group: Ids,
    otherGroups: readonly u32[],
    capabilities: ThreadCapabilities,
    secureBits: SecureBits,
  ) {
    this.user = user;
    this.group = group;
    this.otherGroups = otherGroups;
    this.capabilities = capabilities;
    this.secureBits = secureBits;
  }

  /** Whether it may use the capability now. */
  has(capability: Capability): boolean {
    return this.capabilities.effective.has(capability);
  }

  /** Whether towards files it belongs to the group. */
  isInGroup(group: u32): boolean {
    return group === this.group.file || holds(this.otherGroups, group);
  }

  isSecure(bit: SecureBits): boolean {
    return (this.secureBits & bit) !== 0;
  }

  // Copies with something else in one part. All throw ENOMEM.

  withUser(user: Ids, capabilities: ThreadCapabilities): Credentials {
    return new Credentials(user, this.group, this.otherGroups, capabilities, this.secureBits);
  }

  withGroup(group: Ids): Credentials {
    return new Credentials(this.user, group, this.otherGroups, this.capabilities, this.secureBits);
  }

  withOtherGroups(groups: readonly u32[]): Credentials {
    return new Credentials(this.user, this.group, groups, this.capabilities, this.secureBits);
  }

  withCapabilities(capabilities: ThreadCapabilities): Credentials {
    return new Credentials(this.user, this.group, this.otherGroups, capabilities, this.secureBits);
  }

  withSecureBits(bits: SecureBits): Credentials {
    return new Credentials(this.user, this.group, this.otherGroups, this.capabilities, bits);
  }
}

/** Whether an ascending list, which may have 65536 items, has this one. */
function holds(list: readonly u32[], item: u32): boolean {
  let low: usize = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < item) low = middle + 1;
    else high = middle;
  }
  return low < list.length && list[low] === item;
}
