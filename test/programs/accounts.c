// @build: glibc-static
// @guest-only
// @stdout: all as on Linux
// What the kernel says of time, use and states: clocks that are set, timers, file times, usage, nice values, /proc, /dev/kmsg. What is expected is what
// Debian's kernel (6.1) does. Guest only: it sets the clock, and changes its root.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int failures;

static void expect(const char *what, long got, long wanted) {
  if (got == wanted) return;
  printf("%s: %ld, not %ld (%s)\n", what, got, wanted, strerror(errno));
  failures++;
}
/* The result of a call, or its errno below 0. */
#define R(call) ({ errno = 0; long r_ = (long)(call); r_ == -1 ? -(long)errno : r_; })
#define IS(call, wanted) expect(#call, R(call), wanted)

/* ---- an absolute time of CLOCK_REALTIME comes when the clock is set behind it, whoever waits for it */

static struct timespec at;
static volatile int alarms;
static void onAlarm(int signal) { alarms++; }
static void *sleepUntil(void *unused) { return (void *)(long)clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, 0); }
static int word;
static void *waitUntil(void *unused) {
  return (void *)R(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &at, 0, 1));
}
static void *readTimer(void *fd) { char b[8]; return (void *)R(read((int)(long)fd, b, 8)); }


static void setClock(void) {
  struct timespec now, back;
  struct itimerspec when = {0}, left;
  struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM };
  timer_t timer, relative;
  pthread_t sleeper, waiter, reader;
  signal(SIGALRM, onAlarm);
  clock_gettime(CLOCK_REALTIME, &now);
  at.tv_sec = now.tv_sec + 3000;
  when.it_value = at;
  IS(timer_create(CLOCK_REALTIME, &event, &timer), 0);
  IS(timer_settime(timer, TIMER_ABSTIME, &when, 0), 0);
  int due = timerfd_create(CLOCK_REALTIME, 0), cancelled = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK);
  int blocked = timerfd_create(CLOCK_REALTIME, 0), from = timerfd_create(CLOCK_REALTIME, 0);
  IS(timerfd_settime(due, TFD_TIMER_ABSTIME, &when, 0), 0);
  when.it_value.tv_sec += 100000;
  IS(timerfd_settime(cancelled, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, 0), 0);
  IS(timerfd_settime(blocked, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, 0), 0);
  struct itimerspec later = { .it_value = { 3000, 0 } };
  IS(timerfd_settime(from, 0, &later, 0), 0);
  IS(timer_create(CLOCK_REALTIME, &event, &relative), 0);
  IS(timer_settime(relative, 0, &later, 0), 0);
  pthread_create(&sleeper, 0, sleepUntil, 0);
  pthread_create(&waiter, 0, waitUntil, 0);
  pthread_create(&reader, 0, readTimer, (void *)(long)blocked);
  back = now;
  back.tv_sec += 3001;
  IS(clock_settime(CLOCK_REALTIME, &back), 0);
  void *result;
  pthread_join(sleeper, &result);
  expect("clock_nanosleep", (long)result, 0);
  pthread_join(waiter, &result);
  expect("futex", (long)result, -ETIMEDOUT);
  // It may have begun to read after the clock was set: then it is told all the same.
  pthread_join(reader, &result);
  expect("a read that waits", (long)result, -ECANCELED);
  IS(readTimer((void *)(long)due), 8);
  struct pollfd ready = { cancelled, POLLIN };
  IS(poll(&ready, 1, -1), 1);
  expect("a read", (long)readTimer((void *)(long)cancelled), -ECANCELED);
  expect("the next", (long)readTimer((void *)(long)cancelled), -EAGAIN);
  while (alarms == 0) sched_yield();
  expect("alarms", alarms, 1);
  // A time from now on is not another for that.
  timerfd_gettime(from, &left);
  expect("left of 3000 s", left.it_value.tv_sec > 2000, 1);
  timer_gettime(relative, &left);
  expect("left of 3000 s", left.it_value.tv_sec > 2000, 1);
  timer_delete(timer);
  timer_delete(relative);
  struct timespec early = { 0, 0 }, far = { LONG_MAX / 1000000000, 0 };
  IS(clock_settime(CLOCK_REALTIME, &early), -EINVAL);
  IS(clock_settime(CLOCK_REALTIME, &far), -EINVAL);
  IS(clock_settime(CLOCK_MONOTONIC, &now), -EINVAL);
  IS(clock_settime(CLOCK_REALTIME, &now), 0);
  struct timespec short_ = { 0, 1 };
  IS(syscall(SYS_clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &short_, 0), -EOPNOTSUPP);
  IS(syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, &short_, 0), -EOPNOTSUPP);
  IS(syscall(SYS_clock_nanosleep, CLOCK_REALTIME_COARSE, 0, &short_, 0), -EOPNOTSUPP);
}

