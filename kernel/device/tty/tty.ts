import { Errno } from "../../../core/errno.ts";
import { PollEvents, READABLE, WRITABLE } from "../../file/poll-events.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import { monotonicNanoseconds } from "../../platform/clock.ts";
import { SpinLock } from "../../platform/lock.ts";
import { AsyncList, AsyncReason } from "../../file/async-notice.ts";
import type { PollTable } from "../../task/poll-table.ts";
import { NEVER } from "../../task/timer.ts";
import { RESTART, WaitQueue } from "../../task/wait-queue.ts";
import { isCanonical, Taken } from "./input-queue.ts";
import { jobControl, SIGTTIN, SIGTTOU, SIGWINCH } from "./job-control.ts";
import { LineDiscipline } from "./line-discipline.ts";
import type { TerminalOutput } from "./terminal-output.ts";
import { ControlCharacter, LocalFlags, type Termios, type WindowSize } from "./termios.ts";

const CHUNK: u64 = 256;
const TENTH_OF_SECOND: u64 = 100_000_000;

/** What readers wait for: taken from the settings anew each time, for they may change. */
@struct
class ReadRules {
  isCanonical: boolean = false;
  /** Bytes that must be there before a read returns; 0: it returns at once. */
  least: u64 = 0;
  /** How long it waits for the first byte (least 0) or between bytes; 0: for ever. */
  time: u64 = 0;
}

/** A terminal: the line discipline between an input, an output, and the programs. */
export class Tty {
  readonly device: u32;
  private readonly output: TerminalOutput;
  private readonly state: SpinLock<LineDiscipline> = new SpinLock(new LineDiscipline());
  private readonly readable: WaitQueue = new WaitQueue();
  /** Who is sent signals when something can be read. */
  readonly arrivals: AsyncList = new AsyncList();
  /** Woken when stopped output goes on. */
  private readonly started: WaitQueue = new WaitQueue();

  constructor(device: u32, output: TerminalOutput) {
    this.device = device;
    this.output = output;
  }

  // ---------------------------------------------------------------- input

  /** Bytes were typed. In thread context. */
  input(bytes: Span<u8>): void {
    for (let i: u64 = 0; i < bytes.length; i++) {
      const typed = this.type(bytes[i]);
      if (typed.signal !== 0) this.signalForeground(typed.group, typed.signal);
    }
    this.readable.wakeAll();
    this.started.wakeAll();
    if (this.readyCount() > 0) this.arrivals.tell(AsyncReason.Readable);
  }

  private type(byte: u8): Typed {
    const typed = new Typed();
    using state = this.state.lock();
    state.value.type(byte);
    state.value.sendEcho(this.output);
    typed.signal = state.value.signal;
    typed.group = state.value.group;
    state.value.signal = 0;
    return typed;
  }

  private signalForeground(group: i32, signal: u32): void {
    if (group === 0) return;
    try {
      jobControl().signalGroup(group, signal);
    } catch {
      // No memory for the signal's record: the key has no effect, and can be pressed again.
    }
  }

  // ---------------------------------------------------------------- reading

  /** Throws EAGAIN, RESTART, EIO (a background process that cannot be stopped), EFAULT. */
  read(buffer: IoBuffer, isNonBlocking: boolean): void {
    if (buffer.remaining === 0) return;
    const bytes = new FixedArray<u8, 256>();
    const wanted = buffer.remaining;
    let deadline: u64 = NEVER;
    for (;;) {
      this.checkForeground(SIGTTIN, false);
      const rules = this.rules();
      const moved = wanted - buffer.remaining;
      const taken = this.take(bytes.span().subspan(0, bits.min(buffer.remaining, CHUNK)), rules.isCanonical);
      if (taken.count > 0) buffer.copyOut(bytes.span().subspan(0, taken.count));
      if (taken.hasEnded || buffer.remaining === 0) return;
      if (taken.count > 0) {
        deadline = NEVER;
        continue;
      }
      // Nothing is there any more.
      if (moved > 0 && (rules.isCanonical || moved >= rules.least)) return;
      if (moved === 0 && isNonBlocking) throw Errno.EAGAIN;
      if (!rules.isCanonical) {
        if (rules.least === 0 && rules.time === 0) return;
        const waitsWithLimit = rules.time !== 0 && (rules.least === 0 || moved > 0);
        if (waitsWithLimit && deadline === NEVER) deadline = monotonicNanoseconds() + rules.time;
      }
      if (!this.waitForInput(deadline)) return;
    }
  }

