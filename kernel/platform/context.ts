import { adoptReference, gsLoad, leakReference, objectAt, offsetOf, pointer, symbolAddress } from "unsafe";
import { Errno } from "../../core/errno.ts";
import { PAGE_SIZE, USER_LIMIT } from "./address.ts";
import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { blockAddress, CpuBlock } from "./cpu/block.ts";
import {
  FPU_SOFTWARE_OFFSET,
  FXSAVE_SIZE,
  fpuStateSize,
  initializeFpu,
  isValidFpuState,
  loadFpu,
  replaceFpu,
  saveFpu,
  saveWholeFpu,
  usesXsave,
} from "./cpu/fpu.ts";
import { MSR_FS_BASE, MSR_KERNEL_GS_BASE, readCr3, writeCr3, writeMsr } from "./cpu/registers.ts";
import { bootStackTop } from "./boot/image.ts";
import { clearSelectors } from "./cpu/descriptors.ts";
import { allocate, allocateUnset, free } from "./memory/heap.ts";
import { allocateStack, freeStack } from "./memory/stacks.ts";
import { ThreadFlags } from "./thread-flags.ts";
import { copyFromUser, copyToUser } from "./user.ts";

export { FPU_SOFTWARE_OFFSET, FXSAVE_SIZE, fpuStateSize, fpuStates, usesXsave } from "./cpu/fpu.ts";

/** The state, and the mark that a signal frame has behind it. */
const fpuAreaSize = (): u64 => fpuStateSize() + 4;

/** Words that `switch_stacks` keeps on a stack, and the address that it returns to. */
const SAVED_WORDS = 7;

/** Stores the stack pointer at `save` and goes on where `stack` was left. @extern switch_stacks */
declare function switchStacks(save: u64, stack: u64): void;

/**
 * A thread as the CPU knows it: a kernel stack with a guard page below, saved registers, FPU state, TLS bases.
 * The task layer's Thread extends it.
 */
export class ThreadContext extends ThreadFlags {
  private userFsBase: u64 = 0;
  private userGsBase: u64 = 0;
  /** The page table's root that is loaded when the thread is switched to; 0 keeps whichever is loaded (kernel threads). See PageTable.root. */
  pageTableRoot: u64 = 0;
  /** Upper end of the kernel stack, and whether it is to be freed. */
  private readonly stackTop: u64;
  private readonly ownsStack: boolean;
  /** Where the thread's stack pointer is while others run. */
  stackPointer: u64 = 0;
  /** Its list of objects to be destroyed while others run: it may have been in the middle of that (see CpuBlock). */
  private destructionList: u64 = 0;
  private recursionCounts: u64 = 0;
  /** Memory for the FPU state; 0: the thread never was in ring 3, and has none. */
  private fpuArea: u64 = 0;

  /** `hasStack` false for the one that adopts the boot stack (the first idle thread). Throws ENOMEM. */
  constructor(hasStack: boolean = true) {
    super();
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
    if (this.fpuArea !== 0) free(this.fpuArea, fpuAreaSize());
    // 0: there was no memory for it, and the object never came to be.
    if (this.ownsStack && this.stackTop !== 0) freeStack(this.stackTop);
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
    child.userFsBase = this.userFsBase;
    child.userGsBase = this.userGsBase;
    if (this.fpuArea === 0) return;
    child.needFpuArea();
    saveWholeFpu(child.fpuArea);
  }

  private needFpuArea(): void {
    if (this.fpuArea !== 0) return;
    const area = allocate(fpuAreaSize());
    if (area === 0) throw Errno.ENOMEM;
    initializeFpu(area);
    this.fpuArea = area;
  }

  /** The FPU state as at program start, for the running thread. Throws ENOMEM if it never had one. */
  resetFpuState(): void {
    this.needFpuArea();
    const wasOn = disableInterrupts();
    initializeFpu(this.fpuArea);
    loadFpu(this.fpuArea);
    restoreInterrupts(wasOn);
  }

  /** The FPU state and bases as at program start (execve(2)). For the running thread. Throws as `resetFpuState`. */
  resetUserState(): void {
    this.resetFpuState();
    this.setBases(0, 0);
  }

