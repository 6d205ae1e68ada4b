/** Stacks of the booting CPU for the exceptions that have their own, see `InterruptStack`. */

import { asm, symbolAddress } from "unsafe";

export const INTERRUPT_STACK_SIZE = 8192;

asm`
  .section .bss,"aw",@nobits
  .balign 4096
  .globl interrupt_stacks
interrupt_stacks:
  .skip 4 * 8192
  .text
`;

/** Upper end of a stack, by its number in the table, 1 to 4. */
export function interruptStackTop(index: u64): u64 {
  return symbolAddress("interrupt_stacks") + index * INTERRUPT_STACK_SIZE;
}
