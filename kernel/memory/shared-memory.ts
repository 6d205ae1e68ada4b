import { Errno } from "../../core/errno.ts";
import type { PhysAddr } from "../platform/address.ts";
import { allocateZeroedFrame, releaseFrame } from "../platform/frames.ts";
import { Mutex } from "../task/mutex.ts";
import { PageSource } from "./region.ts";

class SharedFrames {
  /** By page; 0: not touched yet. */
  readonly frames: Map<u64, PhysAddr> = new Map<u64, PhysAddr>();
}

/** Anonymous memory that processes share (MAP_SHARED | MAP_ANONYMOUS). */
export class SharedMemory extends PageSource {
  private readonly pages: u64;
  private readonly state: Mutex<SharedFrames> = new Mutex(new SharedFrames());

  constructor(pages: u64) {
    super();
    this.pages = pages;
  }

  override page(index: u64): PhysAddr {
    if (index >= this.pages) throw Errno.ENXIO;
    using state = this.state.lock();
    const known = state.value.frames.get(index);
    if (known !== undefined) return known;
    const frame = allocateZeroedFrame();
    try {
      state.value.frames.set(index, frame);
    } catch (error) {
      releaseFrame(frame);
      throw error;
    }
    return frame;
  }

  override describe(): string {
    return "/dev/zero (deleted)";
  }

  destructor(): void {
    using state = this.state.lock();
    for (const frame of state.value.frames.values()) releaseFrame(frame);
  }
}
