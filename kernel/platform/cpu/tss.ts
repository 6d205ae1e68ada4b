/** The 64-bit task state segment (Intel SDM 3A, 8.7): which stacks interrupts use. */

/** Entries of the interrupt stack table, for exceptions that may come when the stack pointer cannot be trusted. */
export enum InterruptStack {
  /** The stack of the running thread. */
  None = 0,
  DoubleFault = 1,
  NonMaskable = 2,
  MachineCheck = 3,
  Debug = 4,
}

/** The task-state segment of 64-bit mode (Intel SDM 3A, 8.7): the stacks that the CPU changes to when an interrupt comes. */
@struct
@packed
@size(104)
export class Tss {
  reserved0: u32 = 0;
  /** Stack for interrupts from ring 3: upper end of the thread's kernel stack. */
  rsp0: u64 = 0;
  rsp1: u64 = 0;
  rsp2: u64 = 0;
  reserved1: u64 = 0;
  /** Upper ends of the stacks 1 to 7. */
  interruptStacks = new FixedArray<u64, 7>();
  reserved2: u64 = 0;
  reserved3: u16 = 0;
  /** Beyond the segment's end: programs may use no ports. */
  ioMapBase: u16 = 104;
}
