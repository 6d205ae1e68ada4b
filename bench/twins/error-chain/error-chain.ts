// A request goes down through five layers; any may refuse it by throwing, and two clean up on the way out.
import { Errno } from "../../../core/errno.ts";
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

class Device {
  reads: u64 = 0;
  failures: u64 = 0;
  held: u32 = 0;

  /** @noinline */
  readSector(sector: u64): u64 {
    if (sector % 61 === 0) throw Errno.EIO;
    this.reads++;
    return (sector * 0x9e3779b97f4a7c15) >> 32;
  }

  /** @noinline */
  readBlock(block: u64): u64 {
    if (block >= 0xf000) throw Errno.EINVAL;
    return this.readSector(block * 2) ^ this.readSector(block * 2 + 1);
  }

  /** @noinline */
  readExtent(start: u64, count: u64): u64 {
    let sum: u64 = 0;
    this.held++;
    try {
      for (let i: u64 = 0; i < count; i++) sum += this.readBlock(start + i);
    } finally {
      this.held--;
    }
    return sum;
  }

  /** @noinline */
  readFile(inode: u64): u64 {
    if ((inode & 0x3f) === 0) throw Errno.ENOENT;
    return this.readExtent(inode & 0xffff, (inode >> 16) & 7) + inode;
  }

  /** @noinline */
  handleRequest(request: u64): u64 {
    try {
      return this.readFile(request);
    } catch (error) {
      if (errnoOf(error) !== Errno.EIO) throw error;
      this.failures++;
      return this.readFile(request + 1);
    }
  }
}

function handleRequests(iterations: u32): u64 {
  const device = new Device();
  let random: u64 = FIRST_RANDOM;
  let total: u64 = 0;
  for (let i = 0; i < iterations; i++) {
    random = nextRandom(random);
    let result: u64 = 0;
    try {
      result = device.handleRequest(random);
    } catch (error) {
      result = u64(errnoOf(error));
    }
    total = total * 31 + result;
  }
  return total + device.reads * 3 + device.failures * 5 + device.held;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return handleRequests(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
