// What every C twin shares: its entry, its random numbers, and nothing else. The TypeScript half is twin.ts.
#ifndef TWIN_H
#define TWIN_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/// The measured function: callgrind counts from its entry to its return, callees included. Returns a checksum.
uint64_t bench_main(uint32_t iterations) __attribute__((noinline));

/// One step of xorshift64: cheap numbers that no compiler can foresee and both languages agree on.
static inline uint64_t next_random(uint64_t x) {
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return x;
}

/// Memory or nothing: a twin has no use for half a run.
static inline void *must_allocate(void *memory) {
  if (memory == NULL) {
    fprintf(stderr, "twin: out of memory\n");
    exit(2);
  }
  return memory;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s ITERATIONS\n", argv[0]);
    return 2;
  }
  printf("%llu\n", (unsigned long long)bench_main((uint32_t)strtoul(argv[1], NULL, 10)));
  return 0;
}

#endif
