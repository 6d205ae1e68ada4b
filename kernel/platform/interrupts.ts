import type { InterruptHandler } from "./interrupt/handler.ts";
import type { TrapFrame } from "./interrupt/trap-frame.ts";

export { InterruptHandler } from "./interrupt/handler.ts";
export { TrapFrame } from "./interrupt/trap-frame.ts";
export { FaultHandler, setFaultHandler, SystemCallHandler, setSystemCallHandler } from "./interrupt/hooks.ts";

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

/**
 * Connects an ISA interrupt line (0 to 15; the MADT's overrides are applied) to a handler and unmasks it. Lines may be shared: all
 * handlers of a line are called. Throws ENOMEM, EINVAL for a line that the machine does not have.
 */
export declare function registerInterrupt(line: u32, handler: InterruptHandler): void;
/** The same for an input of the I/O APICs (a "global system interrupt"), level-triggered and active low, as PCI's are. */
export declare function registerGlobalInterrupt(gsi: u32, handler: InterruptHandler): void;
/** Masks the line when no handler is left. */
export declare function unregisterInterrupt(line: u32, handler: InterruptHandler): void;

/** Goes to ring 3 with the registers of the frame, for the first time of a thread. Segments and forbidden flags are set right. Never returns. */
export declare function enterUser(frame: TrapFrame): never;