/* ---- timers: what was missed is counted, up to a limit */

static void overruns(void) {
  int id;
  struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
  sigset_t set;
  siginfo_t info;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, 0);
  IS(syscall(SYS_timer_create, CLOCK_REALTIME, &event, &id), 0);
  IS(syscall(SYS_timer_settime, id, 0, 0, 0), -EINVAL);
  // Since 1970: more than 2^31 nanoseconds.
  struct itimerspec when = { { 0, 1 }, { 1, 0 } };
  IS(syscall(SYS_timer_settime, id, TIMER_ABSTIME, &when, 0), 0);
  IS(sigwaitinfo(&set, &info), SIGUSR1);
  expect("overruns", info.si_overrun, INT_MAX);
  expect("overruns", info.si_code, SI_TIMER);
  IS(syscall(SYS_timer_settime, id, TIMER_ABSTIME, &when, 0), 0);
  struct signalfd_siginfo record;
  IS(read(signalfd(-1, &set, 0), &record, sizeof record), sizeof record);
  expect("overruns by signalfd", record.ssi_overrun, INT_MAX);
  IS(syscall(SYS_timer_delete, id), 0);
  IS(syscall(SYS_timer_create, CLOCK_TAI, &event, &id), 0);
  IS(syscall(SYS_timer_create, CLOCK_MONOTONIC, 0, &id), 0);
  IS(timerfd_create(CLOCK_TAI, 0), -EINVAL);
}

/* ---- timers by CPU time: of the process, and of a thread, which go on while it runs */

static volatile int ticks;
static void onTick(int signal) { ticks++; }

static void *spin(void *clock) {
  timer_t timer;
  struct itimerspec left, when = { { 0, 20000000 }, { 0, 20000000 } };
  struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGVTALRM };
  signal(SIGVTALRM, onTick);
  ticks = 0;
  IS(timer_create((long)clock, &event, &timer), 0);
  IS(timer_gettime(timer, &left), 0);
  expect("not set", left.it_value.tv_nsec, 0);
  IS(timer_settime(timer, 0, &when, 0), 0);
  IS(timer_gettime(timer, &left), 0);
  expect("set", left.it_value.tv_nsec > 0 && left.it_interval.tv_nsec == 20000000, 1);
  while (ticks < 3) continue;
  when.it_value.tv_nsec = 0;
  IS(timer_settime(timer, 0, &when, 0), 0);
  IS(timer_gettime(timer, &left), 0);
  expect("stopped", left.it_value.tv_nsec, 0);
  IS(timer_delete(timer), 0);
  return 0;
}

static void cpuTimers(void) {
  pthread_t thread;
  spin((void *)(long)CLOCK_PROCESS_CPUTIME_ID);
  spin((void *)(long)CLOCK_THREAD_CPUTIME_ID);
  pthread_create(&thread, 0, spin, (void *)(long)CLOCK_THREAD_CPUTIME_ID);
  pthread_join(thread, 0);
}

/* ---- times of files */

static void fileTimes(void) {
  struct stat s;
  struct statx x;
  int fd = open("times", O_CREAT | O_RDWR, 0600);
  struct timespec far[2] = { { -5, 7 }, { 1L << 40, 999999999 } };
  IS(utimensat(AT_FDCWD, "times", far, 0), 0);
  fstat(fd, &s);
  expect("st_atime", s.st_atim.tv_sec, -5);
  expect("st_atime's nanoseconds", s.st_atim.tv_nsec, 7);
  expect("st_mtime", s.st_mtim.tv_sec, 1L << 40);
  statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &x);
  expect("stx_atime", x.stx_atime.tv_sec, -5);
  expect("stx_mtime", x.stx_mtime.tv_sec, 1L << 40);
  IS(syscall(SYS_utimensat, AT_FDCWD, "nowhere/x", (void *)-1, 0), -EFAULT);
  // The first write through a shared mapping is a change of the file.
  IS(ftruncate(fd, 8192), 0);
  IS(utimensat(AT_FDCWD, "times", far, 0), 0);
  char *shared = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  char *own = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  own[0] = 1;
  fstat(fd, &s);
  expect("a private page does not change the file", s.st_mtim.tv_sec, 1L << 40);
  shared[4096] = 1;
  fstat(fd, &s);
  expect("a shared page does", s.st_mtim.tv_sec != 1L << 40, 1);
  munmap(shared, 8192);
  munmap(own, 8192);
}

/* ---- what was used */

static void touch(long bytes) {
  char *p = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(p, bytes, MADV_NOHUGEPAGE);
  for (long i = 0; i < bytes; i += 4096) p[i] = 1;
  munmap(p, bytes);
}

