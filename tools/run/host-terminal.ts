import { stdin, stdout } from "node:process";
import type { Socket } from "node:net";

/** Ends the machine from the keyboard, as in telnet; every other key goes to the guest. */
const quitKey = 0x1d; // Ctrl-]

/**
 * Connects the terminal that this process is on with the guest's console: keys as they are typed (raw mode, so
 * Ctrl-C reaches the guest), and changes of the window's size as control lines.
 */
export class HostTerminal {
  readonly #console: Socket;
  readonly #log: Socket;
  readonly #onQuit: () => void;

  constructor(console: Socket, log: Socket, onQuit: () => void) {
    this.#console = console;
    this.#log = log;
    this.#onQuit = onQuit;
  }

  /** Begins to pass keys on: to be called when the guest says that it is ready. */
  open(): void {
    stdin.setRawMode(true);
    stdin.on("data", this.#onData);
    stdout.on("resize", this.#onResize);
  }

  /** Gives the terminal back as it was. */
  close(): void {
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
    if (stdout.rows) this.#log.write(`winsize ${stdout.rows} ${stdout.columns}\n`);
  };
}
