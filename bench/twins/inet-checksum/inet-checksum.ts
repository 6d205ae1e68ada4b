// The Internet checksum (RFC 1071): the one's complement sum of big-endian 16-bit words, packet by packet.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const BUFFER_SIZE = 65536;
const PACKET_SIZE = 1499;

const buffer = new FixedArray<u8, 65536>();

function checksum(data: Span<u8>): u16 {
  let sum: u32 = 0;
  let i: usize = 0;
  while (i + 1 < data.length) {
    sum += (u32(data[i]) << 8) | data[i + 1];
    i += 2;
  }
  if (i < data.length) sum += u32(data[i]) << 8;
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return u16(~sum);
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  let random: u64 = FIRST_RANDOM;
  for (let i = 0; i < BUFFER_SIZE; i++) {
    random = nextRandom(random);
    buffer[i] = u8(random);
  }
  let total: u64 = 0;
  for (let i = 0; i < iterations; i++) {
    for (let at: usize = 0; at + PACKET_SIZE <= BUFFER_SIZE; at += PACKET_SIZE) {
      total = total * 31 + checksum(buffer.span().subspan(at, at + PACKET_SIZE));
    }
  }
  return total;
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
