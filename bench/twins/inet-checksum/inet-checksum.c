// The Internet checksum (RFC 1071): the one's complement sum of big-endian 16-bit words, packet by packet.
#include "../twin.h"

enum { BUFFER_SIZE = 65536, PACKET_SIZE = 1499 };

static uint8_t buffer[BUFFER_SIZE];

static uint16_t checksum(const uint8_t *data, size_t length) {
  uint32_t sum = 0;
  size_t i = 0;
  while (i + 1 < length) {
    sum += (uint32_t)data[i] << 8 | data[i + 1];
    i += 2;
  }
  if (i < length) sum += (uint32_t)data[i] << 8;
  while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
  return (uint16_t)~sum;
}

uint64_t bench_main(uint32_t iterations) {
  uint64_t random = 88172645463325252;
  for (size_t i = 0; i < BUFFER_SIZE; i++) {
    random = next_random(random);
    buffer[i] = (uint8_t)random;
  }
  uint64_t total = 0;
  for (uint32_t i = 0; i < iterations; i++) {
    for (size_t at = 0; at + PACKET_SIZE <= BUFFER_SIZE; at += PACKET_SIZE) {
      total = total * 31 + checksum(buffer + at, PACKET_SIZE);
    }
  }
  return total;
}
