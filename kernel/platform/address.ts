/** Physical and virtual addresses, and the map of the address space that the kernel keeps. */

/** An address on the bus. */
export type PhysAddr = u64 & { readonly __addr?: "phys" };
/** An address that goes through the page tables. */
export type VirtAddr = u64 & { readonly __addr?: "virt" };

/** Bytes of a page and of a frame. */
export const PAGE_SIZE = 4096;
/** From an address to the number of its page or frame. */
export const PAGE_SHIFT = 12;

/** The kernel image is linked here: virtual = physical + this. The same number is in tools/build/linker-script.ts. */
export const KERNEL_BASE = 0xffff_ffff_8000_0000;
/** All of RAM is mapped from here, writable and never executable. */
export const DIRECT_MAP_BASE = 0xffff_8000_0000_0000;
/** Blocks of the heap too large for a run of frames. */
export const BIG_BLOCKS_BASE = 0xffff_c000_0000_0000;
/** Kernel stacks, with an unmapped page below each. */
export const STACKS_BASE = 0xffff_e000_0000_0000;
/** Device registers, uncached. */
export const MMIO_BASE = 0xffff_f000_0000_0000;
/** One past the last address of the lower half, the only ones that programs can have. */
export const USER_LIMIT = 0x0000_8000_0000_0000;

/** Where the kernel sees a physical address. Valid for RAM only. @inline */
export function directMap(address: PhysAddr): VirtAddr {
  return (address + DIRECT_MAP_BASE) as VirtAddr;
}

/** The physical address of one in the direct map. @inline */
export function directMapToPhysical(address: VirtAddr): PhysAddr {
  return (address - DIRECT_MAP_BASE) as PhysAddr;
}

/** The physical address of one in the kernel image. @inline */
export function imageToPhysical(address: u64): PhysAddr {
  return (address - KERNEL_BASE) as PhysAddr;
}

/** Whether the bits above the 48th are copies of it: other addresses make the CPU fault. @inline */
export function isCanonical(address: u64): boolean {
  return u64((i64(address) << 16) >> 16) === address;
}
