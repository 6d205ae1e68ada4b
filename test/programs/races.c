// Threads and processes that pull at the same things of the kernel at the same time, with slices so short that they alternate in the middle of
// everything: what one reads another replaces or takes away.
// @guest-only
// @boot: slice=15000
// @time-limit: 150
// @stdout: directories that move: over
// @stdout: mounts that come and go: over
// @stdout: names: over
// @stdout: groups: over
// @stdout: timers: over
// @stdout: children looked at: over
// @stdout: orphans: over
// @stdout: one wait for each child: 150
// @stdout: locks: over
// @stdout: epoll circles: none
// @stdout: execve among threads: 15
// @stdout: fifos: 60
// @stdout: stopped and continued: 60
// @stdout: threads that end together: 100
// @stdout: futexes: over
// @stdout: still well
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static atomic_int over;
static const char *self;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

typedef void *(*Work)(void *);

// Runs them side by side, each in a loop of its own until `over`.
static void together(const char *name, double seconds, Work *works, int count) {
  pthread_t threads[8];
  over = 0;
  for (int i = 0; i < count; i++) pthread_create(&threads[i], NULL, works[i], NULL);
  for (double end = now() + seconds; now() < end;) usleep(10000);
  over = 1;
  for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
  printf("%s: over\n", name);
}

static void readAll(const char *path) {
  char bytes[4096];
  int fd = open(path, O_RDONLY);
  if (fd < 0) return;
  while (read(fd, bytes, sizeof bytes) > 0) {}
  close(fd);
}

// ------------------------------------------------------------ directories

static void *mover(void *x) {
  for (unsigned i = 0; !over; i++) {
    char from[40], to[40], path[60];
    sprintf(from, "/tmp/move/%u", i);
    sprintf(to, "/tmp/move/%u", i + 1);
    mkdir(to, 0755);
    strcat(from, "/inner");
    sprintf(path, "%s/inner", to);
    rename(from, path);
    from[strlen(from) - 6] = 0;
    rmdir(from);
  }
  return x;
}
static void *asker(void *x) {
  char path[4096];
  struct stat status;
  while (!over) {
    if (!getcwd(path, sizeof path)) abort();
    stat("..", &status);
    readlink("/proc/self/cwd", path, sizeof path);
  }
  return x;
}

static void *mounter(void *x) {
  while (!over) {
    mount("none", "/tmp/point", "tmpfs", 0, "");
    umount2("/tmp/point", 0);
  }
  return x;
}
static void *visitor(void *x) {
  struct stat status;
  while (!over) {
    stat("/tmp/point/..", &status);
    int fd = open("/tmp/point/file", O_CREAT | O_RDWR, 0600);
    if (fd >= 0) close(fd);
    readAll("/proc/mounts");
  }
  return x;
}

// ------------------------------------------------------------ names and groups

static void *namer(void *x) {
  char name[40];
  for (unsigned i = 0; !over; i++) {
    sprintf(name, "name%u", i);
    prctl(PR_SET_NAME, name);
    sethostname(name, strlen(name));
  }
  return x;
}
static void *nameReader(void *x) {
  struct utsname names;
  while (!over) {
    readAll("/proc/self/stat");
    readAll("/proc/sys/kernel/hostname");
    uname(&names);
  }
  return x;
}
static int sharedFd;
static void *sharedReader(void *x) {
  char bytes[600];
  while (!over) {
    if (pread(sharedFd, bytes, sizeof bytes, 0) <= 0) abort();
    pread(sharedFd, bytes, sizeof bytes, 100);
  }
  return x;
}

// The C library would have all threads change theirs.
static void *grouper(void *x) {
  gid_t groups[64];
  for (int i = 0; i < 64; i++) groups[i] = i + 1000;
  for (unsigned i = 0; !over; i++) syscall(SYS_setgroups, i % 64, groups);
  return x;
}
static void *groupReader(void *x) {
  gid_t groups[64];
  while (!over) {
    getgroups(64, groups);
    readAll("/proc/self/status");
  }
  return x;
}

// ------------------------------------------------------------ timers

static void *timerUser(void *x) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2};
  struct itimerspec soon = {{0, 200000}, {0, 100000}};
  while (!over) {
    timer_t timers[3];
    int made = 0;
    for (; made < 3; made++) if (timer_create(CLOCK_MONOTONIC, &event, &timers[made])) break;
    for (int i = 0; i < made; i++) timer_settime(timers[i], 0, &soon, NULL);
    // Also those of others.
    for (int i = 0; i < 8; i++) syscall(SYS_timer_gettime, i, &soon);
    soon = (struct itimerspec){{0, 200000}, {0, 100000}};
    for (int i = 0; i < made; i++) timer_delete(timers[i]);
    for (int i = 0; i < 2; i++) syscall(SYS_timer_delete, i);
    alarm(1000);
  }
  alarm(0);
  return x;
}

