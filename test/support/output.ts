interface Waiter {
  pattern: RegExp;
  resolve: (match: RegExpExecArray) => void;
  reject: (error: Error) => void;
}

/**
 * What comes from one port of a guest, as expect(1) sees it: `waitFor` returns as soon as the text that has not
 * been matched yet contains the pattern, and the next one looks behind that. Nothing ever sleeps.
 */
export class Output {
  readonly #name: string;
  readonly #chunks: Buffer[] = [];
  readonly #decoder = new TextDecoder();
  #text = "";
  #from = 0;
  #waiter: Waiter | undefined;
  #closed: (() => Error) | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** Everything so far. */
  get text(): string {
    return this.#text;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  push(data: Buffer): void {
    this.#chunks.push(data);
    this.#text += this.#decoder.decode(data, { stream: true });
    this.#look();
  }

  /** No more will come: who waits, or will wait, for what is not there gets this error. */
  close(reason: () => Error): void {
    this.#closed ??= reason;
    this.#look();
  }

  /** Waits for `pattern` in what follows the previous match. Fails when the guest ends without it. */
  async waitFor(pattern: RegExp | string): Promise<RegExpExecArray> {
    if (this.#waiter) throw new Error(`two waits for the ${this.#name} at a time`);
    const expression = typeof pattern === "string" ? new RegExp(escapePattern(pattern)) : pattern;
    return new Promise((resolve, reject) => {
      this.#waiter = { pattern: expression, resolve, reject };
      this.#look();
    });
  }

  /** The last lines, for messages. */
  describe(): string {
    const lines = this.#text.trimEnd().split("\n");
    return [`--- ${this.#name}, last ${Math.min(lines.length, 30)} lines:`, ...lines.slice(-30)].join("\n");
  }

  #look(): void {
    const waiter = this.#waiter;
    if (!waiter) return;
    const match = waiter.pattern.exec(this.#text.slice(this.#from));
    if (match) {
      this.#from += match.index + match[0].length;
      this.#waiter = undefined;
      waiter.resolve(match);
    } else if (this.#closed) {
      this.#waiter = undefined;
      const error = this.#closed();
      error.message = `${waiter.pattern} did not come on the ${this.#name}: ${error.message}`;
      waiter.reject(error);
    }
  }
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
