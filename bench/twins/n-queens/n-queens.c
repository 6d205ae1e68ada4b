// The queens that stand on a board without attack, counted with bit sets, and a few more bit tricks on the way.
#include "../twin.h"

static uint64_t place(uint32_t all, uint32_t columns, uint32_t left, uint32_t right) {
  if (columns == all) return 1;
  uint64_t solutions = 0;
  uint32_t free_places = all & ~(columns | left | right);
  while (free_places != 0) {
    uint32_t bit = free_places & -free_places;
    free_places ^= bit;
    solutions += place(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return solutions;
}

static uint32_t count_bits(uint64_t x) {
  x -= x >> 1 & 0x5555555555555555;
  x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
  x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F;
  return (uint32_t)(x * 0x0101010101010101 >> 56);
}

static uint64_t reverse_bits(uint64_t x) {
  uint64_t reversed = 0;
  for (int i = 0; i < 64; i++) {
    reversed = reversed << 1 | (x & 1);
    x >>= 1;
  }
  return reversed;
}

uint64_t bench_main(uint32_t iterations) {
  uint64_t random = 88172645463325252, total = 0;
  for (uint32_t i = 0; i < iterations; i++) {
    uint32_t size = 6 + i % 4;
    total = total * 31 + place((1u << size) - 1, 0, 0, 0);
    for (int k = 0; k < 100; k++) {
      random = next_random(random);
      total += count_bits(random) + (reverse_bits(random) >> 50);
    }
  }
  return total;
}
