import { disableInterrupts, enableInterrupts, restoreInterrupts } from "../platform/cpu.ts";
import { enterUser, TrapFrame } from "../platform/interrupts.ts";
import { activateKernelTable, type PageTable } from "../platform/paging.ts";
import type { Credentials } from "../rights/credentials.ts";
import { SharedReference } from "../platform/shared-reference.ts";
import { writeUser32 } from "../platform/user.ts";
import { CpuTime } from "../task/cpu-time.ts";
import { Thread } from "../task/thread.ts";
import { Personality } from "./personality.ts";
import { PendingSignals } from "./pending-signals.ts";
import type { Process } from "./process.ts";
import { table } from "./process-table.ts";
import { trySignal } from "./send-signal.ts";
import { kernelRecord, type Signal, type SignalSet } from "./signal.ts";
import { SignalStack, STACK_DISABLED } from "./signal-frame.ts";

/** The slack that threads have at first, in nanoseconds. */
export const STANDARD_SLACK: u64 = 50_000;

/** A thread of a program. */
export class UserThread extends Thread {
  /** Thread id; the first thread's is the process id, which a thread that calls execve takes over. Changed under the process table's lock. */
  id: i32;
  readonly process: Process;
  /** Its index among the process's threads. Guarded by the process table's lock. */
  place: usize = 0;
  /** Who it acts as. The thread itself reads it as it is; all others, and who changes it, come by program-state.ts. */
  credentials: Credentials;
  /** Signals that it does not take now. Its own; read by senders under the process table's lock. */
  blocked: SignalSet = 0;
  /** Signals that end its wait though it blocks them: it takes them itself (rt_sigtimedwait(2)). */
  awaited: SignalSet = 0;
  /** Signals sent to this thread alone. Guarded by the process table's lock. */
  readonly pending: PendingSignals = new PendingSignals();
  /** Set while a system call runs with another mask (rt_sigsuspend(2), ppoll(2)): the mask to go back to. */
  savedMask: SignalSet = 0;
  hasSavedMask: boolean = false;
  /** When the wait ends that was interrupted and is started again (monotonic nanoseconds); 0: none. See restart.ts. */
  resumedDeadline: u64 = 0;
  /** It was refused memory (memory-reserve.ts): before it returns to user mode it waits for some (out-of-memory.ts). */
  lacksMemory: boolean = false;
  /** How often in a row a call was refused memory though there was some when it had failed. */
  vainTries: u32 = 0;
  /** It brings in pages of its memory for the kernel, which would have to give up half-way without them. */
  fillsForKernel: boolean = false;
  /** It ends alone: another thread of the process calls execve. */
  isLeaving: boolean = false;
  /** execve(2) gives it no rights that it does not have (prctl PR_SET_NO_NEW_PRIVS); for good, and inherited. */
  hasNoNewPrivileges: boolean = false;
  /** personality(2); inherited. */
  personality: Personality = Personality.Linux;
  /** How much later than asked for it may be woken, in nanoseconds (PR_SET_TIMERSLACK). It is woken in time all the same. */
  timerSlack: u64 = STANDARD_SLACK;
  /** sigaltstack(2). */
  signalStack: SignalStack = new SignalStack();
  /** Written 0 and woken (a futex) when the thread ends (set_tid_address(2)); 0: none. */
  clearChildTid: u64 = 0;
  /** Where the new thread writes its id when it starts (CLONE_CHILD_SETTID); 0: nowhere. */
  setChildTid: u64 = 0;
  robustList: u64 = 0;
  /** SCHED_OTHER and so on of sched_setscheduler(2), and the nice value, which make its slices (`setScheduling`). */
  policy: u32 = 0;
  nice: i32 = 0;
  /** Who it makes begins with no nice value below 0, and not with this flag (SCHED_RESET_ON_FORK). */
  resetsOnFork: boolean = false;
  /** As ioprio_set(2) encodes it. */
  ioPriority: u32 = 0;
  /** The registers with which it goes to user mode for the first time. */
  startFrame: TrapFrame = new TrapFrame();
  /** Its own name (prctl PR_SET_NAME); empty: the process's. */
  readonly ownName = new SharedReference<string>("");

  constructor(id: i32, process: Process, credentials: Credentials) {
    super("user");
    this.id = id;
    this.process = process;
    this.credentials = credentials;
    this.signalStack.flags = STACK_DISABLED;
  }

  override begin(): never {
    enableInterrupts();
    if (this.setChildTid !== 0) {
      try {
        writeUser32(this.setChildTid, u32(this.id));
      } catch {
        // As on Linux: a bad address only means that the word is not written.
      }
    }
    enterUser(this.startFrame);
  }

  /** Has the running thread use another program's memory from now on; null: none. */
  usePageTable(table: PageTable | null): void {
    const wasOn = disableInterrupts();
    if (table !== null) {
      this.pageTableRoot = table.root;
      table.activate();
    } else {
      this.pageTableRoot = 0;
      activateKernelTable();
    }
    restoreInterrupts(wasOn);
  }

  override sample(now: u64, isInKernel: boolean): void {
    super.sample(now, isInKernel);
    if (this.process.watchesCpuTime) sendDueSignals(this);
  }

  /** A signal that is not blocked and not ignored waits. */
  override isInterrupted(): boolean {
    if (this.mustExit) return true;
    const waiting = (this.pending.signals | this.process.pending.signals) & ~(this.blocked & ~this.awaited);
    return waiting !== 0 || this.process.isStopped;
  }
}

/** Those that its timers of CPU time and RLIMIT_CPU have for it now. In interrupt context. */
function sendDueSignals(thread: UserThread): void {
  const { process } = thread;
  const used = new CpuTime();
  {
    using _ = table.lock();
    process.addTimeTo(used);
  }
  {
    const own = new CpuTime();
    thread.addTimeTo(own);
    using timers = process.timers.lock();
    timers.value.expireByCpu(used.total, thread.id, own.total);
  }
  let due: SignalSet = 0;
  {
    using timers = process.cpuTimers.lock();
    due = timers.value.due(used, process.limits);
  }
  while (due !== 0) {
    const signal = (u32(bits.trailingZeros(due)) + 1) as Signal;
    due &= due - 1;
    trySignal(process, kernelRecord(signal));
  }
}
