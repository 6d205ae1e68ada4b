/** Sends the signals of files that become ready (O_ASYNC) to the processes that want them. */

import { AsyncReason, FileOwner, type OwnerKind, OwnerKind as Kind } from "../file/async-notice.ts";
import type { Credentials } from "../rights/credentials.ts";
import { mayKill } from "../rights/policy.ts";
import type { Process } from "./process.ts";
import { findProcess, findThread, table } from "./process-table.ts";
import { sendLocked, trySignal, trySignalThread } from "./send-signal.ts";
import { kernelRecord, Signal, SignalInfo } from "./signal.ts";

const POLLIN_BAND = 0x41;
const POLLOUT_BAND = 0x304;

/** A thread, a process or a group that owns a file, with the user who made it that: nobody is sent what that user could not send. */
export class ProcessOwner extends FileOwner {
  private readonly credentials: Credentials;

  /** Throws ENOMEM. */
  constructor(kind: OwnerKind, id: i32, credentials: Credentials) {
    super(kind, id);
    this.credentials = credentials;
  }

  override tell(signal: u32, reason: AsyncReason, fd: i32): void {
    const record = recordOf(signal, reason, fd);
    if (this.kind === Kind.Group) {
      this.tellGroup(record);
      return;
    }
    const thread = this.kind === Kind.Thread ? findThread(this.id) : null;
    const process = thread !== null ? thread.process : findProcess(this.id);
    if (process === null || !this.maySignal(process)) return;
    if (thread !== null) {
      if (!trySignalThread(thread, record)) trySignalThread(thread, kernelRecord(Signal.SIGIO));
    } else if (this.kind === Kind.Process) {
      // Where real-time signals find no room, SIGIO says that some are missing (fcntl(2), F_SETSIG).
      if (!trySignal(process, record)) trySignal(process, kernelRecord(Signal.SIGIO));
    }
  }

  private tellGroup(record: SignalInfo): void {
    using processes = table.lock();
    for (const [, process] of processes.value.processes) {
      if (process.group !== this.id || !this.maySignal(process)) continue;
      if (!sendLocked(process, record)) sendLocked(process, kernelRecord(Signal.SIGIO));
    }
  }

  private maySignal(process: Process): boolean {
    return mayKill(this.credentials, process.credentials);
  }
}

/** With F_SETSIG the signal says which descriptor is ready for what; its place is that of a sender's ids and value. */
function recordOf(signal: u32, reason: AsyncReason, fd: i32): SignalInfo {
  if (signal === 0) return kernelRecord(Signal.SIGIO);
  try {
    const info = new SignalInfo(signal as Signal, i32(reason));
    info.pid = reason === AsyncReason.Readable ? POLLIN_BAND : POLLOUT_BAND;
    info.value = u64(u32(fd));
    return info;
  } catch {
    return kernelRecord(Signal.SIGIO);
  }
}
