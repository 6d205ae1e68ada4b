// Waiting for children: what can no more happen is not waited for, the kinds of children, a signal beside the end of a child, whose time counts.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, long result) {
  printf("%s: %s %s\n", what, result > 0 ? "a child" : result == 0 ? "0" : "-1", result < 0 ? strerror(errno) : "");
  errno = 0;
}

static pid_t ended(int code) {
  pid_t child = fork();
  if (child == 0) _exit(code);
  siginfo_t info;
  waitid(P_PID, child, &info, WEXITED | WNOWAIT);
  return child;
}

static void zombies(void) {
  siginfo_t info;
  pid_t child = ended(3);
  say("a zombie cannot stop", waitid(P_ALL, 0, &info, WSTOPPED));
  say("or continue", waitid(P_PID, child, &info, WCONTINUED));
  say("also without waiting", waitid(P_PID, child, &info, WSTOPPED | WNOHANG));
  say("wait for its group", waitid(P_PGID, 0, &info, WEXITED));
  printf("code %d status %d\n", info.si_code, info.si_status);
  say("nobody", waitid(P_PID, child, &info, WEXITED));
  say("process 0", waitid(P_PID, 0, &info, WEXITED));
  say("no kind of change", waitid(P_ALL, 0, &info, 0));
  say("the lowest number", wait4((pid_t)0x80000000, NULL, 0, NULL));
  pid_t running = fork();
  if (running == 0) for (;;) pause();
  say("one that lives has not stopped", waitid(P_PID, running, &info, WSTOPPED | WNOHANG));
  kill(running, SIGKILL);
  waitpid(running, NULL, 0);
}

static int finish(void *argument) { _exit(*(int *)argument); }

static void *waitForOwn(void *child) {
  say("__WNOTHREAD from a sibling", waitpid(*(pid_t *)child, NULL, __WNOTHREAD));
  return NULL;
}

static void *makeChild(void *child) {
  *(pid_t *)child = ended(0);
  return NULL;
}

static void kinds(void) {
  static char stack[65536];
  int code = 5, status;
  pid_t child = clone(finish, stack + sizeof stack, 0, &code);
  say("without an exit signal", waitpid(child, &status, 0));
  say("by __WCLONE", waitpid(child, &status, __WCLONE));
  printf("exit %d\n", WEXITSTATUS(status));
  child = clone(finish, stack + sizeof stack, 0, &code);
  say("by __WALL", waitpid(child, &status, __WALL));
  child = ended(0);
  say("a forked one by __WCLONE", waitpid(child, &status, __WCLONE));
  say("by __WALL", waitpid(child, &status, __WALL));

  pthread_t thread;
  child = ended(0);
  pthread_create(&thread, NULL, waitForOwn, &child);
  pthread_join(thread, NULL);
  say("__WNOTHREAD from its maker", waitpid(child, &status, __WNOTHREAD));
  pthread_create(&thread, NULL, makeChild, &child);
  pthread_join(thread, NULL);
  say("__WNOTHREAD when its maker has ended", waitpid(child, &status, __WNOTHREAD));
  // A program that was executed tells its end by SIGCHLD, however it was made.
  child = syscall(SYS_clone, 0, 0, 0, 0, 0);
  if (child == 0) { execv("/proc/self/exe", (char *[]){"x", "nothing", NULL}); _exit(9); }
  siginfo_t info;
  waitid(P_PID, child, &info, WEXITED | WNOWAIT | __WALL);
  say("an executed one", waitpid(child, &status, 0));
}

static void ignore(int signal) { (void)signal; }

