/**
 * The data of one CPU that assembly and the earliest boot code need, at the GS base. `Cpu` (percpu.ts) is its safe face.
 *
 * The entry code in interrupt/entry.ts knows the offsets of the first fields.
 */

import { addressOf, gsLoad, pointer } from "unsafe";
import { MSR_GS_BASE, MSR_KERNEL_GS_BASE, writeMsr } from "./registers.ts";
import { Tss } from "./tss.ts";

/** Blocks of free frames and of free heap memory that this CPU can take without a lock. */
@struct
export class FreeChain {
  /** Address of the first free block, whose first word is the address of the next; 0: none. */
  first: u64 = 0;
  count: u64 = 0;
}

/** What one CPU has to itself, reached through gs. The places of the fields up to `next` are known to the assembly of entries and switches. */
@struct
@align(64)
export class CpuBlock {
  @offset(0) self: u64 = 0;
  /** Upper end of the running thread's kernel stack, where `syscall` goes; the same as the TSS's rsp0. */
  @offset(8) kernelStack: u64 = 0;
  /** The program's stack pointer, for a moment at the entry of a system call. */
  @offset(16) userStack: u64 = 0;
  /** The running thread's ThreadContext: an address that carries a count. */
  @offset(24) context: u64 = 0;
  /** The thread that was switched away from, until the next one has let go of it. The same. */
  @offset(32) previous: u64 = 0;
  /** The `Cpu` object: an address that carries a count. */
  @offset(40) cpu: u64 = 0;
  @offset(48) needsReschedule: boolean = false;
  /** Whether the interrupt that is handled came in user mode. */
  @offset(49) hasInterruptedUser: boolean = false;
  @offset(52) preemptCount: u32 = 0;
  @offset(56) id: u32 = 0;
  /** Depth of panics, so that one inside another's report does not go on for ever. */
  @offset(60) panicDepth: u32 = 0;
  /** The thread that `prepareSwitch` has chosen. The same. */
  @offset(64) next: u64 = 0;
  /** The running thread's list of objects to be destroyed; compiled code knows its place (compiler/emit/glue.ts). */
  @offset(72) destructionList: u64 = 0;
  /** A byte for each function of the running thread whose recursion is counted (`@recursive`, compiler/emit/recursion.ts). */
  @offset(80) recursionCounts: u64 = 0;
  tss = new Tss();
  gdt = new FixedArray<u64, 10>();
  frameCount: u64 = 0;
  /** Free single frames, by number. */
  frames = new FixedArray<u32, 64>();
  heap = new FixedArray<FreeChain, 24>();
}

/** The block of the CPU that boots: static, because it is needed before there is memory to give out. */
const bootBlock = new CpuBlock();

/** Puts the block of the booting CPU in place. The first thing that the kernel does. */
export function adoptBootBlock(): void {
  adoptBlock(addressOf(bootBlock).address);
}

/** Makes the block at the address this CPU's. */
export function adoptBlock(address: u64): void {
  const block = pointer<CpuBlock>(address).value;
  block.self = address;
  writeMsr(MSR_GS_BASE, address);
  writeMsr(MSR_KERNEL_GS_BASE, 0);
}

/** Address of this CPU's block. Use it with interrupts off: `pointer<CpuBlock>(blockAddress()).value`. @inline */
export function blockAddress(): u64 {
  return gsLoad<u64>(0);
}
