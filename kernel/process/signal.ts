/** Signals as the kernel handles them: sets, default actions, structures (signal(7)). */

import { Signal } from "../../core/signals.ts";

export { Signal };

/** The highest signal. */
export const SIGNAL_MAX: u32 = 64;

/** A set of signals: bit N-1 is signal N, as in the kernel's sigset_t. */
export type SignalSet = u64;

/** The set of one signal. */
export function setOf(signal: Signal): SignalSet {
  return u64(1) << (u64(signal) - 1);
}

/** SIGKILL and SIGSTOP: neither blocked, caught nor ignored. */
export const UNBLOCKABLE: SignalSet = 0x4_0100;
/** SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU. */
export const STOP_SIGNALS: SignalSet = 0x3c_0000;

/** What a signal does when the program has not said otherwise. */
export enum DefaultAction {
  Terminate,
  Stop,
  Continue,
  Ignore,
}

/** What a signal does to a process that has said nothing else (signal(7)). */
export function defaultAction(signal: Signal): DefaultAction {
  switch (signal) {
    case Signal.SIGSTOP:
    case Signal.SIGTSTP:
    case Signal.SIGTTIN:
    case Signal.SIGTTOU:
      return DefaultAction.Stop;
    case Signal.SIGCONT:
      return DefaultAction.Continue;
    case Signal.SIGCHLD:
    case Signal.SIGURG:
    case Signal.SIGWINCH:
      return DefaultAction.Ignore;
    default:
      return DefaultAction.Terminate;
  }
}

/** sa_handler values that are no addresses. */
export const HANDLER_DEFAULT: u64 = 0;
/** SIG_IGN. */
export const HANDLER_IGNORE: u64 = 1;

/** sa_flags of sigaction(2). */
export enum ActionFlags {
  NoChildStop = 0x1,
  NoChildWait = 0x2,
  SignalInfo = 0x4,
  Restorer = 0x0400_0000,
  OnStack = 0x0800_0000,
  Restart = 0x1000_0000,
  NoDefer = 0x4000_0000,
  ResetHandler = 0x8000_0000,
}

/** The flags that sigaction(2) keeps: programs set others to find out whether they are known. SA_EXPOSE_TAGBITS has no effect: addresses have no tags. */
export const KNOWN_ACTION_FLAGS: u64 = 0xdc00_0807;

/** The kernel's `struct sigaction` (not the C library's). */
@struct
@size(32)
export class SignalAction {
  handler: u64 = 0;
  flags: u64 = 0;
  restorer: u64 = 0;
  mask: SignalSet = 0;

  /** Whether a function of the program is called. */
  get hasHandler(): boolean {
    return this.handler !== HANDLER_DEFAULT && this.handler !== HANDLER_IGNORE;
  }

  has(flag: ActionFlags): boolean {
    return (this.flags & u64(flag)) !== 0;
  }

  copyFrom(other: SignalAction): void {
    this.handler = other.handler;
    this.flags = other.flags;
    this.restorer = other.restorer;
    this.mask = other.mask;
  }
}

/** What siginfo_t's si_code says of the sender. */
export enum SignalCode {
  User = 0,
  Kernel = 0x80,
  Queue = -1,
  Timer = -2,
  Tkill = -6,
  /** SIGCHLD: how the child changed. */
  Exited = 1,
  Killed = 2,
  Stopped = 5,
  Continued = 6,
}

/** A signal on its way: what a handler's siginfo_t is made of. */
export class SignalInfo {
  readonly signal: Signal;
  readonly code: i32;
  /** Sender (or child), its user; for SIGCHLD the status; for a fault the address. */
  pid: i32 = 0;
  uid: u32 = 0;
  status: i32 = 0;
  /** si_addr of a fault, or si_value of sigqueue(3). */
  value: u64 = 0;
  isFault: boolean = false;
  /** It waits in a queue. Kept by PendingSignals. */
  isQueued: boolean = false;

  constructor(signal: Signal, code: i32) {
    this.signal = signal;
    this.code = code;
  }

  /** As it is now: a timer counts on in its one record while what was taken from the queue is told. The record itself when there is no memory. */
  snapshot(): SignalInfo {
    try {
      const copy = new SignalInfo(this.signal, this.code);
      copy.pid = this.pid;
      copy.uid = this.uid;
      copy.status = this.status;
      copy.value = this.value;
      return copy;
    } catch {
      return this;
    }
  }

  /** Of the kernel itself, about a fault at an address. */
  static fault(signal: Signal, code: i32, address: u64): SignalInfo {
    const info = new SignalInfo(signal, code);
    info.value = address;
    info.isFault = true;
    return info;
  }

  /** From a process by kill(2) or tgkill(2). */
  static from(signal: Signal, code: i32, pid: i32, uid: u32): SignalInfo {
    const info = new SignalInfo(signal, code);
    info.pid = pid;
    info.uid = uid;
    return info;
  }
}

/** One record for each signal that tells nothing but its number, from the start: what has no memory for more is told all the same. */
const bareRecords: SignalInfo[] = [];
for (let signal: u32 = 0; signal <= SIGNAL_MAX; signal++) {
  bareRecords.push(new SignalInfo(signal as Signal, i32(SignalCode.User)));
}

/** The signal's record without a sender, which is never queued, only marked as pending. */
export function bareRecord(signal: Signal): SignalInfo {
  return bareRecords[u64(signal)];
}

/** A signal of the kernel itself; a bare one when there is no memory for a record. */
export function kernelRecord(signal: Signal): SignalInfo {
  try {
    return new SignalInfo(signal, SignalCode.Kernel);
  } catch {
    return bareRecord(signal);
  }
}
