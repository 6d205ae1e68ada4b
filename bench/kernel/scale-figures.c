// How the cost of one operation grows with the number of entries of the kernel's tables, in ticks of the time-stamp counter, which under `qemu -icount`
// counts instructions.
//
// Runs as /init under Linux and under Tessera. Each table is filled to 100, 1,000, 10,000 and 60,000 entries (those that need a kernel stack each: to
// 10,000), in a process of its own; at each size an operation is measured that adds, looks up and takes away. It prints a line a figure,
// "scale NAME ENTRIES VALUE", or "failed NAME ENTRIES ERRNO STEP" where the kernel refuses a call, "slow NAME ENTRIES" where filling takes so long that
// nothing is left to be measured, and ends with "figures done".
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// linux/futex.h, which not every C library brings.
enum { FUTEX_WAIT_PRIVATE = 128, FUTEX_WAKE_PRIVATE = 129 };

enum { ROUNDS = 15, MOST = 60000, PAGE = 4096 };
static const int sizes[] = {100, 1000, 10000, MOST};
// Filling a table further is given up when it has taken so many instructions.
static const uint64_t patience = 40000000000;

static inline uint64_t ticks(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high)::"memory");
  return (uint64_t)high << 32 | low;
}

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...) {
  char line[200];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (write(1, line, (size_t)length) != length) _exit(3);
}

static const char *step;

