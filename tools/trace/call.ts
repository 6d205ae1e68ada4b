/** One system call as strace(1) writes it: its arguments by their kinds, and its result. */

import type { FlagSet } from "../calls/flags.ts";
import type { SystemCall } from "../calls/table.ts";
import { argument, isOutput, type Shown } from "./arguments.ts";
import { errorResult } from "./errors.ts";
import { Memory, type CallRecord, type ResultRecord } from "./records.ts";
import { specials, type Special } from "./special-calls.ts";
import type { Surroundings } from "./structures.ts";
import { hex } from "./values.ts";

/** Makes the texts of calls. */
export class CallTexts {
  readonly #calls: ReadonlyMap<number, SystemCall>;
  readonly #sets = new Map<string, FlagSet>();

  constructor(table: readonly SystemCall[]) {
    this.#calls = new Map(table.map((call) => [call.number, call]));
    for (const { handler } of table) {
      for (const { flags: set } of handler?.parameters ?? []) if (set) this.#sets.set(set.name, set);
    }
  }

  /** The call's name; `syscall_0x1f7` for a number that Linux does not have. */
  name(number: number): string {
    return this.#calls.get(number)?.name ?? `syscall_${hex(number)}`;
  }

  /** Whether Tessera has the call, or programs do without it. */
  isMissed(number: number): boolean {
    const call = this.#calls.get(number);
    return call === undefined || (call.handler === null && !call.isOptional);
  }

  /** The first path that the call was given; undefined if it was given none, or its memory is not known. */
  path(record: CallRecord): string | undefined {
    const { parameters, args, before } = this.#shown(record, undefined);
    const position = parameters.findIndex(({ kind }) => kind === "UserPath");
    const bytes = position < 0 ? undefined : before.memory.read(args[position]!, 4096);
    return bytes?.subarray(0, Math.max(bytes.indexOf(0), 0)).toString();
  }

  /** The arguments that are known when the call begins: those before the first that it writes, and whether that is all. */
  begin(record: CallRecord): string {
    const shown = this.#shown(record, undefined);
    const texts = this.#texts(record.number, shown);
    const end = shown.parameters.findIndex(isOutput);
    const known = end < 0 ? texts : texts.slice(0, Math.min(end, texts.length));
    return known.join(", ") + (known.length > 0 && known.length < texts.length ? ", " : "");
  }

  /** All arguments, now that the call has ended. */
  whole(record: CallRecord, result: ResultRecord | undefined): string {
    return this.#texts(record.number, this.#shown(record, result)).join(", ");
  }

  /** What the call returned. */
  result(record: CallRecord, { result, memory }: ResultRecord): string {
    if (result < 0n && result > -4096n) return errorResult(Number(-result));
    const special = this.#special(record.number)?.result;
    const text = special?.(this.#shown(record, { result, memory }));
    return text ?? String(result);
  }

  #special(number: number): Special | undefined {
    return specials[this.name(number)];
  }

  #shown(record: CallRecord, end: Pick<ResultRecord, "result" | "memory"> | undefined): Shown {
    const handler = this.#calls.get(record.number)?.handler;
    const parameters = handler?.parameters.filter(({ width }) => width !== null) ?? [];
    const arg = (name: string): bigint =>
      record.args[parameters.findIndex((each) => each.name === name)] ?? 0n;
    const set = (name: string): FlagSet | undefined => this.#sets.get(name);
    const around = (memory: Memory): Surroundings => ({ memory, arg, set });
    const written = end?.memory ?? [];
    return {
      parameters,
      args: record.args,
      before: around(new Memory(record.memory)),
      after: around(new Memory([...written, ...record.memory])),
      result: end?.result,
    };
  }

  #texts(number: number, shown: Shown): string[] {
    const call = this.#calls.get(number);
    // What a call that is not there was given is not known.
    if (!call?.handler) return shown.args.slice(0, 6).map((value) => hex(value));
    const special = this.#special(number)?.args?.(shown);
    if (special) return special;
    return shown.parameters.map((parameter, i) => argument(parameter, shown.args[i]!, shown));
  }
}
