import type { CallTexts } from "./call.ts";
import type { CallRecord, ResultRecord } from "./records.ts";

const ENOENT = -2n;
const ENOSYS = -38n;
/** How many of the files are named. */
const MOST_FILES = 40;

/** What a program asked for in vain: most of what goes wrong is among these. */
export class TraceSummary {
  readonly #texts: CallTexts;
  readonly #missingFiles = new Set<string>();
  readonly #missingCalls = new Map<string, number>();

  constructor(texts: CallTexts) {
    this.#texts = texts;
  }

  add(record: CallRecord, { result }: ResultRecord): void {
    if (result === ENOENT) {
      const path = this.#texts.path(record);
      if (path !== undefined) this.#missingFiles.add(path);
    }
    if (result === ENOSYS && this.#texts.isMissed(record.number)) {
      const name = this.#texts.name(record.number);
      this.#missingCalls.set(name, (this.#missingCalls.get(name) ?? 0) + 1);
    }
  }

  /** Lines for the end of a trace; none if all was there. */
  lines(): string[] {
    const files = [...this.#missingFiles];
    const calls = [...this.#missingCalls].map(
      ([name, count]) => `  ${name}${count > 1 ? ` (${count} times)` : ""}`,
    );
    return [
      ...(files.length > 0
        ? ["files that were not found:", ...files.slice(0, MOST_FILES).map((file) => `  ${file}`)]
        : []),
      ...(files.length > MOST_FILES ? [`  and ${files.length - MOST_FILES} more`] : []),
      ...(calls.length > 0 ? ["system calls that are not supported:", ...calls] : []),
    ];
  }
}
