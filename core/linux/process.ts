/** Processes: arguments, environment, children, groups. Functions throw the Errno that Linux gives. */

import { addressOf, arrayData } from "unsafe";
import { Errno } from "../errno.ts";
import { letGo } from "../let-go.ts";
import { bytesOf } from "../string.ts";
import { exitNow } from "./abort.ts";
import { pathAddress } from "./path.ts";
import { argumentCount, argumentText, initialEnvironment } from "./process-stack.ts";
import { argument, Call, call0, call1, call2, call3, call4, checkResult } from "./syscalls.ts";

/** The name the program was called by. Throws ENOMEM. */
export function programName(): string {
  return argumentCount() > 0 ? argumentText(0) : "";
}

/** The environment the program was started with, as `NAME=value` texts. Throws ENOMEM. */
export function environment(): string[] {
  return initialEnvironment();
}

/** The value of a variable of the environment, or null. Throws ENOMEM. */
export function getVariable(name: string): string | null {
  const prefix = `${name}=`;
  for (const entry of initialEnvironment()) {
    if (entry.startsWith(prefix)) return entry.slice(prefix.length);
  }
  return null;
}

/** Ends the program; its status is the low 8 bits. Nothing is released, buffers are not written. */
export function exit(status: i32): never {
  exitNow(status);
}

/** Returns 0 in the new process, and its number in the old one. */
export function fork(): i32 {
  return i32(checkResult(call0(Call.fork)));
}

/** Addresses of the texts, then 0: a `char **`. The texts must live on. */
function addressList(texts: readonly string[]): u64[] {
  const list: u64[] = [];
  for (const text of texts) {
    if (text.bytes().indexOf(0) >= 0) throw Errno.EINVAL;
    list.push(bytesOf(text).address);
  }
  list.push(0);
  return list;
}

/**
 * Becomes another program. `args[0]` is its name for itself; `variables` are `NAME=value` texts. Returns only by
 * throwing: ENOENT, EACCES, ENOEXEC, …
 */
export function execute(path: string, args: readonly string[], variables: readonly string[]): never {
  const argv = addressList(args);
  const envp = addressList(variables);
  const result = call3(Call.execve, pathAddress(path), arrayData(argv).address, arrayData(envp).address);
  // An address does not keep what it points to: the lists must live up to here.
  letGo(argv);
  letGo(envp);
  checkResult(result);
  throw Errno.ENOEXEC;
}

/** What `waitFor` does besides waiting for an end. */
export enum Wait {
  forEnd = 0,
  dontBlock = 1,
  alsoStopped = 2,
  alsoContinued = 8,
}

/** News of a child. */
export class ChildEvent {
  readonly process: i32;
  private readonly status: u32;

  constructor(process: i32, status: u32) {
    this.process = process;
    this.status = status;
  }

  /** Whether the process ended by itself (WIFEXITED). */
  get isExit(): boolean {
    return (this.status & 0x7f) === 0;
  }

  /** What it ended with, 0 to 255 (WEXITSTATUS). */
  get exitStatus(): i32 {
    return i32((this.status >> 8) & 0xff);
  }

  /** Whether a signal stopped it (WIFSTOPPED). */
  get isStop(): boolean {
    return (this.status & 0xff) === 0x7f;
  }

  /** Whether it went on after a stop (WIFCONTINUED). */
  get isContinue(): boolean {
    return this.status === 0xffff;
  }

  /** The signal that ended or stopped it. */
  get signal(): i32 {
    return this.isStop ? this.exitStatus : i32(this.status & 0x7f);
  }

  /** Whether the signal that ended it is one that dumps core (WCOREDUMP). */
  get dumpedCore(): boolean {
    return (this.status & 0x80) !== 0 && !this.isStop;
  }

  /** The status as shells give it: that of the exit, or 128 + the signal. */
  get shellStatus(): i32 {
    return this.isExit ? this.exitStatus : 128 + this.signal;
  }
}

/**
 * Waits for news of a child: of process `which`, of any (-1), of those in the caller's group (0) or in group -which. Null when
 * it should not block and there are none. Throws ECHILD, EINTR.
 */
export function waitFor(which: i32, options: Wait): ChildEvent | null {
  const status = new FixedArray<u32, 2>();
  const process = checkResult(call4(Call.wait4, argument(which), addressOf(status).address, u64(options), 0));
  return process === 0 ? null : new ChildEvent(i32(process), status[0]);
}

/** Sends a signal to a process, or to group -which; signal 0 only asks whether one may. */
export function sendSignal(which: i32, signal: i32): void {
  checkResult(call2(Call.kill, argument(which), argument(signal)));
}

/** The id of this process. */
export function processId(): i32 {
  return i32(call0(Call.getpid));
}

/** The id of its parent; 0 when there is none. */
export function parentId(): i32 {
  return i32(call0(Call.getppid));
}

/** The user that started it. */
export function userId(): u32 {
  return u32(call0(Call.getuid));
}

/** The user whose rights it has. */
export function effectiveUserId(): u32 {
  return u32(call0(Call.geteuid));
}

/** The group that started it. */
export function groupId(): u32 {
  return u32(call0(Call.getgid));
}

/** The group whose rights this process has (getegid(2)). */
export function effectiveGroupId(): u32 {
  return u32(call0(Call.getegid));
}

/** The process group of a process, 0 for the caller's. */
export function processGroup(process: i32 = 0): i32 {
  return i32(checkResult(call1(Call.getpgid, argument(process))));
}

/** Puts a process (0: the caller) into a group (0: one of its own number). */
export function setProcessGroup(process: i32, group: i32): void {
  checkResult(call2(Call.setpgid, argument(process), argument(group)));
}

/** Makes the caller the leader of a new session without a terminal. */
export function newSession(): i32 {
  return i32(checkResult(call0(Call.setsid)));
}

/** Sets the bits that new files do not get; returns the old ones. */
export function setUmask(mask: u32): u32 {
  return u32(call1(Call.umask, u64(mask)));
}
