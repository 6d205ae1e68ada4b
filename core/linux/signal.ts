/**
 * Signals of programs. A handler runs no code of the program's: it notes that the signal came, and interrupts what the
 * program waits for (EINTR), which then asks `takeSignal`.
 */

import { addressOf, asm, atomicCompareExchange, atomicLoad, pointer, symbolAddress } from "unsafe";
import { Signal } from "../signals.ts";
import { Call, call2, call4, checkResult } from "./syscalls.ts";

export { Signal };

/** What happens when a signal comes. */
export enum Disposition {
  /** What the system does by default: it ends or stops the program, or nothing. */
  byDefault = 0,
  ignored = 1,
  /** It is noted for `takeSignal`. */
  noted = 2,
}

asm`
.section .bss
.balign 8
metal_noted_signals: .quad 0
.text
.globl metal_note_signal
metal_note_signal:
  movl %edi, %ecx
  movl $1, %eax
  shlq %cl, %rax
  lock orq %rax, metal_noted_signals(%rip)
  ret
metal_signal_return:
  movl $15, %eax
  syscall
  hlt
`;

const SA_RESTORER = 0x0400_0000;

/** Decides what happens when a signal comes. Throws EINVAL for SIGKILL and SIGSTOP. */
export function setSignal(signal: Signal, disposition: Disposition): void {
  // struct sigaction of the kernel: handler, flags, restorer, mask.
  const action = new FixedArray<u64, 4>();
  action[0] = disposition === Disposition.noted ? symbolAddress("metal_note_signal") : u64(disposition);
  action[1] = SA_RESTORER;
  action[2] = symbolAddress("metal_signal_return");
  action[3] = 0;
  checkResult(call4(Call.rt_sigaction, u64(signal), addressOf(action).address, 0, 8));
}

/** Whether the signal came since the last time that this was asked. */
export function takeSignal(signal: Signal): boolean {
  const place = pointer<u64>(symbolAddress("metal_noted_signals"));
  const bit = u64(1) << u64(signal);
  while (true) {
    const noted = atomicLoad(place);
    if ((noted & bit) === 0) return false;
    if (atomicCompareExchange(place, noted, noted & ~bit) === noted) return true;
  }
}

/** The set that holds only this signal; sets are combined with `|`. */
export function signalSet(signal: Signal): u64 {
  return u64(1) << (u64(signal) - 1);
}

const SIG_SETMASK = 2;

/** Holds back the signals of a set, and no others, until another set is given; returns the old one. */
export function setSignalMask(set: u64): u64 {
  const places = new FixedArray<u64, 2>();
  places[0] = set;
  const place = addressOf(places).address;
  checkResult(call4(Call.rt_sigprocmask, SIG_SETMASK, place, place + 8, 8));
  return places[1];
}

/** Waits for a signal that is not in the set. */
export function suspend(set: u64): void {
  const places = new FixedArray<u64, 1>();
  places[0] = set;
  call2(Call.rt_sigsuspend, addressOf(places).address, 8);
}

/** `SIGINT` for 2 and so on; null for numbers that have no name. */
export function signalName(number: i32): string | null {
  const names = signalNames();
  return number >= 1 && number <= i32(names.length) ? names[u64(number) - 1] : null;
}

/** The signal of a name with or without `SIG`, in any case, or of a number; null when there is none. */
export function signalByName(name: string): i32 | null {
  const number = parseInteger(name);
  if (number !== null) return number >= 0 && number <= 64 ? i32(number) : null;
  const upper = name.toUpperCase();
  const full = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  const index = signalNames().indexOf(full);
  return index < 0 ? null : i32(index) + 1;
}

/** Names of the signals from 1 on. */
export function signalNames(): string[] {
  const text =
    "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";
  return text.split(" ").map((name) => `SIG${name}`);
}

/** What a signal that ended a program means, in the words of shells. */
export function signalText(number: i32): string {
  switch (number) {
    case 1:
      return "Hangup";
    case 2:
      return "Interrupt";
    case 3:
      return "Quit";
    case 4:
      return "Illegal instruction";
    case 5:
      return "Trace/breakpoint trap";
    case 6:
      return "Aborted";
    case 7:
      return "Bus error";
    case 8:
      return "Floating point exception";
    case 9:
      return "Killed";
    case 11:
      return "Segmentation fault";
    case 13:
      return "Broken pipe";
    case 14:
      return "Alarm clock";
    case 15:
      return "Terminated";
    default:
      return signalName(number) ?? `Signal ${number}`;
  }
}
