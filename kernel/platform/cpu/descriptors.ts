/**
 * The segment descriptors of a CPU (Intel SDM 3A, 3.4): flat, and only as many as SYSCALL, SYSRET and interrupts need. The selectors are
 * those of Linux, because programs see them in signal frames. There is no 32-bit code segment for programs, so there is no way into compatibility
 * mode, and none of its entries need guarding.
 */

import { addressOf, asm, clobber, inp, out, pointer } from "unsafe";
import { blockAddress, CpuBlock } from "./block.ts";
import { interruptStackTop } from "./interrupt-stacks.ts";

/** Selector of 64-bit code in ring 0. */
export const KERNEL_CODE = 0x10;
/** Selector of data in ring 0. */
export const KERNEL_DATA = 0x18;
/** SYSRET takes CS from this + 16 and SS from this + 8. */
export const USER_BASE = 0x23;
/** Selector of data in ring 3, with its privilege level. */
export const USER_DATA = 0x2b;
/** Selector of 64-bit code in ring 3, with its privilege level. */
export const USER_CODE = 0x33;

/** The operand of `lgdt` and `lidt` (Intel SDM 3A, 2.4.1): a table's linear address, and its size in bytes less one. */
@struct
@packed
@size(10)
export class TableRegister {
  limit: u16 = 0;
  base: u64 = 0;
}

/** Loads this CPU's GDT and TSS, with the static stacks for the exceptions that have their own. */
export function loadDescriptors(): void {
  const block = pointer<CpuBlock>(blockAddress()).value;
  for (let i: usize = 0; i < 4; i++) block.tss.interruptStacks[i] = interruptStackTop(i + 1);
  block.tss.ioMapBase = 104;

  block.gdt[2] = 0x00af_9b00_0000_ffff;
  block.gdt[3] = 0x00cf_9300_0000_ffff;
  block.gdt[5] = 0x00cf_f300_0000_ffff;
  block.gdt[6] = 0x00af_fb00_0000_ffff;
  const task = addressOf(block.tss).address;
  // An available 64-bit TSS of 104 bytes, whose base is in four pieces.
  block.gdt[8] = u64(103) | ((task & 0xff_ffff) << 16) | 0x0000_8900_0000_0000 | ((task >> 24) << 56);
  block.gdt[9] = task >> 32;

  const table = new TableRegister();
  table.limit = 10 * 8 - 1;
  table.base = addressOf(block.gdt).address;
  asm`
    lgdt (${inp("D", addressOf(table).address)})
    pushq $0x10
    leaq 1f(%rip), %rax
    pushq %rax
    lretq
  1:
    movl $0x18, %eax
    movl %eax, %ss
    movl %eax, %ds
    movl %eax, %es
    movl $0x40, %eax
    ltr %ax
    /* ${clobber("rax")} ${clobber("memory")} */
  `;
}

/**
 * Empties the data segment registers if a program has loaded any (they mean nothing in 64-bit mode but for the bases of FS and GS, which the
 * caller sets), so that the next program does not see them. Interrupts are off.
 */
export function clearSelectors(): void {
  const used = asm<u64>`
    movw %ds, %ax
    movw %es, %cx
    orl %ecx, %eax
    movw %fs, %cx
    orl %ecx, %eax
    movw %gs, %cx
    orl %ecx, %eax
    movzwl %ax, %eax
    /* ${out("a")} ${clobber("rcx")} */
  `;
  if (used === 0) return;
  // Loading GS clears the base that is active: it must be the program's then.
  asm`
    xorl %eax, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %fs
    swapgs
    movl %eax, %gs
    swapgs
    /* ${clobber("rax")} */
  `;
}
