/**
 * Resource limits (getrlimit(2)). Enforced are AddressSpace, CpuTime, Data, Files, FileSize, Processes and Stack; the others are kept and inherited, for
 * what they bound is not there (Core, Locks, MessageQueue, the real-time ones), or nobody needs to be kept from it (LockedMemory: nothing is swapped out).
 */

import { type AddressSpace, USER_END } from "../memory/address-space.ts";

/** The kinds of limits, with the numbers of RLIMIT_CPU and so on. */
export enum Resource {
  CpuTime = 0,
  FileSize = 1,
  Data = 2,
  Stack = 3,
  Core = 4,
  ResidentSet = 5,
  Processes = 6,
  Files = 7,
  LockedMemory = 8,
  AddressSpace = 9,
  Locks = 10,
  PendingSignals = 11,
  MessageQueue = 12,
  Nice = 13,
  RealTimePriority = 14,
  RealTimeSlice = 15,
}

/** How many kinds there are. */
export const RESOURCES: u32 = 16;

/** RLIM_INFINITY. */
export const UNLIMITED: u64 = 0xffff_ffff_ffff_ffff;

/** `struct rlimit64`. */
@struct
@size(16)
export class Limit {
  soft: u64 = 0;
  hard: u64 = 0;
}

/** The resource limits of a process (getrlimit(2)), at first those that Linux gives to process 1. */
export class Limits {
  private readonly limits = new FixedArray<Limit, 16>();

  constructor() {
    for (let i: u32 = 0; i < RESOURCES; i++) this.set(i as Resource, UNLIMITED, UNLIMITED);
    this.set(Resource.Stack, 8 * 1024 * 1024, UNLIMITED);
    this.set(Resource.Core, 0, UNLIMITED);
    this.set(Resource.Files, 1024, 4096);
    this.set(Resource.Processes, 32768, 32768);
    this.set(Resource.LockedMemory, 8 * 1024 * 1024, 8 * 1024 * 1024);
    this.set(Resource.PendingSignals, 1024, 1024);
    this.set(Resource.MessageQueue, 819200, 819200);
    this.set(Resource.Nice, 0, 0);
    this.set(Resource.RealTimePriority, 0, 0);
  }

  /** The limit that is enforced. */
  soft(resource: Resource): u64 {
    return this.limits[resource].soft;
  }

  /** How high the process may set its soft limit. */
  hard(resource: Resource): u64 {
    return this.limits[resource].hard;
  }

  set(resource: Resource, soft: u64, hard: u64): void {
    this.limits[resource].soft = soft;
    this.limits[resource].hard = hard;
  }

  /** Has the limits on memory count for the address space. */
  applyTo(space: AddressSpace): void {
    space.limits.stack = bits.min(this.soft(Resource.Stack), USER_END / 4);
    space.limits.total = this.soft(Resource.AddressSpace);
    space.limits.data = this.soft(Resource.Data);
  }

  /** For fork(2). Throws ENOMEM. */
  copy(): Limits {
    const other = new Limits();
    for (let i: u32 = 0; i < RESOURCES; i++)
      other.set(i as Resource, this.limits[i].soft, this.limits[i].hard);
    return other;
  }
}
