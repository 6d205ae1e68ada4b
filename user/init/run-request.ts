/** What the host wants to be run (docs/run-protocol.md, "The run request"). */

import { readFile } from "../../core/linux/file.ts";

const REQUEST_FILE = "/etc/tessera/run";

/** What the host asks for (docs/run-protocol.md): which streams the program gets, where it runs, and what it is. */
export class RunRequest {
  /** Whether each standard descriptor is a stream of the host's instead of the console. */
  inputIsStream: boolean = false;
  outputIsStream: boolean = false;
  errorIsStream: boolean = false;
  /** Size of the console, 0 when it is not known. */
  rows: u16 = 0;
  columns: u16 = 0;
  readonly variables: string[] = [];
  folder: string = "/";
  /** The program and its arguments; none for the shell. */
  readonly words: string[] = [];

  /** Takes one setting, `name=value`; those it does not know are for other versions. */
  private setting(text: string): void {
    const at = text.indexOf("=");
    if (at < 0) return;
    const value = text.slice(u64(at) + 1);
    switch (text.slice(0, u64(at))) {
      case "stdin":
        this.inputIsStream = value === "stream";
        break;
      case "stdout":
        this.outputIsStream = value === "stream";
        break;
      case "stderr":
        this.errorIsStream = value === "stream";
        break;
      case "rows":
        this.rows = sizeOf(value);
        break;
      case "columns":
        this.columns = sizeOf(value);
        break;
      case "env":
        this.variables.push(value);
        break;
      case "cwd":
        this.folder = value;
        break;
      default:
        break;
    }
  }

  constructor(text: string) {
    const parts = text.split("\0");
    // Each string ends with a 0 byte, so behind the last there is nothing.
    if (parts.length > 0 && parts[parts.length - 1] === "") parts.pop();
    let isCommand = false;
    for (const part of parts) {
      if (isCommand) this.words.push(part);
      else if (part === "--") isCommand = true;
      else this.setting(part);
    }
  }
}

function sizeOf(text: string): u16 {
  const value = parseInteger(text, 10) ?? 0;
  return value > 0 && value < 10000 ? u16(value) : 0;
}

/** The request, or one for the interactive shell when there is none. */
export function readRunRequest(): RunRequest {
  try {
    return new RunRequest(readFile(REQUEST_FILE));
  } catch {
    return new RunRequest("");
  }
}
