import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { makeCdImage } from "../../tools/build/cd-image.ts";
import { initramfsFile, kernelFile } from "../../tools/paths.ts";
import { guestCommandLine } from "../../tools/run/guest-command-line.ts";
import { GuestStatus, type GuestEnd } from "../../tools/run/guest-status.ts";
import { LineSplitter } from "../../tools/run/lines.ts";
import { Machine } from "../../tools/run/machine.ts";
import { runFileSystem, type RunRequest } from "../../tools/run/payload.ts";
import type { Boot, MachineOptions, PortName } from "../../tools/run/qemu-arguments.ts";
import { escapeStream } from "../../tools/run/stream-escape.ts";
import { folderForTest } from "./folder.ts";
import { Output } from "./output.ts";
import { checkStackDepth } from "./stack-depth.ts";

/** The machine that a test boots, and what it runs there. */
export interface GuestOptions extends Omit<MachineOptions, "boot"> {
  firmware?: "direct" | "grub";
  /** Another kernel than the one that was built for the tests. */
  kernel?: string;
  /** More words for the kernel's command line. */
  append?: string;
  /** What to run instead of the interactive shell, with standard input and output as streams. */
  command?: string[];
  /** `HOSTPATH[:GUESTPATH]`, as for `tessera run --add`. */
  add?: string[];
  /** Standard input of `command`. Nothing else is sent there. */
  input?: Buffer | string;
  /** Seconds after which the machine is ended and every wait fails; 40 unless given. */
  timeLimit?: number;
}

/** What a program of the guest left behind. */
export interface GuestResult {
  end: GuestEnd;
  stdout: Buffer;
  stderr: Buffer;
  log: string;
}

/**
 * Boots the kernel that was built before the tests. The machine ends with the test that booted it, or when its
 * time is up. To be called in a test.
 */
export async function bootGuest(options: GuestOptions = {}): Promise<Guest> {
  const failure = inject("buildFailure");
  if (failure !== undefined) throw new Error(`the system was not built: ${failure}`);
  const folder = folderForTest();
  const machine = await Machine.start({ ...options, boot: makeBoot(folder, options) });
  const guest = new Guest(machine, options.timeLimit ?? 40);
  onTestFinished(() => guest.stop());
  if (options.command) guest.sendWhenReady(options.input ?? "");
  return guest;
}

/** Runs a program in a guest of its own, to its end. */
export async function runInGuest(command: string[], options: GuestOptions = {}): Promise<GuestResult> {
  const guest = await bootGuest({ ...options, command });
  const end = await guest.end;
  if (options.kernel === undefined) checkStackDepth(guest.log.text);
  return {
    end,
    stdout: guest.streams.bytes,
    stderr: guest.errors.bytes,
    log: guest.log.text,
  };
}

function makeBoot(folder: string, options: GuestOptions): Boot {
  const commandLine = guestCommandLine([...(options.append === undefined ? [] : [options.append])]);
  let initramfs = initramfsFile;
  if (options.command || options.add) {
    const kind = options.command ? "stream" : "tty";
    const request: RunRequest = {
      command: options.command ?? [],
      additions: options.add ?? [],
      ...{ stdin: kind, stdout: kind, stderr: kind },
      ...(options.command ? {} : { windowSize: { rows: 25, columns: 100 } }),
      environment: {},
    };
    initramfs = join(folder, "initramfs.cpio");
    writeFileSync(initramfs, runFileSystem(request).pack());
  }
  const kernel = options.kernel ?? kernelFile;
  if (options.firmware !== "grub") return { kind: "direct", kernel, initramfs, commandLine };
  const image = join(folder, "tessera.iso");
  makeCdImage({ image, kernel, initramfs, commandLine });
  return { kind: "cd", image };
}

/** A booted machine, seen from a test: what it says can be waited for, and it can be answered. */
export class Guest {
  readonly console = new Output("console");
  readonly log = new Output("kernel log");
  /** Standard output of the program that the guest was booted for. */
  readonly streams = new Output("standard output");
  readonly errors = new Output("standard error");
  /** How the guest ended. Rejects when the time limit passes first. */
  readonly end: Promise<GuestEnd>;
  readonly machine: Machine;
  readonly #ready: Promise<void>;

  constructor(machine: Machine, timeLimit: number) {
    this.machine = machine;
    let setReady: () => void;
    this.#ready = new Promise((resolve) => (setReady = resolve));
    const status = new GuestStatus(() => setReady());
    const lines = new LineSplitter((line) => void status.take(line));
    machine.port("log").on("data", (data: Buffer) => lines.push(data));
    const outputs: Record<Exclude<PortName, "trace">, Output> = {
      console: this.console,
      log: this.log,
      streams: this.streams,
      errors: this.errors,
    };
    for (const [port, output] of Object.entries(outputs) as [keyof typeof outputs, Output][]) {
      machine.port(port).on("data", (data: Buffer) => output.push(data));
    }

    const fail = (reason: string): void => {
      for (const output of Object.values(outputs)) output.close(() => new Error(this.#report(reason)));
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      fail(`the guest was not done after ${timeLimit} s`);
      machine.stop();
    }, timeLimit * 1000);
    this.end = machine.ended.then(({ messages }) => {
      clearTimeout(timer);
      lines.end();
      if (late) throw new Error(this.#report(`the guest was not done after ${timeLimit} s`));
      fail(`the guest ended (${describeEnd(status.end)})${messages ? `, QEMU: ${messages}` : ""}`);
      return status.end;
    });
    // A test need not look at the end; without this its rejection would be an unhandled one.
    this.end.catch(() => undefined);
  }

  /** Types on the console, as soon as the guest receives. */
  async type(text: string): Promise<void> {
    await this.#ready;
    this.machine.port("console").write(text);
  }

  /** Sends `input` and its end to the program's standard input, as soon as the guest receives. */
  sendWhenReady(input: Buffer | string): void {
    const streams = this.machine.port("streams");
    void this.#ready.then(() => {
      streams.write(escapeStream(Buffer.from(input)));
      streams.write(Buffer.from([0x10, 0x04]));
    });
  }

  async stop(): Promise<void> {
    this.machine.stop();
    await this.machine.ended;
  }

  #report(reason: string): string {
    const outputs = [this.log, this.console, this.streams, this.errors];
    return [reason, ...outputs.filter((o) => o.text !== "").map((o) => o.describe())].join("\n");
  }
}

function describeEnd(end: GuestEnd): string {
  if (end.kind === "exit") return `exit status ${end.status}`;
  if (end.kind === "panic") return `panic: ${end.message}\n${end.report.join("\n")}`;
  return end.kind === "lost" ? "without a status" : "reboot";
}
