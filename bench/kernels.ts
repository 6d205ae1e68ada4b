import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../tools/failure.ts";
import { buildFolder, initramfsFile, kernelFile } from "../tools/paths.ts";
import { runChild } from "./child.ts";
import { debianKernel } from "./debian-kernel.ts";
import { measureKernel, measuringProgram, type Figures, type FileSystem } from "./kernel-run.ts";
import { busyboxFileSystem, memoryAtPrompt } from "./prompt-memory.ts";

/** The figure that is not measured by kernel-figures.c but at the prompt of the whole system. */
const atPrompt = "memory-at-prompt";

/** What is compared: the figure's name in kernel-figures.c, what it is, and the most that it may be of Linux's. */
export interface FigureKind {
  name: string;
  title: string;
  goal: number;
  unit: "instructions" | "bytes";
}

const kind = (
  name: string,
  title: string,
  goal = 1,
  unit: FigureKind["unit"] = "instructions",
): FigureKind => ({
  name,
  title,
  goal,
  unit,
});

/** The kernel's figures, in the order of the table; each has the greatest ratio to Linux that is good, 1 unless said. */
export const figureKinds: FigureKind[] = [
  kind("boot", "boot, reset to first user instruction", 0.1),
  kind("memory-used", "memory in use by then", 1, "bytes"),
  kind(atPrompt, "memory in use at the shell's prompt", 1, "bytes"),
  kind("null-call", "getppid"),
  kind("unknown-call", "unknown system call"),
  kind("read-zero", "read 1 byte of /dev/zero"),
  kind("write-null", "write 1 byte to /dev/null"),
  kind("stat", "stat, one component"),
  kind("fstat", "fstat"),
  kind("open-close", "open + close"),
  kind("file-create-write-4k", "file create + write 4 KiB"),
  kind("unlink", "unlink"),
  kind("file-write-4k", "file write 4 KiB, in place"),
  kind("file-read-4k", "file read 4 KiB"),
  kind("file-write-64k", "file write 64 KiB, new pages"),
  kind("file-read-64k", "file read 64 KiB"),
  kind("mmap-munmap-64k", "mmap + munmap 64 KiB"),
  kind("anonymous-fault", "anonymous page fault (write)"),
  kind("copy-on-write-fault", "copy-on-write fault"),
  kind("file-fault", "mapped file, per page touched"),
  kind("signal-to-self", "signal delivery to self"),
  kind("poll-10", "poll 10 descriptors"),
  kind("poll-100", "poll 100 descriptors"),
  kind("pipe-64k", "pipe, 64 KiB in and out"),
  kind("pipe-round-trip", "pipe round trip, two processes"),
  kind("yield-two", "sched_yield, two processes"),
  kind("fork-exit-wait", "fork + exit + wait"),
  kind("fork-exec-wait", "fork + exec + wait"),
  kind("vfork-exec-wait", "vfork + exec + wait"),
];

/** One figure of both kernels. */
export interface KernelResult {
  name: string;
  title: string;
  unit: FigureKind["unit"];
  linux?: number;
  tessera?: number;
  /** Tessera's figure over Linux's, and the most it should be. */
  ratio?: number;
  goal: number;
  /** Why Tessera's figure is missing. */
  trouble?: string;
}

/** The kernel's figures beside Linux's. */
export interface KernelComparison {
  results: KernelResult[];
  /** What one was compared with, or why there is nothing to compare with. */
  notes: string[];
}

/** Measures both kernels. What is missing is said in the notes; neither's absence hides the other's figures. */
export async function compareKernels(step: (text: string) => void): Promise<KernelComparison> {
  step("building the program that measures kernels…");
  const program = await measuringProgram("kernel-figures");
  const notes: string[] = [];
  const linux = await linuxFigures(program, step, notes);
  const tessera = await tesseraFigures(program.file, step, notes);
  return { results: figureKinds.map((each) => compare(each, linux, tessera)), notes };
}

function compare(each: FigureKind, linux?: Figures, tessera?: Figures): KernelResult {
  const result: KernelResult = { ...each };
  const peer = linux?.values[each.name];
  const own = tessera?.values[each.name];
  if (peer !== undefined) result.linux = peer;
  if (own !== undefined) result.tessera = own;
  if (peer !== undefined && own !== undefined) result.ratio = own / peer;
  const failure = tessera?.failures[each.name];
  if (failure !== undefined) result.trouble = failure;
  return result;
}

/** A run of the same kernel, program and QEMU gives the same figures, so it is made once. */
async function linuxFigures(
  program: FileSystem,
  step: (text: string) => void,
  notes: string[],
): Promise<Figures | undefined> {
  try {
    const kernel = await debianKernel(step);
    const qemu = await qemuVersion();
    const busybox = busyboxFileSystem();
    const kept = join(
      buildFolder,
      "bench",
      "linux-figures",
      `${kernel.name}-${program.hash}-${busybox.hash}-qemu-${qemu}.json`,
    );
    notes.push(`Linux is ${kernel.name}, in QEMU ${qemu}`);
    if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8")) as Figures;
    step("measuring Linux…");
    const boot = { kernel: kernel.file, commandLine: "console=ttyS0 quiet panic=-1", label: "linux" };
    const figures = await measureKernel(boot, program.file);
    figures.values[atPrompt] = await memoryAtPrompt(boot, busybox.file);
    if (figures.trouble !== undefined) {
      notes.push(`Linux ${figures.trouble}`);
      return figures;
    }
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, JSON.stringify(figures, null, 2));
    return figures;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    notes.push(`no figures of Linux: ${error.message}`);
    return undefined;
  }
}

/** By which figures that were kept are known to be those of the same machine. */
export async function qemuVersion(): Promise<string> {
  const version = (await runChild("qemu-system-x86_64", ["--version"], 20)).stdout.split("\n")[0] ?? "";
  return /version (\S+)/.exec(version)?.[1] ?? "unknown";
}

async function tesseraFigures(
  initramfs: string,
  step: (text: string) => void,
  notes: string[],
): Promise<Figures | undefined> {
  if (!existsSync(kernelFile)) {
    notes.push("no figures of Tessera: there is no kernel yet (./tessera build makes build/tessera.elf)");
    return undefined;
  }
  step("measuring Tessera…");
  const commandLine = "console=ttyS0 log=ttyS1 init=/init panic=exit qemu_exit=0xf4";
  const figures = await measureKernel({ kernel: kernelFile, commandLine, label: "tessera" }, initramfs);
  await addMemoryAtPrompt(figures);
  notes.push(
    `Tessera is the build of ${statSync(kernelFile).mtime.toISOString().slice(0, 16).replace("T", " ")} UTC`,
  );
  if (figures.trouble !== undefined) notes.push(`Tessera ${figures.trouble}`);
  return figures;
}

async function addMemoryAtPrompt(figures: Figures): Promise<void> {
  const commandLine = "console=ttyS0 log=ttyS1 init=/bin/init panic=exit qemu_exit=0xf4";
  try {
    const boot = { kernel: kernelFile, commandLine, label: "tessera" };
    figures.values[atPrompt] = await memoryAtPrompt(boot, initramfsFile);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    figures.failures[atPrompt] = error.message;
  }
}
