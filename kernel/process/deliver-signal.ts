/** What happens to a thread on its way back to user mode: stops, signals, its end. */

import { Errno } from "../../core/errno.ts";
import { log } from "../platform/log.ts";
import { FXSAVE_SIZE, fpuStates, fpuStateSize, usesXsave } from "../platform/context.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { currentCpu } from "../platform/percpu.ts";
import { loadStruct, storeStruct } from "../platform/user.ts";
import { preempt } from "../task/scheduler.ts";
import { RESTART } from "../task/wait-queue.ts";
import { currentUserThread } from "./current.ts";
import { killProcess } from "./exit.ts";
import { forceSignal } from "./force-signal.ts";
import { isInOrphanedGroup } from "./job-control.ts";
import { makeRoom, waitForMemory } from "./out-of-memory.ts";
import { ChildEvent, type Process } from "./process.ts";
import { table } from "./process-table.ts";
import { programObserver } from "./program-observer.ts";
import { actionsOf, parentOf } from "./program-state.ts";
import { recordOf, trySignal } from "./send-signal.ts";
import {
  ActionFlags,
  DefaultAction,
  defaultAction,
  HANDLER_IGNORE,
  kernelRecord,
  Signal,
  SignalAction,
  SignalCode,
  type SignalInfo,
  setOf,
  STOP_SIGNALS,
  UNBLOCKABLE,
} from "./signal.ts";
import {
  AUTO_DISARM,
  CONTEXT_STACK_SEGMENT,
  CONTEXT_XSTATE,
  describeFpu,
  isWholeFpu,
  FramePosition,
  LAST_MAGIC,
  SignalFrame,
  STACK_DISABLED,
  type SignalStack,
} from "./signal-frame.ts";
import { disarm, isOn, setSignalStack, stackFlags } from "./signal-stack.ts";
import { hasFailedWith, RESTART_UNHANDLED, rewind } from "./restart.ts";
import type { UserThread } from "./user-thread.ts";

/** Does all that is pending. Called with interrupts on, before the thread returns to ring 3. True: the thread is to end instead. */
export function handlePendingWork(frame: TrapFrame): boolean {
  const thread = currentUserThread();
  if (currentCpu().needsReschedule) preempt();
  thread.hasPendingWork = false;
  if (thread.lacksMemory) waitForMemory(thread, frame);
  for (;;) {
    if (mustEnd(thread)) return true;
    if (thread.process.isStopped) waitUntilContinued(thread.process, thread);
    const info = takeSignal(thread);
    if (info === null) break;
    if (act(thread, frame, info)) break;
  }
  finishRestart(frame);
  restoreMask(thread);
  // More signals may wait, for after the handler that was just set up: they are found when it returns or at the next entry.
  if (thread.isInterrupted()) thread.hasPendingWork = true;
  return false;
}

/** It ends alone, or with its process: by SIGKILL if by nothing else. */
function mustEnd(thread: UserThread): boolean {
  if (!thread.mustExit) return false;
  if (!thread.process.isExiting && !thread.isLeaving) killProcess(Signal.SIGKILL);
  return true;
}

function takeSignal(thread: UserThread): SignalInfo | null {
  using _ = table.lock();
  const info = thread.pending.take(thread.blocked) ?? thread.process.pending.take(thread.blocked);
  if (info !== null && (setOf(info.signal) & STOP_SIGNALS) !== 0) thread.process.isStopDue = true;
  return info;
}

/** Carries out one signal. True when a handler's frame was set up, which must run before others. */
function act(thread: UserThread, frame: TrapFrame, info: SignalInfo): boolean {
  programObserver()?.takesSignal(thread, info);
  const action = new SignalAction();
  thread.process.actions.take(info.signal, action);
  if (action.hasHandler) return runHandler(thread, frame, info, action);
  if (action.handler === HANDLER_IGNORE) return false;
  switch (defaultAction(info.signal)) {
    case DefaultAction.Ignore:
    case DefaultAction.Continue:
      return false;
    case DefaultAction.Stop:
      stop(thread.process, info.signal);
      return false;
    default:
      killProcess(info.signal);
      return false;
  }
}

// ---------------------------------------------------------------- stopping

