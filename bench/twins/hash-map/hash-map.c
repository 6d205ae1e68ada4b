// A hash map with open addressing, linear probing and backward-shift deletion, generic over the value as C does it: a macro.
#include <stdbool.h>
#include <string.h>

#include "../twin.h"

static inline uint64_t mix(uint64_t key) {
  key ^= key >> 32;
  key *= 0xD6E8FEB86659FD93;
  key ^= key >> 32;
  return key;
}

#define DEFINE_MAP(NAME, VALUE)                                                                          \
  struct NAME {                                                                                          \
    uint64_t *keys;                                                                                      \
    VALUE *values;                                                                                       \
    uint8_t *used;                                                                                       \
    size_t mask, count;                                                                                  \
  };                                                                                                     \
                                                                                                         \
  static void NAME##_create(struct NAME *map, size_t capacity) {                                         \
    map->keys = must_allocate(calloc(capacity, sizeof *map->keys));                                      \
    map->values = must_allocate(calloc(capacity, sizeof *map->values));                                  \
    map->used = must_allocate(calloc(capacity, 1));                                                      \
    map->mask = capacity - 1;                                                                            \
    map->count = 0;                                                                                      \
  }                                                                                                      \
                                                                                                         \
  static void NAME##_destroy(struct NAME *map) {                                                         \
    free(map->keys);                                                                                     \
    free(map->values);                                                                                   \
    free(map->used);                                                                                     \
  }                                                                                                      \
                                                                                                         \
  /* The slot that holds the key, or the free one where it would go. */                                  \
  static size_t NAME##_slot(const struct NAME *map, uint64_t key) {                                      \
    size_t slot = mix(key) & map->mask;                                                                  \
    while (map->used[slot] && map->keys[slot] != key) slot = (slot + 1) & map->mask;                     \
    return slot;                                                                                         \
  }                                                                                                      \
                                                                                                         \
  static void NAME##_set(struct NAME *map, uint64_t key, VALUE value);                                   \
                                                                                                         \
  static void NAME##_grow(struct NAME *map) {                                                            \
    struct NAME larger;                                                                                  \
    NAME##_create(&larger, (map->mask + 1) * 2);                                                         \
    for (size_t i = 0; i <= map->mask; i++) {                                                            \
      if (map->used[i]) NAME##_set(&larger, map->keys[i], map->values[i]);                               \
    }                                                                                                    \
    NAME##_destroy(map);                                                                                 \
    *map = larger;                                                                                       \
  }                                                                                                      \
                                                                                                         \
  static void NAME##_set(struct NAME *map, uint64_t key, VALUE value) {                                  \
    if ((map->count + 1) * 4 > (map->mask + 1) * 3) NAME##_grow(map);                                    \
    size_t slot = NAME##_slot(map, key);                                                                 \
    if (!map->used[slot]) {                                                                              \
      map->used[slot] = 1;                                                                               \
      map->keys[slot] = key;                                                                             \
      map->count++;                                                                                      \
    }                                                                                                    \
    map->values[slot] = value;                                                                           \
  }                                                                                                      \
                                                                                                         \
  static VALUE NAME##_get(const struct NAME *map, uint64_t key, VALUE otherwise) {                       \
    size_t slot = NAME##_slot(map, key);                                                                 \
    return map->used[slot] ? map->values[slot] : otherwise;                                              \
  }                                                                                                      \
                                                                                                         \
  static bool NAME##_remove(struct NAME *map, uint64_t key) {                                            \
    size_t hole = NAME##_slot(map, key);                                                                 \
    if (!map->used[hole]) return false;                                                                  \
    size_t next = hole;                                                                                  \
    for (;;) {                                                                                           \
      next = (next + 1) & map->mask;                                                                     \
      if (!map->used[next]) break;                                                                       \
      size_t home = mix(map->keys[next]) & map->mask;                                                    \
      /* An entry may move back to the hole unless its home lies after the hole. */                      \
      if (((next - home) & map->mask) < ((next - hole) & map->mask)) continue;                           \
      map->keys[hole] = map->keys[next];                                                                 \
      map->values[hole] = map->values[next];                                                             \
      hole = next;                                                                                       \
    }                                                                                                    \
    map->used[hole] = 0;                                                                                 \
    map->count--;                                                                                        \
    return true;                                                                                         \
  }

DEFINE_MAP(map_u32, uint32_t)

uint64_t bench_main(uint32_t iterations) {
  struct map_u32 map;
  map_u32_create(&map, 16);
  uint64_t random = 88172645463325252, total = 0;
  for (uint32_t i = 0; i < iterations; i++) {
    random = next_random(random);
    uint64_t key = random & 0xFFFF;
    map_u32_set(&map, key, (uint32_t)(random >> 20));
    for (uint64_t probe = 0; probe < 4; probe++) total += map_u32_get(&map, key + probe * 977, 1);
    if ((random >> 40 & 3) == 0) total += map_u32_remove(&map, random >> 24 & 0xFFFF);
  }
  total = total * 31 + map.count;
  map_u32_destroy(&map);
  return total;
}
