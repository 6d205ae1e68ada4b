import { stderr, stdin, stdout } from "node:process";
import { ExitStatus, Failure, lostOutput } from "../failure.ts";
import { GuestStatus, type GuestEnd } from "./guest-status.ts";
import { HostTerminal } from "./host-terminal.ts";
import { LineSplitter } from "./lines.ts";
import { Machine } from "./machine.ts";
import type { MachineOptions } from "./qemu-arguments.ts";
import type { RunRequest } from "./payload.ts";
import { StreamEscape } from "./stream-escape.ts";

/** One run: the machine, what it is to run, and how the run ends. */
export interface SessionOptions {
  machine: MachineOptions;
  request: RunRequest;
  /** Nothing but the program's own output: the kernel's log is not shown. */
  quiet: boolean;
  /** Gets the records of system calls, if the machine is traced. */
  onTrace?: (data: Buffer) => void;
  /** Seconds after which the machine is ended. */
  timeout?: number;
}

/** How long, in milliseconds, a guest that has said how it ends may take to leave the machine. */
const leaveTime = 5_000;

/** How many lines of the log are kept for the report on a guest that was lost. */
const tailLength = 15;

/**
 * One machine from its start to its end, with this process's standard streams connected to it. Returns how the
 * guest ended; throws `Failure` for a time-out, an interrupt, and a QEMU that does not start.
 */
export async function runSession(options: SessionOptions): Promise<GuestEnd> {
  const { request, quiet, timeout } = options;
  const machine = await Machine.start(options.machine);
  let failure: Failure | undefined;
  const abort = (reason: Failure): void => {
    failure ??= reason;
    machine.stop();
  };

  const log = machine.port("log");
  const terminal = request.stdin === "tty" ? openTerminal(machine, abort) : undefined;
  const status = new GuestStatus(() => (terminal ? terminal.open() : sendInput(machine)));
  const tail: string[] = [];
  let leaving: NodeJS.Timeout | undefined;
  const lines = new LineSplitter((line) => {
    const shown = status.take(line);
    if (status.end.kind !== "lost") leaving ??= setTimeout(() => machine.stop(), leaveTime);
    if (!shown) return;
    tail.push(line);
    if (tail.length > tailLength) tail.shift();
    if (!quiet) stderr.write(`${line}\n`);
  });
  log.on("data", (data: Buffer) => lines.push(data));
  log.on("end", () => lines.end());

  if (options.onTrace) machine.port("trace").on("data", options.onTrace);

  // What reads our output may go away, as `head` does: then the run is over too, silently.
  const onOutputError = (error: NodeJS.ErrnoException): void => abort(lostOutput("standard output", error));
  const onErrorsError = (error: NodeJS.ErrnoException): void => abort(lostOutput("standard error", error));
  stdout.on("error", onOutputError);
  stderr.on("error", onErrorsError);
  machine.port("console").pipe(stdout, { end: false });
  machine.port("streams").pipe(stdout, { end: false });
  machine.port("errors").pipe(stderr, { end: false });

  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(
          () => abort(new Failure(`time-out: not finished after ${timeout} s`, ExitStatus.timeout)),
          timeout * 1000,
        );
  const onSignal = (signal: NodeJS.Signals): void =>
    abort(new Failure(`ended by ${signal}`, signal === "SIGINT" ? 130 : 143));
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal).once("SIGHUP", onSignal);
  try {
    const { code, messages } = await machine.ended;
    if (failure) throw failure;
    // A guest leaves with a status of its own, but QEMU says something only when it gives up itself.
    if (code !== 0 && messages !== "" && status.end.kind === "lost") {
      throw new Failure(`QEMU gives up:\n${messages.trimEnd()}`);
    }
    if (!quiet) stderr.write(messages);
  } finally {
    clearTimeout(timer);
    clearTimeout(leaving);
    terminal?.close();
    stdout.off("error", onOutputError);
    stderr.off("error", onErrorsError);
    stdin.unpipe();
    stdin.pause();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("SIGHUP", onSignal);
  }
  if (status.end.kind === "lost" && quiet) tail.forEach((line) => stderr.write(`${line}\n`));
  return status.end;
}

function openTerminal(machine: Machine, abort: (reason: Failure) => void): HostTerminal {
  const quit = (): void => abort(new Failure("ended by Ctrl-]", 130));
  return new HostTerminal(machine.port("console"), machine.port("log"), quit);
}

function sendInput(machine: Machine): void {
  stdin.pipe(new StreamEscape()).pipe(machine.port("streams"), { end: false });
}
