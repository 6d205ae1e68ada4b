/** `top`: the processes that compute most, again every two seconds. */

import { read, STDIN, STDOUT, waitReadable, writeText } from "../../core/linux/file.ts";
import { monotonicTime, systemInfo } from "../../core/linux/system.ts";
import { isTerminal, setTerminalModes, terminalModes, windowSize } from "../../core/linux/terminal.ts";
import { complain, reasonOf } from "../support/command.ts";
import { listProcesses, PROCESS_HEADER, type ProcessInfo, processLine } from "../support/processes.ts";
import { formatDuration, formatSize } from "../support/units.ts";
import type { Shell } from "./shell.ts";

const PERIOD_MILLISECONDS: i32 = 2000;
const NANOSECONDS_PER_TICK: u64 = 10_000_000;

/** A process with the time it computed since the round before. */
class Row {
  readonly process: ProcessInfo;
  readonly ticks: u64;

  constructor(process: ProcessInfo, ticks: u64) {
    this.process = process;
    this.ticks = ticks;
  }
}

class Top {
  private before: Map<i32, u64> = new Map<i32, u64>();
  private lastTime: u64 = 0;

  /** The screen of this round. */
  round(lines: usize): string {
    const now = monotonicTime();
    const elapsed = bits.max((now - this.lastTime) / NANOSECONDS_PER_TICK, 1);
    const isFirst = this.lastTime === 0;
    this.lastTime = now;
    const rows: Row[] = [];
    const ticks = new Map<i32, u64>();
    for (const process of listProcesses()) {
      ticks.set(process.id, process.ticks);
      const before = isFirst ? process.ticks : (this.before.get(process.id) ?? 0);
      rows.push(new Row(process, process.ticks - bits.min(before, process.ticks)));
    }
    this.before = ticks;
    rows.sort((a, b) => (a.ticks < b.ticks ? 1 : a.ticks > b.ticks ? -1 : 0));
    const info = systemInfo();
    const unit = u64(info.unit);
    const text: string[] = [
      `up ${formatDuration(u64(info.uptime))}, ${rows.length} processes, ` +
        `memory ${formatSize((info.totalMemory - info.freeMemory) * unit)} of ${formatSize(info.totalMemory * unit)}`,
      `  CPU% ${PROCESS_HEADER}`,
    ];
    for (const row of rows) {
      if (text.length >= lines) break;
      const percent = (row.ticks * 100) / elapsed;
      text.push(`${`${percent}`.padStart(6)} ${processLine(row.process)}`);
    }
    return text.join("\n");
  }
}

/** Shows rounds until a key is pressed that ends it, or there have been so many (0: no limit). */
function show(rounds: u64): void {
  const top = new Top();
  const isScreen = isTerminal(STDOUT);
  const [rows, columns] = windowSize(STDOUT);
  const key = new FixedArray<u8, 1>();
  for (let round: u64 = 1; ; round++) {
    const text = top.round(isScreen ? u64(rows) - 1 : 1000);
    if (!isScreen) {
      writeText(STDOUT, `${text}\n`);
    } else {
      const cut = text.split("\n").map((line) => `${line.slice(0, u64(columns))}\u001b[K\r\n`);
      writeText(STDOUT, `\u001b[H${cut.join("")}\u001b[J`);
    }
    if (round === rounds) return;
    if (!waitReadable(STDIN, PERIOD_MILLISECONDS)) continue;
    // The end of the input, q and Ctrl+C end it.
    if (read(STDIN, key.span()) === 0 || key[0] === 113 || key[0] === 3) return;
  }
}

/** The builtin. `-n` limits the rounds; where standard input is no terminal there is one. */
export function showTop(_shell: Shell, args: readonly string[]): i32 {
  let rounds: u64 = 0;
  if (args.length === 2 && args[0] === "-n") rounds = u64(bits.max(parseInteger(args[1], 10) ?? 1, 1));
  else if (args.length > 0) {
    complain("top", "usage: top [-n ROUNDS]");
    return 2;
  }
  try {
    if (!isTerminal(STDIN)) {
      show(rounds === 0 ? 1 : rounds);
      return 0;
    }
    const before = terminalModes(STDIN);
    let raw = before;
    raw.makeRaw();
    setTerminalModes(STDIN, raw);
    try {
      show(rounds);
    } finally {
      setTerminalModes(STDIN, before);
    }
    return 0;
  } catch (error) {
    complain("top", reasonOf(error));
    return 1;
  }
}
