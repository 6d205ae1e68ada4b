/** What the entry code calls: sorts out traps. */

import { gsLoad, gsStore } from "unsafe";
import { USER_LIMIT } from "../address.ts";
import { enableInterrupts, interruptsOff } from "../cpu.ts";
import { readCr2, readDr6, writeDr6 } from "../cpu/registers.ts";
import { log } from "../log.ts";
import { reportTrap } from "../panic.ts";
import { handleTimerInterrupt } from "../time/timer.ts";
import { findFixup } from "./extable.ts";
import { callPreempt, callResolveUserPage, callSystemCall, callUserFault, hasFaultHandler } from "./hooks.ts";
import { dispatchInterrupt } from "./lines.ts";
import { finishUserReturn, hasWork } from "./return.ts";
import type { TrapFrame } from "./trap-frame.ts";
import { FIRST_INTERRUPT, PageFaultBits, SPURIOUS_VECTOR, TIMER_VECTOR, Vector } from "./vectors.ts";

const INTERRUPT_FLAG = 0x200;

/**
 * Every interrupt and exception of a program. Interrupts are off.
 * @export handle_user_trap
 * @entry thread 176
 */
export function handleUserTrap(frame: TrapFrame): void {
  const vector = frame.vector;
  if (vector >= FIRST_INTERRUPT) handleInterrupt(u32(vector), true);
  else if (vector === Vector.NonMaskable) nonMaskable.fetchAdd(1);
  else handleUserException(frame);
  finishUserReturn(frame);
}

/**
 * Every interrupt of the kernel itself, on the stack that it is on: the CPU leaves up to 8 bytes there. Interrupts are off, and stay off.
 * @export handle_kernel_interrupt
 * @entry interrupt 184
 */
export function handleKernelInterrupt(frame: TrapFrame): void {
  handleInterrupt(u32(frame.vector), false);
  preemptKernel(frame);
}

/**
 * Every exception of the kernel itself: those that have a stack of their own, and faults of instructions that may touch what is not there (extable.ts).
 * Interrupts are off.
 * @export handle_kernel_exception
 * @entry fault 184
 * @entry exception 176
 */
export function handleKernelTrap(frame: TrapFrame): void {
  if (frame.vector === Vector.NonMaskable) nonMaskable.fetchAdd(1);
  else handleKernelException(frame);
}

/**
 * Every system call. Interrupts are off.
 * @export handle_system_call
 * @entry thread 176
 */
export function handleSystemCall(frame: TrapFrame): void {
  enableInterrupts();
  callSystemCall(frame);
  interruptsOff();
  // What is left to be checked when there is no work the entry code checks itself.
  if (hasWork()) finishUserReturn(frame);
}

/**
 * Non-maskable interrupts that were not reported yet. They come in the middle of anything, such as a driver that holds its lock, so nothing is
 * done about them before the next ordinary interrupt.
 */
const nonMaskable = new Atomic<u32>(0);

function handleInterrupt(vector: u32, isUser: boolean): void {
  gsStore<boolean>(49, isUser);
  if (nonMaskable.load() !== 0 && nonMaskable.exchange(0) !== 0)
    log.warn("there was a non-maskable interrupt: ignored");
  if (vector === TIMER_VECTOR) handleTimerInterrupt();
  else if (vector !== SPURIOUS_VECTOR) dispatchInterrupt(vector);
}

function handleUserException(frame: TrapFrame): void {
  const vector = frame.vector;
  const address: u64 = vector === Vector.PageFault ? readCr2() : 0;
  if (vector === Vector.Debug) writeDr6(readDr6() & ~u64(0xf00f));
  const isFatal = vector === Vector.MachineCheck || vector === Vector.DoubleFault;
  if (isFatal || !hasFaultHandler()) reportTrap(frame, address);
  enableInterrupts();
  callUserFault(frame, vector, frame.error, address);
}

function handleKernelException(frame: TrapFrame): void {
  const vector = frame.vector;
  const address: u64 = vector === Vector.PageFault ? readCr2() : 0;
  if (vector === Vector.Debug) {
    // A program that single-steps into `syscall`, or a debug register of nobody's: goes on without.
    writeDr6(readDr6() & ~u64(0xf00f));
    frame.rflags &= ~u64(0x100);
    return;
  }
  const fixup =
    vector === Vector.PageFault || vector === Vector.GeneralProtection ? findFixup(frame.rip) : u64(0);
  if (fixup === 0) reportTrap(frame, address);
  if (vector === Vector.PageFault && address < USER_LIMIT && resolvePage(frame, address)) return;
  frame.rip = fixup;
}

/** The kernel touched a program's page that is not there (yet). */
function resolvePage(frame: TrapFrame, address: u64): boolean {
  // With interrupts off the kernel must not sleep for a page: it has no business there.
  if (!hasFaultHandler() || (frame.rflags & INTERRUPT_FLAG) === 0) return false;
  const isWrite = (frame.error & PageFaultBits.Write) !== 0;
  enableInterrupts();
  return callResolveUserPage(address, isWrite);
}

/** After an interrupt of the kernel itself: switches if that is asked for and allowed. */
function preemptKernel(frame: TrapFrame): void {
  if (!gsLoad<boolean>(48) || gsLoad<u32>(52) !== 0 || (frame.rflags & INTERRUPT_FLAG) === 0) return;
  if (hasFaultHandler()) callPreempt();
}
