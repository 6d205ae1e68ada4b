// @build: musl-static glibc-static
// Clocks go forward, sleeps last at least as long as asked, and intervals repeat.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long nanoseconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000 + t.tv_nsec;
}

int main(void) {
  long last = nanoseconds(CLOCK_MONOTONIC), backwards = 0;
  for (int i = 0; i < 100000; i++) {
    long now = nanoseconds(CLOCK_MONOTONIC);
    backwards += now < last;
    last = now;
  }
  printf("backwards: %ld\n", backwards);
  printf("it is after 2023: %d\n", time(NULL) > 1700000000);
  struct timeval day;
  gettimeofday(&day, NULL);
  printf("the two agree: %d\n", labs(day.tv_sec - time(NULL)) <= 1);

  long before = nanoseconds(CLOCK_MONOTONIC);
  struct timespec rest, fiftieth = {0, 20000000};
  printf("sleep %d", nanosleep(&fiftieth, &rest));
  printf(", long enough: %d\n", nanoseconds(CLOCK_MONOTONIC) - before >= 20000000);
  before = nanoseconds(CLOCK_MONOTONIC);
  printf("poll %d", poll(NULL, 0, 30));
  printf(", long enough: %d\n", nanoseconds(CLOCK_MONOTONIC) - before >= 30000000);
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_nsec += 10000000;
  if (until.tv_nsec >= 1000000000) { until.tv_nsec -= 1000000000; until.tv_sec++; }
  printf("until a time %d", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
  printf(", reached: %d\n", nanoseconds(CLOCK_MONOTONIC) >= until.tv_sec * 1000000000 + until.tv_nsec);
  struct timespec bad = {0, 1000000000};
  printf("bad: %d", nanosleep(&bad, NULL));
  printf(" %s\n", strerror(errno));
  printf("no such clock: %d", clock_gettime(77, &bad));
  printf(" %s\n", strerror(errno));
  printf("processor time grows: %d\n", nanoseconds(CLOCK_PROCESS_CPUTIME_ID) > 0);
  return 0;
}
