// The product of two square matrices of doubles, row by row so that the innermost loop runs along both rows.
#include <string.h>

#include "../twin.h"

enum { SIZE = 96 };

static double a[SIZE * SIZE], b[SIZE * SIZE], product[SIZE * SIZE];

static void multiply(const double *left, const double *right, double *out) {
  for (size_t row = 0; row < SIZE; row++) {
    double *to = out + row * SIZE;
    for (size_t column = 0; column < SIZE; column++) to[column] = 0;
    for (size_t k = 0; k < SIZE; k++) {
      double factor = left[row * SIZE + k];
      const double *from = right + k * SIZE;
      for (size_t column = 0; column < SIZE; column++) to[column] += factor * from[column];
    }
  }
}

uint64_t bench_main(uint32_t iterations) {
  uint64_t random = 88172645463325252;
  for (size_t i = 0; i < SIZE * SIZE; i++) {
    random = next_random(random);
    a[i] = (double)(random & 0xFF) / 256.0;
    b[i] = (double)(random >> 8 & 0xFF) / 256.0;
  }
  for (uint32_t i = 0; i < iterations; i++) {
    multiply(a, b, product);
    // The next factor is this product scaled back to the same range, so that no round can be left out.
    for (size_t k = 0; k < SIZE * SIZE; k++) a[k] = product[k] / 48.0;
  }
  double sum = 0;
  for (size_t i = 0; i < SIZE * SIZE; i++) sum += a[i];
  return (uint64_t)(sum * 1000000.0);
}
