/** Physical and virtual addresses, and the map of the address space that the kernel keeps. */

/** An address on the bus. */
export type PhysAddr = u64 & { readonly __addr?: "phys" };
/** An address that goes through the page tables. */
export type VirtAddr = u64 & { readonly __addr?: "virt" };

/** Bytes of a page and of a frame. */
export const PAGE_SIZE = 4096;
/** From an address to the number of its page or frame. */
export const PAGE_SHIFT = 12;

/** The lowest address of the kernel's half. */
export const KERNEL_HALF = 0xffff_8000_0000_0000;
/** Bytes that each area below but the direct map may take: it lies within one entry of the root of the page tables. */
export const AREA_SIZE = 0x0000_0040_0000_0000;

/**
 * Where the areas of the kernel's half begin. These are the lowest places; boot/places.ts moves each by a random number of GiB at
 * the very start, before anything is mapped there, and then they stay. (A load costs no more than the constant would.)
 */
@struct
class Places {
  /** All of RAM is mapped from here, writable and never executable. */
  directMap: u64 = 0xffff_8000_0000_0000;
  /** Blocks of the heap too large for a run of frames. Above them lies the sanitizer's shadow (sanitizer/shadow.ts). */
  bigBlocks: u64 = 0xffff_c000_0000_0000;
  /** Kernel stacks, with an unmapped page below each. */
  stacks: u64 = 0xffff_e000_0000_0000;
  /** Device registers, uncached. */
  devices: u64 = 0xffff_f000_0000_0000;
}

/** The places of this boot. */
export const places = new Places();

/** One past the last address of the lower half, the only ones that programs can have. */
export const USER_LIMIT = 0x0000_8000_0000_0000;

/** Where the kernel sees a physical address. Valid for RAM only. @inline */
export function directMap(address: PhysAddr): VirtAddr {
  return (address + places.directMap) as VirtAddr;
}

/** The physical address of one in the direct map. @inline */
export function directMapToPhysical(address: VirtAddr): PhysAddr {
  return (address - places.directMap) as PhysAddr;
}

/** Whether the bits above the 48th are copies of it: other addresses make the CPU fault. @inline */
export function isCanonical(address: u64): boolean {
  return u64((i64(address) << 16) >> 16) === address;
}
