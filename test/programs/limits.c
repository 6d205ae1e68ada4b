// What resource limits bound (getrlimit(2)), and the interval timers by CPU time.
// @time-limit: 60
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MIB (1 << 20)

static void limit(int resource, rlim_t soft, rlim_t hard) {
  struct rlimit both = {soft, hard};
  if (setrlimit(resource, &both) != 0) printf("setrlimit %d: %s\n", resource, strerror(errno));
}

// Runs it in a process of its own.
static void attempt(const char *name, void (*act)(void)) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    act();
    fflush(stdout);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) printf("%s: ended by signal %d%s\n", name, WTERMSIG(status), WCOREDUMP(status) ? " with a core" : "");
  else printf("%s: exit %d\n", name, WEXITSTATUS(status));
}

static void *map(size_t size, int protection) {
  errno = 0;
  void *at = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return at == MAP_FAILED ? NULL : at;
}

static void addressSpace(void) {
  char *had = map(8 * MIB, PROT_READ | PROT_WRITE);
  limit(RLIMIT_AS, 64 * MIB, RLIM_INFINITY);
  char *some = map(16 * MIB, PROT_READ), *most = map(64 * MIB, PROT_NONE);
  printf("16 MiB %s, 64 MiB %s (%d)\n", some ? "mapped" : "refused", most ? "mapped" : "refused", errno);
  char *again = mmap(had, 8 * MIB, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  printf("in its own place %s\n", again == had ? "mapped" : "refused");
  errno = 0;
  void *larger = mremap(some, 16 * MIB, 64 * MIB, MREMAP_MAYMOVE);
  printf("made larger: %s (%d)\n", larger == MAP_FAILED ? "refused" : "done", errno);
  errno = 0;
  void *heap = sbrk(64 * MIB);
  printf("heap: %s (%d)\n", heap == (void *)-1 ? "refused" : "grown", errno);
  fflush(stdout);
  if (fork() == 0) {
    printf("a child: %s\n", map(64 * MIB, PROT_READ) ? "mapped" : "refused");
    fflush(stdout);
    _exit(0);
  }
  wait(NULL);
  limit(RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY);
  printf("without: %s\n", map(64 * MIB, PROT_NONE) ? "mapped" : "refused");
}

static void data(void) {
  limit(RLIMIT_DATA, 32 * MIB, RLIM_INFINITY);
  printf("data: %s, %s, ", map(16 * MIB, PROT_READ | PROT_WRITE) ? "mapped" : "refused", map(32 * MIB, PROT_READ | PROT_WRITE) ? "mapped" : "refused");
  char *reserved = map(64 * MIB, PROT_NONE);
  printf("reserved %s, ", reserved ? "mapped" : "refused");
  printf("a part %s, ", mprotect(reserved, 4 * MIB, PROT_READ | PROT_WRITE) == 0 ? "usable" : "refused");
  printf("all %s\n", mprotect(reserved, 64 * MIB, PROT_READ | PROT_WRITE) == 0 ? "usable" : "refused");
}

__attribute__((noinline)) static int deep(volatile char *from, int more) {
  volatile char block[65536];
  block[0] = *from;
  return more > 0 ? deep(block, more - 1) + block[1] : block[0];
}
static void deepStack(void) {
  // It counts for the program that runs: 16 MiB.
  limit(RLIMIT_STACK, 32 * MIB, RLIM_INFINITY);
  deep("", 256);
  puts("a deep stack");
  limit(RLIMIT_STACK, 1 * MIB, RLIM_INFINITY);
  fflush(stdout);
  deep("", 600);
}

static void spin(void) {
  for (volatile unsigned i = 0;; i++) {}
}
static void cpuTime(void) {
  limit(RLIMIT_CPU, 1, 2);
  spin();
}
static volatile sig_atomic_t warnings;
static void warned(int signal) { warnings++; }
static void cpuTimeWarned(void) {
  signal(SIGXCPU, warned);
  limit(RLIMIT_CPU, 1, 3);
  while (warnings < 2) {}
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  puts(used.tv_sec >= 1 ? "warned twice" : "warned too early");
}

static sigjmp_buf back;
static void ticks(int signal) { if (++warnings == 3) siglongjmp(back, signal); }
static void timer(int which, int signal) {
  struct sigaction action = {.sa_handler = ticks};
  struct itimerval every = {{0, 20000}, {0, 20000}}, was, none = {{0, 0}, {0, 0}};
  sigaction(signal, &action, NULL);
  warnings = 0;
  setitimer(which, &every, NULL);
  // Time that passes without the CPU does not count.
  usleep(100000);
  int before = warnings;
  int came = sigsetjmp(back, 1);
  if (came == 0) spin();
  setitimer(which, &none, &was);
  printf("timer %d: %d, then signal %d %d times, interval %ld, %s\n", which, before, came, warnings, (long)was.it_interval.tv_usec,
         was.it_value.tv_usec > 0 && was.it_value.tv_usec <= 20000 ? "running" : "not running");
  getitimer(which, &was);
  printf("then %ld %ld\n", (long)was.it_value.tv_usec, (long)was.it_interval.tv_usec);
}
static void timers(void) {
  timer(ITIMER_VIRTUAL, SIGVTALRM);
  timer(ITIMER_PROF, SIGPROF);
  struct itimerval one = {{0, 0}, {0, 10000}};
  signal(SIGPROF, SIG_DFL);
  errno = 0;
  printf("another: %d %d\n", setitimer(7, &one, NULL), errno);
  fflush(stdout);
  setitimer(ITIMER_PROF, &one, NULL);
  // Not those of its child.
  if (fork() == 0) {
    struct itimerval left;
    getitimer(ITIMER_PROF, &left);
    _exit(left.it_value.tv_usec != 0);
  }
  int status;
  while (wait(&status) < 0) {}
  if (status != 0) puts("inherited");
  fflush(stdout);
  spin();
}

static void refusals(void) {
  struct rlimit both = {5, 4};
  printf("soft above hard: %d, ", setrlimit(RLIMIT_CORE, &both) == 0 ? 0 : errno);
  printf("no such: %d, ", getrlimit(16, &both) == 0 ? 0 : errno);
  printf("no such process: %d, ", prlimit(999999, RLIMIT_CORE, NULL, &both) == 0 ? 0 : errno);
  printf("too many files: %d\n", (both = (struct rlimit){1ul << 40, 1ul << 40}, setrlimit(RLIMIT_NOFILE, &both)) == 0 ? 0 : errno);
  limit(RLIMIT_CORE, 1000, 2000);
  setgid(1000), setuid(1000);
  both = (struct rlimit){2000, 3000};
  printf("raised by a user: %d, ", setrlimit(RLIMIT_CORE, &both) == 0 ? 0 : errno);
  both = (struct rlimit){2000, 2000};
  printf("up to the hard one: %d\n", setrlimit(RLIMIT_CORE, &both) == 0 ? 0 : errno);
  getrlimit(RLIMIT_CORE, &both);
  printf("%ld %ld\n", (long)both.rlim_cur, (long)both.rlim_max);
}

static void quits(void) { raise(SIGQUIT); }

int main(void) {
  limit(RLIMIT_CORE, 0, RLIM_INFINITY);
  attempt("address space", addressSpace);
  attempt("data", data);
  attempt("stack", deepStack);
  attempt("CPU time", cpuTime);
  attempt("CPU time, warned", cpuTimeWarned);
  attempt("timers", timers);
  attempt("refusals", refusals);
  attempt("quit", quits);
  return 0;
}