// ------------------------------------------------------------ processes

static atomic_int lastChild;
static void *breeder(void *x) {
  while (!over) {
    pid_t child = fork();
    if (child == 0) {
      if (rand() & 1) execl(self, self, "exit", "0", NULL);
      _exit(0);
    }
    lastChild = child;
    waitpid(child, NULL, 0);
  }
  return x;
}
static void *watcher(void *x) {
  static const char *const files[] = {"stat", "status", "statm", "maps", "cmdline", "exe", "cwd", "fd", "comm", "task", "limits"};
  char path[64], text[64];
  while (!over) {
    for (unsigned i = 0; i < sizeof files / sizeof *files && !over; i++) {
      sprintf(path, "/proc/%d/%s", lastChild, files[i]);
      readAll(path);
      if (readlink(path, text, sizeof text) < 0 && errno == EINVAL) {
        DIR *directory = opendir(path);
        if (directory) { while (readdir(directory)) {} closedir(directory); }
      }
      kill(lastChild, 0);
    }
  }
  return x;
}

// Children whose parents end while they ask for them.
static void *orphaner(void *x) {
  while (!over) {
    pid_t middle = fork();
    if (middle == 0) {
      for (int i = 0; i < 3; i++) {
        if (fork() == 0) {
          for (int k = 0; k < 300 && getppid() != 1; k++) {}
          _exit(0);
        }
      }
      _exit(0);
    }
    waitpid(middle, NULL, 0);
  }
  return x;
}

static atomic_int waitedFor, forked;
static void *waiter(void *x) {
  while (!over || waitedFor < forked) {
    if (waitpid(-1, NULL, 0) > 0) waitedFor++;
    else usleep(50);
  }
  return x;
}

// ------------------------------------------------------------ files

static void *locker(void *x) {
  for (unsigned i = 0; !over; i++) {
    char path[40];
    sprintf(path, "/tmp/lock%u", i / 4 % 16);
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    if (fd < 0) continue;
    struct flock lock = {.l_type = F_WRLCK, .l_start = i % 10, .l_len = 5};
    fcntl(fd, F_SETLK, &lock);
    flock(sharedFd, LOCK_SH | LOCK_NB);
    flock(sharedFd, LOCK_UN);
    if (i % 3 == 0) unlink(path);
    close(fd);
  }
  return x;
}

static int left, right;
static atomic_int turns, circles;
static void *ring(void *of) {
  int *ends = of;
  for (int turn = 1; turn <= 300; turn++) {
    turns++;
    while (turns < 2 * turn) sched_yield();
    struct epoll_event event = {EPOLLIN, {0}};
    if (epoll_ctl(ends[0], EPOLL_CTL_ADD, ends[1], &event) == 0) circles++;
    turns++;
    while (turns < 2 * turn) sched_yield();
    (void)ends;
  }
  return NULL;
}

static int fifoSide(int flags) {
  int fd = open("/tmp/fifo", flags);
  if (fd >= 0) close(fd);
  return fd >= 0;
}
static void *fifoReader(void *x) { return fifoSide(O_RDONLY) ? x : NULL; }

// ------------------------------------------------------------ execve among threads

static void *nothing(void *x) { return x; }
static void *spawner(void *x) {
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
  for (;;) {
    pthread_t thread;
    pthread_create(&thread, &small, nothing, NULL);
  }
  return x;
}

// ------------------------------------------------------------ futexes

#define FUTEX_WAIT 0
#define FUTEX_WAKE 1
static int word;
static void *sleeperOnWord(void *x) {
  while (!over) {
    struct timespec short_ = {0, 300000};
    long result = syscall(SYS_futex, &word, FUTEX_WAIT, 0, &short_, NULL, 0);
    if (result < 0 && errno != ETIMEDOUT && errno != EAGAIN && errno != EINTR) abort();
  }
  return x;
}
static void *wakerOfWord(void *x) {
  while (!over) syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
  return x;
}

// ------------------------------------------------------------ ends

// The thread alone, not the process.
static void *leaver(void *x) {
  syscall(SYS_exit, 0);
  return x;
}