// Notes a call that failed.
static long need(const char *what, long result) {
  if (result < 0) step = what;
  return result;
}
#define NEED(CALL)                                       \
  do {                                                   \
    if (need(#CALL, (long)(CALL)) < 0) return -1; \
  } while (0)

// A table: adds the entry with a number; and does the operation once among so many entries. -1 on failure.
struct table {
  const char *name;
  int most;
  int (*add)(int index);
  int (*operate)(int entries);
  // Entries that one operation walks over: its cost is divided by them. 0: it stands for itself.
  int isWalk;
};

// ---- memory ----

static char *pages;
static int add_mapping(int i) {
  // Every other page, so that no two are one mapping.
  if (i == 0) {
    pages = mmap(NULL, 2l * PAGE * (MOST + 2), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    NEED(pages == MAP_FAILED ? -1 : 0);
    NEED(munmap(pages, 2l * PAGE * (MOST + 2)));
  }
  return mmap(pages + 2l * PAGE * i, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED ? -1 : 0;
}
static int map_anywhere(int n) {
  char *at = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  NEED(at == MAP_FAILED ? -1 : 0);
  NEED(munmap(at, PAGE));
  return 0;
}
static int map_large(int n) {
  // Fits nowhere between the others.
  char *at = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  NEED(at == MAP_FAILED ? -1 : 0);
  NEED(munmap(at, 64 * PAGE));
  return 0;
}
static int map_between(int n) {
  char *at = pages + 2l * PAGE * (n / 2);
  NEED(munmap(at, PAGE));
  NEED(mmap(at, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED ? -1 : 0);
  NEED(mprotect(at, PAGE, PROT_READ | PROT_WRITE));
  NEED(mprotect(at, PAGE, PROT_READ));
  return 0;
}
static int fork_all(int n) {
  pid_t child = fork();
  NEED(child);
  if (child == 0) _exit(0);
  NEED(waitpid(child, NULL, 0));
  return 0;
}
static int read_all(const char *path) {
  static char text[65536];
  int fd = open(path, O_RDONLY);
  NEED(fd);
  long got;
  while ((got = read(fd, text, sizeof text)) > 0);
  close(fd);
  NEED(got);
  return 0;
}
static int read_maps(int n) { return read_all("/proc/self/maps"); }

// ---- descriptors ----

static int add_descriptor(int i) {
  NEED(dup(0));
  return 0;
}
static int descriptor_last(int n) {
  int fd = dup(0);
  NEED(fd);
  NEED(close(fd));
  return 0;
}
static int descriptor_first(int n) {
  NEED(close(10));
  NEED(dup(0) == 10 ? 0 : -1);
  int fd = dup(0);
  NEED(fd);
  NEED(close(fd));
  return 0;
}
static int epoll_one(int epoll, int file) {
  struct epoll_event event = {EPOLLIN | EPOLLET, {.u64 = 1}};
  NEED(epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event));
  NEED(epoll_ctl(epoll, EPOLL_CTL_MOD, file, &event));
  NEED(epoll_wait(epoll, &event, 1, 0));
  NEED(epoll_ctl(epoll, EPOLL_CTL_DEL, file, &event));
  return 0;
}
static int epoll, spare;
static int add_interest(int i) {
  if (i == 0) {
    NEED(epoll = epoll_create1(0));
    NEED(spare = eventfd(0, 0));
  }
  int file = eventfd(0, 0);
  NEED(file);
  struct epoll_event event = {EPOLLIN | EPOLLET, {.u64 = 1}};
  NEED(epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event));
  // Each is looked at once, and listens.
  NEED(epoll_wait(epoll, &event, 1, 0));
  return 0;
}
static int interest_operation(int n) { return epoll_one(epoll, spare); }
static int queue;
static int add_listener(int i) {
  if (i == 0) {
    NEED(epoll = epoll_create1(0));
    NEED(queue = eventfd(0, 0));
    NEED(spare = dup(queue));
  }
  int file = dup(queue);
  NEED(file);
  struct epoll_event event = {EPOLLIN | EPOLLET, {.u64 = 1}};
  NEED(epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event));
  NEED(epoll_wait(epoll, &event, 1, 0));
  return 0;
}

// ---- processes ----

static int add_zombie(int i) {
  pid_t child = fork();
  NEED(child);
  if (child == 0) _exit(0);
  return 0;
}
static int zombie_operation(int n) {
  pid_t child = fork();
  NEED(child);
  if (child == 0) _exit(7);
  int status;
  NEED(waitpid(child, &status, 0));
  NEED(waitpid(-1, &status, WNOHANG));
  return add_zombie(0);
}
static int list_proc(int n) {
  DIR *directory = opendir("/proc");
  NEED(directory ? 0 : -1);
  while (readdir(directory));
  closedir(directory);
  return 0;
}
static pid_t lastChild;
static int add_process(int i) {
  pid_t child = fork();
  NEED(child);
  if (child == 0) {
    setpgid(0, 0);
    for (;;) pause();
  }
  lastChild = child;
  setpgid(child, child);
  return 0;
}
static int process_operation(int n) {
  pid_t child = fork();
  NEED(child);
  if (child == 0) _exit(0);
  NEED(setpgid(child, child));
  NEED(kill(child, 0));
  NEED(kill(-lastChild, 0));
  NEED(getpgid(lastChild));
  NEED(getpriority(PRIO_PGRP, lastChild));
  NEED(waitpid(child, NULL, 0));
  return 0;
}
static int session_operation(int n) {
  pid_t child = fork();
  NEED(child);
  if (child == 0) _exit(setsid() < 0);
  int status;
  NEED(waitpid(child, &status, 0));
  return status;
}
static int truncate_mapped(int n) {
  static int file = -1;
  static void *at;
  if (file < 0) {
    NEED(file = memfd_create("mapped", 0));
    NEED(ftruncate(file, 2 * PAGE));
    at = mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, file, 0);
  }
  NEED(ftruncate(file, PAGE));
  NEED(ftruncate(file, 2 * PAGE));
  return 0;
}

// ---- threads ----

static int words[MOST + 1];
static int futex(int *word, int operation, int value) { return (int)syscall(SYS_futex, word, operation, value, NULL, NULL, 0); }
static void *sleep_on(void *word) {
  for (;;) futex(word, FUTEX_WAIT_PRIVATE, 0);
  return NULL;
}
static int start_thread(void *(*run)(void *), void *argument, pthread_t *thread) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 8192);
  pthread_attr_setguardsize(&attributes, 0);
  errno = pthread_create(thread, &attributes, run, argument);
  NEED(-errno);
  return 0;
}
static int add_thread(int i) {
  pthread_t thread;
  int result = start_thread(sleep_on, &words[i], &thread);
  // It is in its place before the next one comes.
  sched_yield();
  return result;
}
static int add_waiter(int i) {
  pthread_t thread;
  int result = start_thread(sleep_on, &words[0], &thread);
  sched_yield();
  return result;
}
static void *nothing(void *argument) { return argument; }
static int thread_operation(int n) {
  pthread_t thread;
  if (start_thread(nothing, NULL, &thread) < 0) return -1;
  NEED(syscall(SYS_tgkill, getpid(), getpid(), 0));
  errno = pthread_join(thread, NULL);
  NEED(-errno);
  return 0;
}
static int futex_operation(int n) {
  static int own;
  NEED(futex(&own, FUTEX_WAKE_PRIVATE, 1));
  struct timespec now = {0, 0};
  if (syscall(SYS_futex, &own, FUTEX_WAIT_PRIVATE, 0, &now, NULL, 0) < 0 && errno != ETIMEDOUT) return -1;
  return 0;
}
static int waiter_operation(int n) {
  // The one that is woken goes behind all others.
  NEED(futex(&words[0], FUTEX_WAKE_PRIVATE, 1) == 1 ? 0 : -1);
  sched_yield();
  struct timespec now = {0, 0};
  if (syscall(SYS_futex, &words[0], FUTEX_WAIT_PRIVATE, 0, &now, NULL, 0) < 0 && errno != ETIMEDOUT) return -1;
  return 0;
}

