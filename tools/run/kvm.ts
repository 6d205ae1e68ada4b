import { accessSync, constants, existsSync, writeFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { kernelFile } from "../paths.ts";
import { TemporaryFolder } from "../temporary-folder.ts";
import { guestCommandLine } from "./guest-command-line.ts";
import { GuestStatus } from "./guest-status.ts";
import { LineSplitter } from "./lines.ts";
import { Machine } from "./machine.ts";
import { runFileSystem } from "./payload.ts";

/** How long the probe may take, in milliseconds: under a KVM that works the kernel is up in a fraction of a second. */
const probeTime = 10_000;

/** Whether this process may open /dev/kvm: that says nothing about guests. */
export function mayOpenKvm(): boolean {
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Sees to it that guests run under KVM here, by booting the kernel that was built: some machines offer a KVM in which
 * guests hang, or which QEMU cannot use. Throws `Failure` that says what is wrong and what to do.
 */
export async function requireKvm(cpu: string): Promise<void> {
  const problem = await kvmProblem(cpu);
  if (problem !== undefined) throw new Failure(`--accel kvm: ${problem}\n  --accel tcg works without KVM`);
}

async function kvmProblem(cpu: string): Promise<string | undefined> {
  if (!existsSync("/dev/kvm")) return "this machine offers no /dev/kvm";
  if (!mayOpenKvm()) {
    return "/dev/kvm may not be opened (join its group: sudo usermod -aG kvm $USER, then log in again)";
  }
  return probeGuest("kvm", cpu);
}

/** Boots the kernel to a program that ends at once. Returns what went wrong, or undefined. */
export async function probeGuest(accelerator: "tcg" | "kvm", cpu: string): Promise<string | undefined> {
  using folder = new TemporaryFolder("probe");
  return await probeWith(folder.file("initramfs.cpio"), accelerator, cpu);
}

async function probeWith(
  initramfs: string,
  accelerator: "tcg" | "kvm",
  cpu: string,
): Promise<string | undefined> {
  const streams = { stdin: "stream", stdout: "stream", stderr: "stream" } as const;
  const request = { command: ["/bin/true"], additions: [], ...streams, environment: {} };
  writeFileSync(initramfs, runFileSystem(request).pack());
  const machine = await Machine.start({
    boot: { kind: "direct", kernel: kernelFile, initramfs, commandLine: guestCommandLine() },
    accelerator,
    cpu,
  });
  const status = new GuestStatus(() => undefined);
  const lines = new LineSplitter((line) => void status.take(line));
  machine.port("log").on("data", (data: Buffer) => lines.push(data));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    machine.stop();
  }, probeTime);
  const { messages } = await machine.ended;
  clearTimeout(timer);
  lines.end();
  const { end } = status;
  if (isLate) return `a guest that was tried did not boot within ${probeTime / 1000} s`;
  if (end.kind === "exit" && end.status === 0) return undefined;
  return `a guest that was tried did not boot${messages === "" ? "" : `:\n${messages.trimEnd()}`}`;
}
