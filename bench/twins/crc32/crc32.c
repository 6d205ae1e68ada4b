// CRC-32 (IEEE 802.3, reflected), one table look-up a byte.
#include "../twin.h"

enum { BUFFER_SIZE = 65536 };

static uint32_t table[256];
static uint8_t buffer[BUFFER_SIZE];

static void fill_table(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t entry = i;
    for (int bit = 0; bit < 8; bit++) entry = entry & 1 ? entry >> 1 ^ 0xEDB88320 : entry >> 1;
    table[i] = entry;
  }
}

static uint32_t crc32(const uint8_t *data, size_t length, uint32_t seed) {
  uint32_t crc = ~seed;
  for (size_t i = 0; i < length; i++) crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xFF];
  return ~crc;
}

uint64_t bench_main(uint32_t iterations) {
  fill_table();
  uint64_t random = 88172645463325252;
  for (size_t i = 0; i < BUFFER_SIZE; i++) {
    random = next_random(random);
    buffer[i] = (uint8_t)random;
  }
  uint32_t crc = 0;
  for (uint32_t i = 0; i < iterations; i++) crc = crc32(buffer, BUFFER_SIZE, crc);
  return crc;
}
