// Kernel figures: what one operation costs, in ticks of the time-stamp counter, which under `qemu -icount` counts instructions.
//
// The same static program runs under Linux and under Tessera, as /init or as any program. It prints one line a figure,
// "figure NAME VALUE", or "failed NAME ERRNO STEP" where the kernel refuses a call that the figure needs, and ends with
// "figures done". As process 1 it then restarts the machine, which ends QEMU under -no-reboot.
//
// A figure is the median of ROUNDS rounds of a batch each: a timer interrupt in one batch then changes nothing.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 11, PAGE = 4096, LARGE = 65536, MAX_DESCRIPTORS = 100 };

static char buffer[LARGE];
static const char *self;

static inline uint64_t ticks(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high)::"memory");
  return (uint64_t)high << 32 | low;
}

// One line by one write, so that a figure is out before the next one can go wrong.
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...) {
  char line[160];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (write(1, line, (size_t)length) != length) _exit(3);
}

// A step of a figure that must work: on failure the figure is reported as such and left out.
struct failure {
  const char *step;
  int error;
};

static struct failure failure;

static int fails(const char *step, long result) {
  if (result >= 0) return 0;
  failure = (struct failure){step, errno};
  return 1;
}

#define NEED(CALL)                         \
  do {                                     \
    if (fails(#CALL, (long)(CALL))) return 0; \
  } while (0)

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

// Each figure is a function that runs one round and returns the ticks for one operation, or 0 after a failure.
static void measure(const char *name, uint64_t (*round)(void)) {
  uint64_t values[ROUNDS];
  failure.step = NULL;
  round();  // The first use of anything also fills caches and tables; that is not what is measured.
  for (int i = 0; i < ROUNDS && failure.step == NULL; i++) values[i] = round();
  if (failure.step != NULL) {
    say("failed %s %d %.100s\n", name, failure.error, failure.step);
    return;
  }
  qsort(values, ROUNDS, sizeof values[0], by_value);
  say("figure %s %llu\n", name, (unsigned long long)values[ROUNDS / 2]);
}

// ---- calls ----

static uint64_t null_call(void) {
  uint64_t start = ticks();
  for (int i = 0; i < 200; i++) syscall(SYS_getppid);
  return (ticks() - start) / 200;
}

static uint64_t unknown_call(void) {
  uint64_t start = ticks();
  for (int i = 0; i < 200; i++) {
    if (syscall(1000) != -1 || errno != ENOSYS) return failure = (struct failure){"not ENOSYS", errno}, 0;
  }
  return (ticks() - start) / 200;
}

static uint64_t read_zero(void) {
  int file = open("/dev/zero", O_RDONLY);
  NEED(file);
  uint64_t start = ticks();
  for (int i = 0; i < 100; i++) NEED(read(file, buffer, 1));
  uint64_t took = ticks() - start;
  close(file);
  return took / 100;
}

static uint64_t write_null(void) {
  int file = open("/dev/null", O_WRONLY);
  NEED(file);
  uint64_t start = ticks();
  for (int i = 0; i < 100; i++) NEED(write(file, buffer, 1));
  uint64_t took = ticks() - start;
  close(file);
  return took / 100;
}

static uint64_t stat_one(void) {
  struct stat status;
  uint64_t start = ticks();
  for (int i = 0; i < 50; i++) NEED(syscall(SYS_newfstatat, AT_FDCWD, "/figures-file", &status, 0));
  return (ticks() - start) / 50;
}

static uint64_t fstat_one(void) {
  struct stat status;
  int file = open("/figures-file", O_RDONLY);
  NEED(file);
  uint64_t start = ticks();
  for (int i = 0; i < 50; i++) NEED(syscall(SYS_fstat, file, &status));
  uint64_t took = ticks() - start;
  close(file);
  return took / 50;
}

static uint64_t open_close(void) {
  uint64_t start = ticks();
  for (int i = 0; i < 50; i++) {
    int file = open("/figures-file", O_RDONLY);
    NEED(file);
    NEED(close(file));
  }
  return (ticks() - start) / 50;
}

// ---- processes that take turns ----

static int wait_for(pid_t child) {
  int status;
  pid_t ended;
  do ended = waitpid(child, &status, 0);
  while (ended < 0 && errno == EINTR);
  if (ended != child) return -1;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    errno = ECHILD;
    return -1;
  }
  return 0;
}

static uint64_t pipe_round_trip(void) {
  int to[2], from[2];
  NEED(pipe(to));
  NEED(pipe(from));
  pid_t child = fork();
  NEED(child);
  if (child == 0) {
    char byte;
    close(to[1]);
    close(from[0]);
    while (read(to[0], &byte, 1) == 1) {
      if (write(from[1], &byte, 1) != 1) _exit(1);
    }
    _exit(0);
  }
  close(to[0]);
  close(from[1]);
  char byte = 'x';
  uint64_t start = 0;
  for (int i = -2; i < 50; i++) {  // Two trips until both processes have settled.
    if (i == 0) start = ticks();
    NEED(write(to[1], &byte, 1));
    NEED(read(from[0], &byte, 1));
  }
  uint64_t took = ticks() - start;
  close(to[1]);
  close(from[0]);
  NEED(wait_for(child));
  return took / 50;
}

static uint64_t pipe_64k(void) {
  int ends[2];
  NEED(pipe(ends));
  uint64_t start = ticks();
  for (int i = 0; i < 4; i++) {
    size_t written = 0, taken = 0;
    while (written < LARGE) {
      ssize_t count = write(ends[1], buffer + written, LARGE - written);
      NEED(count);
      written += (size_t)count;
    }
    while (taken < LARGE) {
      ssize_t count = read(ends[0], buffer + taken, LARGE - taken);
      NEED(count);
      taken += (size_t)count;
    }
  }
  uint64_t took = ticks() - start;
  close(ends[0]);
  close(ends[1]);
  return took / 4;
}

// Both processes yield all the time; what one of them sees between two of its turns is two calls and two switches. A
// scheduler that shares by time used gives a new process its turns only when the times have met, hence the long start.
static uint64_t yield_two(void) {
  int stop[2];
  NEED(pipe(stop));
  NEED(fcntl(stop[0], F_SETFL, O_NONBLOCK));
  pid_t child = fork();
  NEED(child);
  if (child == 0) {
    close(stop[1]);
    char byte;
    do {
      for (int i = 0; i < 10; i++) sched_yield();
    } while (read(stop[0], &byte, 1) < 0);
    _exit(0);
  }
  close(stop[0]);
  for (int i = 0; i < 5000; i++) NEED(sched_yield());
  uint64_t start = ticks();
  for (int i = 0; i < 100; i++) NEED(sched_yield());
  uint64_t took = ticks() - start;
  close(stop[1]);
  NEED(wait_for(child));
  return took / 200;
}

// ---- making processes ----

static uint64_t fork_exit_wait(void) {
  uint64_t start = ticks();
  for (int i = 0; i < 10; i++) {
    pid_t child = fork();
    NEED(child);
    if (child == 0) _exit(0);
    NEED(wait_for(child));
  }
  return (ticks() - start) / 10;
}

static uint64_t fork_exec_wait(void) {
  char *const arguments[] = {(char *)self, "--exit", NULL};
  char *const environment[] = {NULL};
  uint64_t start = ticks();
  for (int i = 0; i < 5; i++) {
    pid_t child = fork();
    NEED(child);
    if (child == 0) {
      execve(self, arguments, environment);
      _exit(1);
    }
    NEED(wait_for(child));
  }
  return (ticks() - start) / 5;
}

static uint64_t vfork_exec_wait(void) {
  char *const arguments[] = {(char *)self, "--exit", NULL};
  char *const environment[] = {NULL};
  uint64_t start = ticks();
  for (int i = 0; i < 5; i++) {
    pid_t child = vfork();
    NEED(child);
    if (child == 0) {
      execve(self, arguments, environment);
      _exit(1);
    }
    NEED(wait_for(child));
  }
  return (ticks() - start) / 5;
}

// ---- memory ----

static char *map_fresh(size_t size) {
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  madvise(memory, size, MADV_NOHUGEPAGE);  // Advice: where the kernel knows no huge pages, there is nothing to refuse.
  return memory;
}

#define NEED_MEMORY(MEMORY) NEED((MEMORY) == NULL ? -1 : 0)

static uint64_t anonymous_fault(void) {
  enum { PAGES = 256 };
  char *memory = map_fresh(PAGES * PAGE);
  NEED_MEMORY(memory);
  memory[0] = 1;  // The tables above the page are in place after the first one.
  uint64_t start = ticks();
  for (size_t i = 1; i < PAGES; i++) ((volatile char *)memory)[i * PAGE] = 1;
  uint64_t took = ticks() - start;
  NEED(munmap(memory, PAGES * PAGE));
  return took / (PAGES - 1);
}

static uint64_t copy_on_write_fault(void) {
  enum { PAGES = 128 };
  int ready[2];
  char *memory = map_fresh(PAGES * PAGE);
  NEED_MEMORY(memory);
  for (size_t i = 0; i < PAGES; i++) memory[i * PAGE] = 1;
  NEED(pipe(ready));
  pid_t child = fork();
  NEED(child);
  if (child == 0) {
    char byte;
    close(ready[1]);
    _exit(read(ready[0], &byte, 1) != 0);  // Holds its share of the pages until the parent is done.
  }
  close(ready[0]);
  memory[0] = 2;
  uint64_t start = ticks();
  for (size_t i = 1; i < PAGES; i++) ((volatile char *)memory)[i * PAGE] = 2;
  uint64_t took = ticks() - start;
  close(ready[1]);
  NEED(wait_for(child));
  NEED(munmap(memory, PAGES * PAGE));
  return took / (PAGES - 1);
}

static uint64_t file_fault(void) {
  enum { PAGES = 16 };
  int file = open("/figures-file", O_RDONLY);
  NEED(file);
  volatile char *memory = mmap(NULL, PAGES * PAGE, PROT_READ, MAP_PRIVATE, file, 0);
  NEED_MEMORY(memory == MAP_FAILED ? NULL : memory);
  uint64_t start = ticks();
  for (size_t i = 0; i < PAGES; i++) (void)memory[i * PAGE];
  uint64_t took = ticks() - start;
  NEED(munmap((void *)memory, PAGES * PAGE));
  close(file);
  return took / PAGES;
}

static uint64_t map_unmap(void) {
  uint64_t start = ticks();
  for (int i = 0; i < 10; i++) {
    void *memory = mmap(NULL, LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    NEED_MEMORY(memory == MAP_FAILED ? NULL : memory);
    NEED(munmap(memory, LARGE));
  }
  return (ticks() - start) / 10;
}

// ---- signals and waiting ----

static volatile int caught;

static void on_signal(int number) { caught += number; }

static uint64_t signal_to_self(void) {
  struct sigaction action = {.sa_handler = on_signal};
  NEED(sigaction(SIGUSR1, &action, NULL));
  pid_t me = getpid();
  caught = 0;
  uint64_t start = ticks();
  for (int i = 0; i < 50; i++) NEED(kill(me, SIGUSR1));
  uint64_t took = ticks() - start;
  if (caught != 50 * SIGUSR1) return failure = (struct failure){"signals lost", 0}, 0;
  return took / 50;
}

static uint64_t poll_many(int count) {
  struct pollfd descriptors[MAX_DESCRIPTORS];
  int ends[2];
  NEED(pipe(ends));
  for (int i = 0; i < count; i++) {
    descriptors[i] = (struct pollfd){.fd = i == 0 ? ends[0] : dup(ends[0]), .events = POLLIN};
    NEED(descriptors[i].fd);
  }
  uint64_t start = ticks();
  for (int i = 0; i < 20; i++) {
    int ready = poll(descriptors, (nfds_t)count, 0);
    NEED(ready);
    if (ready != 0) return failure = (struct failure){"an empty pipe was readable", 0}, 0;
  }
  uint64_t took = ticks() - start;
  for (int i = 0; i < count; i++) close(descriptors[i].fd);
  close(ends[1]);
  return took / 20;
}

static uint64_t poll_10(void) { return poll_many(10); }
static uint64_t poll_100(void) { return poll_many(100); }

// ---- files, in the memory file system ----

enum { FILES = 16 };

static const char *file_name(int number) {
  static char name[32];
  snprintf(name, sizeof name, "/figures-%d", number);
  return name;
}

static int create_with_page(const char *name) {
  int file = open(name, O_CREAT | O_EXCL | O_WRONLY, 0644);
  if (file < 0) return -1;
  if (write(file, buffer, PAGE) != PAGE) return -1;
  return close(file);
}

static uint64_t create_and_unlink(uint64_t *creating, uint64_t *unlinking) {
  uint64_t start = ticks();
  for (int i = 0; i < FILES; i++) NEED(create_with_page(file_name(i)));
  *creating = (ticks() - start) / FILES;
  start = ticks();
  for (int i = 0; i < FILES; i++) NEED(unlink(file_name(i)));
  *unlinking = (ticks() - start) / FILES;
  return 1;
}

static uint64_t create_write_4k(void) {
  uint64_t creating = 0, unlinking;
  create_and_unlink(&creating, &unlinking);
  return creating;
}

static uint64_t unlink_4k(void) {
  uint64_t creating, unlinking = 0;
  create_and_unlink(&creating, &unlinking);
  return unlinking;
}

// In the order of the file, over pages that are there already.
static uint64_t through_file(int flags, ssize_t (*step)(int file)) {
  int file = open("/figures-file", flags);
  NEED(file);
  uint64_t took = 0;
  for (int pass = 0; pass < 4; pass++) {
    NEED(lseek(file, 0, SEEK_SET));
    uint64_t start = ticks();
    for (int i = 0; i < LARGE / PAGE; i++) NEED(step(file) == PAGE ? 0 : -1);
    took += ticks() - start;
  }
  close(file);
  return took / (4 * LARGE / PAGE);
}

static ssize_t write_page(int file) { return write(file, buffer, PAGE); }
static ssize_t read_page(int file) { return read(file, buffer, PAGE); }

static uint64_t file_write_4k(void) { return through_file(O_WRONLY, write_page); }
static uint64_t file_read_4k(void) { return through_file(O_RDONLY, read_page); }

// A new file's pages are found, cleared and written; reading finds them there.
static uint64_t file_write_64k(void) {
  uint64_t took = 0;
  for (int i = 0; i < 4; i++) {
    int file = open("/figures-large", O_CREAT | O_EXCL | O_WRONLY, 0644);
    NEED(file);
    uint64_t start = ticks();
    NEED(write(file, buffer, LARGE) == LARGE ? 0 : -1);
    took += ticks() - start;
    NEED(close(file));
    NEED(unlink("/figures-large"));
  }
  return took / 4;
}

static uint64_t file_read_64k(void) {
  int file = open("/figures-file", O_RDONLY);
  NEED(file);
  uint64_t took = 0;
  for (int i = 0; i < 4; i++) {
    NEED(lseek(file, 0, SEEK_SET));
    uint64_t start = ticks();
    NEED(read(file, buffer, LARGE) == LARGE ? 0 : -1);
    took += ticks() - start;
  }
  close(file);
  return took / 4;
}

// ---- the whole ----

static const struct {
  const char *name;
  uint64_t (*round)(void);
} figures[] = {
    {"null-call", null_call},
    {"unknown-call", unknown_call},
    {"read-zero", read_zero},
    {"write-null", write_null},
    {"stat", stat_one},
    {"fstat", fstat_one},
    {"open-close", open_close},
    {"file-create-write-4k", create_write_4k},
    {"unlink", unlink_4k},
    {"file-write-4k", file_write_4k},
    {"file-read-4k", file_read_4k},
    {"file-write-64k", file_write_64k},
    {"file-read-64k", file_read_64k},
    {"mmap-munmap-64k", map_unmap},
    {"anonymous-fault", anonymous_fault},
    {"file-fault", file_fault},
    {"signal-to-self", signal_to_self},
    {"poll-10", poll_10},
    {"poll-100", poll_100},
    {"pipe-64k", pipe_64k},
    {"fork-exit-wait", fork_exit_wait},
    {"fork-exec-wait", fork_exec_wait},
    {"vfork-exec-wait", vfork_exec_wait},
    {"copy-on-write-fault", copy_on_write_fault},
    {"pipe-round-trip", pipe_round_trip},
    {"yield-two", yield_two},
};

static void prepare(void) {
  // Linux's initramfs has only what the archive put into /dev; a kernel that fills /dev itself needs none of it.
  if (access("/dev/null", F_OK) != 0) mount("none", "/dev", "devtmpfs", 0, NULL);
  int file = open("/figures-file", O_CREAT | O_TRUNC | O_RDWR, 0644);
  if (file < 0 || write(file, buffer, LARGE) != LARGE) say("failed prepare %d /figures-file\n", errno);
  close(file);
}

int main(int argc, char **argv) {
  uint64_t at_start = ticks();
  if (argc == 2 && strcmp(argv[1], "--exit") == 0) return 0;
  self = argv[0];
  struct sysinfo memory;
  if (sysinfo(&memory) == 0) {
    uint64_t unit = memory.mem_unit == 0 ? 1 : memory.mem_unit;
    say("figure boot %llu\n", (unsigned long long)at_start);
    say("figure memory-total %llu\n", (unsigned long long)(memory.totalram * unit));
    say("figure memory-free %llu\n", (unsigned long long)(memory.freeram * unit));
  } else {
    say("figure boot %llu\nfailed memory-total %d sysinfo\n", (unsigned long long)at_start, errno);
  }
  prepare();
  for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) measure(figures[i].name, figures[i].round);
  unlink("/figures-file");
  say("figures done\n");
  if (getpid() == 1) reboot(RB_AUTOBOOT);
  return 0;
}
