import { totalmem } from "node:os";
import { InvalidArgumentError } from "commander";
import { ExitStatus, Failure } from "../failure.ts";
import { forbiddenWord, guestCommandLine } from "./guest-command-line.ts";
import type { MachineType } from "./qemu-arguments.ts";

/** How the kernel is started: by QEMU, or by GRUB from a CD image. */
export type Firmware = "direct" | "grub";

/** The options of `tessera run`, as commander hands them over. */
export interface RunOptions {
  cpus: number;
  memory: string;
  machine: MachineType;
  cpu: string;
  firmware: Firmware;
  add: string[];
  disk?: string;
  net: "user" | "none";
  cmdline: string;
  timeout?: number;
  quiet: boolean;
  display: boolean;
  trace?: "syscalls";
  sanitize: boolean;
  /** Where the trace goes, in place of standard error. */
  traceOutput?: string;
  accel: "tcg" | "kvm";
}

const kibi = 1024;
const units: Record<string, number> = { K: kibi, M: kibi ** 2, G: kibi ** 3 };

/** Checks an amount of memory as QEMU writes it (`256M`, `2G`; a plain number is in MiB). */
export function memorySize(text: string): string {
  const bytes = memoryBytes(text);
  if (bytes === undefined) throw new InvalidArgumentError("write it as 256M or 2G.");
  if (bytes < 8 * kibi ** 2) throw new InvalidArgumentError("the kernel needs at least 8M.");
  if (bytes > totalmem()) throw new InvalidArgumentError("that is more than this machine has.");
  return text;
}

/** The bytes that an amount of memory stands for; undefined if it is none. */
export function memoryBytes(text: string): number | undefined {
  const match = /^(\d{1,9})([KMG]?)$/i.exec(text);
  return match ? Number(match[1]) * (units[(match[2] || "M").toUpperCase()] ?? 1) : undefined;
}

/** Throws `Failure` when a root file system of `size` bytes leaves a guest with this memory no room to run in. */
export function checkFits(size: number, memory: string): void {
  const mebi = kibi ** 2;
  const has = memoryBytes(memory) ?? 0;
  if (size + 4 * mebi <= has) return;
  const needs = Math.ceil(size / mebi);
  throw new Failure(
    `the program and what --add gives take ${needs} MiB, and the guest has ${has / mebi}: try --memory ${2 * needs}M`,
    ExitStatus.usage,
  );
}

/** Checks a number of CPUs. */
export function cpuCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 255) throw new InvalidArgumentError("it is 1 to 255.");
  return count;
}

/** Checks a time in seconds; fractions are allowed. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !/^\d*\.?\d+$/.test(text) || value > 2_000_000) {
    throw new InvalidArgumentError("it is a positive number of seconds.");
  }
  return value;
}

/** Throws `Failure` for what the command line offers and this kernel, or this kind of machine, cannot do. */
export function checkRunOptions(options: RunOptions): void {
  checkCommandLine(options.cmdline);
  const problem = unsupported(options);
  if (problem !== undefined) throw new Failure(problem, ExitStatus.usage);
}

/** Throws `Failure` for words that are not for the user to choose, and for too many. */
export function checkCommandLine(words: string): void {
  guestCommandLine([words]);
  const word = forbiddenWord(words);
  if (word === undefined) return;
  throw new Failure(
    `--cmdline ${word}: this command chooses the ports of its guest itself`,
    ExitStatus.usage,
  );
}

function unsupported({ disk, net, machine, firmware, display }: RunOptions): string | undefined {
  if (disk !== undefined)
    return "--disk: the kernel has no driver for disks yet; --add puts files into the guest";
  if (net !== "none") return `--net ${net}: the kernel has no network yet`;
  if (machine !== "microvm") return undefined;
  if (firmware !== "direct")
    return `--firmware ${firmware}: a microvm has no CD drive; use --machine pc or q35`;
  if (display) return "--display: a microvm has no screen; use --machine pc or q35";
  return undefined;
}
