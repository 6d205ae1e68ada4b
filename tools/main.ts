import { constants } from "node:os";
import { exit, stderr } from "node:process";
import { CommanderError } from "commander";
import { commandLine } from "./command-line.ts";
import { ExitStatus, Failure } from "./failure.ts";

/** Runs the command for the arguments after `tessera`, and ends the process with its status. */
export async function main(args: string[]): Promise<void> {
  endOnSignals();
  try {
    const status = await run(args);
    exit(status);
  } catch (error) {
    if (error instanceof Failure) {
      if (error.message !== "") stderr.write(`tessera: ${error.message}\n`);
      exit(error.status);
    }
    if (isFileError(error)) {
      stderr.write(`tessera: ${error.message}\n`);
      exit(ExitStatus.tool);
    }
    stderr.write(
      `tessera: a fault in the tool itself:\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    exit(ExitStatus.tool);
  }
}

/** A command that does not care for signals itself ends by them, but as by `exit`: what it has started ends with it. */
function endOnSignals(): void {
  const { SIGHUP, SIGINT, SIGTERM } = constants.signals;
  for (const [signal, number] of Object.entries({ SIGHUP, SIGINT, SIGTERM })) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) exit(128 + number);
    });
  }
}

async function run(args: string[]): Promise<number> {
  let status = 0;
  try {
    await commandLine((value) => (status = value)).parseAsync(args, { from: "user" });
  } catch (error) {
    // Commander has printed its message; it throws for --help and --version too, with status 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : ExitStatus.usage;
    throw error;
  }
  return status;
}

/** An error of the file system that names the file, such as a missing permission. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error && "path" in error;
}
