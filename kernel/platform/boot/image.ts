/** Bounds of the kernel image's parts, from the linker script (tools/build/linker-script.ts). */

import { symbolAddress } from "unsafe";

/** Physical bounds of the part that runs before paging is on; free once the kernel has page tables of its own. */
export function bootStart(): u64 {
  return symbolAddress("__boot_start");
}
export function bootEnd(): u64 {
  return symbolAddress("__boot_end");
}
/** Virtual bounds, multiples of the page size. */
export function kernelStart(): u64 {
  return symbolAddress("__kernel_start");
}
export function kernelEnd(): u64 {
  return symbolAddress("__kernel_end");
}
export function textStart(): u64 {
  return symbolAddress("__text_start");
}
export function textEnd(): u64 {
  return symbolAddress("__text_end");
}
export function rodataStart(): u64 {
  return symbolAddress("__rodata_start");
}
export function rodataEnd(): u64 {
  return symbolAddress("__rodata_end");
}
export function dataStart(): u64 {
  return symbolAddress("__data_start");
}
export function dataEnd(): u64 {
  return symbolAddress("__data_end");
}
/** The page below the boot stack, left unmapped; the stack's upper end. */
export function bootStackGuard(): u64 {
  return symbolAddress("boot_stack_guard");
}
export function bootStackTop(): u64 {
  return symbolAddress("boot_stack_top");
}
