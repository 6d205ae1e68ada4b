import { Errno } from "../../core/errno.ts";
import type { PhysAddr } from "../platform/address.ts";
import { allocateZeroedFrame, releaseFrame, shareFrame } from "../platform/frames.ts";
import { Mutex } from "../task/mutex.ts";
import { PageMap } from "./page-map.ts";
import { PageSource } from "./region.ts";

/** Anonymous memory that processes share (MAP_SHARED | MAP_ANONYMOUS). */
export class SharedMemory extends PageSource {
  private readonly pages: u64;
  private readonly state: Mutex<PageMap> = new Mutex(new PageMap());

  constructor(pages: u64) {
    super();
    this.pages = pages;
  }

  override share(index: u64): PhysAddr {
    if (index >= this.pages) throw Errno.ENXIO;
    using state = this.state.lock();
    let frame = state.value.get(index);
    if (frame === 0) {
      frame = allocateZeroedFrame();
      try {
        state.value.set(index, frame);
      } catch (error) {
        releaseFrame(frame);
        throw error;
      }
    }
    shareFrame(frame);
    return frame;
  }

  override describe(): string {
    return "/dev/zero (deleted)";
  }
}
