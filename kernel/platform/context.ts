import {
  adoptReference,
  copyBytes,
  dataOf,
  gsLoad,
  leakReference,
  objectAt,
  offsetOf,
  pointer,
  symbolAddress,
} from "unsafe";
import { Errno } from "../../core/errno.ts";
import { isCanonical } from "./address.ts";
import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { blockAddress, CpuBlock } from "./cpu/block.ts";
import { fpuStateSize, initializeFpu, loadFpu, sanitizeFpu, saveFpu, saveWholeFpu } from "./cpu/fpu.ts";
import { MSR_FS_BASE, MSR_KERNEL_GS_BASE, readCr3, writeCr3, writeMsr } from "./cpu/registers.ts";
import { bootStackTop } from "./boot/image.ts";
import { allocate, free } from "./memory/heap.ts";
import { allocateStack, freeStack } from "./memory/stacks.ts";
import { copyToUser } from "./user.ts";

export { fpuStateSize, fpuStates } from "./cpu/fpu.ts";

/** Words that `switch_stacks` keeps on a stack, and the address that it returns to. */
const SAVED_WORDS = 7;

/** Stores the stack pointer at `save` and goes on where `stack` was left. @extern switch_stacks */
declare function switchStacks(save: u64, stack: u64): void;

/**
 * A thread as the CPU knows it: a kernel stack with a guard page below, saved registers, FPU state, TLS bases.
 * The task layer's Thread extends it.
 */
export class ThreadContext {
  /** FS and GS base of the program (arch_prctl(2)). Take effect at the next switch to the thread; `loadBases` at once. */
  fsBase: u64 = 0;
  gsBase: u64 = 0;
  /**
   * Something is to be done before the thread returns to ring 3 (a signal, its end): `handleUserReturn` is called then. May be
   * set by any thread; cleared by `handleUserReturn`.
   */
  hasPendingWork: boolean = false;
  /** The page table's root that is loaded when the thread is switched to; 0 keeps whichever is loaded (kernel threads). See PageTable.root. */
  pageTableRoot: u64 = 0;
  /** Upper end of the kernel stack, and whether it is to be freed. */
  private readonly stackTop: u64;
  private readonly ownsStack: boolean;
  /** Where the thread's stack pointer is while others run. */
  stackPointer: u64 = 0;
  /** Memory for the FPU state; 0: the thread never was in ring 3, and has none. */
  private fpuArea: u64 = 0;

  /** `hasStack` false for the one that adopts the boot stack (the first idle thread). Throws ENOMEM. */
  constructor(hasStack: boolean = true) {
    this.ownsStack = hasStack;
    this.stackTop = hasStack ? allocateStack() : bootStackTop();
    if (hasStack) this.prepareStack();
  }

  /** As if the thread had called `switch_stacks` from `thread_start`. */
  private prepareStack(): void {
    const words = pointer<u64>(this.stackTop - 16 - SAVED_WORDS * 8);
    for (let i: usize = 0; i < SAVED_WORDS - 1; i++) words[i] = 0;
    words[SAVED_WORDS - 1] = symbolAddress("thread_start");
    words[SAVED_WORDS] = 0;
    this.stackPointer = words.address;
  }

  destructor(): void {
    if (this.fpuArea !== 0) free(this.fpuArea, fpuStateSize());
    if (this.ownsStack) freeStack(this.stackTop);
  }

  /**
   * What the thread does, on its own stack, when it is switched to for the first time; interrupts are off then, as `switchContext`
   * was called with them off. Must not return or throw.
   */
  begin(): never {
    panic("a thread without a beginning");
  }

  /** Saves the user FPU state of the running thread's registers and copies it to a new thread, with the bases (fork, clone). Throws ENOMEM. */
  copyUserStateTo(child: ThreadContext): void {
    child.fsBase = this.fsBase;
    child.gsBase = this.gsBase;
    if (this.fpuArea === 0) return;
    child.needFpuArea();
    saveWholeFpu(child.fpuArea);
  }

  private needFpuArea(): void {
    if (this.fpuArea !== 0) return;
    const area = allocate(fpuStateSize());
    if (area === 0) throw Errno.ENOMEM;
    initializeFpu(area);
    this.fpuArea = area;
  }

  /** The FPU state and bases as at program start (execve(2)). For the running thread. Throws ENOMEM. */
  resetUserState(): void {
    const wasOn = disableInterrupts();
    if (this.fpuArea !== 0) {
      free(this.fpuArea, fpuStateSize());
      this.fpuArea = 0;
    }
    try {
      this.needFpuArea();
      loadFpu(this.fpuArea);
    } finally {
      restoreInterrupts(wasOn);
    }
    this.fsBase = 0;
    this.gsBase = 0;
    this.loadBases();
  }

