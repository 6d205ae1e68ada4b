/** Exceptions (Intel SDM 3A, 6.15). */
export enum Vector {
  DivideError = 0,
  Debug = 1,
  NonMaskable = 2,
  Breakpoint = 3,
  Overflow = 4,
  BoundRange = 5,
  InvalidOpcode = 6,
  DeviceNotAvailable = 7,
  DoubleFault = 8,
  InvalidTss = 10,
  SegmentNotPresent = 11,
  StackFault = 12,
  GeneralProtection = 13,
  PageFault = 14,
  FloatingPoint = 16,
  AlignmentCheck = 17,
  MachineCheck = 18,
  SimdFloatingPoint = 19,
}

/** Bits of a page fault's error code. */
export enum PageFaultBits {
  /** Set: the page was present and the access was not allowed. */
  Present = 1,
  Write = 2,
  User = 4,
  ReservedBit = 8,
  Fetch = 16,
}

/** The local APIC's own interrupts, above those of devices. */
export const TIMER_VECTOR = 0xf0;
export const ERROR_VECTOR = 0xf1;
export const SPURIOUS_VECTOR = 0xff;
/** First vector of the I/O APICs' inputs. The PICs' are 0x20 to 0x2f. */
export const GLOBAL_VECTOR = 0x30;
/** First vector that is no exception. */
export const FIRST_INTERRUPT = 32;