  /**
   * Writes the running thread's FPU state, in the XSAVE (or FXSAVE) form, `fpuStateSize()` bytes, to user memory. A switch to another thread
   * in between saves the same state to the same place. With XSAVE, `marks` go to where the CPU leaves room for software (byte 464 on), and
   * `end` behind the state: one copy for all. Throws EFAULT, ENOMEM.
   */
  storeFpuState(address: u64, marks: Span<u64>, end: u32): void {
    this.needFpuArea();
    const hasMarks = usesXsave();
    const wasOn = disableInterrupts();
    saveFpu(this.fpuArea);
    if (hasMarks) {
      const software = pointer<u64>(this.fpuArea + FPU_SOFTWARE_OFFSET);
      for (let i: usize = 0; i < marks.length; i++) software[i] = marks[i];
      pointer<u32>(this.fpuArea + fpuStateSize()).value = end;
    }
    restoreInterrupts(wasOn);
    copyToUser(address, pointer<u8>(this.fpuArea).span(fpuStateSize() + (hasMarks ? 4 : 0)));
  }

  /**
   * Replaces it by what a program gave (rt_sigreturn(2)): `lengthOf` tells from a copy how many bytes are the state, `fpuStateSize()` or the
   * 512 of FXSAVE. Throws EINVAL when the CPU would not accept it, EFAULT, ENOMEM, and then nothing has changed.
   */
  loadFpuState(address: u64, lengthOf: (copy: Span<u8>) => u64): void {
    this.needFpuArea();
    const scratch = allocateUnset(fpuAreaSize());
    if (scratch === 0) throw Errno.ENOMEM;
    try {
      const copy = pointer<u8>(scratch).span(fpuAreaSize());
      copyFpuFromUser(copy, address);
      const state = copy.subspan(0, lengthOf(copy));
      if (!isValidFpuState(state)) throw Errno.EINVAL;
      const wasOn = disableInterrupts();
      replaceFpu(this.fpuArea, state);
      loadFpu(this.fpuArea);
      restoreInterrupts(wasOn);
    } finally {
      free(scratch, fpuAreaSize());
    }
  }

  /** FS and GS base of the program (arch_prctl(2)). */
  get fsBase(): u64 {
    return this.userFsBase;
  }
  get gsBase(): u64 {
    return this.userGsBase;
  }

  /** Sets the bases of the running thread, at once. Throws EPERM unless they are in the lower half. */
  setBases(fsBase: u64, gsBase: u64): void {
    checkUserBase(fsBase);
    checkUserBase(gsBase);
    const wasOn = disableInterrupts();
    this.userFsBase = fsBase;
    this.userGsBase = gsBase;
    writeMsr(MSR_FS_BASE, fsBase);
    writeMsr(MSR_KERNEL_GS_BASE, gsBase);
    restoreInterrupts(wasOn);
  }

  /** Sets the FS base of a thread that has not run yet (CLONE_SETTLS). Throws EPERM. */
  setFirstFsBase(fsBase: u64): void {
    checkUserBase(fsBase);
    this.userFsBase = fsBase;
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
    clearSelectors();
    writeMsr(MSR_FS_BASE, this.userFsBase);
    writeMsr(MSR_KERNEL_GS_BASE, this.userGsBase);
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
    objectAt<ThreadContext>(from).destructionList = block.destructionList;
    block.destructionList = objectAt<ThreadContext>(to).destructionList;
    objectAt<ThreadContext>(from).recursionCounts = block.recursionCounts;
    block.recursionCounts = objectAt<ThreadContext>(to).recursionCounts;
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

/** Loading a base that is not canonical faults, and one in the upper half would fool the entry code (interrupt/entry.ts). */
function checkUserBase(base: u64): void {
  if (base >= USER_LIMIT - PAGE_SIZE) throw Errno.EPERM;
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
 * @entry thread 16
 */
export function beginThread(): never {
  releasePrevious();
  // This takes over the count that the CPU block has, and as it never returns it never gives it back: the block still has it.
  const thread = adoptReference<ThreadContext>(gsLoad<u64>(24));
  return thread.begin();
}

/** The state and the mark behind it, in one go; of a frame that ends before, the part that all have, and no mark. Throws EFAULT. */
function copyFpuFromUser(to: Span<u8>, address: u64): void {
  try {
    copyFromUser(to, address);
  } catch {
    copyFromUser(to.subspan(0, FXSAVE_SIZE), address);
    to.subspan(FXSAVE_SIZE).fill(0);
  }
}
