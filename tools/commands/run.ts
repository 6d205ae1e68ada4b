import { env, stderr, stdin, stdout } from "node:process";
import { makeCdImage } from "../build/cd-image.ts";
import { buildSystem } from "../build/system.ts";
import { kernelFile, sanitizedKernelFile } from "../paths.ts";
import { Progress } from "../progress.ts";
import { exitStatusOf } from "../run/guest-status.ts";
import { requireKvm } from "../run/kvm.ts";
import { guestCommandLine } from "../run/guest-command-line.ts";
import { checkFits, checkRunOptions, type RunOptions } from "../run/options.ts";
import { runFileSystem, type RunRequest } from "../run/payload.ts";
import { tracePort, type Boot } from "../run/qemu-arguments.ts";
import { runSession } from "../run/session.ts";
import { windowKind } from "../run/window.ts";
import { openTrace } from "../trace/trace.ts";
import { requireTools } from "../system/tools.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

/** `tessera run`: boots, runs a program or the shell, and returns the exit status for this process. */
export async function runCommand(command: string[], options: RunOptions): Promise<number> {
  checkRunOptions(options);
  requireTools("run");
  if (options.firmware === "grub") requireTools("image");
  const progress = new Progress(options.quiet);
  try {
    await buildSystem({ progress, sanitize: options.sanitize });
  } finally {
    progress.done();
  }

  if (options.accel === "kvm") await requireKvm(options.cpu);
  const screen = options.display ? { window: windowKind() } : "none";
  const request = makeRequest(command, options);
  const fileSystem = runFileSystem(request);
  using folder = new TemporaryFolder("run");
  const archive = fileSystem.pack();
  checkFits(archive.length, options.memory);
  const boot = makeBoot(folder, archive, options);
  using trace = isTraced(options) ? openTrace(options.traceOutput) : undefined;
  for (;;) {
    const end = await runSession({
      machine: {
        boot,
        machine: options.machine,
        cpu: options.cpu,
        cpus: options.cpus,
        memory: options.memory,
        accelerator: options.accel,
        screen,
        isTraced: trace !== undefined,
      },
      request,
      ...(trace ? { onTrace: (data: Buffer): void => trace.push(data) } : {}),
      quiet: options.quiet,
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    });
    // The report has been shown with the log, unless the log is not shown.
    if (end.kind === "panic" && options.quiet) end.report.forEach((line) => stderr.write(`${line}\n`));
    if (end.kind !== "reboot") return exitStatusOf(end);
  }
}

/** A file for the trace asks for one. */
function isTraced({ trace, traceOutput }: RunOptions): boolean {
  return trace !== undefined || traceOutput !== undefined;
}

function makeRequest(command: string[], options: RunOptions): RunRequest {
  const kind = (stream: { isTTY?: boolean }): "tty" | "stream" => (stream.isTTY ? "tty" : "stream");
  return {
    command,
    additions: options.add,
    stdin: kind(stdin),
    stdout: kind(stdout),
    stderr: kind(stderr),
    ...(stdout.isTTY ? { windowSize: { rows: stdout.rows, columns: stdout.columns } } : {}),
    environment: stdout.isTTY && env["TERM"] ? { TERM: env["TERM"] } : {},
  };
}

function makeBoot(folder: TemporaryFolder, initramfs: Buffer, options: RunOptions): Boot {
  const commandLine = guestCommandLine([
    ...(isTraced(options) ? [`trace=0x${tracePort.iobase.toString(16)}`] : []),
    ...(options.cmdline ? [options.cmdline] : []),
  ]);
  const kernel = options.sanitize ? sanitizedKernelFile : kernelFile;
  const initramfsFile = folder.write("initramfs.cpio", initramfs);
  if (options.firmware === "direct") {
    return { kind: "direct", kernel, initramfs: initramfsFile, commandLine };
  }
  const image = folder.file("tessera.iso");
  makeCdImage({ image, kernel, initramfs: initramfsFile, commandLine });
  return { kind: "cd", image };
}
