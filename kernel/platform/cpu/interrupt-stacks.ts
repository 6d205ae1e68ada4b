/**
 * Stacks of the booting CPU for the exceptions that have their own, see `InterruptStack`. Below each lies a page that is never mapped, so that an
 * overflow is a double fault with a report and not the neighbour's frames.
 */

import { asm, symbolAddress } from "unsafe";
import { PAGE_SIZE } from "../address.ts";

/** How many exceptions have a stack of their own: the entries of the TSS that are in use, from 1. */
export const INTERRUPT_STACKS = 4;
const STACK_SIZE = 8192;
const SLOT_SIZE = PAGE_SIZE + STACK_SIZE;

asm`
  .section .bss,"aw",@nobits
  .balign 4096
  .globl interrupt_stacks
interrupt_stacks:
  .skip 4 * (4096 + 8192)
  .text
`;

/** Upper end of a stack, by its number in the table, 1 to 4. */
export function interruptStackTop(index: u64): u64 {
  return symbolAddress("interrupt_stacks") + index * SLOT_SIZE;
}

/** The page below a stack that stays unmapped. */
export function interruptStackGuard(index: u64): u64 {
  return interruptStackTop(index) - SLOT_SIZE;
}
