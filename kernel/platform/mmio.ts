import { copyBytes, dataOf, moveBytes, pointer, volatileLoad, volatileStore } from "unsafe";
import { Errno } from "../../core/errno.ts";
import { AREA_SIZE, PAGE_SIZE, type PhysAddr, type VirtAddr, places } from "./address.ts";
import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { CACHE_DISABLE, WRITE_THROUGH } from "./memory/entries.ts";
import { kernelDataFlags, mapKernelPage } from "./memory/kernel-map.ts";

@struct
class MmioArea {
  /** Bytes of addresses given out. */
  used: u64 = 0;
}
const area = new MmioArea();

/** Registers of a device, mapped uncached for good. Offsets outside the region, or not aligned to the access, panic. */
export class MmioRegion {
  readonly phys: PhysAddr;
  readonly length: u64;
  private readonly base: u64;

  /** Maps it. Throws ENOMEM. */
  constructor(phys: PhysAddr, length: u64) {
    this.phys = phys;
    this.length = length;
    this.base = mapDevice(phys, length);
  }

  private at(offset: u64, width: u64): u64 {
    const fits = offset < this.length && width <= this.length - offset && (offset & (width - 1)) === 0;
    assert(fits, "access outside a device's registers, or unaligned");
    return this.base + offset;
  }

  /** Reads and writes of a register, each done once and in the order of the program; `offset` is in bytes. */
  read8(offset: u64): u8 {
    return volatileLoad(pointer<u8>(this.at(offset, 1)));
  }

  read16(offset: u64): u16 {
    return volatileLoad(pointer<u16>(this.at(offset, 2)));
  }

  read32(offset: u64): u32 {
    return volatileLoad(pointer<u32>(this.at(offset, 4)));
  }

  read64(offset: u64): u64 {
    return volatileLoad(pointer<u64>(this.at(offset, 8)));
  }

  write8(offset: u64, value: u8): void {
    volatileStore(pointer<u8>(this.at(offset, 1)), value);
  }

  write16(offset: u64, value: u16): void {
    volatileStore(pointer<u16>(this.at(offset, 2)), value);
  }

  write32(offset: u64, value: u32): void {
    volatileStore(pointer<u32>(this.at(offset, 4)), value);
  }

  write64(offset: u64, value: u64): void {
    volatileStore(pointer<u64>(this.at(offset, 8)), value);
  }

  /** Copies bytes to the device's memory (a frame buffer). */
  copyTo(offset: u64, from: Span<u8>): void {
    assert(offset <= this.length && from.length <= this.length - offset, "copy outside a device's memory");
    copyBytes(pointer<u8>(this.base + offset), dataOf(from), from.length);
  }

  /** Fills with a 32-bit value; `offset` and `count` (of values) in range. */
  fill32(offset: u64, value: u32, count: u64): void {
    assert(offset <= this.length && count <= (this.length - offset) / 4, "fill outside a device's memory");
    const words = pointer<u32>(this.base + offset);
    for (let i: usize = 0; i < count; i++) words[i] = value;
  }

  /** Moves bytes within the device's memory (scrolling). */
  moveWithin(to: u64, from: u64, count: u64): void {
    const fits =
      to <= this.length && from <= this.length && count <= this.length - to && count <= this.length - from;
    assert(fits, "move outside a device's memory");
    moveBytes(pointer<u8>(this.base + to), pointer<u8>(this.base + from), count);
  }
}

/** Maps physical addresses uncached for good, and returns where: for the platform itself. Throws ENOMEM. */
export function mapDevice(physical: u64, length: u64): u64 {
  const offset = physical & (PAGE_SIZE - 1);
  const size = (offset + length + PAGE_SIZE - 1) & ~(u64(PAGE_SIZE) - 1);
  const wasOn = disableInterrupts();
  const start = places.devices + area.used;
  const fits = size <= AREA_SIZE - area.used;
  if (fits) area.used += size;
  restoreInterrupts(wasOn);
  if (!fits) throw Errno.ENOMEM;
  const flags = kernelDataFlags() | CACHE_DISABLE | WRITE_THROUGH;
  for (let at: u64 = 0; at < size; at += PAGE_SIZE) {
    mapKernelPage((start + at) as VirtAddr, (physical - offset + at) as PhysAddr, flags);
  }
  return start + offset;
}
