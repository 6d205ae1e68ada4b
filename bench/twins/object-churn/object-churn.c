// Objects that come, are shared and go: each has a count, raised and lowered by atomic operations as several CPUs need.
#include <stdatomic.h>

#include "../twin.h"

enum { SLOTS = 1024 };

struct message {
  _Atomic(uint64_t) count;
  struct message *reply_to;
  uint64_t id, payload;
};

static struct message *slots[SLOTS];
static struct message *recent[SLOTS];

static inline struct message *retain(struct message *message) {
  if (message != NULL) atomic_fetch_add_explicit(&message->count, 1, memory_order_relaxed);
  return message;
}

static void release(struct message *message) {
  // A loop, not a recursion: a chain of replies may be long.
  while (message != NULL && atomic_fetch_sub_explicit(&message->count, 1, memory_order_release) == 1) {
    atomic_thread_fence(memory_order_acquire);
    struct message *next = message->reply_to;
    free(message);
    message = next;
  }
}

static struct message *create_message(struct message *reply_to, uint64_t id, uint64_t payload) {
  struct message *message = must_allocate(malloc(sizeof *message));
  atomic_init(&message->count, 1);
  message->reply_to = retain(reply_to);
  message->id = id;
  message->payload = payload;
  return message;
}

static inline void store(struct message **slot, struct message *owned) {
  struct message *old = *slot;
  *slot = owned;
  release(old);
}

uint64_t bench_main(uint32_t iterations) {
  uint64_t random = 88172645463325252, total = 0;
  for (uint32_t i = 0; i < iterations; i++) {
    random = next_random(random);
    size_t slot = random & (SLOTS - 1);
    size_t other = random >> 12 & (SLOTS - 1);
    // One in four answers the message in another slot, so chains form and end.
    struct message *reply_to = (random >> 30 & 3) == 0 ? slots[other] : NULL;
    store(&slots[slot], create_message(reply_to, i, random));
    store(&recent[other], retain(slots[slot]));
    struct message *seen = recent[random >> 40 & (SLOTS - 1)];
    if (seen != NULL) {
      total += seen->payload ^ seen->id;
      if (seen->reply_to != NULL) total += seen->reply_to->id;
    }
  }
  for (size_t i = 0; i < SLOTS; i++) {
    store(&slots[i], NULL);
    store(&recent[i], NULL);
  }
  return total;
}
