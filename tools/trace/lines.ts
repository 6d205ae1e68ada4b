/**
 * The lines of a trace, as `strace -f` writes them: one for each call, or two when something else happens while it is going on. Only the
 * program that was asked for is told of, and what it starts: from its own execve(2) on.
 */

import type { SystemCall } from "../calls/table.ts";
import { CallTexts } from "./call.ts";
import type { CallRecord, EndRecord, ResultRecord, SignalRecord, TraceRecord } from "./records.ts";
import { signalCode } from "./structures.ts";
import { address, hex, signalName } from "./values.ts";
import { TraceSummary } from "./summary.ts";

/** Where results are lined up. */
const RESULT_COLUMN = 39;

interface Pending {
  readonly record: CallRecord;
  /** Its line has been cut off by another. */
  isUnfinished: boolean;
}

/** Makes lines of records. */
export class TraceLines {
  readonly #write: (line: string) => void;
  readonly #isNumbered: boolean;
  readonly #texts: CallTexts;
  /** Processes that are told of. */
  readonly #shown = new Set<number>();
  readonly #threads = new Set<number>();
  readonly #pending = new Map<number, Pending>();
  /** The thread whose call was the last thing told. */
  #current: number | undefined;
  readonly summary: TraceSummary;

  /** With `isNumbered` every line begins with its thread's id, as in a file that strace writes; else where there are several. */
  constructor(table: readonly SystemCall[], write: (line: string) => void, isNumbered: boolean) {
    this.#write = write;
    this.#isNumbered = isNumbered;
    this.#texts = new CallTexts(table);
    this.summary = new TraceSummary(this.#texts);
  }

  take(record: TraceRecord): void {
    if (!this.#isShown(record)) return;
    this.#threads.add(record.thread);
    if (record.kind === "call") this.#begin(record);
    else if (record.kind === "result") this.#end(record);
    else if (record.kind === "signal") this.#signal(record);
    else this.#leave(record);
  }

  /** Writes what was still going on when the machine stopped. */
  finish(): void {
    for (const pending of this.#pending.values()) if (!pending.isUnfinished) this.#cutOff(pending);
    this.#pending.clear();
  }

  /** Process 1 itself is the machine's; what it starts is told of from its first execve on. */
  #isShown(record: TraceRecord): boolean {
    if (this.#shown.has(record.process)) return true;
    const isStart =
      record.kind === "call" && this.#texts.name(record.number) === "execve" && record.process !== 1;
    if (!isStart && !this.#shown.has(record.parent)) return false;
    this.#shown.add(record.process);
    return true;
  }

  #begin(record: CallRecord): void {
    this.#interrupt();
    this.#pending.set(record.thread, { record, isUnfinished: false });
    this.#current = record.thread;
  }

  #end(result: ResultRecord): void {
    const pending = this.#pending.get(result.thread);
    // The kernel had no memory for the record of its beginning.
    if (!pending || pending.record.number !== result.number) return;
    this.#pending.delete(result.thread);
    const { record, isUnfinished } = pending;
    this.summary.add(record, result);
    if (this.#current !== result.thread) this.#interrupt();
    this.#current = undefined;
    const name = this.#texts.name(record.number);
    const whole = this.#texts.whole(record, result);
    const told = isUnfinished ? this.#texts.begin(record) : "";
    const rest = whole.startsWith(told) ? whole.slice(told.length) : whole;
    const call = isUnfinished ? `<... ${name} resumed>${rest})` : `${name}(${whole})`;
    const value = result.isLast ? "?" : this.#texts.result(record, result);
    this.#line(record.thread, `${call.padEnd(RESULT_COLUMN)} = ${value}`);
  }

  #signal(record: SignalRecord): void {
    this.#interrupt();
    this.#line(record.thread, `--- ${signalName(record.signal)} {${signalDetails(record)}} ---`);
  }

  #leave(record: EndRecord): void {
    const pending = this.#pending.get(record.thread);
    this.#interrupt();
    this.#pending.delete(record.thread);
    const code =
      record.isAlone && pending ? Number(pending.record.args[0]! & 0xffn) : (record.status >> 8) & 0xff;
    const signal = record.isAlone ? 0 : record.status & 0x7f;
    if (pending)
      this.#line(
        record.thread,
        `<... ${this.#texts.name(pending.record.number)} resumed>)`.padEnd(RESULT_COLUMN) + " = ?",
      );
    const core = (record.status & 0x80) !== 0 ? " (core dumped)" : "";
    this.#line(
      record.thread,
      signal === 0 ? `+++ exited with ${code} +++` : `+++ killed by ${signalName(signal)}${core} +++`,
    );
  }

  /** Something else happens: the call that was the last thing begun is cut off. */
  #interrupt(): void {
    const pending = this.#current === undefined ? undefined : this.#pending.get(this.#current);
    this.#current = undefined;
    if (pending && !pending.isUnfinished) this.#cutOff(pending);
  }

  #cutOff(pending: Pending): void {
    pending.isUnfinished = true;
    const { record } = pending;
    this.#line(
      record.thread,
      `${this.#texts.name(record.number)}(${this.#texts.begin(record)} <unfinished ...>`,
    );
  }

  #line(thread: number, text: string): void {
    if (this.#isNumbered) this.#write(`${String(thread).padEnd(5)} ${text}`);
    else this.#write(this.#threads.size > 1 ? `[pid ${String(thread).padStart(5)}] ${text}` : text);
  }
}

function signalDetails(record: SignalRecord): string {
  const name = signalName(record.signal);
  const code = signalCode(record.signal, record.code);
  const parts = [`si_signo=${name}`, `si_code=${code}`];
  if (record.isFault) return [...parts, `si_addr=${address(record.value)}`].join(", ");
  if (code === "SI_KERNEL") return parts.join(", ");
  if (code === "SI_TIMER")
    return [...parts, `si_timerid=${hex(record.sender)}`, `si_overrun=${record.user}`].join(", ");
  parts.push(`si_pid=${record.sender}`, `si_uid=${record.user}`);
  if (name === "SIGCHLD" && code.startsWith("CLD_")) {
    const isExit = code === "CLD_EXITED";
    parts.push(`si_status=${isExit ? record.status : signalName(record.status)}`, "si_utime=0", "si_stime=0");
  }
  if (code === "SI_QUEUE")
    parts.push(`si_int=${Number(BigInt.asIntN(32, record.value))}`, `si_ptr=${address(record.value)}`);
  return parts.join(", ");
}
