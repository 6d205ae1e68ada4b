/** The last steps before ring 3. */

import { addressOf, gsLoad, offsetOf, pointer } from "unsafe";
import { isCanonical } from "../address.ts";
import { enableInterrupts, interruptsOff } from "../cpu.ts";
import { USER_CODE, USER_DATA } from "../cpu/descriptors.ts";
import { callUserFault, callUserReturn, hasFaultHandler } from "./hooks.ts";
import { ThreadFlags } from "../thread-flags.ts";
import { TrapFrame } from "./trap-frame.ts";
import { Vector } from "./vectors.ts";

/** Flags that a program may have: CF PF AF ZF SF TF DF OF RF AC ID. */
const USER_FLAGS = 0x25_0dd5;
/** Always set: interrupts on, and bit 1, which is always 1. */
const FIXED_FLAGS = 0x202;

/** @extern enter_user */
declare function enterUserAt(frame: u64): never;

/** Whether something is to be done before the running thread goes back to ring 3. @inline */
export function hasWork(): boolean {
  if (gsLoad<boolean>(48)) return true;
  return pointer<boolean>(gsLoad<u64>(24) + offsetOf<ThreadFlags>("hasPendingWork")).value;
}

/**
 * Called before every return to ring 3. Lets the hooks do what is pending, then makes sure that the frame cannot make IRET fault or give the
 * program a right that it must not have. Returns with interrupts off, so that nothing new comes up.
 * @export finish_user_return
 * @entry thread 176
 */
export function finishUserReturn(frame: TrapFrame): void {
  interruptsOff();
  while (hasWork() || !isCanonical(frame.rip)) {
    if (!hasFaultHandler()) break;
    const isWork = hasWork();
    enableInterrupts();
    if (isWork) callUserReturn(frame);
    else callUserFault(frame, Vector.GeneralProtection, 0, 0);
    interruptsOff();
  }
  frame.cs = USER_CODE;
  frame.ss = USER_DATA;
  frame.rflags = (frame.rflags & USER_FLAGS) | FIXED_FLAGS;
}

/** Goes to ring 3 with the registers of the frame, for the first time of a thread. Segments and forbidden flags are set right. Never returns. */
export function enterUser(frame: TrapFrame): never {
  finishUserReturn(frame);
  enterUserAt(addressOf(frame).address);
}
