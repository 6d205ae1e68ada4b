import {
  ActionFlags,
  DefaultAction,
  defaultAction,
  HANDLER_DEFAULT,
  HANDLER_IGNORE,
  type Signal,
  SIGNAL_MAX,
  SignalAction,
  type SignalSet,
} from "./signal.ts";

/** What a process does on each signal (sigaction(2)). Shared between processes made with CLONE_SIGHAND. */
export class SignalActions {
  private readonly actions = new FixedArray<SignalAction, 65>();

  /** Copies the action as sigaction(2) shows it. */
  get(signal: Signal, into: SignalAction): void {
    const action = this.actions[u64(signal)];
    into.handler = action.handler;
    into.flags = action.flags;
    into.restorer = action.restorer;
    into.mask = action.mask;
  }

  set(signal: Signal, action: SignalAction): void {
    this.actions[u64(signal)] = action;
  }

  /** Address of the handler, or HANDLER_DEFAULT or HANDLER_IGNORE. */
  handler(signal: Signal): u64 {
    return this.actions[u64(signal)].handler;
  }

  hasFlag(signal: Signal, flag: ActionFlags): boolean {
    return (this.actions[u64(signal)].flags & u64(flag)) !== 0;
  }

  /** What is blocked besides while its handler runs. */
  mask(signal: Signal): SignalSet {
    return this.actions[u64(signal)].mask;
  }

  /** Where the handler returns to (SA_RESTORER). */
  restorer(signal: Signal): u64 {
    return this.actions[u64(signal)].restorer;
  }

  /** Back to the default, as SA_RESETHAND asks for. */
  reset(signal: Signal): void {
    this.actions[u64(signal)].handler = HANDLER_DEFAULT;
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
    for (let i: u64 = 1; i <= u64(SIGNAL_MAX); i++) {
      if (this.actions[i].handler !== HANDLER_IGNORE) this.actions[i].handler = HANDLER_DEFAULT;
      this.actions[i].flags = 0;
      this.actions[i].mask = 0;
    }
  }

  /** For fork(2). Throws ENOMEM. */
  copy(): SignalActions {
    const other = new SignalActions();
    for (let i: u64 = 1; i <= u64(SIGNAL_MAX); i++) other.actions[i] = this.actions[i];
    return other;
  }
}