// ---- timers and signals ----

static int far(int timer) {
  struct itimerspec when = {{0, 0}, {100000 + timer, 0}};
  NEED(timerfd_settime(timer, 0, &when, NULL));
  return 0;
}
static int add_timer_file(int i) {
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  NEED(timer);
  return far(timer);
}
static int timer_file_operation(int n) {
  if (far(3 + n / 2) < 0) return -1;
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  NEED(timer);
  if (far(timer) < 0) return -1;
  close(timer);
  struct timespec short_time = {0, 1};
  nanosleep(&short_time, NULL);
  return 0;
}
static int make_timer(int *id) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
  NEED(syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, id));
  struct itimerspec when = {{0, 0}, {100000, 0}};
  NEED(syscall(SYS_timer_settime, *id, 0, &when, NULL));
  return 0;
}
static int add_timer(int i) {
  int id;
  return make_timer(&id);
}
static int timer_operation(int n) {
  int id;
  struct itimerspec left;
  if (make_timer(&id) < 0) return -1;
  NEED(syscall(SYS_timer_gettime, id, &left));
  NEED(syscall(SYS_timer_delete, id));
  return 0;
}
static int add_signal(int i) {
  sigset_t all;
  sigfillset(&all);
  if (i == 0) sigprocmask(SIG_BLOCK, &all, NULL);
  NEED(sigqueue(getpid(), SIGRTMIN + 3, (union sigval){.sival_int = i}));
  return 0;
}
static int signal_operation(int n) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 3);
  siginfo_t info;
  struct timespec now = {0, 0};
  NEED(sigtimedwait(&set, &info, &now));
  NEED(sigqueue(getpid(), SIGRTMIN + 3, (union sigval){.sival_int = 1}));
  NEED(sigqueue(getpid(), SIGRTMIN + 4, (union sigval){.sival_int = 1}));
  sigaddset(&set, SIGRTMIN + 4);
  sigdelset(&set, SIGRTMIN + 3);
  NEED(sigtimedwait(&set, &info, &now));
  return 0;
}

// ---- files ----

