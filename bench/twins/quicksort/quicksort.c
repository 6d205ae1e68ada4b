// Quicksort of 32-bit integers: median of three, Hoare's partition, insertion sort for short runs.
#include "../twin.h"

enum { COUNT = 50000, SHORT_RUN = 12 };

static int32_t numbers[COUNT];

static inline void swap(int32_t *a, int64_t i, int64_t j) {
  int32_t kept = a[i];
  a[i] = a[j];
  a[j] = kept;
}

static void insertion_sort(int32_t *a, int64_t low, int64_t high) {
  for (int64_t i = low + 1; i <= high; i++) {
    int32_t value = a[i];
    int64_t j = i - 1;
    while (j >= low && a[j] > value) {
      a[j + 1] = a[j];
      j--;
    }
    a[j + 1] = value;
  }
}

static void quicksort(int32_t *a, int64_t low, int64_t high) {
  while (high - low >= SHORT_RUN) {
    int64_t middle = low + (high - low) / 2;
    if (a[middle] < a[low]) swap(a, middle, low);
    if (a[high] < a[low]) swap(a, high, low);
    if (a[high] < a[middle]) swap(a, high, middle);
    int32_t pivot = a[middle];
    int64_t i = low, j = high;
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
  insertion_sort(a, low, high);
}

uint64_t bench_main(uint32_t iterations) {
  uint64_t random = 88172645463325252, total = 0;
  for (uint32_t round = 0; round < iterations; round++) {
    for (int64_t i = 0; i < COUNT; i++) {
      random = next_random(random);
      numbers[i] = (int32_t)random;
    }
    quicksort(numbers, 0, COUNT - 1);
    for (int64_t i = 1; i < COUNT; i++) {
      if (numbers[i - 1] > numbers[i]) return 0;
    }
    total = total * 31 + (uint32_t)numbers[COUNT / 3];
  }
  return total;
}
