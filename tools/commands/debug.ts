import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { stderr } from "node:process";
import { buildSystem } from "../build/system.ts";
import { ExitStatus, Failure } from "../failure.ts";
import { kernelFile, root } from "../paths.ts";
import { Progress } from "../progress.ts";
import { guestCommandLine } from "../run/guest-command-line.ts";
import { GuestStatus } from "../run/guest-status.ts";
import { LineSplitter } from "../run/lines.ts";
import { Machine } from "../run/machine.ts";
import { checkCommandLine } from "../run/options.ts";
import { runFileSystem } from "../run/payload.ts";
import { requireTools } from "../system/tools.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

/** The options of `tessera debug`. */
export interface DebugOptions {
  /** Only wait for a debugger that someone else starts, such as the editor. */
  serve: boolean;
  port: number;
  memory: string;
  cpus: number;
  cmdline: string;
  /** gdb commands to run after the symbols are loaded. */
  execute: string[];
}

/**
 * `tessera debug`: the guest stopped before its first instruction, and gdb with the kernel's symbols connected
 * to it. The guest's console and log are shown as they come. Returns gdb's exit status.
 */
export async function debugCommand(command: string[], options: DebugOptions): Promise<number> {
  checkCommandLine(options.cmdline);
  await requireFreePort(options.port);
  requireTools("run");
  if (!options.serve) requireTools("debug");
  const progress = new Progress();
  try {
    progress.step("building…");
    await buildSystem({ progress });
  } finally {
    progress.done();
  }
  using folder = new TemporaryFolder("debug");
  const initramfs = folder.write("initramfs.cpio", fileSystem(command).pack());
  const machine = await Machine.start({
    boot: {
      kind: "direct",
      kernel: kernelFile,
      initramfs,
      // gdb takes addresses as they were linked.
      commandLine: guestCommandLine(["nokaslr", options.cmdline]),
    },
    memory: options.memory,
    cpus: options.cpus,
    gdbPort: options.port,
  });
  showOutput(machine);
  if (!options.serve) return await runGdb(machine, options);
  stderr.write(
    `waiting for gdb on port ${options.port} (gdb build/tessera.elf -ex 'target remote :${options.port}')\n`,
  );
  await endedOrStopped(machine);
  return 0;
}

/** QEMU and gdb would both be content with another program's port. */
async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? "in use" : "not to be had";
    throw new Failure(`port ${port} is ${reason}; --port takes another one`);
  }
  await once(server.close(), "close");
}

function fileSystem(command: string[]): ReturnType<typeof runFileSystem> {
  const environment = {};
  return runFileSystem({
    command,
    additions: [],
    stdin: "stream",
    stdout: "stream",
    stderr: "stream",
    environment,
  });
}

function showOutput(machine: Machine): void {
  const status = new GuestStatus(() => undefined);
  const lines = new LineSplitter((line) => {
    if (status.take(line)) stderr.write(`${line}\n`);
  });
  machine.port("log").on("data", (data: Buffer) => lines.push(data));
  for (const port of ["console", "streams", "errors"] as const)
    machine.port(port).pipe(stderr, { end: false });
}

/** Waits for the machine to end; a signal to this process ends it. */
async function endedOrStopped(machine: Machine): Promise<void> {
  const stop = (): void => machine.stop();
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
  try {
    await machine.ended;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
  }
}

async function runGdb(machine: Machine, options: DebugOptions): Promise<number> {
  const commands = [
    "set confirm off",
    "set pagination off",
    "set print pretty on",
    `directory ${root}`,
    `target remote 127.0.0.1:${options.port}`,
    ...options.execute,
  ];
  // Ctrl-C is gdb's, to stop the guest.
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  try {
    const gdb = spawn("gdb", ["-q", kernelFile, ...commands.flatMap((text) => ["-ex", text])], {
      stdio: "inherit",
    });
    const [status] = (await once(gdb, "close")) as [number | null];
    return status ?? ExitStatus.tool;
  } catch (error) {
    throw new Failure(`gdb: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    process.off("SIGINT", ignore);
    machine.stop();
    await machine.ended;
  }
}
