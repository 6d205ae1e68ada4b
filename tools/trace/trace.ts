import { closeSync, openSync, writeSync } from "node:fs";
import { stderr } from "node:process";
import { readTable } from "../calls/table.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { TraceLines } from "./lines.ts";
import { RecordReader } from "./records.ts";

/** A trace that is being written while a machine runs. At its end it writes what is left, and what the program asked for in vain. */
export interface Trace extends Disposable {
  /** Takes what the machine sends. */
  readonly push: (data: Buffer) => void;
}

/** Begins a trace, in a file or on standard error. Throws `Failure` when the file cannot be written. */
export function openTrace(file: string | undefined): Trace {
  const descriptor = file === undefined ? undefined : openFile(file);
  const write = (line: string): void => {
    if (descriptor === undefined) stderr.write(`${line}\n`);
    else writeSync(descriptor, `${line}\n`);
  };
  const lines = new TraceLines(readTable(), write, file !== undefined);
  const reader = new RecordReader((record) => lines.take(record));
  return {
    push: (data) => reader.push(data),
    [Symbol.dispose]: () => {
      lines.finish();
      lines.summary.lines().forEach(write);
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

function openFile(file: string): number {
  try {
    return openSync(file, "w");
  } catch (error) {
    throw new Failure(`--trace-output ${file}: ${(error as Error).message}`, ExitStatus.usage);
  }
}