static long statusField(const char *file, const char *name) {
  static char b[8192];
  FILE *f = fopen(file, "r");
  b[fread(b, 1, sizeof b - 1, f)] = 0;
  fclose(f);
  char *found = strstr(b, name);
  return found ? atol(found + strlen(name)) : -1;
}

static void usage(void) {
  struct rusage before, after, thread, child, children;
  getrusage(RUSAGE_SELF, &before);
  touch(8 << 20);
  getrusage(RUSAGE_SELF, &after);
  getrusage(RUSAGE_THREAD, &thread);
  expect("ru_minflt grows by the pages", after.ru_minflt - before.ru_minflt >= 2048, 1);
  expect("the thread's as well", thread.ru_minflt >= 2048, 1);
  expect("ru_maxrss stays, though the memory is gone", after.ru_maxrss - before.ru_maxrss > 6000, 1);
  expect("ru_majflt", after.ru_majflt - before.ru_majflt, 0);
  expect("VmHWM", statusField("/proc/self/status", "VmHWM:") >= after.ru_maxrss, 1);
  expect("VmPeak", statusField("/proc/self/status", "VmPeak:") >= statusField("/proc/self/status", "VmSize:"), 1);
  pid_t pid = fork();
  if (pid == 0) {
    touch(24 << 20);
    _exit(0);
  }
  expect("wait4", wait4(pid, 0, 0, &child), pid);
  getrusage(RUSAGE_CHILDREN, &children);
  expect("a child's ru_maxrss", child.ru_maxrss >= 24 << 10, 1);
  expect("a child's ru_minflt", child.ru_minflt >= 6144, 1);
  expect("the children's ru_maxrss", children.ru_maxrss >= child.ru_maxrss, 1);
  expect("the children's ru_minflt", children.ru_minflt >= child.ru_minflt, 1);
  getrusage(RUSAGE_SELF, &before);
  // The wait gave the CPU away.
  expect("ru_nvcsw", before.ru_nvcsw > 0, 1);
  double one, five, fifteen;
  int running, all, last;
  struct sysinfo info;
  FILE *f = fopen("/proc/loadavg", "r");
  expect("loadavg", fscanf(f, "%lf %lf %lf %d/%d %d", &one, &five, &fifteen, &running, &all, &last), 6);
  fclose(f);
  expect("threads that run", running >= 1 && all >= running, 1);
  sysinfo(&info);
  expect("loads", one < 100 && five < 100 && info.loads[0] < 100 << 16, 1);
}

/* ---- states and nice values of threads */


static int firstId;
static char stateOf(const char *file, long *nice) {
  char b[1024];
  int fd = open(file, O_RDONLY);
  b[read(fd, b, sizeof b - 1)] = 0;
  close(fd);
  char *p = strrchr(b, ')') + 2, state = *p;
  for (int field = 3; field < 19; field++) p = strchr(p, ' ') + 1;
  *nice = atol(p);
  return state;
}

static void *second(void *unused) {
  char file[64];
  long nice;
  int id = syscall(SYS_gettid);
  // The first thread waits for this one, soon.
  while (stateOf("/proc/self/stat", &nice) != 'S') sched_yield();
  snprintf(file, sizeof file, "/proc/self/task/%d/stat", id);
  expect("state of a thread that reads its own", stateOf(file, &nice), 'R');
  expect("nice", nice, 0);
  IS(setpriority(PRIO_PROCESS, 0, 7), 0);
  stateOf(file, &nice);
  expect("its nice value", nice, 7);
  stateOf("/proc/self/stat", &nice);
  expect("the first thread's", nice, 0);
  IS(getpriority(PRIO_PROCESS, id), 7);
  IS(getpriority(PRIO_PROCESS, firstId), 0);
  IS(getpriority(PRIO_PROCESS, 0), 7);
  IS(syscall(SYS_ioprio_set, 1, 0, 3 << 13), 0);
  IS(syscall(SYS_ioprio_get, 1, 0), 3 << 13);
  IS(syscall(SYS_ioprio_get, 1, firstId), 0);
  snprintf(file, sizeof file, "/proc/%d/status", id);
  expect("Pid of a thread", statusField(file, "\nPid:\t"), id);
  expect("Tgid of a thread", statusField(file, "Tgid:\t"), firstId);
  pid_t child = fork();
  if (child == 0) _exit(getpriority(PRIO_PROCESS, 0));
  int status;
  waitpid(child, &status, 0);
  expect("a child has its maker's nice value", WEXITSTATUS(status), 7);
  struct sched_param none = {0};
  IS(setpriority(PRIO_PROCESS, 0, -3), 0);
  IS(sched_setscheduler(0, SCHED_BATCH | SCHED_RESET_ON_FORK, &none), 0);
  IS(sched_getscheduler(0), SCHED_BATCH | SCHED_RESET_ON_FORK);
  child = fork();
  if (child == 0) _exit(sched_getscheduler(0) | getpriority(PRIO_PROCESS, 0) << 4);
  waitpid(child, &status, 0);
  expect("a child after SCHED_RESET_ON_FORK", WEXITSTATUS(status), SCHED_BATCH);
  IS(sched_setscheduler(0, SCHED_BATCH, &none), 0);
  child = fork();
  if (child == 0) _exit(getpriority(PRIO_PROCESS, 0) == -3 ? sched_getscheduler(0) : 99);
  waitpid(child, &status, 0);
  expect("a child without", WEXITSTATUS(status), SCHED_BATCH);
  return 0;
}

