/** What user 0 may do, in parts that can be given and taken away one by one (capabilities(7), which says what each allows). */
export enum Capability {
  CHOWN = 0,
  DAC_OVERRIDE = 1,
  DAC_READ_SEARCH = 2,
  FOWNER = 3,
  FSETID = 4,
  KILL = 5,
  SETGID = 6,
  SETUID = 7,
  SETPCAP = 8,
  LINUX_IMMUTABLE = 9,
  NET_BIND_SERVICE = 10,
  NET_BROADCAST = 11,
  NET_ADMIN = 12,
  NET_RAW = 13,
  IPC_LOCK = 14,
  IPC_OWNER = 15,
  SYS_MODULE = 16,
  SYS_RAWIO = 17,
  SYS_CHROOT = 18,
  SYS_PTRACE = 19,
  SYS_PACCT = 20,
  SYS_ADMIN = 21,
  SYS_BOOT = 22,
  SYS_NICE = 23,
  SYS_RESOURCE = 24,
  SYS_TIME = 25,
  SYS_TTY_CONFIG = 26,
  MKNOD = 27,
  LEASE = 28,
  AUDIT_WRITE = 29,
  AUDIT_CONTROL = 30,
  SETFCAP = 31,
  MAC_OVERRIDE = 32,
  MAC_ADMIN = 33,
  SYSLOG = 34,
  WAKE_ALARM = 35,
  BLOCK_SUSPEND = 36,
  AUDIT_READ = 37,
  PERFMON = 38,
  BPF = 39,
  CHECKPOINT_RESTORE = 40,
}

const LAST = Capability.CHECKPOINT_RESTORE;
const EVERY: u64 = (u64(1) << (u64(LAST) + 1)) - 1;

/** The capability with the number, or null when there is none. */
export function capabilityOf(number: u64): Capability | null {
  return number > u64(LAST) ? null : (u32(number) as Capability);
}

/** A set of capabilities: a value, which never changes. */
@struct
export class CapabilitySet {
  /** Bit n stands for the capability with the number n. */
  readonly bits: u64;

  /** Bits of capabilities that there are not are left out. */
  constructor(bits: u64) {
    this.bits = bits & EVERY;
  }

  static none(): CapabilitySet {
    return new CapabilitySet(0);
  }

  static all(): CapabilitySet {
    return new CapabilitySet(EVERY);
  }

  has(capability: Capability): boolean {
    return (this.bits & bitOf(capability)) !== 0;
  }

  with(capability: Capability): CapabilitySet {
    return new CapabilitySet(this.bits | bitOf(capability));
  }

  without(capability: Capability): CapabilitySet {
    return new CapabilitySet(this.bits & ~bitOf(capability));
  }

  /** Those in either. */
  or(other: CapabilitySet): CapabilitySet {
    return new CapabilitySet(this.bits | other.bits);
  }

  /** Those in both. */
  and(other: CapabilitySet): CapabilitySet {
    return new CapabilitySet(this.bits & other.bits);
  }

  /** Those that are not in the other. */
  minus(other: CapabilitySet): CapabilitySet {
    return new CapabilitySet(this.bits & ~other.bits);
  }

  isWithin(other: CapabilitySet): boolean {
    return (this.bits & ~other.bits) === 0;
  }
}

function bitOf(capability: Capability): u64 {
  return u64(1) << u64(capability);
}
