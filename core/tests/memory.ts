// memcpy, memmove, memset and memcmp for all short lengths, all alignments and all overlaps.
// @run
// @sanitize
// @stdout: ok

import { addressOf, pointer } from "unsafe";
import { memcmp, memcpy, memmove, memset } from "../memory.ts";
import { check, finish } from "./support/check.ts";

const SIZE = 2048;
const source = new FixedArray<u8, 2048>();
const target = new FixedArray<u8, 2048>();
const expected = new FixedArray<u8, 2048>();

function prepare(): void {
  for (let i = 0; i < SIZE; i++) {
    source[i] = u8(i * 7 + 1);
    target[i] = u8(i * 13 + 5);
    expected[i] = target[i];
  }
}

function isExpected(): boolean {
  for (let i = 0; i < SIZE; i++) {
    if (target[i] !== expected[i]) return false;
  }
  return true;
}

function at(array: FixedArray<u8, 2048>, index: usize): u64 {
  return addressOf(array).address + index;
}

function copies(count: usize, to: usize, from: usize): void {
  prepare();
  for (let i = 0; i < count; i++) expected[to + i] = source[from + i];
  memcpy(pointer<u8>(at(target, to)), pointer<u8>(at(source, from)), count);
  check(isExpected(), `memcpy of ${count} bytes from ${from} to ${to}`);
  prepare();
  for (let i = 0; i < count; i++) expected[to + i] = 0xa5;
  memset(pointer<u8>(at(target, to)), 0x1a5, count);
  check(isExpected(), `memset of ${count} bytes at ${to}`);
}

function moves(count: usize, to: usize, from: usize): void {
  prepare();
  for (let i = 0; i < count; i++) expected[to + i] = target[from + i];
  memmove(pointer<u8>(at(target, to)), pointer<u8>(at(target, from)), count);
  check(isExpected(), `memmove of ${count} bytes from ${from} to ${to}`);
}

function comparisons(count: usize): void {
  prepare();
  const a = pointer<u8>(at(source, 3));
  const b = pointer<u8>(at(target, 5));
  memcpy(b, a, count);
  check(memcmp(a, b, count) === 0, `memcmp of ${count} equal bytes`);
  for (let i = 0; i < count; i++) {
    const old = b[i];
    b[i] = old ^ 0x80;
    const below = a[i] < b[i];
    check(memcmp(a, b, count) < 0 === below, `memcmp of ${count} bytes that differ at ${i}`);
    b[i] = old;
  }
}

export function main(): i32 {
  for (let count: usize = 0; count < 80; count++) {
    for (let shift: usize = 0; shift < 8; shift += 3) {
      copies(count, 16 + shift, 40);
      copies(count, 16, 40 + shift);
    }
    comparisons(count);
  }
  const lengths: usize[] = [100, 255, 256, 257, 300, 511, 1000];
  for (const count of lengths) {
    copies(count, 5, 3);
    copies(count, 8, 16);
    comparisons(count);
  }
  const distances: usize[] = [0, 1, 2, 7, 8, 9, 15, 31, 32, 33, 64, 200];
  for (const distance of distances) {
    for (let count: usize = 0; count < 80; count += 3) {
      moves(count, 300, 300 + distance);
      moves(count, 300 + distance, 300);
    }
    for (const count of lengths) {
      moves(count, 300, 300 + distance);
      moves(count, 300 + distance, 300);
    }
  }
  return finish();
}
