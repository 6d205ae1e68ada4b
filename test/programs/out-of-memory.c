// When memory runs out, who takes most of it is ended, and who asked for some gets it: root beside a user's program that fills the memory and stays; a
// program that is never to be ended; one that is to be the first. What a process writes to its standing, and what its children inherit.
// @guest-only
// @memory: 64M
// @time-limit: 60
// @stdout: root beside a hog: root's child 0, the hog 9
// @stdout: the hog is never to end: its neighbour 9, the hog lives
// @stdout: the small one is to be the first: the small one 9, the large one lives
// @stdout: score of the large one above that of the small one: 1
// @stdout: a user lowers: Permission denied, raises: 0, goes back: 0, further: Permission denied
// @stdout: out of range: Invalid argument, no number: Invalid argument
// @stdout: old scale: -17 is -1000, 15 is 1000, 8 is 470; 470 is 7
// @stdout: a child has 300, its score is near 866: 1
// @stdout: still well
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static char *readFile(const char *path) {
  static char text[8192];
  int file = open(path, O_RDONLY);
  ssize_t count = file < 0 ? 0 : read(file, text, sizeof text - 1);
  close(file);
  text[count > 0 ? count : 0] = 0;
  return text;
}

// Returns the error.
static int writeFile(const char *path, const char *text) {
  int file = open(path, O_WRONLY);
  int error = file < 0 || write(file, text, strlen(text)) < 0 ? errno : 0;
  close(file);
  return error;
}

static long freeKib(void) { return atol(strstr(readFile("/proc/meminfo"), "MemFree:") + 8); }

static void touch(long bytes) {
  char *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  for (long i = 0; i < bytes; i += 4096) at[i] = 1;
}

// A process of user 1000 that touches memory until so much is free, tells it, and stays.
static pid_t startHog(long left, const char *standing) {
  int ready[2];
  pipe(ready);
  pid_t child = fork();
  if (child == 0) {
    close(ready[0]);
    if (standing != NULL) writeFile("/proc/self/oom_score_adj", standing);
    setgroups(0, NULL);
    if (setresgid(1000, 1000, 1000) < 0 || setresuid(1000, 1000, 1000) < 0) _exit(1);
    while (freeKib() > left) touch(64 << 10);
    write(ready[1], "x", 1);
    for (;;) pause();
  }
  close(ready[1]);
  char one;
  if (read(ready[0], &one, 1) != 1) puts("the hog has ended");
  close(ready[0]);
  return child;
}

static pid_t startToucher(long bytes) {
  pid_t child = fork();
  if (child == 0) {
    touch(bytes);
    _exit(0);
  }
  return child;
}

static int endOf(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static const char *stateOf(pid_t child) { return waitpid(child, NULL, WNOHANG) == 0 ? "lives" : "was ended"; }

static void discard(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

static long scoreOf(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/oom_score", pid);
  return atol(readFile(path));
}

static void choices(void) {
  pid_t hog = startHog(200, NULL);
  int end = endOf(startToucher(8 << 20));
  printf("root beside a hog: root's child %d, the hog %d\n", end, endOf(hog));

  hog = startHog(4000, "-1000");
  end = endOf(startToucher(32 << 20));
  printf("the hog is never to end: its neighbour %d, the hog %s\n", end, stateOf(hog));
  discard(hog);

  pid_t small = startHog(freeKib() - 2000, "1000");
  pid_t large = startHog(2000, NULL);
  int isHigher = scoreOf(large) > scoreOf(getpid());
  end = endOf(startToucher(3 << 20));
  printf("the small one is to be the first: the small one %d, the large one %s\n", endOf(small), stateOf(large));
  printf("score of the large one above that of the small one: %d\n", isHigher);
  discard(large);
}

static void standings(void) {
  const char *own = "/proc/self/oom_score_adj", *old = "/proc/self/oom_adj";
  if (fork() == 0) {
    if (setresuid(1000, 1000, 1000) < 0) _exit(1);
    // Else its files in /proc are root's from now on.
    prctl(PR_SET_DUMPABLE, 1);
    printf("a user lowers: %s, ", strerror(writeFile(own, "-1")));
    printf("raises: %d, ", writeFile(own, "500\n"));
    printf("goes back: %d, ", writeFile(own, " 0 "));
    printf("further: %s\n", strerror(writeFile(own, "-17")));
    _exit(0);
  }
  wait(NULL);
  printf("out of range: %s, ", strerror(writeFile(own, "1001")));
  printf("no number: %s\n", strerror(writeFile(own, "1x")));
  printf("old scale: ");
  writeFile(old, "-17");
  printf("-17 is %d, ", atoi(readFile(own)));
  writeFile(old, "15");
  printf("15 is %d, ", atoi(readFile(own)));
  writeFile(old, "8");
  printf("8 is %d; ", atoi(readFile(own)));
  printf("470 is %d\n", atoi(readFile(old)));
  writeFile(own, "300");
  if (fork() == 0) {
    long score = scoreOf(getpid());
    printf("a child has %d, its score is near 866: %d\n", atoi(readFile(own)), score > 850 && score < 880);
    _exit(0);
  }
  wait(NULL);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  choices();
  standings();
  puts("still well");
  return 0;
}
