// @build: glibc-static
// Arguments of futex(2), words that are not there, private and shared words, FUTEX_WAKE_OP; epoll sets that share a file (EPOLLEXCLUSIVE).
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TRY(call) do { errno = 0; long result_ = (long)(call); \
  printf("%s: %ld %s\n", #call, result_, result_ == -1 ? strerror(errno) : ""); } while (0)

static long futex(void *word, int operation, long value, void *time, void *second, long third) {
  return syscall(SYS_futex, word, operation, value, time, second, third);
}

static uint32_t first, second;
static volatile int thread;
static volatile int woken;

static void *sleepOn(void *operation) {
  thread = syscall(SYS_gettid);
  futex(&first, (int)(long)operation, 0, NULL, NULL, -1);
  woken = 1;
  return NULL;
}

static char stateOf(int process) {
  char path[64], text[256];
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = 0;
  char *end = strrchr(text, ')');
  return end == NULL ? 0 : end[2];
}

/** A thread that sleeps on the first word. */
static pthread_t sleeper(long operation) {
  pthread_t made;
  thread = woken = 0;
  pthread_create(&made, NULL, sleepOn, (void *)operation);
  while (thread == 0);
  // It is there once it can be moved to the other word; then back.
  long move = FUTEX_REQUEUE | (operation & FUTEX_PRIVATE_FLAG);
  while (futex(&first, move, 0, (void *)1, &second, 0) != 1) sched_yield();
  futex(&second, move, 0, (void *)1, &first, 0);
  return made;
}

static void words(void) {
  void *gone = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *none = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(gone, 4096);
  TRY(futex(gone, FUTEX_WAKE, 1, NULL, NULL, 0));
  TRY(futex(gone, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  TRY(futex(NULL, FUTEX_WAKE, 1, NULL, NULL, 0));
  TRY(futex((char *)&first + 1, FUTEX_WAKE, 1, NULL, NULL, 0));
  TRY(futex(&first, FUTEX_CMP_REQUEUE, -1, (void *)1, &second, 0));
  TRY(futex(&first, FUTEX_CMP_REQUEUE, 1, (void *)-1, &second, 0));
  TRY(futex(&first, FUTEX_REQUEUE, 1, (void *)1, none, 0));
  TRY(futex(&first, FUTEX_WAIT_BITSET, 0, NULL, NULL, 0));
  TRY(futex(&first, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1, NULL, NULL, 0));
  TRY(futex(&first, 99, 1, NULL, NULL, 0));
  TRY(futex(&first, FUTEX_WAIT, 1, NULL, NULL, 0));
}

static void wakes(void) {
  pthread_t other = sleeper(FUTEX_WAIT_PRIVATE);
  TRY(futex(&first, FUTEX_WAKE, 1, NULL, NULL, 0));
  TRY(futex(&first, FUTEX_WAKE_PRIVATE, 0, NULL, NULL, 0));
  pthread_join(other, NULL);
  other = sleeper(FUTEX_WAIT);
  TRY(futex(&first, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
  TRY(futex(&first, FUTEX_WAKE, 1, NULL, NULL, 0));
  pthread_join(other, NULL);

  second = 5;
  TRY(futex(&first, FUTEX_WAKE_OP, 1, (void *)1, &second, FUTEX_OP(FUTEX_OP_ADD, 3, FUTEX_OP_CMP_EQ, 0)));
  printf("%u\n", second);
  TRY(futex(&first, FUTEX_WAKE_OP, 1, (void *)1, &second, FUTEX_OP(FUTEX_OP_ANDN, 8, FUTEX_OP_CMP_GT, 0)));
  printf("%u\n", second);
  TRY(futex(&first, FUTEX_WAKE_OP, 1, (void *)1, &second, FUTEX_OP(FUTEX_OP_SET | FUTEX_OP_OPARG_SHIFT, 4, FUTEX_OP_CMP_LT, -1)));
  printf("%u\n", second);
  TRY(futex(&first, FUTEX_WAKE_OP, 1, (void *)1, &second, 0x70000000));
  TRY(futex(&first, FUTEX_WAKE_OP, 1, (void *)1, NULL, 0));
  other = sleeper(FUTEX_WAIT);
  second = 1;
  // The comparison holds for what was there before.
  TRY(futex(&second, FUTEX_WAKE_OP, 1, (void *)1, &first, FUTEX_OP(FUTEX_OP_XOR, 1, FUTEX_OP_CMP_EQ, 0)));
  pthread_join(other, NULL);
  printf("%u\n", first);
  first = 0;
}

enum { SETS = 6 };

static void exclusive(void) {
  int ends[2], set = epoll_create1(0), inner = epoll_create1(0);
  pid_t children[SETS];
  int *told = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pipe(ends);
  for (int i = 0; i < SETS; i++) {
    children[i] = fork();
    if (children[i] > 0) continue;
    int own = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE};
    epoll_ctl(own, EPOLL_CTL_ADD, ends[0], &event);
    __sync_fetch_and_add(&told[1], 1);
    if (epoll_wait(own, &event, 1, -1) == 1) __sync_fetch_and_add(&told[0], 1);
    __sync_fetch_and_add(&told[2], 1);
    for (;;) pause();
  }
  while (__sync_fetch_and_add(&told[1], 0) < SETS) sched_yield();
  for (int i = 0; i < SETS; i++) while (stateOf(children[i]) != 'S') sched_yield();
  write(ends[1], "x", 1);
  while (__sync_fetch_and_add(&told[2], 0) == 0) sched_yield();
  // Whoever was woken beside it has had the time to say so once all sleep again.
  for (int i = 0; i < SETS; i++) while (stateOf(children[i]) != 'S') sched_yield();
  printf("woken: %d\n", told[0]);
  for (int i = 0; i < SETS; i++) kill(children[i], SIGKILL);
  for (int i = 0; i < SETS; i++) waitpid(children[i], NULL, 0);

  struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE};
  TRY(epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event));
  TRY(epoll_ctl(set, EPOLL_CTL_MOD, ends[0], &event));
  event.events = EPOLLIN;
  TRY(epoll_ctl(set, EPOLL_CTL_MOD, ends[0], &event));
  TRY(epoll_ctl(set, EPOLL_CTL_DEL, ends[0], &event));
  event.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT;
  TRY(epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event));
  event.events = EPOLLIN | EPOLLEXCLUSIVE;
  TRY(epoll_ctl(set, EPOLL_CTL_ADD, inner, &event));
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  words();
  wakes();
  exclusive();
  return 0;
}