function stop(process: Process, signal: Signal): void {
  // The terminal's stops mean nothing to a group that nobody would continue (POSIX).
  if (process.pid === 1 || (signal !== Signal.SIGSTOP && isInOrphanedGroup(process))) return;
  if (!markStopped(process, signal)) return;
  const parent = parentOf(process);
  if (parent === null) return;
  if (!actionsOf(parent).hasFlag(Signal.SIGCHLD, ActionFlags.NoChildStop))
    trySignal(parent, recordOf(process, Signal.SIGCHLD, SignalCode.Stopped, i32(signal)));
  parent.childEvents.wakeAll();
}

/** False: it was to go on (SIGCONT) or to end before it stood. */
function markStopped(process: Process, signal: Signal): boolean {
  using _ = table.lock();
  if (!process.isStopDue || process.isExiting) return false;
  process.isStopDue = false;
  process.isStopped = true;
  process.tell(ChildEvent.Stopped, false);
  process.status = i32(signal);
  for (const thread of process.threads) thread.hasPendingWork = true;
  return true;
}

function waitUntilContinued(process: Process, thread: UserThread): void {
  while (process.isStopped && !thread.mustExit) {
    process.continued.prepare();
    if (!process.isStopped || thread.mustExit) process.continued.cancel();
    else process.continued.sleepUninterruptibly();
  }
}

// ---------------------------------------------------------------- handlers

/**
 * Sets the registers so that the handler runs when the thread is back in user mode. False when the stack cannot take the frame: SIGSEGV is
 * pending then.
 */
function runHandler(thread: UserThread, frame: TrapFrame, info: SignalInfo, action: SignalAction): boolean {
  restartOrFail(frame, action.has(ActionFlags.Restart));
  // What the handler calls is none of it.
  thread.resumedDeadline = 0;
  try {
    try {
      pushFrame(thread, frame, info, action);
    } catch (error) {
      if (!thread.lacksMemory || !makeRoom(thread)) throw error;
      pushFrame(thread, frame, info, action);
    }
  } catch {
    // It was killed meanwhile, and reaches its memory no more: that is seen to first.
    if (thread.mustExit) return false;
    log.debug(
      `${thread.process.name.load()}[${thread.process.pid}]: no stack for the handler of signal ${u32(info.signal)}`,
    );
    // Another handler may run on an alternate stack; that of SIGSEGV itself had its chance.
    if (info.signal === Signal.SIGSEGV) killProcess(Signal.SIGSEGV);
    else forceSignal(kernelRecord(Signal.SIGSEGV));
    return false;
  }
  thread.blocked |= action.mask;
  if (!action.has(ActionFlags.NoDefer)) thread.blocked |= setOf(info.signal);
  thread.blocked &= ~UNBLOCKABLE;
  return true;
}

const TRAP_FLAG: u64 = 0x100;
const DIRECTION_FLAG: u64 = 0x400;
const RESUME_FLAG: u64 = 0x1_0000;

function pushFrame(thread: UserThread, frame: TrapFrame, info: SignalInfo, action: SignalAction): void {
  // There is no other way back on x86-64.
  if (!action.has(ActionFlags.Restorer)) throw Errno.EFAULT;
  const onAlternate = isOn(thread.signalStack, frame.rsp);
  const top = stackTop(thread, frame, action, onAlternate);
  const position = new FramePosition(top, fpuStateSize() + FPU_MARK_ROOM);
  // A handler that ran over the end of its alternate stack must not write on.
  if (onAlternate && !isOn(thread.signalStack, position.frame)) throw Errno.EFAULT;
  storeFpu(thread, position.fpu);

  const user = new SignalFrame();
  user.returnAddress = action.restorer;
  user.context.flags = CONTEXT_STACK_SEGMENT | (usesXsave() ? CONTEXT_XSTATE : 0);
  user.context.stack = thread.signalStack;
  user.context.stack.flags = stackFlags(thread.signalStack, onAlternate);
  user.context.context.save(frame);
  if (info.isFault) user.context.context.faultAddress = info.value;
  user.context.context.fpuState = position.fpu;
  user.context.mask = thread.hasSavedMask ? thread.savedMask : thread.blocked;
  user.info.set(info);
  storeStruct(position.frame, user);
  // The handler begins as functions expect it, whatever was interrupted; the frame has that.
  thread.resetFpuState();
  thread.hasSavedMask = false;
  if ((thread.signalStack.flags & AUTO_DISARM) !== 0) disarm(thread);

  frame.rip = action.handler;
  frame.rsp = position.frame;
  frame.rdi = u64(info.signal);
  frame.rsi = position.frame + INFO_OFFSET;
  frame.rdx = position.frame + CONTEXT_OFFSET;
  frame.rax = 0;
  frame.rflags &= ~(TRAP_FLAG | DIRECTION_FLAG | RESUME_FLAG);
}

