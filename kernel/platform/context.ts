/**
 * A thread as the CPU knows it: a kernel stack with a guard page below, saved registers, FPU state, TLS bases.
 * The task layer's Thread extends it.
 */
export declare class ThreadContext {
  /** FS and GS base of the program (arch_prctl(2)). Take effect at the next switch to the thread; `loadBases` at once. */
  fsBase: u64;
  gsBase: u64;
  /**
   * Something is to be done before the thread returns to ring 3 (a signal, its end): `handleUserReturn` is called then. May be
   * set by any thread; cleared by `handleUserReturn`.
   */
  hasPendingWork: boolean;
  /** The page table's root that is loaded when the thread is switched to; 0 keeps whichever is loaded (kernel threads). See PageTable.root. */
  pageTableRoot: u64;

  /** `hasStack` false for the one that adopts the boot stack (the first idle thread). Throws ENOMEM. */
  constructor(hasStack?: boolean);

  /**
   * What the thread does, on its own stack, when it is switched to for the first time; interrupts are off then, as `switchContext`
   * was called with them off. Must not return or throw.
   */
  begin(): never;

  /** Saves the user FPU state of the running thread's registers and copies it to a new thread, with the bases (fork, clone). */
  copyUserStateTo(child: ThreadContext): void;
  /** The FPU state as at program start (execve(2)). For the running thread. */
  resetUserState(): void;
  /** The running thread's FPU state, in the XSAVE (or FXSAVE) form: `fpuStateSize()` bytes. */
  saveFpuState(to: Span<u8>): void;
  /** Replaces it by what a program gave (rt_sigreturn(2)). Throws EINVAL when the CPU would not accept it. */
  loadFpuState(from: Span<u8>): void;
  /** Loads `fsBase` and `gsBase` of the running thread into the CPU. */
  loadBases(): void;
}

/** Size in bytes of FPU states, a multiple of 64; 512 when the CPU has no XSAVE. */
export declare function fpuStateSize(): u64;

/**
 * Gives the CPU from one thread to another; returns when `from` is switched to again. Called with interrupts off.
 * `currentCpu().context` is `to` afterwards, its stack is the one that interrupts from ring 3 use, its page table is loaded.
 */
export declare function switchContext(from: ThreadContext, to: ThreadContext): void;

/** Makes `thread` the one that runs now (the boot flow of control, once for each CPU). */
export declare function adoptContext(thread: ThreadContext): void;
