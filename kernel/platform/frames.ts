import type { PhysAddr } from "./address.ts";

/** Largest order of `allocateFrames`: 2^10 frames, 4 MiB. */
export const MAX_ORDER = 10;

/** A frame with a share count of 1 and whatever contents. Throws ENOMEM. */
export declare function allocateFrame(): PhysAddr;
/** The same, filled with zeros. Throws ENOMEM. */
export declare function allocateZeroedFrame(): PhysAddr;
/** 2^order frames in a row, aligned to their size. They are freed by `freeFrames` alone (no share counts). Throws ENOMEM. */
export declare function allocateFrames(order: u32): PhysAddr;
export declare function freeFrames(address: PhysAddr, order: u32): void;
/** One more owner of the frame. Frames outside RAM (device memory) have no counts: nothing happens. */
export declare function shareFrame(address: PhysAddr): void;
/** One owner less; the last one frees it. */
export declare function releaseFrame(address: PhysAddr): void;
export declare function frameShareCount(address: PhysAddr): u32;

/** Numbers of frames. */
export class FrameStatistics {
  readonly total: u64;
  readonly free: u64;

  constructor(total: u64, free: u64) {
    this.total = total;
    this.free = free;
  }
}
export declare function frameStatistics(): FrameStatistics;

/** The 4096 bytes of a frame of RAM, through the direct map. */
export declare function frameBytes(address: PhysAddr): Span<u8>;
