// A request goes down through five layers; any may refuse it, and two clean up on the way out. C's form: error codes and
// an out-parameter for the result.
#include <errno.h>
#include <stdbool.h>

#include "../twin.h"

struct device {
  uint64_t reads, failures;
  uint32_t held;
};

__attribute__((noinline)) static int read_sector(struct device *device, uint64_t sector, uint64_t *result) {
  if (sector % 61 == 0) return -EIO;
  device->reads++;
  *result = sector * 0x9E3779B97F4A7C15 >> 32;
  return 0;
}

__attribute__((noinline)) static int read_block(struct device *device, uint64_t block, uint64_t *result) {
  if (block >= 0xF000) return -EINVAL;
  uint64_t first, second;
  int error = read_sector(device, block * 2, &first);
  if (error < 0) return error;
  error = read_sector(device, block * 2 + 1, &second);
  if (error < 0) return error;
  *result = first ^ second;
  return 0;
}

__attribute__((noinline)) static int read_extent(struct device *device, uint64_t start, uint64_t count, uint64_t *result) {
  uint64_t sum = 0;
  device->held++;
  int error = 0;
  for (uint64_t i = 0; i < count; i++) {
    uint64_t value;
    error = read_block(device, start + i, &value);
    if (error < 0) break;
    sum += value;
  }
  device->held--;
  if (error < 0) return error;
  *result = sum;
  return 0;
}

__attribute__((noinline)) static int read_file(struct device *device, uint64_t inode, uint64_t *result) {
  if ((inode & 0x3F) == 0) return -ENOENT;
  uint64_t sum;
  int error = read_extent(device, inode & 0xFFFF, inode >> 16 & 7, &sum);
  if (error < 0) return error;
  *result = sum + inode;
  return 0;
}

__attribute__((noinline)) static int handle_request(struct device *device, uint64_t request, uint64_t *result) {
  int error = read_file(device, request, result);
  if (error == -EIO) {
    device->failures++;
    return read_file(device, request + 1, result);
  }
  return error;
}

uint64_t bench_main(uint32_t iterations) {
  struct device device = {0, 0, 0};
  uint64_t random = 88172645463325252, total = 0;
  for (uint32_t i = 0; i < iterations; i++) {
    random = next_random(random);
    uint64_t result;
    int error = handle_request(&device, random, &result);
    total = total * 31 + (error < 0 ? (uint64_t)-error : result);
  }
  return total + device.reads * 3 + device.failures * 5 + device.held;
}
