/** The processes of the system, as /proc tells of them (man 5 proc). */

import { readFile } from "../../core/linux/file.ts";
import { readDirectory } from "../../core/linux/stat.ts";
import { formatSize } from "./units.ts";

/** One process. */
export class ProcessInfo {
  readonly id: i32;
  readonly name: string;
  /** `R`, `S`, `D`, `T`, `Z`, … */
  readonly state: string;
  readonly parent: i32;
  readonly group: i32;
  readonly session: i32;
  /** Time computed so far, in ticks of 1/100 s. */
  readonly ticks: u64;
  /** When it began, in ticks since the boot. */
  readonly startTicks: u64;
  readonly threads: i32;
  /** Sizes in bytes: of the address space, and of what of it is in memory. */
  readonly virtualSize: u64;
  readonly residentSize: u64;
  /** Number of its terminal, 0 for none. */
  readonly terminal: u32;

  constructor(id: i32, stat: string) {
    this.id = id;
    // The name is in parentheses and may contain anything, so the fields are counted from the last one.
    const nameStart = bits.max(stat.indexOf("("), 0);
    const nameEnd = bits.max(stat.lastIndexOf(")"), 0);
    this.name = stat.slice(u64(nameStart) + 1, u64(nameEnd));
    const fields = stat
      .slice(u64(nameEnd) + 2)
      .trim()
      .split(" ");
    this.state = fields[0];
    this.parent = i32(fieldNumber(fields, 1));
    this.group = i32(fieldNumber(fields, 2));
    this.session = i32(fieldNumber(fields, 3));
    this.terminal = u32(fieldNumber(fields, 4));
    this.ticks = u64(fieldNumber(fields, 11) + fieldNumber(fields, 12));
    this.threads = i32(fieldNumber(fields, 17));
    this.startTicks = u64(fieldNumber(fields, 19));
    this.virtualSize = u64(fieldNumber(fields, 20));
    this.residentSize = u64(fieldNumber(fields, 21)) * 4096;
  }

  /** The command with its arguments, or the name in brackets if there is none. */
  commandLine(): string {
    try {
      const text = readFile(`/proc/${this.id}/cmdline`).replaceAll("\0", " ").trim();
      return text.length > 0 ? text : `[${this.name}]`;
    } catch {
      return `[${this.name}]`;
    }
  }
}

function fieldNumber(fields: readonly string[], index: usize): i64 {
  return index < fields.length ? (parseInteger(fields[index], 10) ?? 0) : 0;
}

/** All processes, by number. Throws when /proc is not there. */
export function listProcesses(): ProcessInfo[] {
  const list: ProcessInfo[] = [];
  for (const entry of readDirectory("/proc")) {
    const id = parseInteger(entry.name, 10);
    if (id === null) continue;
    try {
      list.push(new ProcessInfo(i32(id), readFile(`/proc/${id}/stat`)));
    } catch {
      // It ended meanwhile.
    }
  }
  list.sort((a, b) => a.id - b.id);
  return list;
}

/** Above the lines of `processLine`. */
export const PROCESS_HEADER = "   PID   PPID S     MEMORY    TIME COMMAND";

/** A line of the table of processes. */
export function processLine(process: ProcessInfo): string {
  const seconds = process.ticks / 100;
  const time = `${seconds / 60}:${(seconds % 60).toString().padStart(2, "0")}`;
  const size = formatSize(process.residentSize);
  const numbers = `${`${process.id}`.padStart(6)} ${`${process.parent}`.padStart(6)} ${process.state}`;
  return `${numbers} ${size.padStart(10)} ${time.padStart(7)} ${process.commandLine()}`;
}