  private rules(): ReadRules {
    const rules = new ReadRules();
    using state = this.state.lock();
    const settings = state.value.settings;
    rules.isCanonical = isCanonical(settings);
    rules.least = u64(settings.characters[ControlCharacter.Minimum]);
    rules.time = u64(settings.characters[ControlCharacter.Time]) * TENTH_OF_SECOND;
    return rules;
  }

  private take(to: Span<u8>, canonical: boolean): Taken {
    using state = this.state.lock();
    return state.value.queue.take(to, canonical);
  }

  /** Bytes that can be read. */
  readyCount(): u64 {
    using state = this.state.lock();
    return state.value.queue.ready;
  }

  private waitForInput(deadline: u64): boolean {
    this.readable.prepare();
    if (this.readyCount() > 0) {
      this.readable.cancel();
      return true;
    }
    return this.readable.sleep(deadline);
  }

  // ---------------------------------------------------------------- writing

  /** Throws EAGAIN, RESTART, EIO, EFAULT. */
  write(buffer: IoBuffer, isNonBlocking: boolean): void {
    if (this.stopsBackgroundOutput()) this.checkForeground(SIGTTOU, true);
    const bytes = new FixedArray<u8, 128>();
    const printed = new FixedArray<u8, 1024>();
    while (buffer.remaining > 0) {
      if (isNonBlocking && !this.mayPrint()) throw Errno.EAGAIN;
      const chunk = bytes.span().subspan(0, bits.min(buffer.remaining, bytes.length));
      buffer.copyIn(chunk);
      const length = this.print(chunk, printed.span());
      this.send(printed.span().subspan(0, length));
    }
  }

  private stopsBackgroundOutput(): boolean {
    using state = this.state.lock();
    return (state.value.settings.local & LocalFlags.StopBackgroundOutput) !== 0;
  }

  private print(bytes: Span<u8>, to: Span<u8>): u64 {
    using state = this.state.lock();
    let end: u64 = 0;
    for (let i: u64 = 0; i < bytes.length; i++) end = state.value.print(bytes[i], to, end);
    return end;
  }

  /** Gives all of the bytes to the output, waiting while it is full or stopped. */
  private send(bytes: Span<u8>): void {
    let done: u64 = 0;
    while (done < bytes.length) {
      if (!this.isStopped()) done += this.output.write(bytes.subspan(done));
      if (done < bytes.length) this.waitForOutput();
    }
  }

  private waitForOutput(): void {
    if (this.isStopped()) {
      this.started.prepare();
      if (this.isStopped()) this.started.sleep();
      else this.started.cancel();
      return;
    }
    const queue = this.output.writable;
    if (queue === null) return;
    queue.prepare();
    if (this.output.hasRoom) queue.cancel();
    else queue.sleep();
  }

  private isStopped(): boolean {
    using state = this.state.lock();
    return state.value.isStopped;
  }

  private mayPrint(): boolean {
    return !this.isStopped() && this.output.hasRoom;
  }

  // ---------------------------------------------------------------- readiness

  /** What can be done without waiting. `table`, if given, gets the queues that are woken when that changes. Throws ENOMEM. */
  poll(table: PollTable | null): PollEvents {
    if (table !== null) {
      table.add(this.readable);
      table.add(this.started);
      const writable = this.output.writable;
      if (writable !== null) table.add(writable);
    }
    let events = PollEvents.None;
    const rules = this.rules();
    const least = rules.isCanonical || rules.time !== 0 ? 1 : bits.max(rules.least, 1);
    if (this.readyCount() >= least) events |= READABLE;
    if (this.mayPrint()) events |= WRITABLE;
    return events;
  }

