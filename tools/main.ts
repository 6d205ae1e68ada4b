import { constants } from "node:os";
import { exit, stderr, stdout } from "node:process";
import { setImmediate } from "node:timers/promises";
import { CommanderError } from "commander";
import { isSystemError } from "../compiler/toolchain.ts";
import { commandLine } from "./command-line.ts";
import { ExitStatus, Failure, lostOutput } from "./failure.ts";

/** Runs the command for the arguments after `tessera`, and ends the process with its status. */
export async function main(args: string[]): Promise<void> {
  endOnSignals();
  endOnLostOutput();
  try {
    const status = await run(args);
    // What could not be written is told by an event, which `exit` would not wait for.
    await new Promise<void>((resolve) => stdout.write("", () => resolve()));
    await setImmediate();
    exit(status);
  } catch (error) {
    if (error instanceof Failure) {
      if (error.message !== "") stderr.write(`tessera: ${error.message}\n`);
      exit(error.status);
    }
    if (isSystemError(error)) {
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

/**
 * An output that takes no more ends a command that does not care for that itself: silently when its reader has gone away, as
 * `head` does (and with the status of SIGPIPE), else with the reason.
 */
function endOnLostOutput(): void {
  for (const [name, stream] of Object.entries({ "standard output": stdout, "standard error": stderr })) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (stream.listenerCount("error") > 1) return;
      const failure = lostOutput(name, error);
      if (failure.message !== "" && stream === stdout) stderr.write(`tessera: ${failure.message}\n`);
      exit(failure.status);
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