static void threads(void) {
  pthread_t thread;
  firstId = getpid();
  pthread_create(&thread, 0, second, 0);
  pthread_join(thread, 0);
  IS(syscall(SYS_sched_getparam, 0, 0), -EINVAL);
  IS(syscall(SYS_sched_setparam, 0, 0), -EINVAL);
  IS(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, 0), -EINVAL);
  IS(syscall(SYS_ioprio_set, 1, 0, 0 << 13 | 4), -EINVAL);
  IS(syscall(SYS_ioprio_set, 1, 0, 4 << 13), -EINVAL);
  IS(waitpid(INT_MIN, 0, 0), -ESRCH);
  IS(klogctl(8, 0, 0), -EINVAL);
  IS(klogctl(8, 0, 9), -EINVAL);
}

/* ---- /dev/kmsg: a record a read */

static void records(void) {
  char b[1024], text[1024];
  unsigned priority;
  unsigned long number, before, when;
  int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK), out = open("/dev/kmsg", O_WRONLY);
  long n = R(read(fd, b, sizeof b - 1));
  expect("a record", n > 0, 1);
  b[n > 0 ? n : 0] = 0;
  expect("its parts", sscanf(b, "%u,%lu,%lu,-;%[^\n]\n", &priority, &before, &when, text), 4);
  expect("one line", strchr(b, '\n') - b, n - 1);
  n = R(read(fd, b, sizeof b - 1));
  b[n > 0 ? n : 0] = 0;
  sscanf(b, "%u,%lu", &priority, &number);
  expect("its number", number, before + 1);
  expect("one without room is passed over", R(read(fd, b, 2)), -EINVAL);
  IS(lseek(fd, 0, SEEK_END), 0);
  IS(lseek(fd, 1, SEEK_SET), -ESPIPE);
  IS(lseek(fd, 0, SEEK_CUR), -EINVAL);
  IS(read(fd, b, sizeof b), -EAGAIN);
  struct pollfd ready = { fd, POLLIN };
  IS(poll(&ready, 1, 0), 0);
  IS(write(out, "<3>an error\n", 12), 12);
  IS(poll(&ready, 1, -1), 1);
  n = R(read(fd, b, sizeof b - 1));
  b[n > 0 ? n : 0] = 0;
  sscanf(b, "%u,%lu,%lu,-;%[^\n]\n", &priority, &number, &when, text);
  expect("facility and level", priority, 1 << 3 | 3);
  expect("the text", strcmp(text, "an error"), 0);
  IS(write(out, "back\\slash\n", 11), 11);
  n = R(read(fd, b, sizeof b - 1));
  b[n > 0 ? n : 0] = 0;
  sscanf(b, "%u,%lu,%lu,-;%[^\n]\n", &priority, &number, &when, text);
  expect("facility and level of what says none", priority, 1 << 3 | 4);
  expect("the text", strcmp(text, "back\\x5cslash"), 0);
  // A reader sleeps until there is something.
  pid_t child = fork();
  if (child == 0) {
    int waits = open("/dev/kmsg", O_RDONLY);
    lseek(waits, 0, SEEK_END);
    kill(getppid(), SIGUSR2);
    _exit(read(waits, b, sizeof b) > 0 ? 0 : 1);
  }
  sigset_t set;
  int signal, status;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigwait(&set, &signal);
  write(out, "come\n", 5);
  waitpid(child, &status, 0);
  expect("a reader that waits", status, 0);
}

static void unreachable(void) {
  char b[300];
  mkdir("root", 0755);
  IS(chroot("root"), 0);
  long n = R(syscall(SYS_getcwd, b, sizeof b));
  expect("getcwd outside of the root", n > 0 && strncmp(b, "(unreachable)/", 14) == 0, 1);
  errno = 0;
  expect("realpath", realpath(".", 0) == 0 && errno == ENOENT, 1);
}

int main(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, 0);
  mkdir("/tmp/accounts", 0777);
  chdir("/tmp/accounts");
  threads();
  usage();
  fileTimes();
  overruns();
  cpuTimers();
  records();
  setClock();
  unreachable();
  if (failures == 0) puts("all as on Linux");
  return failures != 0;
}
