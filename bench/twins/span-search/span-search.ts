// Byte-wise work over views of memory: copy with a change, find a byte, find a word, compare, split into fields.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const BUFFER_SIZE = 32768;

const source = new FixedArray<u8, 32768>();
const copy = new FixedArray<u8, 32768>();

function findByte(bytes: Span<u8>, wanted: u8): usize {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === wanted) return i;
  }
  return bytes.length;
}

function copyUpper(to: Span<u8>, from: Span<u8>): void {
  for (let i = 0; i < from.length; i++) {
    const byte = from[i];
    // 97 to 122 are the letters a to z; the capitals lie 32 below.
    to[i] = byte >= 97 && byte <= 122 ? byte - 32 : byte;
  }
}

function startsWith(bytes: Span<u8>, prefix: Span<u8>): boolean {
  if (prefix.length > bytes.length) return false;
  for (let i = 0; i < prefix.length; i++) {
    if (bytes[i] !== prefix[i]) return false;
  }
  return true;
}

function countWord(bytes: Span<u8>, word: Span<u8>): usize {
  let count: usize = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (startsWith(bytes.subspan(i), word)) count++;
  }
  return count;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  const letters = "etaoin shrdlu,.x";
  const word = "TA";
  const comma: u8 = 44;
  let random: u64 = FIRST_RANDOM;
  for (let i = 0; i < BUFFER_SIZE; i++) {
    random = nextRandom(random);
    source[i] = letters.byteAt(random & 15);
  }
  let total: u64 = 0;
  for (let round: u32 = 0; round < iterations; round++) {
    copyUpper(copy.span(), source.span());
    total += countWord(copy.span(), word.bytes());
    // Fields between commas: their number and the sum of the squares of their lengths.
    let rest = copy.span();
    while (rest.length > 0) {
      const field = findByte(rest, comma);
      total += field * field + 1;
      rest = rest.subspan(field < rest.length ? field + 1 : rest.length);
    }
    source[(round * 7919) % BUFFER_SIZE] = letters.byteAt(usize(round & 15));
  }
  return total;
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
