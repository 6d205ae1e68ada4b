/** Bounds of the kernel image's parts, from the linker script (tools/build/linker-script.ts). */

import { symbolAddress } from "unsafe";
import type { PhysAddr } from "../address.ts";

/** How far the image was moved from where it was linked (relocate.ts). */
export function imageSlide(): u64 {
  return symbolAddress("__image_base") - 0xffff_ffff_8000_0000;
}
/** Physical bounds of the part that runs before paging is on; free once the kernel has page tables of its own. */
export function bootStart(): u64 {
  return symbolAddress("__boot_start");
}
/** One past the last byte of that part, a physical address. */
export function bootEnd(): u64 {
  return symbolAddress("__boot_end");
}
/** Virtual bounds, multiples of the page size. */
export function kernelStart(): u64 {
  return symbolAddress("__kernel_start");
}
/** One past the last byte of the image. */
export function kernelEnd(): u64 {
  return symbolAddress("__kernel_end");
}
/** Where the code begins, which is mapped readable and executable. */
export function textStart(): u64 {
  return symbolAddress("__text_start");
}
/** One past the code. */
export function textEnd(): u64 {
  return symbolAddress("__text_end");
}
/** Where the constants begin, which are mapped readable. */
export function rodataStart(): u64 {
  return symbolAddress("__rodata_start");
}
/** One past the constants. */
export function rodataEnd(): u64 {
  return symbolAddress("__rodata_end");
}
/** Where the variables begin, which are mapped readable and writable. */
export function dataStart(): u64 {
  return symbolAddress("__data_start");
}
/** The page below the boot stack, left unmapped; the stack's upper end. */
export function bootStackGuard(): u64 {
  return symbolAddress("boot_stack_guard");
}
/** Upper end of the stack that the boot code and then the idle thread run on. */
export function bootStackTop(): u64 {
  return symbolAddress("boot_stack_top");
}
/** The physical address of one in the kernel image, which lies in the memory as it was linked: virtual = physical + a constant. @inline */
export function imageToPhysical(address: u64): PhysAddr {
  return (address - symbolAddress("__image_base")) as PhysAddr;
}
