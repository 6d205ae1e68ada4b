import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSystemError } from "../compiler/toolchain.ts";
import { Failure } from "./failure.ts";

/** Those that are there: what ends the process by `exit`, such as a signal, passes by every `using`. */
const folders = new Set<string>();
let isWatching = false;

/**
 * An empty folder for this process alone, among the system's temporary files: `using folder = new TemporaryFolder("run")`. It goes
 * with all that it holds at the end of that block, or with this process.
 */
export class TemporaryFolder implements Disposable {
  readonly path: string;

  /** `purpose` becomes part of its name. Throws `Failure` when the system's folder for temporary files cannot be used. */
  constructor(purpose: string) {
    try {
      this.path = mkdtempSync(join(tmpdir(), `tessera-${purpose}-`));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new Failure(`no folder for temporary files (TMPDIR names another): ${error.message}`);
    }
    if (!isWatching) process.once("exit", () => folders.forEach(remove));
    isWatching = true;
    folders.add(this.path);
  }

  /** The path of a file in the folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Writes a file into the folder and returns its path. Throws `Failure`, when the disk is full for instance. */
  write(name: string, contents: Buffer): string {
    const file = this.file(name);
    try {
      writeFileSync(file, contents);
    } catch (error) {
      throw isSystemError(error) ? new Failure(`${file} cannot be written: ${error.message}`) : error;
    }
    return file;
  }

  [Symbol.dispose](): void {
    folders.delete(this.path);
    remove(this.path);
  }
}

/** Another process may still be writing there: what it adds meanwhile is removed too. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}
