// Quicksort of 32-bit integers: median of three, Hoare's partition, insertion sort for short runs.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const COUNT = 50000;
const SHORT_RUN = 12;

const numbers = new FixedArray<i32, 50000>();

function swap(a: Span<i32>, i: i64, j: i64): void {
  const kept = a[usize(i)];
  a[usize(i)] = a[usize(j)];
  a[usize(j)] = kept;
}

function insertionSort(a: Span<i32>, low: i64, high: i64): void {
  for (let i = low + 1; i <= high; i++) {
    const value = a[usize(i)];
    let j = i - 1;
    while (j >= low && a[usize(j)] > value) {
      a[usize(j + 1)] = a[usize(j)];
      j--;
    }
    a[usize(j + 1)] = value;
  }
}

function quicksort(a: Span<i32>, first: i64, last: i64): void {
  let low: i64 = first;
  let high: i64 = last;
  while (high - low >= SHORT_RUN) {
    const middle = low + (high - low) / 2;
    if (a[usize(middle)] < a[usize(low)]) swap(a, middle, low);
    if (a[usize(high)] < a[usize(low)]) swap(a, high, low);
    if (a[usize(high)] < a[usize(middle)]) swap(a, high, middle);
    const pivot = a[usize(middle)];
    let i = low;
    let j = high;
    while (i <= j) {
      while (a[usize(i)] < pivot) i++;
      while (a[usize(j)] > pivot) j--;
      if (i <= j) swap(a, i++, j--);
    }
    if (j - low < high - i) {
      quicksort(a, low, j);
      low = i;
    } else {
      quicksort(a, i, high);
      high = j;
    }
  }
  insertionSort(a, low, high);
}

/**
 * @export bench_main
 * @noinline
 */
export function benchMain(iterations: u32): u64 {
  let random: u64 = FIRST_RANDOM;
  let total: u64 = 0;
  for (let round: u32 = 0; round < iterations; round++) {
    for (let i = 0; i < COUNT; i++) {
      random = nextRandom(random);
      numbers[i] = i32(random);
    }
    quicksort(numbers.span(), 0, COUNT - 1);
    for (let i = 1; i < COUNT; i++) {
      if (numbers[i - 1] > numbers[i]) return 0;
    }
    total = total * 31 + u32(numbers[COUNT / 3]);
  }
  return total;
}

export function main(args: string[]): i32 {
  return runTwin(args, benchMain);
}