/** The end of a child wakes the wait, and its signal has a handler without SA_RESTART: the child counts. */
static void besideSignals(void) {
  struct sigaction action = {.sa_handler = ignore};
  sigaction(SIGCHLD, &action, NULL);
  int interrupted = 0;
  for (int i = 0; i < 20; i++) {
    int tell[2];
    char byte;
    pipe(tell);
    pid_t child = fork();
    if (child == 0) { close(tell[1]); read(tell[0], &byte, 1); _exit(0); }
    close(tell[0]);
    pid_t helper = fork();
    // Lets the child go while the parent waits, or about to.
    if (helper == 0) { for (int turn = 0; turn < 20; turn++) sched_yield(); _exit(0); }
    close(tell[1]);
    // Each wait that SIGCHLD ends has a child to tell of.
    for (int left = 2; left > 0;) {
      if (waitpid(-1, NULL, 0) > 0) left--;
      else interrupted++;
    }
  }
  printf("ended children told as EINTR: %d\n", interrupted);
  signal(SIGCHLD, SIG_DFL);
}

static void times(void) {
  struct rusage before, after;
  signal(SIGCHLD, SIG_IGN);
  getrusage(RUSAGE_CHILDREN, &before);
  pid_t child = fork();
  if (child == 0) {
    struct rusage own;
    do getrusage(RUSAGE_SELF, &own); while (own.ru_utime.tv_usec + own.ru_stime.tv_usec < 30000 && own.ru_utime.tv_sec == 0);
    _exit(0);
  }
  say("ignored children", waitpid(child, NULL, 0));
  getrusage(RUSAGE_CHILDREN, &after);
  long used = (after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec - before.ru_stime.tv_sec) * 1000000L +
              after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec;
  printf("their time counts: %d\n", used > 20000);
  signal(SIGCHLD, SIG_DFL);
}

struct arguments { uint64_t flags, pidfd, childTid, parentTid, exitSignal, stack, stackSize, tls, setTid, setTidSize, cgroup, later; };

static void clone3(const char *what, uint64_t flags, uint64_t signal, size_t size, uint64_t later) {
  struct arguments arguments = {.flags = flags, .exitSignal = signal, .later = later};
  int status = 0;
  long child = syscall(SYS_clone3, &arguments, size);
  if (child == 0) {
    struct sigaction one, other;
    sigaction(SIGUSR1, NULL, &one);
    sigaction(SIGUSR2, NULL, &other);
    _exit((one.sa_handler != SIG_DFL) + 2 * (other.sa_handler == SIG_IGN));
  }
  say(what, child);
  if (child > 0 && waitpid(child, &status, __WALL) == child) printf("exit %d\n", WEXITSTATUS(status));
}

static void clones(void) {
  signal(SIGUSR1, ignore);
  signal(SIGUSR2, SIG_IGN);
  const uint64_t clear = 0x100000000;
  clone3("clone3", 0, SIGCHLD, 88, 0);
  clone3("CLONE_CLEAR_SIGHAND", clear, SIGCHLD, 88, 0);
  clone3("and CLONE_SIGHAND", clear | CLONE_SIGHAND | CLONE_VM, SIGCHLD, 88, 0);
  clone3("an unknown flag", 1ULL << 40, SIGCHLD, 88, 0);
  clone3("CLONE_DETACHED", 0x400000, SIGCHLD, 88, 0);
  clone3("a signal among the flags", SIGCHLD, 0, 88, 0);
  clone3("CLONE_PARENT with a signal", CLONE_PARENT, SIGCHLD, 88, 0);
  clone3("CLONE_THREAD with a signal", CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, SIGCHLD, 88, 0);
  clone3("signal 65", 0, 65, 88, 0);
  clone3("too short", 0, SIGCHLD, 56, 0);
  clone3("longer, with zeros", 0, SIGCHLD, sizeof(struct arguments), 0);
  clone3("longer, with something", 0, SIGCHLD, sizeof(struct arguments), 1);
}

int main(int count, char **arguments) {
  (void)arguments;
  if (count > 1) return 0;
  setvbuf(stdout, NULL, _IONBF, 0);
  zombies();
  kinds();
  besideSignals();
  times();
  clones();
  return 0;
}
