import { stderr } from "node:process";

const frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** The least time between two lines where there is no terminal, in milliseconds. */
const interval = 2000;

/**
 * Says on standard error what is going on, for work that may take longer than a second: on a terminal one
 * line with a spinner that is replaced as the work goes on; elsewhere a line now and then.
 */
export class Progress {
  readonly #started = Date.now();
  readonly #quiet: boolean;
  #timer: NodeJS.Timeout | undefined;
  #text = "";
  #frame = 0;
  #shown = 0;

  constructor(quiet = false) {
    this.#quiet = quiet;
  }

  /** Seconds since this object was made, with one decimal. */
  get seconds(): string {
    return ((Date.now() - this.#started) / 1000).toFixed(1);
  }

  /** Shows `text` as the step in progress. */
  step(text: string): void {
    if (this.#quiet) return;
    this.#text = text;
    if (!stderr.isTTY) {
      if (Date.now() - this.#shown < interval) return;
      this.#shown = Date.now();
      stderr.write(`${text}\n`);
      return;
    }
    this.#timer ??= setInterval(() => this.#draw(), 120);
    this.#draw();
  }

  /** Ends the display; `text`, if given, stays as the last line. */
  done(text?: string): void {
    if (this.#timer) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      stderr.write("\r\x1b[K");
    }
    if (text !== undefined && !this.#quiet) stderr.write(`${text}\n`);
  }

  #draw(): void {
    this.#frame = (this.#frame + 1) % frames.length;
    const width = (stderr.columns || 80) - 4;
    stderr.write(`\r\x1b[K${frames[this.#frame]} ${this.#text.slice(0, width)}`);
  }
}
