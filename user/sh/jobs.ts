/** The table of jobs: what the shell started and has not yet seen the end of. */

import { Errno } from "../../core/errno.ts";
import { type ChildEvent, Wait, waitFor } from "../../core/linux/process.ts";
import { signalText } from "../../core/linux/signal.ts";

/** How one process of a job fares. */
export enum ProcessState {
  running,
  stopped,
  ended,
}

class JobProcess {
  readonly id: i32;
  state: ProcessState = ProcessState.running;
  /** The last news of it. */
  event: ChildEvent | null = null;

  constructor(id: i32) {
    this.id = id;
  }
}

/** The processes of one pipeline. */
export class Job {
  readonly number: u32;
  /** The process group, or the first process where groups are not used. */
  readonly group: i32;
  readonly text: string;
  readonly processes: JobProcess[] = [];
  isBackground: boolean;
  /** The user was told of its state. */
  wasReported: boolean = true;

  constructor(number: u32, group: i32, text: string, isBackground: boolean) {
    this.number = number;
    this.group = group;
    this.text = text;
    this.isBackground = isBackground;
  }

  add(process: i32): void {
    this.processes.push(new JobProcess(process));
  }

  get state(): ProcessState {
    let isStopped = false;
    for (const process of this.processes) {
      if (process.state === ProcessState.running) return ProcessState.running;
      if (process.state === ProcessState.stopped) isStopped = true;
    }
    return isStopped ? ProcessState.stopped : ProcessState.ended;
  }

  /** The status of its last process. */
  get status(): i32 {
    return this.processes.at(-1)?.event?.shellStatus ?? 0;
  }

  /** The status of its last process that failed, 0 when none did. */
  get failure(): i32 {
    let status: i32 = 0;
    for (const process of this.processes) {
      const own = process.event?.shellStatus ?? 0;
      if (own !== 0) status = own;
    }
    return status;
  }

  /** The signal that ended its last process, or 0. */
  get signal(): i32 {
    const event = this.processes.at(-1)?.event ?? null;
    return event === null || event.isExit ? 0 : event.signal;
  }

  /** All of it runs again. */
  markRunning(): void {
    for (const process of this.processes) {
      if (process.state === ProcessState.stopped) process.state = ProcessState.running;
    }
  }

  /** `Running`, `Stopped`, `Done`, … */
  describeState(): string {
    if (this.state === ProcessState.running) return "Running";
    if (this.state === ProcessState.stopped) return "Stopped";
    if (this.signal !== 0) return signalText(this.signal);
    return this.status === 0 ? "Done" : `Exit ${this.status}`;
  }

  /** A line of the list of jobs. */
  describe(): string {
    const end = this.isBackground && this.state === ProcessState.running ? " &" : "";
    return `[${this.number}] ${this.describeState().padEnd(10)} ${this.text}${end}`;
  }
}

/** The jobs of a shell, in the order of their numbers. */
export class JobTable {
  readonly jobs: Job[] = [];

  /** A new job, with the lowest number above all others. */
  create(group: i32, text: string, isBackground: boolean): Job {
    const number = (this.jobs.at(-1)?.number ?? 0) + 1;
    const job = new Job(number, group, text, isBackground);
    this.jobs.push(job);
    return job;
  }

  remove(job: Job): void {
    const index = this.jobs.indexOf(job);
    if (index >= 0) this.jobs.removeAt(u64(index));
  }

  /** The job that was stopped or sent to the background last. */
  current(): Job | null {
    for (let i = this.jobs.length; i > 0; i--) {
      if (this.jobs[i - 1].state === ProcessState.stopped) return this.jobs[i - 1];
    }
    return this.jobs.at(-1) ?? null;
  }

  /** The job that `%1`, `%%`, `%+`, `%text`, or a process's number stands for, or null. */
  find(name: string): Job | null {
    if (!name.startsWith("%")) {
      const id = parseInteger(name) ?? 0;
      return this.jobs.find((job) => job.processes.some((process) => i64(process.id) === id)) ?? null;
    }
    const rest = name.slice(1);
    if (rest === "" || rest === "%" || rest === "+") return this.current();
    const number = parseInteger(rest);
    if (number !== null) return this.jobs.find((job) => i64(job.number) === number) ?? null;
    return this.jobs.find((job) => job.text.startsWith(rest)) ?? null;
  }

  /** Notes news of a child. */
  private note(event: ChildEvent): void {
    for (const job of this.jobs) {
      for (const process of job.processes) {
        if (process.id !== event.process) continue;
        process.event = event;
        if (event.isContinue) process.state = ProcessState.running;
        else process.state = event.isStop ? ProcessState.stopped : ProcessState.ended;
        if (!event.isContinue) job.wasReported = false;
        return;
      }
    }
  }

  /** Takes all news there are. */
  poll(): void {
    try {
      while (true) {
        const event = waitFor(-1, Wait.dontBlock | Wait.alsoStopped | Wait.alsoContinued);
        if (event === null) return;
        this.note(event);
      }
    } catch {
      // There are no children.
    }
  }

  /** Waits for one piece of news, or a signal for the shell itself. False when there are no children. */
  wait(): boolean {
    try {
      const event = waitFor(-1, Wait.alsoStopped);
      if (event !== null) this.note(event);
      return true;
    } catch (error) {
      return errnoOf(error) === i32(Errno.EINTR);
    }
  }
}
