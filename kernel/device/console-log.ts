import { type LogLevel, LogSink, TimeStamp } from "../platform/log.ts";
import type { TerminalOutput } from "./tty/terminal-output.ts";

/** Shows the kernel log on the console. */
export class ConsoleLog extends LogSink {
  private readonly output: TerminalOutput;

  constructor(output: TerminalOutput) {
    super();
    this.output = output;
  }

  override write(_level: LogLevel, nanoseconds: u64, text: Span<u8>): void {
    const stamp = new TimeStamp();
    stamp.set(nanoseconds);
    this.output.write(stamp.bytes());
    this.output.write(text);
    this.output.write("\r\n".bytes());
  }
}
