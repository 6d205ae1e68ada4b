// @build: musl-static glibc-static
// Floating-point and vector registers stay a process's own while several compete for the CPU.
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static double series(int seed) {
  double x = seed * 0.1, total = 0;
  for (int i = 1; i < 300000; i++) {
    x = x * 1.000001 + 1.0 / i;
    total += x - (long)x;
  }
  return total;
}

static void handler(int number) {
  // A handler may use the registers as it likes.
  volatile double x = number;
  for (int i = 0; i < 100; i++) x = x * 1.5 + i;
}

#include <signal.h>
#include <sys/time.h>

int main(void) {
  int ends[2];
  pipe(ends);
  double expected[4];
  for (int i = 0; i < 4; i++) expected[i] = series(i);
  for (int i = 0; i < 4; i++) {
    if (fork() == 0) {
      signal(SIGALRM, handler);
      struct itimerval often = {{0, 3000}, {0, 3000}};
      setitimer(ITIMER_REAL, &often, NULL);
      double result = series(i);
      unsigned control;
      __asm__ volatile("stmxcsr %0" : "=m"(control));
      char ok = memcmp(&result, &expected[i], sizeof result) == 0 && (control & 0xffc0) == 0x1f80;
      write(ends[1], &ok, 1);
      _exit(0);
    }
  }
  int good = 0;
  for (int i = 0; i < 4; i++) {
    char ok = 0;
    // The calls of the parent are not disturbed by timers: those are the children's own.
    if (read(ends[0], &ok, 1) == 1) good += ok;
  }
  while (wait(NULL) > 0);
  printf("%d of 4 computed the same, %.6f\n", good, expected[3]);
  return 0;
}
