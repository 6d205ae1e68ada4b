// @build: musl-static glibc-static
// Counters, timers and epoll as descriptors; timers that send signals.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int code(long result) { return result < 0 ? -errno : (int)result; }

static void counters(void) {
  int fd = eventfd(3, EFD_NONBLOCK);
  uint64_t value = 0, one = 1, most = ~0ull - 1, far = ~0ull;
  printf("read %d", code(read(fd, &value, 8)));
  printf(" %llu, again %d\n", (unsigned long long)value, code(read(fd, &value, 8)));
  printf("short %d %d\n", code(read(fd, &value, 7)), code(write(fd, &one, 4)));
  printf("too much %d, most %d, more %d\n", code(write(fd, &far, 8)), code(write(fd, &most, 8)), code(write(fd, &one, 8)));
  struct pollfd entry = {fd, POLLIN | POLLOUT, 0};
  printf("poll %d %x\n", poll(&entry, 1, 0), entry.revents);
  close(fd);
  fd = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
  for (int i = 0; i < 3; i++) { printf("semaphore %d", code(read(fd, &value, 8))); printf(" %llu\n", (unsigned long long)value); }
  printf("nonsense %d\n", code(eventfd(0, 0x40)));
  int waiting = eventfd(0, 0);
  fflush(stdout);
  if (fork() == 0) { usleep(20000); write(waiting, &one, 8); _exit(0); }
  printf("waited %d", code(read(waiting, &value, 8)));
  printf(" %llu\n", (unsigned long long)value);
  wait(NULL);
}

static void timers(void) {
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  uint64_t times = 0;
  struct itimerspec spec = {{0, 0}, {0, 20000000}}, old;
  printf("fresh %d\n", code(read(fd, &times, 8)));
  printf("set %d\n", code(timerfd_settime(fd, 0, &spec, NULL)));
  timerfd_gettime(fd, &old);
  printf("left %d\n", old.it_value.tv_nsec > 0 && old.it_value.tv_nsec <= 20000000);
  struct pollfd entry = {fd, POLLIN, 0};
  printf("poll %d", poll(&entry, 1, 5000));
  printf(" read %d %llu\n", code(read(fd, &times, 8)), (unsigned long long)times);
  spec.it_interval.tv_nsec = 1;
  spec.it_value.tv_nsec = 1;
  timerfd_settime(fd, 0, &spec, NULL);
  usleep(10000);
  read(fd, &times, 8);
  printf("many %d\n", times > 1000);
  spec.it_value.tv_nsec = 2000000000;
  printf("bad time %d, flags %d, clock %d\n", code(timerfd_settime(fd, 0, &spec, NULL)), code(timerfd_settime(fd, 64, &spec, NULL)), code(timerfd_create(99, 0)));
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  int real = timerfd_create(CLOCK_REALTIME, 0);
  struct itimerspec past = {{0, 0}, {now.tv_sec - 10, 0}};
  timerfd_settime(real, TFD_TIMER_ABSTIME, &past, NULL);
  read(real, &times, 8);
  printf("in the past %llu\n", (unsigned long long)times);
  printf("not a timer %d\n", code(timerfd_settime(0, 0, &past, NULL)));
}

static void show(int count, struct epoll_event *events) {
  printf("%d:", count < 0 ? -errno : count);
  for (int i = 0; i < count; i++) printf(" %x/%llu", events[i].events, (unsigned long long)events[i].data.u64);
  puts("");
}

