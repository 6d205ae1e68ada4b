// Building text: lines of words and decimal numbers appended to a growable string, then hashed.
#include <string.h>

#include "../twin.h"

struct string {
  char *bytes;
  size_t length, capacity;
};

static void append(struct string *to, const char *bytes, size_t length) {
  if (length > to->capacity - to->length) {
    size_t capacity = to->capacity * 2;
    if (capacity < to->length + length) capacity = to->length + length;
    to->bytes = must_allocate(realloc(to->bytes, capacity));
    to->capacity = capacity;
  }
  memcpy(to->bytes + to->length, bytes, length);
  to->length += length;
}

static void append_text(struct string *to, const char *text) { append(to, text, strlen(text)); }

static void append_number(struct string *to, uint64_t number) {
  char digits[20];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number != 0);
  append(to, digits + at, sizeof digits - at);
}

uint64_t bench_main(uint32_t iterations) {
  static const char *const names[4] = {"init", "shell", "idle", "logger"};
  uint64_t random = 88172645463325252, total = 0;
  for (uint32_t round = 0; round < iterations; round++) {
    struct string text = {must_allocate(malloc(16)), 0, 16};
    for (uint64_t line = 0; line < 100; line++) {
      random = next_random(random);
      append_text(&text, "task ");
      append_number(&text, line);
      append_text(&text, " (");
      append_text(&text, names[random & 3]);
      append_text(&text, "): ");
      append_number(&text, random >> 40);
      append_text(&text, " ticks, state ");
      append_text(&text, random & 4 ? "ready" : "waiting");
      append_text(&text, "\n");
    }
    uint64_t hash = 5381;
    for (size_t i = 0; i < text.length; i++) hash = hash * 33 ^ (uint8_t)text.bytes[i];
    total = total * 31 + hash;
    free(text.bytes);
  }
  return total;
}
