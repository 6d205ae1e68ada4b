// @build: musl-static glibc-static
// Nice values and what they are worth, time in user mode and in the kernel, clocks of others, and how many processes a user may have.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int code(long result) { return result < 0 ? -errno : (int)result; }

static long microseconds(struct timeval time) { return time.tv_sec * 1000000 + time.tv_usec; }
static long processor(clockid_t clock) {
  struct timespec time;
  return clock_gettime(clock, &time) < 0 ? -1 : time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static volatile unsigned long sink;
static void compute(void) { for (int i = 0; i < 100000; i++) sink += i; }
static void callKernel(void) {
  static char bytes[65536];
  int fd = open("/dev/zero", O_RDONLY);
  for (int i = 0; i < 20; i++) read(fd, bytes, sizeof bytes);
  close(fd);
}

/* Does one kind of work until it has cost that much. */
static void use(void (*work)(void), long much) {
  long start = processor(CLOCK_PROCESS_CPUTIME_ID);
  while (processor(CLOCK_PROCESS_CPUTIME_ID) - start < much) work();
}

static void statTimes(long *user, long *kernel) {
  char text[1024] = "";
  int fd = open("/proc/self/stat", O_RDONLY);
  read(fd, text, sizeof text - 1);
  close(fd);
  char *at = strrchr(text, ')');
  for (int i = 0; i < 12; i++) at = strchr(at + 1, ' ');
  sscanf(at, "%ld %ld", user, kernel);
}

static void show(const char *what, long user, long kernel) {
  printf("%s: mostly %s, enough %d\n", what, user > kernel * 2 ? "user" : kernel > user * 2 ? "kernel" : "both", user + kernel > 0);
}

static void split(void) {
  void (*works[2])(void) = {compute, callKernel};
  for (int i = 0; i < 2; i++) {
    fflush(stdout);
    if (fork() == 0) {
      use(works[i], 400000);
      struct rusage usage;
      struct tms tms;
      long user, kernel;
      getrusage(RUSAGE_SELF, &usage);
      show("getrusage", microseconds(usage.ru_utime), microseconds(usage.ru_stime));
      times(&tms);
      show("times", tms.tms_utime, tms.tms_stime);
      statTimes(&user, &kernel);
      show("/proc/self/stat", user, kernel);
      getrusage(RUSAGE_THREAD, &usage);
      show("thread", microseconds(usage.ru_utime), microseconds(usage.ru_stime));
      long last = 0, lastKernel = 0, backwards = 0;
      for (int k = 0; k < 2000; k++) {
        works[k % 2]();
        getrusage(RUSAGE_SELF, &usage);
        backwards += microseconds(usage.ru_utime) < last || microseconds(usage.ru_stime) < lastKernel;
        last = microseconds(usage.ru_utime);
        lastKernel = microseconds(usage.ru_stime);
        if (last + lastKernel > 700000) break;
      }
      printf("backwards %ld\n", backwards);
      exit(0);
    }
    struct rusage before, usage;
    getrusage(RUSAGE_CHILDREN, &before);
    struct rusage child;
    wait4(-1, NULL, 0, &child);
    getrusage(RUSAGE_CHILDREN, &usage);
    printf("children %d, wait %d\n", microseconds(usage.ru_utime) + microseconds(usage.ru_stime) - microseconds(before.ru_utime) >= 300000,
           microseconds(child.ru_utime) + microseconds(child.ru_stime) >= 300000);
  }
}

static void *idle(void *until) {
  while (!*(volatile int *)until) usleep(1000);
  return NULL;
}

static void clocks(void) {
  clockid_t clock;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) { for (;;) compute(); }
  usleep(50000);
  printf("of a child %d", clock_getcpuclockid(child, &clock));
  long first = processor(clock);
  for (int i = 0; i < 500 && processor(clock) <= first; i++) usleep(10000);
  printf(", grows %d", processor(clock) > first);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  printf(", gone %d %d\n", clock_getcpuclockid(child, &clock), code(processor(clock)));
  pthread_t thread;
  static volatile int over;
  pthread_create(&thread, NULL, idle, (void *)&over);
  printf("of a thread %d", pthread_getcpuclockid(thread, &clock));
  use(compute, 50000);
  printf(", little %d, own much %d\n", processor(clock) < 40000, processor(CLOCK_THREAD_CPUTIME_ID) > 40000);
  over = 1;
  pthread_join(thread, NULL);
  struct timespec resolution;
  printf("own %d, kinds %d %d, descriptor %d\n", clock_getcpuclockid(0, &clock), processor(-6) > 0, processor(-5) > 0, code(clock_getres(-5 + 2, &resolution)));
}

static void niceness(void) {
  // The tests may themselves run with a nice value.
  int first = getpriority(PRIO_PROCESS, 0);
  printf("the same by pid %d, nobody %d\n", getpriority(PRIO_PROCESS, getpid()) == first, code(getpriority(PRIO_PROCESS, 999999)));
  printf("refused %d %d\n", code(setpriority(9, 0, 0)), code(getpriority(PRIO_PGRP, 999999)));
  fflush(stdout);
  if (fork() == 0) {
    setpgid(0, 0);
    setpriority(PRIO_PROCESS, 0, 13);
    int said[2];
    char byte;
    pipe(said);
    pid_t child = fork();
    if (child == 0) {
      printf("inherited %d\n", getpriority(PRIO_PROCESS, 0));
      nice(3);
      printf("nicer %d\n", getpriority(PRIO_PROCESS, 0));
      fflush(stdout);
      write(said[1], "", 1);
      pause();
    }
    read(said[0], &byte, 1);
    printf("group %d", getpriority(PRIO_PGRP, 0));
    printf(" set %d", setpriority(PRIO_PGRP, 0, 17));
    printf(" %d %d", getpriority(PRIO_PROCESS, 0), getpriority(PRIO_PROCESS, child));
    setpriority(PRIO_PROCESS, 0, 99);
    printf(" most %d\n", getpriority(PRIO_PROCESS, 0));
    kill(child, SIGKILL);
    exit(0);
  }
  wait(NULL);
  // Two that compete for one CPU.
  volatile long *counts = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t children[2];
  for (int i = 0; i < 2; i++) {
    children[i] = fork();
    if (children[i] != 0) continue;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    sched_setaffinity(0, sizeof set, &set);
    if (i == 1) setpriority(PRIO_PROCESS, 0, 19);
    for (;;) { compute(); counts[i]++; }
  }
  for (int i = 0; i < 300 && counts[0] + counts[1] < 2000; i++) usleep(10000);
  for (int i = 0; i < 2; i++) kill(children[i], SIGKILL);
  while (wait(NULL) > 0);
  printf("the nicer one gets %s\n", counts[1] * 2 < counts[0] ? "less" : "as much");
}

static void processes(void) {
  // Only who is not privileged is counted; others print what is to be expected.
  printf("forks:");
  fflush(stdout);
  if (fork() == 0) {
    int made = 0;
    struct rlimit limit = {4, 4};
    setrlimit(RLIMIT_NPROC, &limit);
    if (geteuid() != 0 || setresuid(54321, 54321, 54321) < 0) { printf(" 3 %d\n", -EAGAIN); exit(0); }
    pid_t pid;
    while ((pid = fork()) > 0) made++;
    if (pid == 0) { pause(); _exit(0); }
    printf(" %d %d\n", made, -errno);
    fflush(stdout);
    kill(-1, SIGKILL);
    _exit(0);
  }
  wait(NULL);
}

int main(void) {
  split();
  clocks();
  niceness();
  processes();
  return 0;
}
