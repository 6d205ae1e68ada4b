import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "../failure.ts";
import { buildFolder, kernelFile, root, sanitizedKernelFile } from "../paths.ts";
import { guestCommandLine } from "../run/guest-command-line.ts";
import { GuestStatus, type GuestEnd } from "../run/guest-status.ts";
import { LineSplitter } from "../run/lines.ts";
import { Machine } from "../run/machine.ts";
import { runFileSystem } from "../run/payload.ts";
import { locateProgram } from "../system/tools.ts";
import { TemporaryFolder } from "../temporary-folder.ts";
import type { Soak } from "./soaks.ts";

/** The folder of what soaks leave behind: programs, states, logs. */
export const soakFolder = join(buildFolder, "soak");

/** Compiles a soak's program and returns its path. Throws `Failure` with the compiler's messages. */
export function compileSoak(soak: Soak): string {
  mkdirSync(soakFolder, { recursive: true });
  const program = join(soakFolder, basename(soak.source, ".c"));
  const source = join(root, "test", "soak", soak.source);
  const args = ["-static", "-O1", "-w", source, "-o", program];
  const { status, stderr } = spawnSync(locateProgram("musl-gcc"), args, { encoding: "utf8" });
  if (status !== 0) throw new Failure(`${soak.source} was not compiled:\n${stderr.trimEnd()}`);
  return program;
}

/** What a guest with one seed came to. */
export interface SoakResult {
  /** What went wrong, null if nothing did. */
  readonly problem: string | null;
  /** What the program printed. */
  readonly output: string;
  /** The last lines of the kernel's log. */
  readonly log: readonly string[];
}

const tailLength = 60;

/** Runs a soak's program with one seed in a guest that counts instructions, so that it does the same each time. */
export async function runSeed(
  soak: Soak,
  program: string,
  seed: number,
  amount: number,
): Promise<SoakResult> {
  using folder = new TemporaryFolder("soak");
  const archive = runFileSystem({
    command: [program, String(seed), String(amount)],
    additions: [],
    ...{ stdin: "stream", stdout: "stream", stderr: "stream" },
    environment: {},
  });
  const machine = await Machine.start({
    boot: {
      kind: "direct",
      kernel: soak.sanitize ? sanitizedKernelFile : kernelFile,
      initramfs: folder.write("initramfs.cpio", archive.pack()),
      commandLine: guestCommandLine(),
    },
    memory: soak.memory,
    countInstructions: true,
  });
  return await follow(machine, soak.timeLimit);
}

async function follow(machine: Machine, timeLimit: number): Promise<SoakResult> {
  const log: string[] = [];
  const output: Buffer[] = [];
  // The end of standard input (docs/run-protocol.md).
  const status = new GuestStatus(() => machine.port("streams").write(Buffer.from([0x10, 0x04])));
  const lines = new LineSplitter((line) => {
    if (!status.take(line)) return;
    log.push(line);
    // A report is kept whole.
    if (log.length > tailLength && status.end.kind !== "panic") log.shift();
  });
  machine.port("log").on("data", (data: Buffer) => lines.push(data));
  for (const port of ["streams", "errors"] as const)
    machine.port(port).on("data", (data: Buffer) => output.push(data));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    machine.stop();
  }, timeLimit * 1000);
  const { messages } = await machine.ended;
  clearTimeout(timer);
  lines.end();
  // A guest leaves with a status of its own, but QEMU says something only when it gives up itself.
  if (status.end.kind === "lost" && messages !== "")
    throw new Failure(`QEMU gives up:\n${messages.trimEnd()}`);
  const problem = isLate ? `the guest was not done after ${timeLimit} s` : problemOf(status.end);
  return { problem, output: Buffer.concat(output).toString(), log };
}

function problemOf(end: GuestEnd): string | null {
  switch (end.kind) {
    case "exit":
      return end.status === 0 ? null : `the program ended with status ${end.status}`;
    case "panic":
      return `the kernel panicked: ${end.message}`;
    case "reboot":
      return "the guest was rebooted";
    case "lost":
      return "the virtual machine ended without a status (a triple fault?)";
  }
}
