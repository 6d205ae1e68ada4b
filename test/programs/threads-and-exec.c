// Threads that call execve, children that stop and go on, siblings, priorities, waiters that are moved.
// @guest-only
// @stdout: from a thread: same process, its first thread
// @stdout: exec from a thread: 300
// @stdout: exec from many threads: over
// @stdout: after the leader: same process, its first thread
// @stdout: the first thread was gone: 300
// @stdout: stopped 137f
// @stdout: continued ffff
// @stdout: killed while stopped 9
// @stdout: 519 618 519 209
// @stdout: siblings: 10
// @stdout: policy 3, batch 0, wrong -22, unknown -22, nobody -3
// @stdout: now 3, bounds 99 1 0 0 -22
// @stdout: nice 5 5 19
// @stdout: barrier -22 -22
// @stdout: moved 4, woken 3, one left 1
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char *self = "/proc/self/exe";

static void *sleeper(void *unused) { for (;;) pause(); return unused; }
static void *execer(void *text) {
  char pid[16];
  snprintf(pid, sizeof pid, "%d", getpid());
  execl(self, "program", text, pid, NULL);
  return NULL;
}

static void report(const char *name, pid_t child) {
  int status;
  waitpid(child, &status, 0);
  printf("%s: %x\n", name, status);
  fflush(stdout);
}

static void fromThread(void) {
  pid_t child = fork();
  if (child == 0) {
    pthread_t threads[4];
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, sleeper, NULL);
    pthread_create(&threads[3], NULL, execer, "from a thread");
    for (;;) pause();
  }
  report("exec from a thread", child);
}

static void fromMany(void) {
  for (int round = 0; round < 10; round++) {
    pid_t child = fork();
    if (child == 0) {
      pthread_t threads[6];
      for (int i = 0; i < 6; i++) pthread_create(&threads[i], NULL, execer, "quiet");
      for (;;) pause();
    }
    int status;
    waitpid(child, &status, 0);
    if (status != 0x300) printf("many: %x\n", status);
  }
  puts("exec from many threads: over");
}

static void afterLeader(void) {
  pid_t child = fork();
  if (child == 0) {
    pthread_t thread;
    pthread_create(&thread, NULL, execer, "after the leader");
    pthread_exit(NULL);
  }
  report("the first thread was gone", child);
}

static volatile int codes[8], count;
static void onChild(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)context;
  if (count < 8) codes[count++] = info->si_code * 100 + info->si_status;
}

static void stopping(void) {
  struct sigaction action = {.sa_sigaction = onChild, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigaction(SIGCHLD, &action, NULL);
  pid_t child = fork();
  if (child == 0) for (;;) pause();
  int status;
  kill(child, SIGSTOP);
  waitpid(child, &status, WUNTRACED);
  printf("stopped %x\n", status);
  kill(child, SIGCONT);
  waitpid(child, &status, WCONTINUED);
  printf("continued %x\n", status);
  kill(child, SIGSTOP);
  waitpid(child, &status, WUNTRACED);
  kill(child, SIGKILL);
  waitpid(child, &status, WCONTINUED);
  printf("killed while stopped %x\n", status);
  for (int i = 0; i < count; i++) printf("%s%d", i > 0 ? " " : "", codes[i]);
  puts("");
  signal(SIGCHLD, SIG_DFL);
}

static void siblings(void) {
  pid_t child = fork();
  if (child == 0) {
    pid_t parent = getppid();
    long sibling = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
    if (sibling == 0) _exit(getppid() == parent ? 4 : 5);
    _exit(waitpid(sibling, NULL, 0) == -1 && errno == ECHILD ? 6 : 7);
  }
  int sum = 0, status;
  while (wait(&status) > 0) sum += WEXITSTATUS(status);
  printf("siblings: %d\n", sum);
}

static int code(long result) { return result < 0 ? -errno : (int)result; }

static void priorities(void) {
  struct sched_param param = {0}, wrong = {5};
  printf("policy %d, batch %d, wrong %d, ", code(syscall(SYS_sched_getscheduler, 0)), code(syscall(SYS_sched_setscheduler, 0, SCHED_BATCH, &param)),
         code(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &wrong)));
  printf("unknown %d, nobody %d\n", code(syscall(SYS_sched_setscheduler, 0, 99, &param)), code(syscall(SYS_sched_getscheduler, 99999)));
  printf("now %d, bounds %d %d %d %d %d\n", code(syscall(SYS_sched_getscheduler, 0)), sched_get_priority_max(SCHED_FIFO), sched_get_priority_min(SCHED_RR), sched_get_priority_max(SCHED_OTHER),
         sched_get_priority_min(SCHED_IDLE), code(sched_get_priority_max(77)));
  printf("nice %d ", nice(5));
  errno = 0;
  printf("%d ", getpriority(PRIO_PROCESS, 0));
  setpriority(PRIO_PROCESS, 0, 100);
  printf("%d\n", getpriority(PRIO_PROCESS, 0));
  printf("barrier %d %d\n", code(syscall(324, 12345, 0)), code(syscall(324, 0, 1)));
}

/** Words 1024 bytes apart have the same bucket in the kernel's table. */
static int words[512];

static void *waitOnWord(void *unused) {
  syscall(SYS_futex, &words[0], 0 /* FUTEX_WAIT */, 0, NULL, NULL, 0);
  return unused;
}

static long requeue(int *from, int *to, int wake, long most) {
  return syscall(SYS_futex, from, 3 /* FUTEX_REQUEUE */, wake, most, to, 0);
}

static void movedWaiters(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, waitOnWord, NULL);
  // Whoever was moved waits: when four were, all do.
  for (int moved = 0; moved < 4; sched_yield()) moved += requeue(&words[0], &words[1], 0, 100);
  long moved = requeue(&words[1], &words[257], 0, 100);
  long woken = syscall(SYS_futex, &words[257], 1 /* FUTEX_WAKE */, 3, NULL, NULL, 0);
  long left = syscall(SYS_futex, &words[257], 1, 100, NULL, NULL, 0);
  printf("moved %ld, woken %ld, one left %ld\n", moved, woken, left);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
}

int main(int argc, char **args) {
  if (argc > 2) {
    int isSame = getpid() == atoi(args[2]) && getpid() == syscall(SYS_gettid);
    if (strcmp(args[1], "quiet") != 0) printf("%s: %s\n", args[1], isSame ? "same process, its first thread" : "another id");
    return isSame ? 3 : 9;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  fromThread();
  fromMany();
  afterLeader();
  stopping();
  siblings();
  priorities();
  movedWaiters();
  return 0;
}