static int add_name(int i) {
  char name[40];
  if (i == 0) {
    NEED(mkdir("/scale", 0700));
    NEED(chdir("/scale"));
  }
  sprintf(name, "name-%d", i);
  int fd = open(name, O_CREAT | O_WRONLY, 0600);
  NEED(fd);
  close(fd);
  return 0;
}
static int name_operation(int n) {
  char name[40];
  struct stat status;
  sprintf(name, "name-%d", n / 2);
  NEED(stat(name, &status));
  if (stat("missing", &status) == 0) return -1;
  NEED(rename(name, "other"));
  NEED(rename("other", name));
  NEED(link(name, "second"));
  NEED(unlink("second"));
  return 0;
}
static int list_names(int n) {
  DIR *directory = opendir(".");
  NEED(directory ? 0 : -1);
  while (readdir(directory));
  closedir(directory);
  return 0;
}
// The oldest goes, a new one comes; and the first of those that are there is found.
static int name_turnover(int n) {
  static int oldest = 0, newest = 0;
  char name[40];
  if (newest < n) newest = n;
  sprintf(name, "name-%d", oldest++);
  NEED(unlink(name));
  if (add_name(newest++) < 0) return -1;
  DIR *directory = opendir(".");
  NEED(directory ? 0 : -1);
  int fd = dirfd(directory);
  char entries[64];
  NEED(syscall(SYS_getdents64, fd, entries, 64));
  NEED(syscall(SYS_getdents64, fd, entries, 64));
  closedir(directory);
  return 0;
}
static int locked;
static int lock_byte(int byte, short type) {
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
  NEED(fcntl(locked, F_SETLK, &lock));
  return 0;
}
static int add_lock(int i) {
  if (i == 0) NEED(locked = open("/locked", O_CREAT | O_RDWR, 0600));
  return lock_byte(2 * i, F_WRLCK);
}
static int lock_operation(int n) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = n & ~1, .l_len = 1};
  if (lock_byte(n & ~1, F_UNLCK) < 0 || lock_byte(n & ~1, F_WRLCK) < 0) return -1;
  NEED(fcntl(locked, F_GETLK, &lock));
  return 0;
}
static int sparse;
static int add_page(int i) {
  if (i == 0) NEED(sparse = memfd_create("sparse", 0));
  NEED(pwrite(sparse, "x", 1, 1048576l * (i + 20)));
  return 0;
}
static int page_operation(int n) {
  off_t middle = 1048576l * (n / 2 + 20);
  NEED(lseek(sparse, middle + PAGE, SEEK_DATA) > middle ? 0 : -1);
  NEED(lseek(sparse, middle, SEEK_HOLE) == middle + PAGE ? 0 : -1);
  NEED(fallocate(sparse, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, middle, PAGE));
  NEED(pwrite(sparse, "x", 1, middle));
  return 0;
}
static gid_t groups[MOST];
static int groupCount;
static int add_group(int i) {
  groups[groupCount++] = (gid_t)(10 + i);
  return 0;
}
static int group_operation(int n) {
  static int last = -1;
  if (last != n) {
    if (last > 0) NEED(syscall(SYS_setresuid, -1, 0, -1));
    NEED(setgroups((size_t)n, groups));
    NEED(mkdir("/of-group", 0770) < 0 && errno != EEXIST ? -1 : 0);
    NEED(chown("/of-group", 0, (gid_t)(10 + n - 1)));
    NEED(syscall(SYS_setresuid, 1000, 1000, 0));
    last = n;
  }
  struct stat status;
  stat("/of-group/x", &status);
  return 0;
}

