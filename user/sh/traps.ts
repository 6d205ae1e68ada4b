/**
 * Traps: what the shell does when a signal comes, or when it ends (POSIX.1-2017, trap). A signal is only noted when it comes; its
 * action runs behind the command that runs then.
 */

import { Disposition, setSignal, Signal, takeSignal } from "../../core/linux/signal.ts";

/** The number that stands for the end of the shell. */
export const ON_EXIT: i32 = 0;

/** What the shell does when signals come: the script's own actions, which run between two commands, and the shell's. */
export class Traps {
  /** Actions by signal; an empty one ignores it. */
  private readonly actions: Map<i32, string> = new Map<i32, string>();
  /** What a signal does to this shell without a trap, where that is not what the system does. */
  private readonly ownDispositions: Map<i32, Disposition> = new Map<i32, Disposition>();

  /** Decides what a signal does to this shell when it has no trap. */
  setOwn(signal: Signal, disposition: Disposition): void {
    this.ownDispositions.set(i32(signal), disposition);
    setSignal(signal, disposition);
  }

  /** Signals with their actions. */
  list(): [i32, string][] {
    const result: [i32, string][] = [];
    for (const [signal, action] of this.actions) result.push([signal, action]);
    return result.sort((a, b) => a[0] - b[0]);
  }

  /** Sets an action; null for none. Throws EINVAL for signals that cannot have one. */
  set(signal: i32, action: string | null): void {
    if (signal !== ON_EXIT) {
      const own = this.ownDispositions.get(signal) ?? Disposition.byDefault;
      const trapped = action === "" ? Disposition.ignored : Disposition.noted;
      setSignal(u32(signal) as Signal, action === null ? own : trapped);
    }
    if (action === null) this.actions.delete(signal);
    else this.actions.set(signal, action);
  }

  /** Whether an action of the script's is to run for the signal. */
  has(signal: i32): boolean {
    return (this.actions.get(signal) ?? "") !== "";
  }

  /** A signal that came and has an action, taken; 0 for none. */
  take(): i32 {
    for (const [signal, action] of this.actions) {
      if (signal !== ON_EXIT && action !== "" && takeSignal(u32(signal) as Signal)) return signal;
    }
    return 0;
  }

  /** The action for a signal. */
  action(signal: i32): string {
    return this.actions.get(signal) ?? "";
  }

  /** The action for the end, which is forgotten: it runs once. */
  takeExit(): string {
    const action = this.action(ON_EXIT);
    this.actions.delete(ON_EXIT);
    return action;
  }

  /** In a process of its own: signals do what they do by default, but for those that are ignored by a trap. */
  enterSubshell(): void {
    for (const signal of this.ownDispositions.keys()) {
      if (this.actions.get(signal) !== "") setSignal(u32(signal) as Signal, Disposition.byDefault);
    }
    this.ownDispositions.clear();
    for (const [signal, action] of this.list()) {
      if (signal === ON_EXIT) this.actions.delete(signal);
      else if (action !== "") this.set(signal, null);
    }
  }
}
