// CRC-32 (IEEE 802.3, reflected), one table look-up a byte.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const BUFFER_SIZE = 65536;

const table = new FixedArray<u32, 256>();
const buffer = new FixedArray<u8, 65536>();

function fillTable(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let entry: u32 = i;
    for (let bit = 0; bit < 8; bit++) entry = entry & 1 ? (entry >> 1) ^ 0xedb88320 : entry >> 1;
    table[i] = entry;
  }
}

function crc32(data: Span<u8>, seed: u32): u32 {
  let crc: u32 = ~seed;
  for (const byte of data) crc = (crc >> 8) ^ table[(crc ^ byte) & 0xff];
  return ~crc;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  fillTable();
  let random: u64 = FIRST_RANDOM;
  for (let i = 0; i < BUFFER_SIZE; i++) {
    random = nextRandom(random);
    buffer[i] = u8(random);
  }
  let crc: u32 = 0;
  for (let i = 0; i < iterations; i++) crc = crc32(buffer.span(), crc);
  return u64(crc);
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
