/**
 * The kernel log: a ring of the last lines, and sinks that get every line as it comes.
 *
 * The ring is static, so that lines can be written from the first moment on. Until a sink is there lines go to the serial port by polling
 * (see `EarlyConsole`).
 */

import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { COM_PORTS, serialExists, serialSetUp, serialWrite } from "./serial-early.ts";
import { uptimeNanoseconds } from "./time/uptime.ts";

/** Urgency of a line, numbered as in syslog(2). */
export enum LogLevel {
  Panic = 0,
  Error = 3,
  Warning = 4,
  Info = 6,
  Debug = 7,
}

/** Where the log goes besides the ring. */
export abstract class LogSink {
  /** One line without its end. `nanoseconds` is the monotonic time. Called with interrupts off; must not allocate, sleep or throw. */
  abstract write(level: LogLevel, nanoseconds: u64, text: Span<u8>): void;
}

/** Told when the log has grown: see `setLogListener`. */
export abstract class LogListener {
  /** Called with interrupts off; must not allocate, sleep, throw or write to the log. */
  abstract grew(): void;
}

/** A power of two. */
const RING_SIZE = 65536;
const LONGEST_LINE = 240;
/** Bytes before the text of a record: u64 time, u16 length, u16 level and, from bit 3 on, facility, and padding. */
const HEADER = 16;
const LEVEL_BITS: u64 = 3;

@struct
class Ring {
  bytes = new FixedArray<u8, 65536>();
  /** Positions that only grow; modulo RING_SIZE they are indices. The oldest record, the end, and where `readLog` begins. */
  first: u64 = 0;
  end: u64 = 0;
  readFrom: u64 = 0;
  /** Records are numbered from the start of the kernel on: those at the three places. */
  firstSequence: u64 = 0;
  endSequence: u64 = 0;
  readFromSequence: u64 = 0;

  private put(value: u64, count: u64): void {
    for (let i: u64 = 0; i < count; i++) {
      this.bytes[this.end & (RING_SIZE - 1)] = u8(value >> (i * 8));
      this.end++;
    }
  }

  private get(at: u64, count: u64): u64 {
    let value: u64 = 0;
    for (let i: u64 = 0; i < count; i++) value |= u64(this.bytes[(at + i) & (RING_SIZE - 1)]) << (i * 8);
    return value;
  }

  add(level: LogLevel, facility: u32, time: u64, text: Span<u8>): void {
    const size = HEADER + text.length;
    while (this.end + size - this.first > RING_SIZE) {
      this.first += HEADER + this.lengthAt(this.first);
      this.firstSequence += 1;
    }
    this.endSequence += 1;
    this.put(time, 8);
    this.put(text.length, 2);
    this.put(u64(level) | (u64(facility) << LEVEL_BITS), 6);
    for (const byte of text) this.put(u64(byte), 1);
  }

  timeAt(record: u64): u64 {
    return this.get(record, 8);
  }

  lengthAt(record: u64): u64 {
    return this.get(record + 8, 2);
  }

  /** Level and facility. */
  priorityAt(record: u64): u64 {
    return this.get(record + 10, 2);
  }

  levelAt(record: u64): LogLevel {
    return u32(this.priorityAt(record) & ((1 << LEVEL_BITS) - 1)) as LogLevel;
  }

  copyText(record: u64, to: Span<u8>): void {
    for (let i: u64 = 0; i < to.length; i++) to[i] = this.bytes[(record + HEADER + i) & (RING_SIZE - 1)];
  }
}

const ring = new Ring();

/** Output before there are drivers, and during a panic. */
@struct
class EarlyConsole {
  /** I/O port, 0: none. */
  port: u16 = 0;
  isOn: boolean = true;
  /** Lines end with CR LF: a terminal reads them, not a program. */
  isTerminal: boolean = true;
}

const early = new EarlyConsole();
const sinks: LogSink[] = [];
let listener: LogListener | null = null;