/** Room for the mark behind the FPU state, in a multiple of its alignment. */
const FPU_MARK_ROOM: u64 = 64;

function storeFpu(thread: UserThread, address: u64): void {
  const marks = new FixedArray<u64, 3>();
  describeFpu(marks.span(), fpuStates(), fpuStateSize());
  thread.storeFpuState(address, marks.span(), LAST_MAGIC);
}

/** Loads the FPU state of a frame; without one the registers get their initial values. Throws EFAULT, EINVAL, ENOMEM. */
function loadFpu(thread: UserThread, address: u64): void {
  if (address === 0) {
    thread.resetFpuState();
    return;
  }
  // What the CPU's own instructions ask for, with which Linux reads it.
  if ((address & (usesXsave() ? 63 : 15)) !== 0) throw Errno.EFAULT;
  thread.loadFpuState(address, fpuLength);
}

const fpuLength = (copy: Span<u8>): u64 =>
  usesXsave() && isWholeFpu(copy, fpuStateSize()) ? fpuStateSize() : FXSAVE_SIZE;

const CONTEXT_OFFSET: u64 = 8;
const INFO_OFFSET: u64 = 312;
/** The System V ABI lets a function use this much below its stack pointer. */
const RED_ZONE: u64 = 128;

function stackTop(thread: UserThread, frame: TrapFrame, action: SignalAction, onAlternate: boolean): u64 {
  const stack = thread.signalStack;
  const wantsAlternate = action.has(ActionFlags.OnStack) && (stack.flags & STACK_DISABLED) === 0;
  if (wantsAlternate && !onAlternate) return stack.address + stack.length;
  if (frame.rsp < RED_ZONE) throw Errno.EFAULT;
  return frame.rsp - RED_ZONE;
}

/** rt_sigreturn(2): gives back what `pushFrame` saved. A frame that the program spoiled means SIGSEGV. Throws ENOMEM. */
export function returnFromHandler(frame: TrapFrame): void {
  const thread = currentUserThread();
  try {
    const user = new SignalFrame();
    // The restorer was popped by the handler's return.
    loadStruct(frame.rsp - 8, user);
    restoreStack(thread, user.context.stack, frame.rsp);
    user.context.context.restore(frame);
    thread.blocked = user.context.mask & ~UNBLOCKABLE;
    // It is the registers' end that counts now, not that of a system call.
    frame.vector = 0;
    thread.hasPendingWork = true;
    loadFpu(thread, user.context.context.fpuState);
  } catch {
    forceSignal(kernelRecord(Signal.SIGSEGV));
  }
}

/** A handler may have changed it in the frame. As on Linux, one that cannot be, or that it runs on, leaves the stack as it is. */
function restoreStack(thread: UserThread, stack: SignalStack, pointer: u64): void {
  try {
    setSignalStack(thread, stack, pointer);
  } catch {
    // It stays.
  }
}

// ---------------------------------------------------------------- interrupted system calls

/** A handler will run: does the call start again after it, or fail? */
function restartOrFail(frame: TrapFrame, restart: boolean): void {
  const mayRestart = hasFailedWith(frame, RESTART);
  if (mayRestart && restart) rewind(frame);
  else if (mayRestart || hasFailedWith(frame, RESTART_UNHANDLED)) frame.rax = u64(-i64(Errno.EINTR));
}

/** No handler ran (the process was stopped and continued, or the signal came to nothing): the call starts again. */
function finishRestart(frame: TrapFrame): void {
  if (hasFailedWith(frame, RESTART) || hasFailedWith(frame, RESTART_UNHANDLED)) rewind(frame);
}

/** A call with a mask of its own (rt_sigsuspend(2)) ended without a handler. */
function restoreMask(thread: UserThread): void {
  if (!thread.hasSavedMask) return;
  thread.blocked = thread.savedMask;
  thread.hasSavedMask = false;
}
