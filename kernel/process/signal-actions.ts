import { SpinLock } from "../platform/lock.ts";
import {
  ActionFlags,
  DefaultAction,
  defaultAction,
  HANDLER_DEFAULT,
  HANDLER_IGNORE,
  type Signal,
  SIGNAL_MAX,
  SignalAction,
} from "./signal.ts";

class ActionTable {
  readonly actions = new FixedArray<SignalAction, 65>();
}

/** What a process does on each signal (sigaction(2)). Shared between threads, and processes made with CLONE_SIGHAND: an action is read and set whole. */
export class SignalActions {
  /** Taken after the process table's. */
  private readonly table: SpinLock<ActionTable> = new SpinLock(new ActionTable());

  /** Copies the action as sigaction(2) shows it. */
  get(signal: Signal, into: SignalAction): void {
    using table = this.table.lock();
    into.copyFrom(table.value.actions[u64(signal)]);
  }

  /** Sets the action and copies what was there before. */
  exchange(signal: Signal, action: SignalAction, before: SignalAction): void {
    using table = this.table.lock();
    before.copyFrom(table.value.actions[u64(signal)]);
    table.value.actions[u64(signal)] = action;
  }

  /** Copies the action that is to be carried out now: a handler set with SA_RESETHAND is gone by that. */
  take(signal: Signal, into: SignalAction): void {
    using table = this.table.lock();
    into.copyFrom(table.value.actions[u64(signal)]);
    if (into.hasHandler && into.has(ActionFlags.ResetHandler))
      table.value.actions[u64(signal)].handler = HANDLER_DEFAULT;
  }

  /** Address of the handler, or HANDLER_DEFAULT or HANDLER_IGNORE. */
  handler(signal: Signal): u64 {
    using table = this.table.lock();
    return table.value.actions[u64(signal)].handler;
  }

  /** Whether the action has the flag. */
  hasFlag(signal: Signal, flag: ActionFlags): boolean {
    using table = this.table.lock();
    return table.value.actions[u64(signal)].has(flag);
  }

  /** Whether sending the signal has no effect: it is ignored, or its default is to be. */
  ignores(signal: Signal): boolean {
    const handler = this.handler(signal);
    return (
      handler === HANDLER_IGNORE ||
      (handler === HANDLER_DEFAULT && defaultAction(signal) === DefaultAction.Ignore)
    );
  }

  /** For execve(2): caught signals get their default action, ignored ones stay ignored. */
  resetHandlers(): void {
    using table = this.table.lock();
    for (let i: u64 = 1; i <= u64(SIGNAL_MAX); i++) {
      const isIgnored = table.value.actions[i].handler === HANDLER_IGNORE;
      table.value.actions[i] = new SignalAction();
      if (isIgnored) table.value.actions[i].handler = HANDLER_IGNORE;
    }
  }

  /** For fork(2). Throws ENOMEM. */
  copy(): SignalActions {
    const other = new SignalActions();
    using ours = this.table.lock();
    using theirs = other.table.lock();
    for (let i: u64 = 1; i <= u64(SIGNAL_MAX); i++) theirs.value.actions[i] = ours.value.actions[i];
    return other;
  }
}
