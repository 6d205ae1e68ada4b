/** Structures of Linux's user interface on x86-64 that several system calls share (include/uapi). */

/** `struct timespec`. */
@struct
@size(16)
export class TimeSpec {
  seconds: i64 = 0;
  nanoseconds: i64 = 0;

  /** Whether it is a valid, not negative time. */
  get isValid(): boolean {
    return this.seconds >= 0 && this.nanoseconds >= 0 && this.nanoseconds < 1_000_000_000;
  }

  /** In nanoseconds, the largest value when it does not fit. */
  get total(): u64 {
    if (this.seconds >= 9_000_000_000) return 0xffff_ffff_ffff_fffe;
    return u64(this.seconds) * 1_000_000_000 + u64(this.nanoseconds);
  }

  set(nanoseconds: u64): void {
    this.seconds = i64(nanoseconds / 1_000_000_000);
    this.nanoseconds = i64(nanoseconds % 1_000_000_000);
  }
}

/** `struct timeval`. */
@struct
@size(16)
export class TimeValue {
  seconds: i64 = 0;
  microseconds: i64 = 0;

  get isValid(): boolean {
    return this.seconds >= 0 && this.microseconds >= 0 && this.microseconds < 1_000_000;
  }

  get total(): u64 {
    if (this.seconds >= 9_000_000_000) return 0xffff_ffff_ffff_fffe;
    return (u64(this.seconds) * 1_000_000 + u64(this.microseconds)) * 1000;
  }

  set(nanoseconds: u64): void {
    this.seconds = i64(nanoseconds / 1_000_000_000);
    this.microseconds = i64((nanoseconds % 1_000_000_000) / 1000);
  }
}

/** `struct itimerval`. */
@struct
@size(32)
export class IntervalValue {
  interval: TimeValue = new TimeValue();
  value: TimeValue = new TimeValue();
}

/** `struct itimerspec`. */
@struct
@size(32)
export class IntervalSpec {
  interval: TimeSpec = new TimeSpec();
  value: TimeSpec = new TimeSpec();

  get isValid(): boolean {
    return this.value.isValid && this.interval.isValid;
  }
}

/** `struct rusage`: major faults, blocks, signals and messages are not counted. */
@struct
@size(144)
export class ResourceUsage {
  userSeconds: u64 = 0;
  userMicroseconds: u64 = 0;
  systemSeconds: u64 = 0;
  systemMicroseconds: u64 = 0;
  /** KiB. */
  maximumResident: u64 = 0;
  integrals = new FixedArray<u64, 3>();
  minorFaults: u64 = 0;
  majorFaults: u64 = 0;
  swaps: u64 = 0;
  blocks = new FixedArray<u64, 5>();
  voluntarySwitches: u64 = 0;
  involuntarySwitches: u64 = 0;
}
