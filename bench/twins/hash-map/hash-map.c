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
  struct NAME##_entry {                                                                                  \
    uint64_t key;                                                                                        \
    VALUE value;                                                                                         \
    bool is_used;                                                                                        \
  };                                                                                                     \
                                                                                                         \
  struct NAME {                                                                                          \
    struct NAME##_entry *entries;                                                                        \
    size_t mask, count;                                                                                  \
  };                                                                                                     \
                                                                                                         \
  static void NAME##_create(struct NAME *map, size_t capacity) {                                         \
    map->entries = must_allocate(calloc(capacity, sizeof *map->entries));                                \
    map->mask = capacity - 1;                                                                            \
    map->count = 0;                                                                                      \
  }                                                                                                      \
                                                                                                         \
  static void NAME##_destroy(struct NAME *map) {                                                         \
    free(map->entries);                                                                                  \
  }                                                                                                      \
                                                                                                         \
  /* The slot that holds the key, or the free one where it would go. */                                  \
  static size_t NAME##_slot(const struct NAME *map, uint64_t key) {                                      \
    size_t slot = mix(key) & map->mask;                                                                  \
    while (map->entries[slot].is_used && map->entries[slot].key != key) slot = (slot + 1) & map->mask;   \
    return slot;                                                                                         \
  }                                                                                                      \
                                                                                                         \
  static void NAME##_set(struct NAME *map, uint64_t key, VALUE value);                                   \
                                                                                                         \
  static void NAME##_grow(struct NAME *map) {                                                            \
    struct NAME larger;                                                                                  \
    NAME##_create(&larger, (map->mask + 1) * 2);                                                         \
    for (size_t i = 0; i <= map->mask; i++) {                                                            \
      if (map->entries[i].is_used) NAME##_set(&larger, map->entries[i].key, map->entries[i].value);      \
    }                                                                                                    \
    NAME##_destroy(map);                                                                                 \
    *map = larger;                                                                                       \
  }                                                                                                      \
                                                                                                         \
  static void NAME##_set(struct NAME *map, uint64_t key, VALUE value) {                                  \
    if ((map->count + 1) * 4 > (map->mask + 1) * 3) NAME##_grow(map);                                    \
    size_t slot = NAME##_slot(map, key);                                                                 \
    if (!map->entries[slot].is_used) {                                                                   \
      map->entries[slot].is_used = 1;                                                                    \
      map->entries[slot].key = key;                                                                      \
      map->count++;                                                                                      \
    }                                                                                                    \
    map->entries[slot].value = value;                                                                    \
  }                                                                                                      \
                                                                                                         \
  static VALUE NAME##_get(const struct NAME *map, uint64_t key, VALUE otherwise) {                       \
    size_t slot = NAME##_slot(map, key);                                                                 \
    return map->entries[slot].is_used ? map->entries[slot].value : otherwise;                            \
  }                                                                                                      \
                                                                                                         \
  static bool NAME##_remove(struct NAME *map, uint64_t key) {                                            \
    size_t hole = NAME##_slot(map, key);                                                                 \
    if (!map->entries[hole].is_used) return false;                                                       \
    size_t next = hole;                                                                                  \
    for (;;) {                                                                                           \
      next = (next + 1) & map->mask;                                                                     \
      if (!map->entries[next].is_used) break;                                                            \
      size_t home = mix(map->entries[next].key) & map->mask;                                             \
      /* An entry may move back to the hole unless its home lies after the hole. */                      \
      if (((next - home) & map->mask) < ((next - hole) & map->mask)) continue;                           \
      map->entries[hole] = map->entries[next];                                                           \
      hole = next;                                                                                       \
    }                                                                                                    \
    map->entries[hole].is_used = 0;                                                                      \
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
