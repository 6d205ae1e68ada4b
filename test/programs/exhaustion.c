// Programs that take all there is, in a small machine: memory, processes, files, descriptors, pipes, directories. Each ends with an errno or is
// ended; then the next one runs as if nothing had been.
// @guest-only
// @memory: 40M
// @time-limit: 150
// @stdout: memory: ended
// @stdout: fork bomb: over
// @stdout: file system: full, then usable
// @stdout: descriptors: 24
// @stdout: pipes: over
// @stdout: deep directories: made and gone
// @stdout: many files: made and gone
// @stdout: threads: over
// @stdout: queued signals: 11
// @stdout: mappings: over
// @stdout: long arguments: refused
// @stdout: children that nobody waits for: over
// @stdout: still well
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

// Who of them may be ended when memory runs out: not the one that watches.
static void setStanding(const char *value) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY);
  if (file < 0 || write(file, value, strlen(value)) < 0) perror("oom_score_adj");
  close(file);
}

// Runs it in a process of its own; what it prints as its last word is its exit.
static void attempt(const char *name, int (*act)(void)) {
  pid_t child = fork();
  if (child == 0) {
    setStanding("0");
    _exit(act());
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0) { printf("%s: not started, errno %d\n", name, errno); return; }
  // All its descendants are gone.
  while (waitpid(-1, NULL, 0) > 0) {}
  (void)status;
}

static int touchAll(void) {
  for (;;) {
    char *at = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return 1;
    for (int i = 0; i < 1 << 20; i += 4096) at[i] = 1;
  }
}

static int bomb(void) {
  setpgid(0, 0);
  // The bomb's parts end by themselves, the youngest first.
  for (int i = 0; i < 400; i++) {
    pid_t child = fork();
    if (child < 0) return 0;
    if (child == 0) {
      if (fork() == 0) { char page[3 * 4096]; memset(page, 1, sizeof page); pause(); }
      pause();
    }
  }
  return 0;
}

static int pipes(void) {
  struct rlimit limit = {4096, 4096};
  setrlimit(RLIMIT_NOFILE, &limit);
  static char block[65536];
  for (;;) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK) < 0) return errno == EMFILE || errno == ENOMEM ? 0 : 1;
    while (write(ends[1], block, sizeof block) > 0) {}
  }
}

static void *sleeper(void *unused) { pause(); return unused; }
static int threads(void) {
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 16384);
  for (int i = 0; i < 20000; i++) {
    if (pthread_create(&thread, &attributes, sleeper, NULL) != 0) return 0;
  }
  return 0;
}

static int mappings(void) {
  for (;;) {
    char *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return 0;
    *at = 1;
  }
}

static int orphans(void) {
  for (int i = 0; i < 3000; i++) {
    pid_t child = fork();
    if (child < 0) return 0;
    if (child == 0) _exit(0);
  }
  return 0;
}

static int fileSystemFull(void) {
  static char block[65536];
  int file = open("/tmp/filler", O_CREAT | O_WRONLY, 0600);
  if (file < 0) return -errno;
  ssize_t count;
  long total = 0;
  while ((count = write(file, block, sizeof block)) > 0) total += count;
  int error = errno;
  // Also what is no page of a file: names.
  int failed = 0;
  for (int i = 0; i < 20; i++) {
    char name[32];
    snprintf(name, sizeof name, "/tmp/filler-%d", i);
    int other = open(name, O_CREAT | O_WRONLY, 0600);
    if (other < 0 || write(other, block, 4096) < 4096) failed++;
    close(other);
    unlink(name);
  }
  close(file);
  unlink("/tmp/filler");
  if (total < (4 << 20)) return 1000000 + total;
  return error == ENOSPC || error == ENOMEM ? 0 : error;
}

int main(void) {
  // It would do the same to another system, and end all its processes.
  struct utsname system;
  uname(&system);
  if (strstr(system.version, "Tessera") == NULL) return 1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  mkdir("/tmp", 0777);
  setStanding("-1000");
  attempt("memory", touchAll);
  puts("memory: ended");

  attempt("fork bomb", bomb);
  // Until nobody else is left.
  while (kill(-1, SIGKILL) == 0 || errno != ESRCH) usleep(1000);
  puts("fork bomb: over");

  int full = fileSystemFull();
  int file = open("/tmp/after", O_CREAT | O_RDWR, 0600);
  int usable = write(file, "x", 1) == 1 && unlink("/tmp/after") == 0;
  close(file);
  if (full == 0 && usable) puts("file system: full, then usable");
  else printf("file system: %d %d\n", full, usable);

  int error = 0;
  for (;;) {
    int fd = open("/dev/null", O_RDONLY);
    if (fd < 0) { error = errno; break; }
  }
  for (int fd = 3; fd < 5000; fd++) close(fd);
  printf("descriptors: %d\n", error);

  attempt("pipes", pipes);
  puts("pipes: over");

  chdir("/tmp");
  int depth = 0;
  while (depth < 20000 && mkdir("d", 0700) == 0 && chdir("d") == 0) depth++;
  char path[4096];
  getcwd(path, sizeof path);
  int removed = 0;
  for (; removed < depth; removed++) {
    if (chdir("..") != 0 || rmdir("d") != 0) break;
  }
  if (depth > 1000 && removed == depth) puts("deep directories: made and gone");
  else printf("deep directories: %d %d, errno %d\n", depth, removed, errno);

  int made = 0, gone = 0;
  for (; made < 100000; made++) {
    snprintf(path, sizeof path, "/tmp/f%d", made);
    int one = open(path, O_CREAT | O_WRONLY, 0600);
    if (one < 0) break;
    close(one);
  }
  for (; gone < made; gone++) {
    snprintf(path, sizeof path, "/tmp/f%d", gone);
    if (unlink(path) != 0) break;
  }
  if (made > 5000 && gone == made) puts("many files: made and gone");
  else printf("many files: %d %d, errno %d\n", made, gone, errno);

  attempt("threads", threads);
  puts("threads: over");

  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  signal(SIGRTMIN, SIG_DFL);
  error = 0;
  for (int i = 0; i < 100000 && error == 0; i++) {
    if (sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i}) != 0) error = errno;
  }
  printf("queued signals: %d\n", error);

  attempt("mappings", mappings);
  puts("mappings: over");

  static char *arguments[200000];
  for (int i = 0; i < 199999; i++) arguments[i] = "some argument";
  execv("/proc/self/exe", arguments);
  puts(errno == E2BIG || errno == ENOMEM ? "long arguments: refused" : "long arguments: taken");

  attempt("orphans", orphans);
  puts("children that nobody waits for: over");

  puts("still well");
  fflush(stdout);
  // The signals that wait end with the program.
  _exit(0);
}