/** Who waits for lines: the one for all, set when the kernel starts. It is told nothing as long as lines go to the early console. */
export function setLogListener(value: LogListener): void {
  listener = value;
}

/** Finds the port of the early console: COM1, or the log's own of docs/run-protocol.md when the command line asks for it. */
export function startEarlyConsole(index: usize): void {
  const port = COM_PORTS[index];
  if (!serialExists(port)) return;
  serialSetUp(port);
  early.port = port;
  early.isTerminal = index === 0;
}

/** Sends the log to the serial port by polling, or not: on until the first sink comes, and again in a panic. */
export function setEarlyConsole(isOn: boolean): void {
  early.isOn = isOn;
}

/** Writes a line to the ring and to whoever listens. */
export function writeLog(level: LogLevel, line: Span<u8>, facility: u32 = 0): void {
  writeReport(level, line, facility);
  if (!early.isOn) listener?.grew();
}

/** Writes a line when there may be nobody left to wake: for panics, and the end of the machine. */
export function writeReport(level: LogLevel, line: Span<u8>, facility: u32 = 0): void {
  const text = line.subspan(0, bits.min(line.length, LONGEST_LINE));
  const time = uptimeNanoseconds();
  const wasOn = disableInterrupts();
  ring.add(level, facility, time, text);
  if (early.isOn && early.port !== 0) writeEarly(time, text);
  else for (let i: usize = 0; i < sinks.length; i++) sinks[i].write(level, time, text);
  restoreInterrupts(wasOn);
}

function writeEarly(time: u64, text: Span<u8>): void {
  const stamp = new TimeStamp();
  stamp.set(time);
  serialWrite(early.port, stamp.bytes(), early.isTerminal);
  serialWrite(early.port, text, early.isTerminal);
  serialWrite(early.port, "\n".bytes(), early.isTerminal);
}

/** `[    1.234567] `, as Linux has it. */
@struct
export class TimeStamp {
  private text = new FixedArray<u8, 15>();

  set(nanoseconds: u64): void {
    const microseconds = nanoseconds / 1000;
    this.text[0] = 0x5b;
    let rest = microseconds;
    for (let i: usize = 12; i > 6; i--) {
      this.text[i] = u8(0x30 + (rest % 10));
      rest /= 10;
    }
    this.text[6] = 0x2e;
    for (let i: usize = 5; i > 0; i--) {
      this.text[i] = rest === 0 && i < 5 ? u8(0x20) : u8(0x30 + (rest % 10));
      rest /= 10;
    }
    this.text[13] = 0x5d;
    this.text[14] = 0x20;
  }

  bytes(): Span<u8> {
    return this.text.span();
  }
}

/** The kernel log: `log.info("text")`. Lines longer than 240 bytes are cut. Any context may write. */
@struct
export class KernelLog {
  /** Lines written so far. */
  lines: u64 = 0;

  private write(level: LogLevel, text: string): void {
    this.lines++;
    writeLog(level, text.bytes());
  }

  /** A line that a program wrote, as syslog(2) encodes its priority: level and facility. */
  user(priority: u32, text: string): void {
    this.lines++;
    writeLog((priority & ((1 << LEVEL_BITS) - 1)) as LogLevel, text.bytes(), priority >> LEVEL_BITS);
  }

  /** Something failed that should not have. */
  error(text: string): void {
    this.write(LogLevel.Error, text);
  }

  /** Something is missing or odd, and the kernel goes on without it. */
  warn(text: string): void {
    this.write(LogLevel.Warning, text);
  }

  /** What people who start the system want to know. */
  info(text: string): void {
    this.write(LogLevel.Info, text);
  }

  /** What only those want to know who look for a fault. */
  debug(text: string): void {
    this.write(LogLevel.Debug, text);
  }
}

/** The kernel's one log. */
export const log = new KernelLog();