static void watching(void) {
  int set = epoll_create1(EPOLL_CLOEXEC), ends[2], second[2];
  pipe2(ends, O_NONBLOCK);
  pipe2(second, O_NONBLOCK);
  struct epoll_event event = {EPOLLIN, {.u64 = 1}}, found[8];
  printf("add %d, again %d\n", code(epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event)), code(epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event)));
  printf("change what is not there %d\n", code(epoll_ctl(set, EPOLL_CTL_MOD, second[0], &event)));
  printf("take what is not there %d\n", code(epoll_ctl(set, EPOLL_CTL_DEL, second[0], NULL)));
  printf("itself %d\n", code(epoll_ctl(set, EPOLL_CTL_ADD, set, &event)));
  char name[] = "/tmp/tessera-events-XXXXXX";
  int file = mkstemp(name);
  unlink(name);
  printf("a file %d, nothing %d, no set %d\n", code(epoll_ctl(set, EPOLL_CTL_ADD, file, &event)), code(epoll_ctl(set, EPOLL_CTL_ADD, 99, &event)), code(epoll_ctl(ends[0], EPOLL_CTL_ADD, ends[1], &event)));
  printf("none ready "); show(epoll_wait(set, found, 8, 0), found);
  printf("after a time "); show(epoll_wait(set, found, 8, 10), found);
  write(ends[1], "abc", 3);
  printf("level "); show(epoll_wait(set, found, 8, -1), found);
  printf("level again "); show(epoll_wait(set, found, 8, 0), found);
  char byte;
  while (read(ends[0], &byte, 1) == 1) {}
  printf("read empty "); show(epoll_wait(set, found, 8, 0), found);
  event.events = EPOLLIN | EPOLLET;
  event.data.u64 = 2;
  epoll_ctl(set, EPOLL_CTL_MOD, ends[0], &event);
  write(ends[1], "d", 1);
  printf("edge "); show(epoll_wait(set, found, 8, 0), found);
  printf("no new edge "); show(epoll_wait(set, found, 8, 0), found);
  write(ends[1], "e", 1);
  printf("new edge "); show(epoll_wait(set, found, 8, 0), found);
  event.events = EPOLLOUT | EPOLLONESHOT;
  event.data.u64 = 3;
  epoll_ctl(set, EPOLL_CTL_ADD, second[1], &event);
  printf("once "); show(epoll_wait(set, found, 8, 0), found);
  printf("no more "); show(epoll_wait(set, found, 8, 0), found);
  epoll_ctl(set, EPOLL_CTL_MOD, second[1], &event);
  printf("armed again "); show(epoll_wait(set, found, 8, 0), found);
  // A set in a set.
  int outer = epoll_create(1);
  event.events = EPOLLIN;
  event.data.u64 = 4;
  printf("nest %d, round %d\n", code(epoll_ctl(outer, EPOLL_CTL_ADD, set, &event)), code(epoll_ctl(set, EPOLL_CTL_ADD, outer, &event)));
  printf("outer idle "); show(epoll_wait(outer, found, 8, 0), found);
  write(ends[1], "f", 1);
  printf("outer "); show(epoll_wait(outer, found, 8, 100), found);
  struct pollfd entry = {set, POLLIN, 0};
  printf("poll of a set %d %x\n", poll(&entry, 1, 0), entry.revents);
  // Closing takes a file out.
  close(second[1]);
  close(ends[1]);
  event.data.u64 = 1;
  printf("hang up "); show(epoll_wait(set, found, 8, 0), found);
  close(ends[0]);
  printf("closed "); show(epoll_wait(set, found, 8, 0), found);
  printf("no room %d %d\n", code(epoll_wait(set, found, 0, 0)), code(epoll_wait(set, found, -1, 0)));
  // Fewer places than are ready: the others come next.
  int many[4];
  for (int i = 0; i < 4; i++) {
    many[i] = eventfd(1, 0);
    event = (struct epoll_event){EPOLLIN, {.u64 = 10 + i}};
    epoll_ctl(set, EPOLL_CTL_ADD, many[i], &event);
  }
  int seen = 0;
  for (int i = 0; i < 4; i++) { if (epoll_wait(set, found, 1, 0) == 1) seen |= 1 << (found[0].data.u64 - 10); }
  printf("all in turn %x\n", seen);
  for (int i = 0; i < 4; i++) close(many[i]);
  // Another process wakes the wait; a signal ends it.
  int event2 = eventfd(0, 0);
  event = (struct epoll_event){EPOLLIN, {.u64 = 20}};
  epoll_ctl(set, EPOLL_CTL_ADD, event2, &event);
  fflush(stdout);
  if (fork() == 0) { uint64_t one = 1; usleep(20000); write(event2, &one, 8); _exit(0); }
  printf("woken "); show(epoll_wait(set, found, 8, 5000), found);
  wait(NULL);
}

static volatile int alarms, lastCode, lastValue;
static void onAlarm(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)context;
  alarms++;
  lastCode = info->si_code;
  lastValue = info->si_value.sival_int;
}

static void signalTimers(void) {
  struct sigaction action = {.sa_sigaction = onAlarm, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGALRM, &action, NULL);
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 42};
  printf("create %d\n", code(timer_create(CLOCK_MONOTONIC, &event, &timer)));
  struct itimerspec spec = {{0, 5000000}, {0, 5000000}};
  printf("set %d\n", code(timer_settime(timer, 0, &spec, NULL)));
  while (alarms < 3) pause();
  printf("came: code %d, value %d\n", lastCode, lastValue);
  struct itimerspec now;
  timer_gettime(timer, &now);
  printf("interval %ld\n", now.it_interval.tv_nsec);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int before = alarms;
  usleep(60000);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  printf("blocked: %s, overrun %s\n", alarms - before <= 3 ? "one" : "many", timer_getoverrun(timer) >= 0 ? "counted" : "no");
  printf("delete %d, again %d\n", code(timer_delete(timer)), code(timer_delete(timer)));
  event.sigev_notify = SIGEV_NONE;
  printf("silent %d", code(timer_create(CLOCK_REALTIME, &event, &timer)));
  spec = (struct itimerspec){{0, 0}, {100, 0}};
  timer_settime(timer, 0, &spec, NULL);
  timer_gettime(timer, &now);
  printf(" %d\n", now.it_value.tv_sec >= 99);
  event.sigev_notify = 77;
  printf("nonsense %d %d\n", code(timer_create(CLOCK_MONOTONIC, &event, &timer)), code(timer_create(1234, NULL, &timer)));
  // An interval that nobody can follow.
  alarms = 0;
  struct itimerval fast = {{0, 200}, {0, 200}}, none = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &fast, NULL);
  volatile unsigned long work = 0;
  for (int i = 0; i < 3000000; i++) work += i;
  setitimer(ITIMER_REAL, &none, NULL);
  printf("fast: %s\n", alarms > 0 ? "came" : "never");
}

int main(void) {
  counters();
  timers();
  watching();
  signalTimers();
  return 0;
}
