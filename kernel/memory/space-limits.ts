import { isData, Sharing } from "./region.ts";
import type { RegionList } from "./region-list.ts";
import { declareText } from "../setting/setting.ts";

// Memory is promised without a look at how much there is.
declareText("vm/overcommit_memory", () => "1");

const UNLIMITED: u64 = ~u64(0);

/** How large an address space may become, in bytes (getrlimit(2)). Looked at with the address space's lock; each is replaced as a word. */
@struct
export class SpaceLimits {
  /** RLIMIT_STACK: how far the stack grows. */
  stack: u64 = 8 * 1024 * 1024;
  /** RLIMIT_AS: all regions together. */
  total: u64 = UNLIMITED;
  /** RLIMIT_DATA: the regions that belong to the program alone and may be written, but for the stack. */
  data: u64 = UNLIMITED;

  /** Whether `bytes` more fit where the regions between `from` and `to` make room. Without limits, as is usual, nothing is counted. */
  allow(list: RegionList, bytes: u64, isData: boolean, from: u64, to: u64): boolean {
    if (this.total !== UNLIMITED && sum(list, false, from, to) + bytes > this.total) return false;
    return !isData || this.data === UNLIMITED || sum(list, true, from, to) + bytes <= this.data;
  }

  /** Whether what lies between the addresses may become writable. */
  allowWriting(list: RegionList, start: u64, end: u64): boolean {
    if (this.data === UNLIMITED) return true;
    let bytes: u64 = 0;
    for (let region = list.above(start); region !== null && region.start < end; region = list.next(region)) {
      const isPrivate = region.sharing === Sharing.Private && !region.growsDown;
      if (isPrivate && !isData(region)) bytes += bits.min(region.end, end) - bits.max(region.start, start);
    }
    return sum(list, true, 0, 0) + bytes <= this.data;
  }
}

/** Bytes in all regions, or in those of data, but for what lies between `from` and `to`. */
function sum(list: RegionList, ofData: boolean, from: u64, to: u64): u64 {
  let bytes = ofData ? list.dataBytes : list.bytes;
  for (let region = list.above(from); region !== null && region.start < to; region = list.next(region)) {
    if (ofData && !isData(region)) continue;
    bytes -= bits.min(region.end, to) - bits.max(region.start, from);
  }
  return bytes;
}