static const struct table tables[] = {
    {"mapping", MOST, add_mapping, map_anywhere},
    {"mapping-large", MOST, add_mapping, map_large},
    {"mapping-between", MOST, add_mapping, map_between},
    {"mapping-fork", MOST, add_mapping, fork_all, 1},
    {"mapping-list", MOST, add_mapping, read_maps, 1},
    {"descriptor", MOST, add_descriptor, descriptor_last},
    {"descriptor-first", MOST, add_descriptor, descriptor_first},
    {"epoll-interest", MOST, add_interest, interest_operation},
    {"queue-listener", MOST, add_listener, interest_operation},
    {"zombie", MOST, add_zombie, zombie_operation},
    {"zombie-list", 10000, add_zombie, list_proc, 1},
    {"process", 10000, add_process, process_operation},
    {"process-session", 10000, add_process, session_operation},
    {"process-mapped", 10000, add_process, truncate_mapped},
    {"thread", 10000, add_thread, thread_operation},
    {"futex", 10000, add_thread, futex_operation},
    {"futex-waiter", 10000, add_waiter, waiter_operation},
    {"timer-file", MOST, add_timer_file, timer_file_operation},
    {"timer", MOST, add_timer, timer_operation},
    {"signal", MOST, add_signal, signal_operation},
    {"name", MOST, add_name, name_operation},
    {"name-turnover", MOST, add_name, name_turnover},
    {"name-list", MOST, add_name, list_names, 1},
    {"lock", MOST, add_lock, lock_operation},
    {"file-page", MOST, add_page, page_operation},
    {"group", MOST, add_group, group_operation},
};

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

// The median of several operations.
static int measure(const struct table *table, int entries) {
  uint64_t values[ROUNDS];
  int rounds = table->isWalk ? 3 : ROUNDS;
  for (int i = -1; i < rounds; i++) {
    uint64_t start = ticks();
    if (table->operate(entries) < 0) return -1;
    if (i >= 0) values[i] = ticks() - start;
  }
  qsort(values, (size_t)rounds, sizeof values[0], by_value);
  uint64_t value = values[rounds / 2];
  say("scale %s %d %llu\n", table->name, entries, (unsigned long long)(table->isWalk ? value / (uint64_t)entries : value));
  return 0;
}

static void run(const struct table *table) {
  uint64_t start = ticks();
  int filled = 0;
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= table->most; i++) {
    for (; filled < sizes[i]; filled++) {
      if (table->add(filled) < 0) {
        say("failed %s %d %d %.100s\n", table->name, filled, errno, step ? step : "?");
        return;
      }
      if (ticks() - start > patience) {
        say("slow %s %d\n", table->name, filled);
        return;
      }
    }
    if (measure(table, filled) < 0) {
      say("failed %s %d %d %.100s\n", table->name, filled, errno, step ? step : "?");
      return;
    }
  }
}

static void set(const char *path, const char *value) {
  int fd = open(path, O_WRONLY);
  if (fd < 0) return;
  if (write(fd, value, strlen(value)) < 0) say("note %s stays as it is\n", path);
  close(fd);
}

static void empty(void) {
  DIR *directory = opendir("/scale");
  if (!directory) return;
  char path[300];
  for (struct dirent *entry; (entry = readdir(directory));) snprintf(path, sizeof path, "/scale/%s", entry->d_name), unlink(path);
  closedir(directory);
  rmdir("/scale");
}

int main(int count, char **names) {
  if (getpid() != 1) {
    // It changes the whole machine's settings, and ends all that runs.
    say("to be started as process 1 of a machine of its own\n");
    return 2;
  }
  mkdir("/proc", 0755);
  mount("proc", "/proc", "proc", 0, NULL);
  set("/proc/sys/kernel/pid_max", "200000");
  set("/proc/sys/kernel/threads-max", "150000");
  set("/proc/sys/fs/file-max", "1000000");
  struct rlimit most = {200000, 200000};
  setrlimit(RLIMIT_NOFILE, &most);
  setrlimit(RLIMIT_NPROC, &most);
  setrlimit(RLIMIT_SIGPENDING, &most);
  for (unsigned i = 0; i < sizeof tables / sizeof *tables; i++) {
    int isWanted = count < 2;
    for (int name = 1; name < count; name++) isWanted |= strncmp(tables[i].name, names[name], strlen(names[name])) == 0;
    if (!isWanted) continue;
    pid_t child = fork();
    if (child == 0) {
      setpgid(0, 0);
      run(&tables[i]);
      _exit(0);
    }
    waitpid(child, NULL, 0);
    // What the table was of is gone before the next one.
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0);
    empty();
  }
  say("figures done\n");
  reboot(RB_AUTOBOOT);
  return 1;
}
