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

/** The kernel log: `log.info("text")`. Lines longer than 240 bytes are cut. Any context may write. */
export declare const log: {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
};

/** Adds a sink, which first gets everything that is still in the ring. Throws ENOMEM. */
export declare function addLogSink(sink: LogSink): void;
export declare function removeLogSink(sink: LogSink): void;
/** Lines that the ring still has, oldest first, in the form `<6>[    1.234567] text\n` (syslog(2), dmesg). Throws ENOMEM. */
export declare function readLog(): string;
/** Empties the ring for `readLog` (SYSLOG_ACTION_CLEAR). */
export declare function clearLog(): void;
