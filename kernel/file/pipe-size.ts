/** How large pipes may be made (pipe(7), "Pipe capacity"). */

import { Errno } from "../../core/errno.ts";
import { PAGE_SIZE } from "../platform/address.ts";
import { mayExceedPipePages, mayExceedPipeSize } from "../rights/policy.ts";
import type { Credentials } from "../rights/credentials.ts";
import { NumberSetting } from "../setting/number-setting.ts";
import { declare } from "../setting/setting.ts";
import type { Pipe } from "./pipe.ts";

const LARGEST: u64 = 0x8000_0000;

/** The size that a pipe gets for one that is asked for: a power of two, at least a page; 0 when there is none so large. */
function roundPipeSize(wanted: u64): u64 {
  if (wanted > LARGEST) return 0;
  let size: u64 = PAGE_SIZE;
  while (size < wanted) size *= 2;
  return size;
}

class PipeSizeSetting extends NumberSetting {
  protected override adjust(wanted: u64): u64 {
    return roundPipeSize(wanted);
  }
}

/** What those without privilege may make a pipe hold. */
const largestPipe = declare(new PipeSizeSetting("fs/pipe-max-size", 0x10_0000, PAGE_SIZE, LARGEST));

/** F_SETPIPE_SZ: has a pipe hold at least `wanted` bytes, and returns what it holds. Throws EINVAL, EPERM, EBUSY, ENOMEM. */
export function setPipeSize(pipe: Pipe, wanted: u64, asker: Credentials): u64 {
  const size = roundPipeSize(wanted & 0xffff_ffff);
  if (size === 0) throw Errno.EINVAL;
  if (size > pipe.capacity && size > largestPipe.value && !mayExceedPipeSize(asker)) throw Errno.EPERM;
  pipe.resize(size, !mayExceedPipePages(asker));
  return size;
}
