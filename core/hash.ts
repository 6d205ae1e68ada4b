/**
 * Hashing of keys: integers and addresses by one multiplication, bytes eight at a time by folded 128-bit products
 * (the scheme of wyhash). Not for cryptography; the seed keeps others from choosing keys that collide.
 */

import { bitCast, dataOf, hashMixed, integerBits, isInteger, isMixed, isString, type Ptr } from "unsafe";
import { loadHalf, loadWord } from "./unaligned.ts";

const GOLDEN = 0x9e37_79b9_7f4a_7c15;
const MIX_A = 0xa076_1d64_78bd_642f;
const MIX_B = 0xe703_7ed1_a0b4_28db;

let seed: u64 = 0x5bd1_e995_2f6b_0c3d;

/** Makes hashes differ from those of other boots or runs. Only before the first map or set is filled. */
export function setHashSeed(value: u64): void {
  seed = value;
}

/** The hash of one 64-bit value: all its bits influence the low and the high bits of the result. */
export function hashWord(value: u64): u64 {
  const product = (value ^ seed) * GOLDEN;
  return product ^ (product >> 32);
}

function fold(a: u64, b: u64): u64 {
  return (a * b) ^ bits.multiplyHigh(a, b);
}

/** The hash of bytes in memory. */
export function hashMemory(data: Ptr<u8>, length: usize): u64 {
  let hash = seed ^ length;
  let at: usize = 0;
  while (length - at >= 8) {
    hash = fold(loadWord(data.add(at)) ^ MIX_A, hash ^ MIX_B);
    at += 8;
  }
  let rest: u64 = 0;
  if (length - at >= 4) {
    rest = u64(loadHalf(data.add(at)));
    at += 4;
  }
  while (at < length) {
    rest = (rest << 8) | u64(data[at]);
    at += 1;
  }
  return fold(rest ^ MIX_B, hash ^ MIX_A);
}

/** The hash of a span's bytes. */
export function hashBytes(bytes: Span<u8>): u64 {
  return hashMemory(dataOf(bytes), bytes.length);
}

/** The hash of a map's key: by value for integers, booleans, enums and strings, also in unions, else by identity. */
export function hashKey<K>(key: K): u64 {
  if (isString<K>()) {
    return bitCast<string>(key).hash();
  } else if (isInteger<K>()) {
    return hashWord(integerBits(key));
  } else if (isMixed<K>()) {
    return hashMixed(key);
  } else {
    return hashWord(bitCast<u64>(key));
  }
}