/** Adds a sink, which first gets everything that is still in the ring. Throws ENOMEM. */
export function addLogSink(sink: LogSink): void {
  sinks.push(sink);
  const line = new FixedArray<u8, 240>();
  const wasOn = disableInterrupts();
  for (let at = ring.first; at < ring.end; at += HEADER + ring.lengthAt(at)) {
    const text = line.span().subspan(0, ring.lengthAt(at));
    ring.copyText(at, text);
    sink.write(ring.levelAt(at), ring.timeAt(at), text);
  }
  early.isOn = false;
  restoreInterrupts(wasOn);
}

/** Lines that the ring still has, oldest first, in the form `<6>[    1.234567] text\n` (syslog(2), dmesg). Throws ENOMEM. */
export function readLog(): string {
  const bytes: u8[] = [];
  bytes.reserve(RING_SIZE * 2);
  const line = new FixedArray<u8, 240>();
  const stamp = new TimeStamp();
  const wasOn = disableInterrupts();
  const start = bits.max(ring.first, ring.readFrom);
  for (let at = start; at < ring.end; at += HEADER + ring.lengthAt(at)) {
    const text = line.span().subspan(0, ring.lengthAt(at));
    ring.copyText(at, text);
    stamp.set(ring.timeAt(at));
    bytes.push(0x3c);
    bytes.push(u8(0x30 + u32(ring.levelAt(at))));
    bytes.push(0x3e);
    for (const byte of stamp.bytes()) bytes.push(byte);
    for (const byte of text) bytes.push(byte);
    bytes.push(10);
  }
  restoreInterrupts(wasOn);
  return String.fromBytes(bytes.span());
}

/** Empties the ring for `readLog` (SYSLOG_ACTION_CLEAR). */
export function clearLog(): void {
  ring.readFrom = ring.end;
  ring.readFromSequence = ring.endSequence;
}

/** Where somebody is who reads the log line by line. */
export class LogPlace {
  position: u64 = 0;
  sequence: u64 = 0;
}

/** Where one may begin to read. */
export enum LogStart {
  Oldest,
  /** Behind what SYSLOG_ACTION_CLEAR has taken away. */
  Cleared,
  End,
}

/** Puts a reader there. */
export function placeInLog(place: LogPlace, start: LogStart): void {
  const wasOn = disableInterrupts();
  const isCleared = start === LogStart.Cleared && ring.readFrom > ring.first;
  place.position = start === LogStart.End ? ring.end : isCleared ? ring.readFrom : ring.first;
  place.sequence =
    start === LogStart.End ? ring.endSequence : isCleared ? ring.readFromSequence : ring.firstSequence;
  restoreInterrupts(wasOn);
}

/** Whether the line at the place has left the ring. */
export function isLogLost(place: LogPlace): boolean {
  return place.position < ring.first;
}

/** Whether there is a line at the place. */
export function isInLog(place: LogPlace): boolean {
  return place.position < ring.end;
}

/** The line at the place, which moves on, as /dev/kmsg shows it: `6,12,1234567,-;text\n`. The caller has seen that there is one. Throws ENOMEM. */
export function takeLogRecord(place: LogPlace): string {
  const line = new FixedArray<u8, 240>();
  const wasOn = disableInterrupts();
  const at = place.position;
  const text = line.span().subspan(0, ring.lengthAt(at));
  ring.copyText(at, text);
  const priority = ring.priorityAt(at);
  const microseconds = ring.timeAt(at) / 1000;
  restoreInterrupts(wasOn);
  const record = `${priority},${place.sequence},${microseconds},-;${escaped(text)}\n`;
  place.position += HEADER + text.length;
  place.sequence += 1;
  return record;
}

/** With `\xNN` for what is no printable character of ASCII, and for the backslash. */
function escaped(text: Span<u8>): string {
  const bytes: u8[] = [];
  for (const byte of text) {
    if (byte >= 0x20 && byte < 0x7f && byte !== 0x5c) bytes.push(byte);
    else for (const part of `\\x${u32(byte).toString(16).padStart(2, "0")}`.bytes()) bytes.push(part);
  }
  return String.fromBytes(bytes.span());
}
