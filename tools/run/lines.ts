/** Cuts a stream of bytes into lines and hands over each as it ends; carriage returns at the end are dropped. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  readonly #onLine: (line: string) => void;
  #rest = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(data: Uint8Array): void {
    const parts = (this.#rest + this.#decoder.decode(data, { stream: true })).split("\n");
    this.#rest = parts.pop() ?? "";
    for (const part of parts) this.#onLine(part.replace(/\r+$/, ""));
  }

  /** Hands over what is left at the end of the stream. */
  end(): void {
    if (this.#rest !== "") this.#onLine(this.#rest.replace(/\r+$/, ""));
    this.#rest = "";
  }
}