  /**
   * Writes the running thread's FPU state, in the XSAVE (or FXSAVE) form, `fpuStateSize()` bytes, to user memory. A switch to another thread
   * in between saves the same state to the same place. Throws EFAULT, ENOMEM.
   */
  storeFpuState(address: u64): void {
    this.needFpuArea();
    const wasOn = disableInterrupts();
    saveFpu(this.fpuArea);
    restoreInterrupts(wasOn);
    copyToUser(address, pointer<u8>(this.fpuArea).span(fpuStateSize()));
  }

  /** Replaces it by what a program gave (rt_sigreturn(2)). Throws EINVAL when the CPU would not accept it, ENOMEM. */
  loadFpuState(from: Span<u8>): void {
    if (from.length < fpuStateSize()) throw Errno.EINVAL;
    this.needFpuArea();
    const wasOn = disableInterrupts();
    copyBytes(pointer<u8>(this.fpuArea), dataOf(from), fpuStateSize());
    const isValid = sanitizeFpu(this.fpuArea);
    if (isValid) loadFpu(this.fpuArea);
    restoreInterrupts(wasOn);
    if (!isValid) throw Errno.EINVAL;
  }

  /** Loads `fsBase` and `gsBase` of the running thread into the CPU. They are in the lower half, or EPERM is thrown. */
  loadBases(): void {
    // A base in the upper half would also fool the entry code, see interrupt/entry.ts.
    if (!isUserBase(this.fsBase) || !isUserBase(this.gsBase)) throw Errno.EPERM;
    writeMsr(MSR_FS_BASE, this.fsBase);
    writeMsr(MSR_KERNEL_GS_BASE, this.gsBase);
  }

  /** The part of `switchContext` that leaves this thread. */
  private leave(): void {
    if (this.fpuArea !== 0) saveFpu(this.fpuArea);
  }

  /** The part that comes to this thread: everything but the stack. */
  private enter(): void {
    const block = pointer<CpuBlock>(blockAddress()).value;
    block.kernelStack = this.stackTop;
    block.tss.rsp0 = this.stackTop;
    if (this.pageTableRoot !== 0 && this.pageTableRoot !== readCr3()) writeCr3(this.pageTableRoot);
    if (this.fpuArea === 0) return;
    loadFpu(this.fpuArea);
    writeMsr(MSR_FS_BASE, this.fsBase);
    writeMsr(MSR_KERNEL_GS_BASE, this.gsBase);
  }

  /** See `prepareSwitch`. */
  static prepare(to: ThreadContext): void {
    pointer<CpuBlock>(blockAddress()).value.next = leakReference(to);
  }

  /** See `switchToPrepared`. All references are raw addresses here: nothing may be held by a stack that is left for good. */
  static switchToPrepared(): void {
    const block = pointer<CpuBlock>(blockAddress()).value;
    const to = block.next;
    const from = block.context;
    objectAt<ThreadContext>(from).leave();
    objectAt<ThreadContext>(to).enter();
    block.previous = from;
    block.context = to;
    block.next = 0;
    const field = offsetOf<ThreadContext>("stackPointer");
    switchStacks(from + field, pointer<u64>(to + field).value);
    releasePrevious();
  }

  /** See `adoptContext`. */
  static adopt(thread: ThreadContext): void {
    thread.enter();
    pointer<CpuBlock>(blockAddress()).value.context = leakReference(thread);
  }
}

function isUserBase(base: u64): boolean {
  return base >> 47 === 0 && isCanonical(base);
}

/** Gives up the count of the thread that was switched away from, which may be its last: its stack is no longer in use. */
function releasePrevious(): void {
  const block = pointer<CpuBlock>(blockAddress()).value;
  const previous = block.previous;
  block.previous = 0;
  if (previous !== 0) adoptReference<ThreadContext>(previous);
}

/**
 * The first half of a switch: says which thread runs next. Called with interrupts off.
 *
 * It is a call of its own so that a thread that ends leaves no counted references behind: whoever calls `switchToPrepared` at the
 * end of a thread must have no local variables in use that refer to objects, or those are never released.
 */
export function prepareSwitch(to: ThreadContext): void {
  ThreadContext.prepare(to);
}

/**
 * The second half: gives the CPU to that thread; returns when the one that called is switched to again. `currentCpu().context` is the new one
 * afterwards, its stack is the one that interrupts from ring 3 use, its page table is loaded. The CPU keeps the running thread alive, and
 * the one that it leaves until it has left its stack.
 */
export function switchToPrepared(): void {
  ThreadContext.switchToPrepared();
}

/** Both halves, for threads that will run again. `from` is the running one. */
export function switchContext(_from: ThreadContext, to: ThreadContext): void {
  ThreadContext.prepare(to);
  ThreadContext.switchToPrepared();
}

/** Makes `thread` the one that runs now (the boot flow of control, once for each CPU). */
export function adoptContext(thread: ThreadContext): void {
  ThreadContext.adopt(thread);
}

/**
 * The first thing that a new thread runs.
 * @export begin_thread
 */
export function beginThread(): never {
  releasePrevious();
  // This takes over the count that the CPU block has, and as it never returns it never gives it back: the block still has it.
  const thread = adoptReference<ThreadContext>(gsLoad<u64>(24));
  return thread.begin();
}
