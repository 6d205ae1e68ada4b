import type { PhysAddr } from "./address.ts";

/** Registers of a device, mapped uncached for good. Offsets outside the region, or not aligned to the access, panic. */
export declare class MmioRegion {
  readonly phys: PhysAddr;
  readonly length: u64;

  /** Maps it. Throws ENOMEM. */
  constructor(phys: PhysAddr, length: u64);

  read8(offset: u64): u8;
  read16(offset: u64): u16;
  read32(offset: u64): u32;
  read64(offset: u64): u64;
  write8(offset: u64, value: u8): void;
  write16(offset: u64, value: u16): void;
  write32(offset: u64, value: u32): void;
  write64(offset: u64, value: u64): void;
  /** Copies bytes to the device's memory (a frame buffer). */
  copyTo(offset: u64, from: Span<u8>): void;
  /** Fills with a 32-bit value; `offset` and `count` (of values) in range. */
  fill32(offset: u64, value: u32, count: u64): void;
}