int main(int count, char **args) {
  if (count > 2) return atoi(args[2]);
  setvbuf(stdout, NULL, _IOLBF, 0);
  self = "/proc/self/exe";
  signal(SIGUSR2, SIG_IGN);
  signal(SIGALRM, SIG_IGN);

  mkdir("/tmp", 0777);
  mkdir("/tmp/move", 0755);
  mkdir("/tmp/move/0", 0755);
  mkdir("/tmp/move/0/inner", 0755);
  chdir("/tmp/move/0/inner");
  together("directories that move", 1.5, (Work[]){mover, asker, asker}, 3);
  chdir("/");
  mkdir("/tmp/point", 0755);
  together("mounts that come and go", 1, (Work[]){mounter, visitor, visitor}, 3);

  sharedFd = open("/proc/self/status", O_RDONLY);
  together("names", 1, (Work[]){namer, nameReader, sharedReader, sharedReader}, 4);
  together("groups", 0.7, (Work[]){grouper, groupReader, groupReader}, 3);
  together("timers", 1, (Work[]){timerUser, timerUser, timerUser}, 3);
  together("children looked at", 2, (Work[]){breeder, watcher, watcher}, 3);
  together("orphans", 1, (Work[]){orphaner, orphaner}, 2);

  over = 0;
  pthread_t waiters[3];
  for (int i = 0; i < 3; i++) pthread_create(&waiters[i], NULL, waiter, NULL);
  for (int i = 0; i < 150; i++) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) forked++;
  }
  over = 1;
  for (int i = 0; i < 3; i++) pthread_join(waiters[i], NULL);
  printf("one wait for each child: %d\n", waitedFor);

  together("locks", 1, (Work[]){locker, locker, locker}, 3);
  close(sharedFd);

  int ends[2][2];
  int both = 0;
  for (int i = 0; i < 40; i++) {
    left = epoll_create1(0);
    right = epoll_create1(0);
    ends[0][0] = ends[1][1] = left;
    ends[0][1] = ends[1][0] = right;
    turns = circles = 0;
    struct epoll_event event = {EPOLLIN, {0}};
    pthread_t one, other;
    pthread_create(&one, NULL, ring, ends[0]);
    pthread_create(&other, NULL, ring, ends[1]);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    // One direction alone can have succeeded, once.
    if (circles != 1) both++;
    epoll_wait(left, &event, 1, 0);
    close(left);
    close(right);
  }
  printf(both ? "epoll circles: %d\n" : "epoll circles: none\n", both);

  int replaced = 0;
  for (int i = 0; i < 15; i++) {
    pid_t child = fork();
    if (child == 0) {
      pthread_t thread;
      for (int k = 0; k < 3; k++) pthread_create(&thread, NULL, spawner, NULL);
      usleep(2000 + i * 331);
      execl(self, self, "exit", "7", NULL);
      _exit(1);
    }
    int status;
    waitpid(child, &status, 0);
    replaced += WIFEXITED(status) && WEXITSTATUS(status) == 7;
  }
  printf("execve among threads: %d\n", replaced);

  int met = 0;
  for (int i = 0; i < 60; i++) {
    mkfifo("/tmp/fifo", 0600);
    pthread_t reader;
    pthread_create(&reader, NULL, fifoReader, &met);
    met += fifoSide(O_WRONLY);
    pthread_join(reader, NULL);
    unlink("/tmp/fifo");
  }
  printf("fifos: %d\n", met);

  int continued = 0;
  for (int i = 0; i < 60; i++) {
    pid_t child = fork();
    if (child == 0) {
      for (volatile int k = 0; k < 3000; k++) {}
      _exit(3);
    }
    for (int k = 0; k < 5; k++) {
      kill(child, SIGSTOP);
      for (volatile int m = 0; m < k * 50; m++) {}
      kill(child, SIGCONT);
    }
    int status;
    waitpid(child, &status, 0);
    continued += WIFEXITED(status);
  }
  printf("stopped and continued: %d\n", continued);

  int ended = 0;
  for (int i = 0; i < 100; i++) {
    pid_t child = fork();
    if (child == 0) {
      // What it holds is given back by whichever is the last.
      pthread_t thread;
      for (int k = 0; k < 4; k++) pthread_create(&thread, NULL, leaver, NULL);
      leaver(NULL);
    }
    int status;
    waitpid(child, &status, 0);
    ended += WIFEXITED(status);
  }
  printf("threads that end together: %d\n", ended);

  together("futexes", 0.7, (Work[]){sleeperOnWord, sleeperOnWord, wakerOfWord}, 3);
  puts("still well");
  return 0;
}
