/**
 * Turns on what protects the kernel from programs, as far as the CPU has it: NX, write protection of read-only pages in ring 0, SMEP, SMAP,
 * UMIP. FSGSBASE stays off: interrupt/entry.ts relies on programs not setting GS bases in the upper half.
 */

import { asm, pointer, symbolAddress } from "unsafe";
import { features } from "./features.ts";
import { MSR_EFER, readCr0, readCr4, readMsr, writeCr0, writeCr4, writeMsr } from "./registers.ts";

const EFER_SYSTEM_CALLS = 1 << 0;
const EFER_NO_EXECUTE = 1 << 11;

const CR0_WRITE_PROTECT = 1 << 16;
const CR0_MONITOR_COPROCESSOR = 1 << 1;
const CR0_EMULATION = 1 << 2;
const CR0_TASK_SWITCHED = 1 << 3;
const CR0_NUMERIC_ERROR = 1 << 5;
const CR0_ALIGNMENT_MASK = 1 << 18;

/** What paging in long mode is made of, and must not change in it: PAE, five levels. */
const CR4_PAGING = (1 << 5) | (1 << 12);
/** Machine checks are reported; without it they reset the machine. */
const CR4_MACHINE_CHECK = 1 << 6;
const CR4_GLOBAL_PAGES = 1 << 7;
const CR4_FXSAVE = 1 << 9;
const CR4_SIMD_EXCEPTIONS = 1 << 10;
const CR4_UMIP = 1 << 11;
const CR4_XSAVE = 1 << 18;
const CR4_SMEP = 1 << 20;
const CR4_SMAP = 1 << 21;

/** A place in the code that is a 3-byte NOP until `patchSmapSites` puts CLAC or STAC there. */
@struct
@size(16)
class SmapSite {
  address: u64 = 0;
  /** Last byte of the instruction: 0xca of CLAC, 0xcb of STAC. */
  opcode: u64 = 0;
}

/** Writes the instructions that open and close access to programs' pages. While the kernel's code is still writable. */
export function patchSmapSites(): void {
  if (!features.smap) return;
  const start = symbolAddress("__smap_sites_start");
  const count = (symbolAddress("__smap_sites_end") - start) / 16;
  const sites = pointer<SmapSite>(start);
  for (let i: usize = 0; i < count; i++) {
    const code = pointer<u8>(sites[i].address);
    code[0] = 0x0f;
    code[1] = 0x01;
    code[2] = u8(sites[i].opcode);
  }
}

/** Sets this CPU's control registers. */
export function protectCpu(): void {
  let efer = readMsr(MSR_EFER) | EFER_SYSTEM_CALLS;
  if (features.noExecute) efer |= EFER_NO_EXECUTE;
  writeMsr(MSR_EFER, efer);

  // With the alignment mask programs that set AC get SIGBUS, as on Linux; ring 0 checks no alignment.
  writeCr0(
    (readCr0() | CR0_WRITE_PROTECT | CR0_MONITOR_COPROCESSOR | CR0_NUMERIC_ERROR | CR0_ALIGNMENT_MASK) &
      ~u64(CR0_EMULATION | CR0_TASK_SWITCHED),
  );

  // Whatever else the firmware or the loader turned on, such as FSGSBASE, goes.
  let cr4 = (readCr4() & CR4_PAGING) | CR4_FXSAVE | CR4_SIMD_EXCEPTIONS;
  if (features.machineCheck) cr4 |= CR4_MACHINE_CHECK;
  if (features.globalPages) cr4 |= CR4_GLOBAL_PAGES;
  if (features.umip) cr4 |= CR4_UMIP;
  if (features.xsave) cr4 |= CR4_XSAVE;
  if (features.smep) cr4 |= CR4_SMEP;
  if (features.smap) cr4 |= CR4_SMAP;
  writeCr4(cr4);
  asm`fninit`;
}
