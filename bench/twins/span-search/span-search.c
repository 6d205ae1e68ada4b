// Byte-wise work over views of memory: copy with a change, find a byte, find a word, compare, split into fields.
#include <stdbool.h>
#include <string.h>

#include "../twin.h"

enum { BUFFER_SIZE = 32768 };

static uint8_t source[BUFFER_SIZE], copy[BUFFER_SIZE];

static size_t find_byte(const uint8_t *bytes, size_t length, uint8_t wanted) {
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] == wanted) return i;
  }
  return length;
}

static void copy_upper(uint8_t *to, const uint8_t *from, size_t length) {
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = from[i];
    to[i] = byte >= 'a' && byte <= 'z' ? byte - 32 : byte;
  }
}

static bool starts_with(const uint8_t *bytes, size_t length, const uint8_t *prefix, size_t prefix_length) {
  if (prefix_length > length) return false;
  for (size_t i = 0; i < prefix_length; i++) {
    if (bytes[i] != prefix[i]) return false;
  }
  return true;
}

static size_t count_word(const uint8_t *bytes, size_t length, const uint8_t *word, size_t word_length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) {
    if (starts_with(bytes + i, length - i, word, word_length)) count++;
  }
  return count;
}

uint64_t bench_main(uint32_t iterations) {
  static const char letters[] = "etaoin shrdlu,.x";
  static const char word[] = "TA";
  uint64_t random = 88172645463325252, total = 0;
  for (size_t i = 0; i < BUFFER_SIZE; i++) {
    random = next_random(random);
    source[i] = (uint8_t)letters[random & 15];
  }
  for (uint32_t round = 0; round < iterations; round++) {
    copy_upper(copy, source, BUFFER_SIZE);
    total += count_word(copy, BUFFER_SIZE, (const uint8_t *)word, strlen(word));
    // Fields between commas: their number and the sum of the squares of their lengths.
    const uint8_t *rest = copy;
    size_t left = BUFFER_SIZE;
    while (left > 0) {
      size_t field = find_byte(rest, left, ',');
      total += field * field + 1;
      size_t used = field < left ? field + 1 : left;
      rest += used;
      left -= used;
    }
    source[round * 7919 % BUFFER_SIZE] = (uint8_t)letters[round & 15];
  }
  return total;
}
