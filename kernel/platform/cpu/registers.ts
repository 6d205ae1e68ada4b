/** Control registers, model-specific registers, CPUID. */

import { asm, inout, inp, out } from "unsafe";

/** Model-specific registers (Intel SDM 4). */
export const MSR_APIC_BASE = 0x1b;
/** IA32_TSC_DEADLINE: when the local APIC's timer fires, in ticks of the TSC; 0 stops it. */
export const MSR_TSC_DEADLINE = 0x6e0;
/** The first register of the local APIC in x2APIC mode. */
export const MSR_X2APIC = 0x800;
/** IA32_EFER: long mode, NX and SYSCALL. */
export const MSR_EFER = 0xc000_0080;
/** IA32_STAR: the selectors of SYSCALL and SYSRET. */
export const MSR_STAR = 0xc000_0081;
/** IA32_LSTAR: where SYSCALL goes. */
export const MSR_LSTAR = 0xc000_0082;
/** IA32_FMASK: the flags that SYSCALL clears. */
export const MSR_SYSCALL_MASK = 0xc000_0084;
/** The base of fs: the program's thread-local storage. */
export const MSR_FS_BASE = 0xc000_0100;
/** The base of gs: in the kernel, this CPU's block. */
export const MSR_GS_BASE = 0xc000_0101;
/** What SWAPGS exchanges GS_BASE with: the program's, while the kernel runs. */
export const MSR_KERNEL_GS_BASE = 0xc000_0102;

/** @inline */
export function readMsr(register: u32): u64 {
  const [low, high] = asm<[u32, u32]>`rdmsr /* ${out("a")} ${out("d")} ${inp("c", register)} */`;
  return (u64(high) << 32) | u64(low);
}

/** @inline */
export function writeMsr(register: u32, value: u64): void {
  asm`wrmsr /* ${inp("a", u32(value))} ${inp("d", u32(value >> 32))} ${inp("c", register)} */`;
}

/** The four registers that CPUID fills. */
@struct
export class CpuidResult {
  eax: u32 = 0;
  ebx: u32 = 0;
  ecx: u32 = 0;
  edx: u32 = 0;

  /** Asks for a leaf. One above the highest that the CPU has gives zeros or nonsense: see `CpuFeatures`. */
  read(leaf: u32, subleaf: u32 = 0): void {
    const [eax, ebx, ecx, edx] = asm<[u32, u32, u32, u32]>`cpuid /* ${inout("a", leaf)} ${out("b")} ${inout("c", subleaf)} ${out("d")} */`; // prettier-ignore
    this.eax = eax;
    this.ebx = ebx;
    this.ecx = ecx;
    this.edx = edx;
  }
}

/** CR0: protected mode, paging, and write protection in ring 0 (Intel SDM 3A, 2.5). */
export function readCr0(): u64 {
  return asm<u64>`movq %cr0, ${out("r")}`;
}

/** Sets CR0. A bit that the CPU does not know, or a wrong combination, is a general protection fault. */
export function writeCr0(value: u64): void {
  asm`movq ${inp("r", value)}, %cr0`;
}

/** The address of the last page fault. */
export function readCr2(): u64 {
  return asm<u64>`movq %cr2, ${out("r")}`;
}

/** CR3: physical address of the top page table in use, with its flags in the low twelve bits. */
export function readCr3(): u64 {
  return asm<u64>`movq %cr3, ${out("r")}`;
}

/** Loads a page table; forgets all translations but the global ones. */
export function writeCr3(value: u64): void {
  asm`movq ${inp("r", value)}, %cr3`;
}

/** CR4: which of its extensions the CPU has switched on (Intel SDM 3A, 2.5). */
export function readCr4(): u64 {
  return asm<u64>`movq %cr4, ${out("r")}`;
}

/** Sets CR4. A bit that the CPU does not have is a general protection fault: look at `features` first. */
export function writeCr4(value: u64): void {
  asm`movq ${inp("r", value)}, %cr4`;
}

/** Debug status: what caused a debug exception. */
export function readDr6(): u64 {
  return asm<u64>`movq %dr6, ${out("r")}`;
}

/** Clears the debug status: the CPU only ever adds to it. */
export function writeDr6(value: u64): void {
  asm`movq ${inp("r", value)}, %dr6`;
}

/** Sets XCR0, the states that XSAVE keeps. */
export function writeXcr0(value: u64): void {
  asm`xsetbv /* ${inp("a", u32(value))} ${inp("d", u32(value >> 32))} ${inp("c", u32(0))} */`;
}

/** Forgets the translation of one page on this CPU. @inline */
export function invalidatePage(address: u64): void {
  asm`invlpg (${inp("r", address)})`;
}
