// LZ4's block format: a greedy encoder makes the input once, then the decoder, which trusts nothing, runs again and again.
// https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
#include <string.h>

#include "../twin.h"

enum { TEXT_SIZE = 65536, PACKED_SIZE = TEXT_SIZE + TEXT_SIZE / 255 + 16, HASH_BITS = 12, MIN_MATCH = 4 };

static uint8_t text[TEXT_SIZE], packed[PACKED_SIZE], unpacked[TEXT_SIZE];

// Words from a small vocabulary, so that matches of many lengths and distances arise.
static void fill_text(void) {
  static const char *const words[8] = {"kernel ", "page ", "the ", "scheduler ", "interrupt ", "a ", "file ", "process "};
  uint64_t random = 88172645463325252;
  size_t at = 0;
  while (at < TEXT_SIZE) {
    random = next_random(random);
    const char *word = words[random & 7];
    size_t length = strlen(word);
    for (size_t i = 0; i < length && at < TEXT_SIZE; i++) text[at++] = (uint8_t)word[i];
    if ((random >> 8 & 3) == 0 && at < TEXT_SIZE) text[at++] = (uint8_t)(random >> 16);
  }
}

static uint32_t load32(const uint8_t *from) {
  return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static size_t put_length(uint8_t *out, size_t at, size_t length) {
  while (length >= 255) {
    out[at++] = 255;
    length -= 255;
  }
  out[at++] = (uint8_t)length;
  return at;
}

static size_t put_sequence(uint8_t *out, size_t at, const uint8_t *in, size_t literal_start, size_t literals,
                           size_t distance, size_t match) {
  size_t extra = match == 0 ? 0 : match - MIN_MATCH;
  out[at++] = (uint8_t)((literals < 15 ? literals : 15) << 4 | (extra < 15 ? extra : 15));
  if (literals >= 15) at = put_length(out, at, literals - 15);
  for (size_t i = 0; i < literals; i++) out[at++] = in[literal_start + i];
  if (match == 0) return at;
  out[at++] = (uint8_t)distance;
  out[at++] = (uint8_t)(distance >> 8);
  if (extra >= 15) at = put_length(out, at, extra - 15);
  return at;
}

static size_t compress(const uint8_t *in, size_t length, uint8_t *out) {
  static uint32_t seen[1 << HASH_BITS];
  size_t at = 0, anchor = 0, i = 1;
  while (i + 12 < length) {
    uint32_t sequence = load32(in + i);
    uint32_t slot = sequence * 2654435761u >> (32 - HASH_BITS);
    size_t candidate = seen[slot];
    seen[slot] = (uint32_t)i;
    if (candidate >= i || i - candidate > 65535 || load32(in + candidate) != sequence) {
      i++;
      continue;
    }
    size_t match = MIN_MATCH;
    while (i + match + 5 < length && in[candidate + match] == in[i + match]) match++;
    at = put_sequence(out, at, in, anchor, i - anchor, i - candidate, match);
    i += match;
    anchor = i;
  }
  return put_sequence(out, at, in, anchor, length - anchor, 0, 0);
}

// Returns the bytes written, or -1 when the input is damaged or does not fit.
static int64_t decompress(const uint8_t *in, size_t in_length, uint8_t *out, size_t out_length) {
  size_t from = 0, to = 0;
  while (from < in_length) {
    uint8_t token = in[from++];
    size_t literals = token >> 4;
    if (literals == 15) {
      uint8_t more;
      do {
        if (from >= in_length) return -1;
        more = in[from++];
        literals += more;
      } while (more == 255);
    }
    if (literals > in_length - from || literals > out_length - to) return -1;
    for (size_t i = 0; i < literals; i++) out[to + i] = in[from + i];
    from += literals;
    to += literals;
    if (from == in_length) break;
    if (in_length - from < 2) return -1;
    size_t distance = in[from] | (size_t)in[from + 1] << 8;
    from += 2;
    if (distance == 0 || distance > to) return -1;
    size_t match = token & 15;
    if (match == 15) {
      uint8_t more;
      do {
        if (from >= in_length) return -1;
        more = in[from++];
        match += more;
      } while (more == 255);
    }
    match += MIN_MATCH;
    if (match > out_length - to) return -1;
    for (size_t i = 0; i < match; i++) out[to + i] = out[to + i - distance];
    to += match;
  }
  return (int64_t)to;
}

uint64_t bench_main(uint32_t iterations) {
  fill_text();
  size_t packed_length = compress(text, TEXT_SIZE, packed);
  uint64_t total = packed_length;
  for (uint32_t i = 0; i < iterations; i++) {
    int64_t length = decompress(packed, packed_length, unpacked, TEXT_SIZE);
    if (length != TEXT_SIZE) return 0;
    total = total * 31 + unpacked[i * 7919 % TEXT_SIZE];
  }
  for (size_t i = 0; i < TEXT_SIZE; i++) {
    if (unpacked[i] != text[i]) return 0;
  }
  return total;
}
