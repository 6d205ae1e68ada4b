/** What /proc says of the machine: memory, CPUs. */

import { features } from "../../platform/cpu/features.ts";
import { frameStatistics } from "../../platform/frames.ts";
import { cpuCount } from "../../platform/percpu.ts";
import { fileSystemTypeNames } from "../file-system-types.ts";

const PAGE_KIB: u64 = 4;

/** /proc/meminfo. */
export function memoryText(): string {
  const frames = frameStatistics();
  const total = frames.total * PAGE_KIB;
  const free = frames.free * PAGE_KIB;
  return [
    memoryLine("MemTotal", total),
    memoryLine("MemFree", free),
    memoryLine("MemAvailable", free),
    memoryLine("Buffers", 0),
    memoryLine("Cached", 0),
    memoryLine("SwapCached", 0),
    memoryLine("Shmem", 0),
    memoryLine("SReclaimable", 0),
    memoryLine("SwapTotal", 0),
    memoryLine("SwapFree", 0),
  ].join("");
}

function memoryLine(name: string, kib: u64): string {
  return `${`${name}:`.padEnd(15)} ${kib.toString().padStart(8)} kB\n`;
}

/** /proc/cpuinfo. */
export function cpuText(): string {
  let text = "";
  const vendor = trimZeros(features.vendor.span());
  const brand = trimZeros(features.brand.span());
  for (let i: u32 = 0; i < cpuCount(); i++) {
    text += `processor\t: ${i}\nvendor_id\t: ${vendor}\ncpu family\t: ${features.family}\nmodel\t\t: ${features.model}\n`;
    text += `model name\t: ${brand}\nstepping\t: ${features.stepping}\n`;
    text += `flags\t\t: ${flagNames()}\naddress sizes\t: ${features.physicalBits} bits physical, 48 bits virtual\n\n`;
  }
  return text;
}

function trimZeros(bytes: Span<u8>): string {
  const zero = bytes.indexOf(0);
  return String.fromBytes(zero < 0 ? bytes : bytes.subspan(0, u64(zero))).trim();
}

function flagNames(): string {
  const names: string[] = ["fpu", "lm", "sse", "sse2", "syscall"];
  if (features.tsc) names.push("tsc");
  if (features.apic) names.push("apic");
  if (features.noExecute) names.push("nx");
  if (features.smep) names.push("smep");
  if (features.smap) names.push("smap");
  if (features.umip) names.push("umip");
  if (features.fsgsbase) names.push("fsgsbase");
  if (features.xsave) names.push("xsave");
  if (features.avx) names.push("avx");
  if (features.rdrand) names.push("rdrand");
  if (features.rdseed) names.push("rdseed");
  if (features.rdtscp) names.push("rdtscp");
  if (features.hypervisor) names.push("hypervisor");
  return names.join(" ");
}

/** /proc/filesystems. */
export function fileSystemsText(): string {
  let text = "";
  for (const name of fileSystemTypeNames()) text += `nodev\t${name}\n`;
  return text;
}
