// The regions of an address space against an array with an entry for each page: random mappings, and every question after each.
// @run
// @sanitize
// @stdout: ok

import { check, equal, finish } from "../../../core/tests/support/check.ts";
import { Random } from "../../../core/tests/support/random.ts";
import { Protection } from "../protection.ts";
import { Region, Sharing } from "../region.ts";
import { RegionList } from "../region-list.ts";

const PAGES: u64 = 300;
const PAGE: u64 = 4096;

const numbers = new Random(0x9e37_79b9_7f4a_7c15);

/** 0: nothing is there; else one more than the protection. */
class Model {
  readonly pages: u32[] = [];

  constructor() {
    this.pages.extend(PAGES);
  }

  fill(start: u64, end: u64, value: u32): void {
    for (let page = start; page < end; page++) this.pages[page] = value;
  }

  isFree(start: u64, end: u64): boolean {
    for (let page = start; page < end; page++) if (this.pages[page] !== 0) return false;
    return true;
  }

  /** Gives what is there another protection. */
  protect(start: u64, end: u64, value: u32): void {
    for (let page = start; page < end; page++) if (this.pages[page] !== 0) this.pages[page] = value;
  }

  /** The page where the highest gap ends. */
  gapEnd(length: u64, lowest: u64, highest: u64): u64 {
    for (let end = highest; end >= lowest + length; end--) if (this.isFree(end - length, end)) return end;
    return 0;
  }

  count(value: u32): u64 {
    let found: u64 = 0;
    for (const page of this.pages) if (page !== 0 && (value === 0 || page === value)) found++;
    return found;
  }
}

function compare(list: RegionList, model: Model): void {
  let page: u64 = 0;
  let regions: usize = 0;
  let before: Region | null = null;
  for (let region = list.above(0); region !== null; region = list.next(region)) {
    check(region.start >> 12 >= page && region.end > region.start, "in order");
    check(model.isFree(page, region.start >> 12), "nothing between");
    for (page = region.start >> 12; page < region.end >> 12; page++)
      equal(model.pages[page], u32(region.protection) + 1, "what is there");
    check(before === null || !before.continuesIn(region), "joined where they continue");
    before = region;
    regions++;
  }
  check(model.isFree(page, PAGES), "nothing behind");
  equal(list.length, regions, "how many");
  equal(list.bytes, model.count(0) * PAGE, "bytes in all");
  equal(list.dataBytes, model.count(4) * PAGE, "bytes of data");

  const at = numbers.below(PAGES);
  const region = list.find(at * PAGE + numbers.below(PAGE));
  equal(region === null ? 0 : u32(region.protection) + 1, model.pages[at], "find");
  const length = 1 + numbers.below(20);
  const lowest = 1 + numbers.below(50);
  const highest = 200 + numbers.below(100);
  let end: u64 = 0;
  try {
    end = (list.findGap(length * PAGE, lowest * PAGE, highest * PAGE) >> 12) + length;
  } catch {
    end = 0;
  }
  equal(end, model.gapEnd(length, lowest, highest), `a gap of ${length} between ${lowest} and ${highest}`);
  const stop = bits.min(PAGES, at + length);
  equal(list.isFree(at * PAGE, stop * PAGE), model.isFree(at, stop), "isFree");
}

function anonymous(start: u64, end: u64, protection: u32): Region {
  return new Region(start * PAGE, end * PAGE, protection as Protection, Sharing.Private, null, 0, false, "");
}

export function main(): i32 {
  for (let round: u32 = 0; round < 20; round++) {
    const list = new RegionList();
    const model = new Model();
    for (let step: u32 = 0; step < 300; step++) {
      const start = 1 + numbers.below(PAGES - 2);
      const end = bits.min(PAGES, start + 1 + numbers.below(round < 10 ? 3 : 30));
      const choice = numbers.below(10);
      const protection =
        numbers.below(2) === 0 ? u32(Protection.Read) : u32(Protection.Read | Protection.Write);
      if (choice < 5) {
        if (!model.isFree(start, end)) {
          list.remove(start * PAGE, end * PAGE);
          model.fill(start, end, 0);
        }
        list.insert(anonymous(start, end, protection));
        model.fill(start, end, protection + 1);
      } else if (choice < 8) {
        list.remove(start * PAGE, end * PAGE);
        model.fill(start, end, 0);
      } else {
        list.split(start * PAGE, end * PAGE);
        list.protect(start * PAGE, end * PAGE, protection as Protection);
        model.protect(start, end, protection + 1);
      }
      compare(list, model);
    }
  }
  return finish();
}
