/**
 * PVH: EBX points to `hvm_start_info` (xen/include/public/arch-x86/hvm/start_info.h), all addresses are physical and below 4 GiB.
 * Version 1, which has the memory map, is required.
 */

import { pointer } from "unsafe";
import { directMap, type PhysAddr } from "../address.ts";
import { LoaderKind, loaderFacts } from "./facts.ts";
import { freeMemory, presentMemory } from "./memory-map.ts";

const MAGIC = 0x336e_c578;

@struct
@size(56)
class StartInfo {
  magic: u32 = 0;
  version: u32 = 0;
  flags: u32 = 0;
  moduleCount: u32 = 0;
  modules: u64 = 0;
  commandLine: u64 = 0;
  rsdp: u64 = 0;
  memoryMap: u64 = 0;
  memoryMapEntries: u32 = 0;
  reserved: u32 = 0;
}

@struct
@size(32)
class Module {
  address: u64 = 0;
  size: u64 = 0;
  commandLine: u64 = 0;
  reserved: u64 = 0;
}

@struct
@size(24)
class MapEntry {
  address: u64 = 0;
  size: u64 = 0;
  type: u32 = 0;
  reserved: u32 = 0;
}

/** E820 types (ACPI 6.5, 15.1). */
const USABLE = 1;
const ACPI_TABLES = 3;
const ACPI_STORAGE = 4;

/** Takes one entry of a memory map in E820's terms. */
export function noteMemory(start: u64, size: u64, type: u32): void {
  const end = start + size;
  if (end <= start) return;
  if (type === USABLE) freeMemory.add(start, end);
  if (type === USABLE || type === ACPI_TABLES || type === ACPI_STORAGE) presentMemory.add(start, end);
}

/** Reads the command line alone. */
export function readStartInfoCommandLine(address: u64): void {
  const info = pointer<StartInfo>(directMap(address as PhysAddr)).value;
  if (info.magic !== MAGIC || info.commandLine === 0) return;
  loaderFacts.setCommandLine(pointer<u8>(directMap(info.commandLine as PhysAddr)).span(2048));
}

/** Reads the loader's facts. False when there is no memory map. */
export function readStartInfo(address: u64): boolean {
  const info = pointer<StartInfo>(directMap(address as PhysAddr)).value;
  if (info.magic !== MAGIC || info.version < 1 || info.memoryMapEntries === 0) return false;
  loaderFacts.kind = LoaderKind.Pvh;
  if (info.rsdp !== 0) loaderFacts.setRootPointer(pointer<u8>(directMap(info.rsdp as PhysAddr)).span(36));
  readStartInfoCommandLine(address);
  if (info.moduleCount > 0) {
    const first = pointer<Module>(directMap(info.modules as PhysAddr)).value;
    loaderFacts.initrdStart = first.address;
    loaderFacts.initrdSize = first.size;
  }
  const entries = pointer<MapEntry>(directMap(info.memoryMap as PhysAddr));
  for (let i: u32 = 0; i < info.memoryMapEntries; i++)
    noteMemory(entries[i].address, entries[i].size, entries[i].type);
  return true;
}
