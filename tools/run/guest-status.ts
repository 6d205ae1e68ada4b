import { ExitStatus, Failure } from "../failure.ts";

/** How a guest ended, as its control lines say (docs/run-protocol.md). */
export type GuestEnd =
  | { kind: "exit"; status: number }
  | { kind: "reboot" }
  | { kind: "panic"; message: string; report: string[] }
  | { kind: "lost" };

/** Follows the lines of the log port: keeps the control lines to itself, and knows how the guest ended. */
export class GuestStatus {
  readonly #onReady: () => void;
  #end: GuestEnd = { kind: "lost" };

  constructor(onReady: () => void) {
    this.#onReady = onReady;
  }

  get end(): GuestEnd {
    return this.#end;
  }

  /** Takes a line; true if it is one for people, false if it was a control line. */
  take(line: string): boolean {
    const control = /^tessera: (ready|reboot|poweroff|exit (\d{1,3})|panic (.*))$/.exec(line);
    if (!control) {
      if (this.#end.kind === "panic") this.#end.report.push(line);
      return true;
    }
    const [, word, status, message] = control;
    if (word === "ready") this.#onReady();
    else if (this.#end.kind === "panic") this.#end.report.push(line);
    else if (word === "reboot") this.#end = { kind: "reboot" };
    else if (word === "poweroff") this.#end = { kind: "exit", status: 0 };
    else if (status !== undefined) this.#end = { kind: "exit", status: Number(status) & 0xff };
    else this.#end = { kind: "panic", message: message ?? "", report: [] };
    return false;
  }
}

/** The exit status of the command for a guest that ended like this. Throws `Failure` for a bad end. */
export function exitStatusOf(end: GuestEnd): number {
  if (end.kind === "exit") return end.status;
  if (end.kind === "reboot") return 0;
  if (end.kind === "panic")
    throw new Failure(`the guest's kernel panicked: ${end.message}`, ExitStatus.panic);
  throw new Failure("the virtual machine ended without a status (a triple fault?)", ExitStatus.guestLost);
}
