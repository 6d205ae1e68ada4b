// LZ4's block format: a greedy encoder makes the input once, then the decoder, which trusts nothing, runs again and again.
// https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
import { Errno } from "../../../core/errno.ts";
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const TEXT_SIZE = 65536;
const HASH_BITS = 12;
const MIN_MATCH = 4;

const text = new FixedArray<u8, 65536>();
const packed = new FixedArray<u8, 65809>();
const unpacked = new FixedArray<u8, 65536>();
const seen = new FixedArray<u32, 4096>();

/** Words from a small vocabulary, so that matches of many lengths and distances arise. */
function fillText(): void {
  const words = ["kernel ", "page ", "the ", "scheduler ", "interrupt ", "a ", "file ", "process "];
  let random: u64 = FIRST_RANDOM;
  let at: usize = 0;
  while (at < TEXT_SIZE) {
    random = nextRandom(random);
    const word = words[random & 7];
    for (let i = 0; i < word.length && at < TEXT_SIZE; i++) text[at++] = word.byteAt(i);
    if (((random >> 8) & 3) === 0 && at < TEXT_SIZE) text[at++] = u8(random >> 16);
  }
}

function load32(from: Span<u8>, at: usize): u32 {
  return from[at] | (u32(from[at + 1]) << 8) | (u32(from[at + 2]) << 16) | (u32(from[at + 3]) << 24);
}

/** Writes LZ4 sequences one after the other. */
class Encoder {
  private at: usize = 0;

  compress(input: Span<u8>, out: Span<u8>): usize {
    let anchor: usize = 0;
    let i: usize = 1;
    while (i + 12 < input.length) {
      const sequence = load32(input, i);
      const slot: u32 = (sequence * 2654435761) >> (32 - HASH_BITS);
      const candidate = usize(seen[slot]);
      seen[slot] = u32(i);
      if (candidate >= i || i - candidate > 65535 || load32(input, candidate) !== sequence) {
        i++;
        continue;
      }
      let match: usize = MIN_MATCH;
      while (i + match + 5 < input.length && input[candidate + match] === input[i + match]) match++;
      this.putSequence(out, input.subspan(anchor, i), i - candidate, match);
      i += match;
      anchor = i;
    }
    this.putSequence(out, input.subspan(anchor), 0, 0);
    return this.at;
  }

  private putSequence(out: Span<u8>, literals: Span<u8>, distance: usize, match: usize): void {
    const extra: usize = match === 0 ? 0 : match - MIN_MATCH;
    out[this.at++] = u8((bits.min(literals.length, 15) << 4) | bits.min(extra, 15));
    if (literals.length >= 15) this.putLength(out, literals.length - 15);
    for (const byte of literals) out[this.at++] = byte;
    if (match === 0) return;
    out[this.at++] = u8(distance);
    out[this.at++] = u8(distance >> 8);
    if (extra >= 15) this.putLength(out, extra - 15);
  }

  private putLength(out: Span<u8>, length: usize): void {
    let left: usize = length;
    while (left >= 255) {
      out[this.at++] = 255;
      left -= 255;
    }
    out[this.at++] = u8(left);
  }
}

/** Returns the bytes written. Throws EINVAL when the input is damaged or does not fit. */
function decompress(input: Span<u8>, out: Span<u8>): usize {
  let from: usize = 0;
  let to: usize = 0;
  while (from < input.length) {
    const token = input[from++];
    let literals: usize = usize(token >> 4);
    if (literals === 15) {
      let more: u8 = 255;
      while (more === 255) {
        if (from >= input.length) throw Errno.EINVAL;
        more = input[from++];
        literals += more;
      }
    }
    if (literals > input.length - from || literals > out.length - to) throw Errno.EINVAL;
    const literalBytes = input.subspan(from, from + literals);
    const place = out.subspan(to, to + literals);
    for (let i = 0; i < literals; i++) place[i] = literalBytes[i];
    from += literals;
    to += literals;
    if (from === input.length) break;
    if (input.length - from < 2) throw Errno.EINVAL;
    const distance: usize = input[from] | (usize(input[from + 1]) << 8);
    from += 2;
    if (distance === 0 || distance > to) throw Errno.EINVAL;
    let match: usize = usize(token & 15);
    if (match === 15) {
      let more: u8 = 255;
      while (more === 255) {
        if (from >= input.length) throw Errno.EINVAL;
        more = input[from++];
        match += more;
      }
    }
    match += MIN_MATCH;
    if (match > out.length - to) throw Errno.EINVAL;
    // Byte by byte, as the two may overlap: a match may repeat what it has just written.
    const source = out.subspan(to - distance, to - distance + match);
    const target = out.subspan(to, to + match);
    for (let i = 0; i < match; i++) target[i] = source[i];
    to += match;
  }
  return to;
}

function decompressRounds(iterations: u32): u64 {
  fillText();
  const packedLength = new Encoder().compress(text.span(), packed.span());
  const input = packed.span().subspan(0, packedLength);
  let total: u64 = packedLength;
  for (let i: u32 = 0; i < iterations; i++) {
    if (decompress(input, unpacked.span()) !== TEXT_SIZE) return 0;
    total = total * 31 + unpacked[(i * 7919) % TEXT_SIZE];
  }
  for (let i = 0; i < TEXT_SIZE; i++) {
    if (unpacked[i] !== text[i]) return 0;
  }
  return total;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return decompressRounds(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
