/**
 * Random numbers for everybody: ChaCha20 (RFC 8439) with a key from the CPU's generator and the moments of interrupts. After
 * each request the key is replaced by output that nobody has seen, so that what was given out before cannot be worked out later.
 */

import { asm, out } from "unsafe";
import { features } from "./cpu/features.ts";
import { disableInterrupts, restoreInterrupts } from "./cpu.ts";
import { addTimingEntropy, entropyPool } from "./random-pool.ts";

@struct
class Generator {
  key = new FixedArray<u32, 8>();
  counter: u64 = 0;
  block = new FixedArray<u32, 16>();
  /** Events of the pool that the key has in it. */
  events: u64 = 0;
  isSeeded: boolean = false;

  /** The next 64 bytes of the stream, in `block`. */
  next(): void {
    const input = new FixedArray<u32, 16>();
    input[0] = 0x6170_7865;
    input[1] = 0x3320_646e;
    input[2] = 0x7962_2d32;
    input[3] = 0x6b20_6574;
    for (let i: usize = 0; i < 8; i++) input[4 + i] = this.key[i];
    input[12] = u32(this.counter);
    input[13] = u32(this.counter >> 32);
    for (let i: usize = 0; i < 16; i++) this.block[i] = input[i];
    for (let round: u32 = 0; round < 10; round++) {
      this.quarter(0, 4, 8, 12);
      this.quarter(1, 5, 9, 13);
      this.quarter(2, 6, 10, 14);
      this.quarter(3, 7, 11, 15);
      this.quarter(0, 5, 10, 15);
      this.quarter(1, 6, 11, 12);
      this.quarter(2, 7, 8, 13);
      this.quarter(3, 4, 9, 14);
    }
    for (let i: usize = 0; i < 16; i++) this.block[i] += input[i];
    this.counter++;
  }

  private quarter(a: usize, b: usize, c: usize, d: usize): void {
    const x = this.block;
    x[a] += x[b];
    x[d] = bits.rotateLeft(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = bits.rotateLeft(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = bits.rotateLeft(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = bits.rotateLeft(x[b] ^ x[c], 7);
  }

  /** Mixes what is new in the pool into the key. */
  reseed(): void {
    if (this.isSeeded && this.events === entropyPool.events) return;
    if (!this.isSeeded) seedPool();
    this.isSeeded = true;
    this.events = entropyPool.events;
    for (let i: usize = 0; i < 4; i++) {
      this.key[i * 2] ^= u32(entropyPool.words[i]);
      this.key[i * 2 + 1] ^= u32(entropyPool.words[i] >> 32);
    }
  }

  /** Half of a block becomes the next key. */
  forget(): void {
    this.next();
    for (let i: usize = 0; i < 8; i++) {
      this.key[i] = this.block[i];
      this.block[i] = 0;
    }
  }
}

const generator = new Generator();

/** The first key: from the CPU's own generator if it has one, and the time-stamp counter's jitter. */
function seedPool(): void {
  for (let i: u32 = 0; i < 8; i++) {
    addTimingEntropy();
    if (features.rdrand) entropyPool.mix(hardwareRandom());
  }
}

/** RDRAND, or 0 when it fails ten times (Intel's advice). */
function hardwareRandom(): u64 {
  for (let i: u32 = 0; i < 10; i++) {
    const [value, isValid] = asm<[u64, u8]>`rdrandq ${out("a")}; setc %dl /* ${out("d")} */`;
    if (isValid !== 0) return value;
  }
  return 0;
}

/** Fills with random bytes that cannot be predicted as far as the machine has given entropy; never blocks. */
export function randomBytes(to: Span<u8>): void {
  let done: usize = 0;
  while (done < to.length) {
    // In pieces, so that interrupts are not off for long.
    const wasOn = disableInterrupts();
    if (done === 0) generator.reseed();
    generator.next();
    const count = bits.min(to.length - done, 64);
    for (let i: usize = 0; i < count; i++) to[done + i] = u8(generator.block[i >> 2] >> u32((i & 3) * 8));
    done += count;
    if (done === to.length) generator.forget();
    restoreInterrupts(wasOn);
  }
}

/** 64 random bits, of the quality of `randomBytes`. */
export function random64(): u64 {
  const bytes = new FixedArray<u8, 8>();
  randomBytes(bytes.span());
  let value: u64 = 0;
  for (const byte of bytes) value = (value << 8) | u64(byte);
  return value;
}

/** Mixes something unpredictable in (times of interrupts, writes to /dev/random). */
export function addEntropy(value: u64): void {
  const wasOn = disableInterrupts();
  entropyPool.mix(value);
  addTimingEntropy();
  restoreInterrupts(wasOn);
}
