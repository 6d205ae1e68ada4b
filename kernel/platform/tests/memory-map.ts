// Lists of memory ranges.
// @run
// @sanitize
// @stdout: ok

import { RangeList } from "../boot/memory-map.ts";

const list = new RangeList();

function expectRanges(what: string, ...bounds: u64[]): void {
  let isRight = list.count * 2 === bounds.length;
  for (let i: usize = 0; isRight && i < list.count; i++) {
    isRight = list.startOf(i) === bounds[i * 2] && list.endOf(i) === bounds[i * 2 + 1];
  }
  if (isRight) return;
  console.log(`${what}: there are ${list.count} ranges`);
  for (let i: usize = 0; i < list.count; i++) console.log(`  ${list.startOf(i)} to ${list.endOf(i)}`);
}

export function main(): void {
  list.add(100, 200);
  list.add(300, 400);
  expectRanges("two apart", 100, 200, 300, 400);
  list.add(50, 60);
  list.add(200, 250);
  expectRanges("touching ones join", 50, 60, 100, 250, 300, 400);
  list.add(240, 310);
  expectRanges("one that closes a gap", 50, 60, 100, 400);
  list.add(10, 10);
  expectRanges("an empty one is nothing", 50, 60, 100, 400);
  list.remove(150, 160);
  expectRanges("a hole", 50, 60, 100, 150, 160, 400);
  list.remove(55, 120);
  expectRanges("ends and beginnings", 50, 55, 120, 150, 160, 400);
  list.remove(0, 55);
  expectRanges("a whole range", 120, 150, 160, 400);
  list.remove(0, 1000);
  expectRanges("everything");
  list.add(0x1001, 0x2fff);
  list.add(0x5000, 0x8fff);
  list.alignInward();
  expectRanges("whole pages", 0x5000, 0x8000);
  if (list.total() !== 0x3000) console.log("the sum is wrong");
  for (let i: u64 = 0; i < 200; i++) list.add(0x10_0000 + i * 0x2000, 0x10_1000 + i * 0x2000);
  if (list.count !== 128) console.log("more ranges than there is room for");
  console.log("ok");
}
