// @guest-only
// @time-limit: 60
// @memory: 256M
// @stdout: SIGKILL ends getrandom
// @stdout: SIGKILL ends read of /dev/urandom
// @stdout: SIGKILL ends readv of /dev/zero
// @stdout: SIGKILL ends pread of a hole
// @stdout: SIGKILL ends sendfile of a file to itself
// @stdout: SIGKILL ends sendfile of a hole to /dev/null
// @stdout: SIGKILL ends copy_file_range of a hole
// @stdout: SIGKILL ends a wait for the turn of who reads on and on
// @stdout: a signal ends getrandom with what there is
// @stdout: a signal ends read of /dev/zero with what there is
// @stdout: a signal ends sendfile with what there is
// @stdout: a signal ends fallocate
// @stdout: a signal that is caught does not cut reads of files
// System calls that go on for as long as the program says: each would take minutes, and ends when a signal comes. Guest only: on a fast machine some
// would be over before.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define GIB (1l << 30)
#define CHECK(holds) \
  do \
    if (!(holds)) { \
      printf("line %d: not so: %s (%s)\n", __LINE__, #holds, strerror(errno)); \
      exit(1); \
    } \
  while (0)

// What the calls fill, and parents look at: some way in there is an 'x' until they get there.
static char *room;
static int zero, null, urandom, hole, file;
#define MARK (1 << 20)

static void intoRoom(void) { getrandom(room, 2 * GIB, 0); }
static void readUrandom(void) { read(urandom, room, 2 * GIB); }
static void readZero(void) {
  struct iovec parts[1024];
  for (int i = 0; i < 1024; i++) parts[i] = (struct iovec){room, 2 << 20};
  for (;;) readv(zero, parts, 1024);
}
static void readHole(void) {
  for (;;) pread(hole, room, 2 * GIB, 0);
}
static void growing(void) {
  lseek(file, 1, SEEK_SET);
  off_t from = 0;
  sendfile(file, file, &from, GIB);
}
static void holeToNull(void) {
  room[MARK] = 0;
  for (;;) {
    off_t from = 0;
    sendfile(null, hole, &from, 2 * GIB);
  }
}
static void copyHole(void) {
  for (;;) {
    off_t from = 0, to = 0;
    copy_file_range(hole, &from, file, &to, GIB, 0);
    ftruncate(file, 1);
  }
}

static int isInRoom(void) { return room[MARK] != 'x'; }
static int hasGrown(void) {
  struct stat status;
  return fstat(file, &status) == 0 && status.st_size > MARK;
}

static pid_t begin(void (*call)(void)) {
  pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    call();
    _exit(0);
  }
  return child;
}

static void end(pid_t child) {
  int status;
  CHECK(kill(child, SIGKILL) == 0 && waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void killed(const char *name, void (*call)(void), int (*hasBegun)(void)) {
  room[MARK] = 'x';
  CHECK(ftruncate(file, 0) == 0 && pwrite(file, "x", 1, 0) == 1);
  pid_t child = begin(call);
  while (!hasBegun()) sched_yield();
  end(child);
  // Gives the memory back.
  CHECK(madvise(room, 2 * GIB, MADV_REMOVE) == 0 || madvise(room, 2 * GIB, MADV_DONTNEED) == 0);
  printf("SIGKILL ends %s\n", name);
}

static int turns;
static void readOnAndOn(void) {
  for (;;) read(turns, room, 2 * GIB);
}
static char *waits;
static void waitForTurn(void) {
  *waits = 1;
  for (;;) {
    char byte;
    read(turns, &byte, 1);
    lseek(turns, 0, SEEK_SET);
  }
}

static void killedWaiter(void) {
  turns = hole;
  room[MARK] = 'x';
  *waits = 0;
  pid_t reader = begin(readOnAndOn);
  while (!isInRoom()) sched_yield();
  pid_t waiter = begin(waitForTurn);
  while (!*waits) sched_yield();
  end(waiter);
  end(reader);
  puts("SIGKILL ends a wait for the turn of who reads on and on");
}

static volatile int alarms;
static void onAlarm(int signal) { alarms++; }

static void alarmEvery(int microseconds) {
  struct itimerval every = {{0, microseconds}, {0, microseconds}};
  CHECK(setitimer(ITIMER_REAL, &every, NULL) == 0);
}

static void caught(void) {
  struct sigaction action = {.sa_handler = onAlarm, .sa_flags = SA_RESTART};
  CHECK(sigaction(SIGALRM, &action, NULL) == 0);
  alarmEvery(20000);
  ssize_t got = getrandom(room, 2 * GIB, 0);
  CHECK(got > 0 && got < GIB && got % 4096 == 0);
  puts("a signal ends getrandom with what there is");
  struct iovec parts[1024];
  for (int i = 0; i < 1024; i++) parts[i] = (struct iovec){room, 2 << 20};
  int had = alarms;
  for (int i = 0; i < 50 && alarms == had; i++) got = readv(zero, parts, 1024);
  CHECK(got > 0 && got < 2 * GIB - 4096 && got % 4096 == 0);
  puts("a signal ends read of /dev/zero with what there is");
  off_t from = 0;
  had = alarms;
  for (int i = 0; i < 50 && alarms == had; i++) from = 0, got = sendfile(null, hole, &from, 2 * GIB);
  CHECK(got > 0 && got < 2 * GIB - 4096 && from == got);
  puts("a signal ends sendfile with what there is");
  alarmEvery(1000);
  int result;
  do {
    CHECK(ftruncate(file, 0) == 0);
    result = fallocate(file, 0, 0, 48 << 20);
  } while (result == 0);
  CHECK(result < 0 && errno == EINTR);
  puts("a signal ends fallocate");
  had = alarms;
  while (alarms < had + 3) CHECK(pread(hole, room, 64 << 20, 0) == 64 << 20);
  alarmEvery(0);
  puts("a signal that is caught does not cut reads of files");
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  room = mmap(NULL, 2 * GIB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  waits = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY), urandom = open("/dev/urandom", O_RDONLY);
  hole = memfd_create("hole", 0), file = memfd_create("file", 0);
  CHECK(room != MAP_FAILED && waits != MAP_FAILED && zero >= 0 && null >= 0 && urandom >= 0 && hole >= 0 && file >= 0);
  CHECK(ftruncate(hole, 1l << 40) == 0);
  killed("getrandom", intoRoom, isInRoom);
  killed("read of /dev/urandom", readUrandom, isInRoom);
  killed("readv of /dev/zero", readZero, isInRoom);
  killed("pread of a hole", readHole, isInRoom);
  killed("sendfile of a file to itself", growing, hasGrown);
  killed("sendfile of a hole to /dev/null", holeToNull, isInRoom);
  killed("copy_file_range of a hole", copyHole, hasGrown);
  killedWaiter();
  caught();
  return 0;
}
