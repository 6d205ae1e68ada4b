import * as process from "node:process";
import type { Writable } from "node:stream";

/** Ends the machine from the keyboard, as in telnet; every other key goes to the guest. */
const quitKey = 0x1d; // Ctrl-]

/** The two ends of a terminal, as this process has them. */
export interface TerminalStreams {
  stdin: Pick<NodeJS.ReadStream, "on" | "off" | "resume" | "pause" | "setRawMode">;
  stdout: Pick<NodeJS.WriteStream, "on" | "off" | "rows" | "columns">;
}

/**
 * Connects the terminal that this process is on with the guest's console: keys as they are typed (raw mode, so
 * Ctrl-C reaches the guest), and changes of the window's size as control lines.
 */
export class HostTerminal {
  readonly #console: Writable;
  readonly #log: Writable;
  readonly #onQuit: () => void;
  readonly #terminal: TerminalStreams;

  constructor(
    console: Writable,
    log: Writable,
    onQuit: () => void,
    terminal: TerminalStreams = { stdin: process.stdin, stdout: process.stdout },
  ) {
    this.#terminal = terminal;
    this.#console = console;
    this.#log = log;
    this.#onQuit = onQuit;
  }

  /** Begins to pass keys on: to be called when the guest says that it is ready. */
  open(): void {
    const { stdin, stdout } = this.#terminal;
    stdin.setRawMode(true);
    stdin.on("data", this.#onData);
    // A question that was asked before has paused it, and then a listener does not set it going.
    stdin.resume();
    stdout.on("resize", this.#onResize);
  }

  /** Gives the terminal back as it was. */
  close(): void {
    const { stdin, stdout } = this.#terminal;
    stdin.off("data", this.#onData);
    stdout.off("resize", this.#onResize);
    stdin.setRawMode(false);
    stdin.pause();
  }

  readonly #onData = (data: Buffer): void => {
    if (data.length === 1 && data[0] === quitKey) this.#onQuit();
    else this.#console.write(data);
  };

  readonly #onResize = (): void => {
    const { stdout } = this.#terminal;
    if (stdout.rows) this.#log.write(`winsize ${stdout.rows} ${stdout.columns}\n`);
  };
}
