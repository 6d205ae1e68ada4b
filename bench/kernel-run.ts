import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Archive } from "../tools/build/newc.ts";
import { Failure } from "../tools/failure.ts";
import { buildFolder, root } from "../tools/paths.ts";
import { lastLine, runChild } from "./child.ts";

/** The memory of the machine that measures, in MiB. */
const machineMemory = 256;

/** Main memory of the machines that are compared, in bytes. */
export const machineBytes = machineMemory * 1024 * 1024;

/** Far above what the figures take on either kernel (some 10 s), for slow machines. */
const timeLimit = 300;

/** What one kernel achieved: values by the figure's name, and why others are missing. */
export interface Figures {
  values: Record<string, number>;
  failures: Record<string, string>;
  /** The run itself went wrong, so that figures may be missing at the end. */
  trouble?: string;
}

/** One boot: a kernel, its command line, and where its output goes. */
export interface Boot {
  kernel: string;
  commandLine: string;
  /** A word for file names. */
  label: string;
}

/** Where what is measured with is made. */
export const output = join(buildFolder, "bench", "kernel");

/** A root file system to boot with. */
export interface FileSystem {
  file: string;
  /** By which what was measured with it is kept. */
  hash: string;
}

/**
 * Builds a program of bench/kernel that measures, static, by musl: a root file system with it as /init, the same for
 * both kernels.
 */
export async function measuringProgram(name: "kernel-figures" | "scale-figures"): Promise<FileSystem> {
  mkdirSync(output, { recursive: true });
  const source = join(root, "bench", "kernel", `${name}.c`);
  const program = join(output, name);
  const end = await runChild("musl-gcc", ["-static", "-O2", "-std=gnu17", "-o", program, source], 120);
  if (end.status !== 0) throw new Failure(`bench/kernel/${name}.c does not compile: ${lastLine(end.stderr)}`);
  const bytes = readFileSync(program);
  const archive = new Archive();
  // Linux opens the console before anything is mounted; the others it would give only by devtmpfs.
  archive.characterDevice("/dev/console", 5, 1, 0o600);
  archive.characterDevice("/dev/null", 1, 3, 0o666);
  archive.characterDevice("/dev/zero", 1, 5, 0o666);
  archive.file("/init", bytes, 0o755);
  return keepFileSystem(name, archive.pack());
}

/** Writes a root file system where the machines find it. Its hash tells it from others when figures are kept. */
export function keepFileSystem(name: string, contents: Buffer): FileSystem {
  const file = join(output, `${name}.cpio`);
  writeFileSync(file, contents);
  return { file, hash: createHash("sha256").update(contents).digest("hex").slice(0, 16) };
}

/**
 * Boots a kernel with the program as its first process, on a machine where the time-stamp counter counts
 * instructions: two runs give the same figures. `erms` and `fsrm` are taken away because `rep movsb` counts
 * once for each byte there and would drown the rest.
 */
export async function measureKernel(boot: Boot, initramfs: string): Promise<Figures> {
  const console = join(output, `${boot.label}.console`);
  const log = join(output, `${boot.label}.log`);
  for (const file of [console, log]) rmSync(file, { force: true });
  const end = await runChild(
    "qemu-system-x86_64",
    [...machine(["-serial", `file:${console}`, "-serial", `file:${log}`]), ...load(boot, initramfs)],
    timeLimit,
  );
  const text = existsSync(console) ? readFileSync(console, "utf8") : "";
  const figures = parseFigures(text);
  if (end.timedOut) figures.trouble = `stopped after ${timeLimit} s`;
  else if (!text.includes("figures done")) figures.trouble = lastWords(text, log, end.stderr);
  return figures;
}

/** QEMU's options for the machine that is measured on, with its serial ports; `memory` in MiB. */
export function machine(serialPorts: string[], memory = machineMemory): string[] {
  return [
    ...["-M", "pc", "-cpu", "max,-erms,-fsrm", "-m", String(memory), "-smp", "1"],
    ...[
      "-nodefaults",
      "-no-user-config",
      "-display",
      "none",
      "-vga",
      "none",
      "-net",
      "none",
      "-monitor",
      "none",
    ],
    ...serialPorts,
    ...["-device", "isa-debug-exit,iobase=0xf4,iosize=0x04", "-no-reboot"],
    ...["-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off,align=off"],
    ...["-rtc", "base=2024-01-01T00:00:00,clock=vm", "-seed", "1"],
  ];
}

/** QEMU's options for what it boots. */
export function load(boot: Boot, initramfs: string): string[] {
  return ["-kernel", boot.kernel, "-initrd", initramfs, "-append", boot.commandLine];
}

/** Reads the lines that kernel-figures.c prints, among whatever else the console shows. */
export function parseFigures(text: string): Figures {
  const figures: Figures = { values: {}, failures: {} };
  // What follows the last line end may be cut off in the middle of a number.
  for (const line of text.split(/\r?\n/).slice(0, -1)) {
    const [, name, value] = /^figure (\S+) (\d+)$/.exec(line) ?? [];
    if (name !== undefined) figures.values[name] = Number(value);
    const [, failed, error, step] = /^failed (\S+) (\d+) (.*)$/.exec(line) ?? [];
    if (failed !== undefined) figures.failures[failed] = `${step}: errno ${error}`;
  }
  const free = figures.values["memory-free"];
  // All that the machine has and no program can get counts: what the firmware, the kernel and its tables hold.
  if (free !== undefined) figures.values["memory-used"] = machineBytes - free;
  return figures;
}

/** What a machine that ended too soon said last: on its log, its console, or QEMU itself. */
export function lastWords(text: string, log: string, qemu: string): string {
  const said = [qemu, existsSync(log) ? readFileSync(log, "utf8") : "", text].find(
    (part) => part.trim() !== "",
  );
  return said === undefined ? "ended without a word" : `ended early; the last line was: ${lastLine(said)}`;
}
