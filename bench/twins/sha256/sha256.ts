// SHA-256 (FIPS 180-4) over a buffer of whole blocks, then the padding block.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const BUFFER_SIZE = 16384;
const BLOCK_SIZE = 64;

// prettier-ignore
const ROUND_CONSTANTS = new FixedArray<u32, 64>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

// prettier-ignore
const INITIAL_STATE = new FixedArray<u32, 8>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

const buffer = new FixedArray<u8, 16384>();

class Sha256 {
  readonly state = new FixedArray<u32, 8>();
  private readonly schedule = new FixedArray<u32, 64>();

  start(): void {
    this.state.span().copyFrom(INITIAL_STATE.span());
  }

  addBlock(block: Span<u8>): void {
    const state = this.state;
    const w = this.schedule;
    for (let i = 0; i < 16; i++) {
      const at = i * 4;
      w[i] = (u32(block[at]) << 24) | (u32(block[at + 1]) << 16) | (u32(block[at + 2]) << 8) | block[at + 3];
    }
    for (let i = 16; i < 64; i++) {
      const early = w[i - 15];
      const late = w[i - 2];
      const s0: u32 = bits.rotateRight(early, 7) ^ bits.rotateRight(early, 18) ^ (early >> 3);
      const s1: u32 = bits.rotateRight(late, 17) ^ bits.rotateRight(late, 19) ^ (late >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let a: u32 = state[0];
    let b: u32 = state[1];
    let c: u32 = state[2];
    let d: u32 = state[3];
    let e: u32 = state[4];
    let f: u32 = state[5];
    let g: u32 = state[6];
    let h: u32 = state[7];
    for (let i = 0; i < 64; i++) {
      const s1: u32 = bits.rotateRight(e, 6) ^ bits.rotateRight(e, 11) ^ bits.rotateRight(e, 25);
      const t1: u32 = h + s1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[i] + w[i];
      const s0: u32 = bits.rotateRight(a, 2) ^ bits.rotateRight(a, 13) ^ bits.rotateRight(a, 22);
      const t2: u32 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  finish(length: u64): void {
    const padding = new FixedArray<u8, 64>();
    padding[0] = 0x80;
    for (let i: u64 = 0; i < 8; i++) padding[56 + i] = u8((length * 8) >> (56 - i * 8));
    this.addBlock(padding.span());
  }
}

function digestRounds(iterations: u32): u64 {
  let random: u64 = FIRST_RANDOM;
  for (let i = 0; i < BUFFER_SIZE; i++) {
    random = nextRandom(random);
    buffer[i] = u8(random);
  }
  const hash = new Sha256();
  const data = buffer.span();
  let total: u64 = 0;
  for (let i: u32 = 0; i < iterations; i++) {
    hash.start();
    for (let at: usize = 0; at < BUFFER_SIZE; at += BLOCK_SIZE)
      hash.addBlock(data.subspan(at, at + BLOCK_SIZE));
    hash.finish(BUFFER_SIZE);
    total = total * 31 + ((u64(hash.state[0]) << 32) | hash.state[7]);
    buffer[i % BUFFER_SIZE] ^= u8(total);
  }
  return total;
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  try {
    return digestRounds(iterations);
  } catch {
    return 0;
  }
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
