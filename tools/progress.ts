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
  #since = performance.now();
  /** Milliseconds by step; what came before the first is the start of this process. */
  readonly #times = new Map([["starting", performance.now()]]);
  #frame = 0;
  #shown = 0;

  constructor(quiet = false) {
    this.#quiet = quiet;
  }

  /** Seconds since this object was made, with one decimal. */
  get seconds(): string {
    return ((Date.now() - this.#started) / 1000).toFixed(1);
  }

  /** The steps in their order, with the milliseconds that each took. What a text has in brackets makes no step of its own. */
  get times(): ReadonlyMap<string, number> {
    return this.#times;
  }

  /** Shows `text` as the step in progress. */
  step(text: string): void {
    this.#note();
    if (this.#quiet) {
      this.#text = text;
      return;
    }
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
    this.#note();
    this.#text = "";
    if (this.#timer) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      stderr.write("\r\x1b[K");
    }
    if (text !== undefined && !this.#quiet) stderr.write(`${text}\n`);
  }

  /** The time since the last step belongs to that. */
  #note(): void {
    const now = performance.now();
    const step = this.#text.replace(/ \(.*\)/, "");
    if (step !== "") this.#times.set(step, (this.#times.get(step) ?? 0) + now - this.#since);
    this.#since = now;
  }

  #draw(): void {
    this.#frame = (this.#frame + 1) % frames.length;
    const width = Math.max((stderr.columns || 80) - 4, 0);
    stderr.write(`\r\x1b[K${frames[this.#frame]} ${this.#text.slice(0, width)}`);
  }
}