  // ---------------------------------------------------------------- job control

  /**
   * A background process that reads (or, for SIGTTOU, prints or changes settings) gets the signal, and the call is restarted when it is in the
   * foreground again. One that cannot be stopped: reading fails with EIO, writing goes on (`mayContinue`). Throws RESTART, EIO, ENOMEM.
   */
  checkForeground(signal: u32, mayContinue: boolean): void {
    const jobs = jobControl();
    if (jobs.currentTerminal() !== this.device) return;
    const foreground = this.foreground();
    const group = jobs.currentGroup();
    if (foreground === 0 || foreground === group) return;
    if (jobs.isDeaf(signal)) {
      if (mayContinue) return;
      throw Errno.EIO;
    }
    if (jobs.isOrphaned()) throw Errno.EIO;
    jobs.signalGroup(group, signal);
    throw RESTART;
  }

  /** The group in the foreground, 0 if none. */
  foreground(): i32 {
    using state = this.state.lock();
    return state.value.group;
  }

  /** The session whose terminal this is, 0 if none. */
  session(): i32 {
    using state = this.state.lock();
    return state.value.session;
  }

  /** The session's terminal is this one, with the group in the foreground; 0, 0: nobody's. */
  setOwner(session: i32, group: i32): void {
    using state = this.state.lock();
    state.value.session = session;
    state.value.group = group;
  }

  /** The terminal becomes the session leader's own, if neither has another. Called when one is opened. */
  adoptIfFree(): void {
    const jobs = jobControl();
    if (!jobs.isSessionLeader() || jobs.currentTerminal() !== 0 || this.session() !== 0) return;
    this.setOwner(jobs.currentSession(), jobs.currentGroup());
    jobs.setCurrentTerminal(this.device);
  }

  // ---------------------------------------------------------------- settings

  /** The settings as they are at one moment. */
  copySettings(to: Termios): void {
    using state = this.state.lock();
    const settings = state.value.settings;
    to.input = settings.input;
    to.output = settings.output;
    to.control = settings.control;
    to.local = settings.local;
    to.line = settings.line;
    to.characters.span().copyFrom(settings.characters.span());
    to.inputSpeed = settings.inputSpeed;
    to.outputSpeed = settings.outputSpeed;
  }

  /** Sets them, and wakes who waited under the old ones. */
  configure(settings: Termios): void {
    this.applySettings(settings);
    this.readable.wakeAll();
    this.started.wakeAll();
  }

  private applySettings(settings: Termios): void {
    using state = this.state.lock();
    state.value.configure(settings);
  }

  /** Forgets what was typed and not read. */
  flushInput(): void {
    using state = this.state.lock();
    state.value.queue.clear();
  }

  /** Stops the output, or lets it go on (tcflow(3)). */
  setStopped(isStopped: boolean): void {
    this.applyStopped(isStopped);
    this.started.wakeAll();
  }

  private applyStopped(isStopped: boolean): void {
    using state = this.state.lock();
    state.value.isStopped = isStopped;
  }

  /** The window's size as it is at one moment. */
  copyWindow(to: WindowSize): void {
    using state = this.state.lock();
    const window = state.value.window;
    to.rows = window.rows;
    to.columns = window.columns;
    to.width = window.width;
    to.height = window.height;
  }

  /** Sets the window's size; if that changes it the foreground group is told. Throws ENOMEM. */
  setWindow(size: WindowSize): void {
    const group = this.applyWindow(size);
    if (group !== 0) jobControl().signalGroup(group, SIGWINCH);
  }

  /** Returns the group to tell, 0 if nothing changes. */
  private applyWindow(size: WindowSize): i32 {
    using state = this.state.lock();
    const window = state.value.window;
    const isSame = window.rows === size.rows && window.columns === size.columns;
    window.rows = size.rows;
    window.columns = size.columns;
    window.width = size.width;
    window.height = size.height;
    return isSame ? 0 : state.value.group;
  }
}

/** What typing a byte has led to. */
@struct
class Typed {
  signal: u32 = 0;
  group: i32 = 0;
}
