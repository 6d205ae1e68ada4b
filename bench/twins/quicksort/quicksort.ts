// Quicksort of 32-bit integers: median of three, Hoare's partition, insertion sort for short runs.
import { FIRST_RANDOM, nextRandom, runTwin } from "../twin.ts";

const COUNT = 50000;
const SHORT_RUN = 12;

const numbers = new FixedArray<i32, 50000>();

function swap(a: Span<i32>, i: i64, j: i64): void {
  const kept = a[i];
  a[i] = a[j];
  a[j] = kept;
}

function insertionSort(a: Span<i32>, low: i64, high: i64): void {
  for (let i = low + 1; i <= high; i++) {
    const value = a[i];
    let j = i - 1;
    while (j >= low && a[j] > value) {
      a[j + 1] = a[j];
      j--;
    }
    a[j + 1] = value;
  }
}

function quicksort(a: Span<i32>, first: i64, last: i64): void {
  let low: i64 = first;
  let high: i64 = last;
  while (high - low >= SHORT_RUN) {
    const middle = low + (high - low) / 2;
    if (a[middle] < a[low]) swap(a, middle, low);
    if (a[high] < a[low]) swap(a, high, low);
    if (a[high] < a[middle]) swap(a, high, middle);
    const pivot = a[middle];
    let i = low;
    let j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
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

/** @export bench_main */
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
