/** Lines of /proc/PID/maps, status and limits (proc(5)). */

import type { AddressSpace } from "../memory/address-space.ts";
import { Protection } from "../memory/protection.ts";
import { type Region, Sharing } from "../memory/region.ts";
import { type Limits, type Resource, UNLIMITED } from "./limits.ts";

const PAGE: u64 = 4096;
const KIB: u64 = 1024;

/** A line of /proc/PID/maps. */
export function mapLine(region: Region): string {
  const start = region.start.toString(16).padStart(8, "0");
  const end = region.end.toString(16).padStart(8, "0");
  const protection = region.protection;
  const read = (protection & Protection.Read) !== 0 ? "r" : "-";
  const write = (protection & Protection.Write) !== 0 ? "w" : "-";
  const execute = (protection & Protection.Execute) !== 0 ? "x" : "-";
  const sharing = region.sharing === Sharing.Shared ? "s" : "p";
  const offset = (region.source === null ? 0 : region.firstPage * PAGE).toString(16).padStart(8, "0");
  const place = `${start}-${end} ${read}${write}${execute}${sharing} ${offset} 00:00 0`;
  return region.label === "" ? `${place} \n` : `${place.padEnd(72)} ${region.label}\n`;
}

/** How large the memory is and has been; nothing of it is ever swapped out. */
export function memoryLines(space: AddressSpace): string {
  return [
    memoryLine("VmPeak", space.mostTotalBytes()),
    memoryLine("VmSize", space.totalBytes()),
    memoryLine("VmPin", 0),
    memoryLine("VmHWM", space.mostResidentBytes()),
    memoryLine("VmRSS", space.residentBytes()),
    memoryLine("VmSwap", 0),
  ].join("");
}

function memoryLine(name: string, bytes: u64): string {
  return `${name}:\t${(bytes / KIB).toString().padStart(8)} kB\n`;
}

const LIMIT_NAMES = [
  "Max cpu time",
  "Max file size",
  "Max data size",
  "Max stack size",
  "Max core file size",
  "Max resident set",
  "Max processes",
  "Max open files",
  "Max locked memory",
  "Max address space",
  "Max file locks",
  "Max pending signals",
  "Max msgqueue size",
  "Max nice priority",
  "Max realtime priority",
  "Max realtime timeout",
];
const LIMIT_UNITS = [
  "seconds",
  "bytes",
  "bytes",
  "bytes",
  "bytes",
  "bytes",
  "processes",
  "files",
  "bytes",
  "bytes",
  "locks",
  "signals",
  "bytes",
  "",
  "",
  "us",
];

function limitText(value: u64): string {
  return value === UNLIMITED ? "unlimited" : value.toString();
}

/** The limits of a process, a line each under a title. */
export function limitLines(limits: Limits): string {
  let text = "Limit                     Soft Limit           Hard Limit           Units     \n";
  for (let i: u64 = 0; i < LIMIT_NAMES.length; i++) {
    const soft = limitText(limits.soft(u32(i) as Resource)).padEnd(20);
    const hard = limitText(limits.hard(u32(i) as Resource)).padEnd(20);
    const unit = LIMIT_UNITS[i] === "" ? "" : LIMIT_UNITS[i].padEnd(10);
    text += `${LIMIT_NAMES[i].padEnd(25)} ${soft} ${hard} ${unit}\n`;
  }
  return text;
}
