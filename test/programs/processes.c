// @build: musl-static glibc-static
// Processes: fork and copied memory, pipes, wait statuses, exec, orphans, stopped jobs, descriptors across exec.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int shared = 1;

static void report(const char *what, int status) {
  if (WIFEXITED(status)) printf("%s: exit %d\n", what, WEXITSTATUS(status));
  else if (WIFSIGNALED(status)) printf("%s: signal %d\n", what, WTERMSIG(status));
  else printf("%s: status %x\n", what, status);
  fflush(stdout);
}

static void copies(void) {
  int status;
  if (fork() == 0) { shared = 2; _exit(shared); }
  wait(&status);
  report("the child's copy", status);
  printf("the parent's: %d\n", shared);
}

static void pipes(void) {
  int to[2], from[2];
  if (pipe(to) || pipe(from)) exit(1);
  pid_t child = fork();
  if (child == 0) {
    close(to[1]);
    close(from[0]);
    char buffer[1000];
    long total = 0;
    for (ssize_t n; (n = read(to[0], buffer, sizeof buffer)) > 0;) total += n;
    dprintf(from[1], "%ld bytes came", total);
    _exit(0);
  }
  close(to[0]);
  close(from[1]);
  static char block[200000];
  printf("written %zd\n", write(to[1], block, sizeof block));
  close(to[1]);
  char answer[100] = "";
  read(from[0], answer, sizeof answer);
  printf("%s\n", answer);
  printf("then the end: %zd\n", read(from[0], answer, sizeof answer));
  waitpid(child, NULL, 0);
  close(from[0]);

  pipe(to);
  close(to[0]);
  signal(SIGPIPE, SIG_IGN);
  printf("write without a reader: %zd", write(to[1], "x", 1));
  printf(" %s\n", strerror(errno));
  signal(SIGPIPE, SIG_DFL);
  int status;
  fflush(stdout);
  if (fork() == 0) { write(to[1], "x", 1); _exit(0); }
  wait(&status);
  report("and without ignoring the signal", status);

  pipe2(to, O_NONBLOCK);
  char byte;
  printf("nothing there: %zd", read(to[0], &byte, 1));
  printf(" %s\n", strerror(errno));
  struct pollfd each[2] = {{to[0], POLLIN, 0}, {to[1], POLLOUT, 0}};
  printf("poll %d", poll(each, 2, 0));
  printf(": %x %x\n", each[0].revents, each[1].revents);
  write(to[1], "y", 1);
  printf("poll %d", poll(each, 1, -1));
  printf(": %x\n", each[0].revents);
  close(to[1]);
  read(to[0], &byte, 1);
  printf("poll %d", poll(each, 1, -1));
  printf(": %x\n", each[0].revents);
}

static void waits(void) {
  int status;
  printf("no child: %d", wait(&status));
  printf(" %s\n", strerror(errno));
  pid_t sleeper = fork();
  if (sleeper == 0) { pause(); _exit(0); }
  printf("not yet: %d\n", waitpid(sleeper, &status, WNOHANG));
  kill(sleeper, SIGTERM);
  printf("it is the child: %d\n", waitpid(sleeper, &status, 0) == sleeper);
  report("the sleeper", status);
  printf("only once: %d", waitpid(sleeper, &status, 0));
  printf(" %s\n", strerror(errno));
  int numbers[] = {0, 1, 255, 256, 257};
  for (int i = 0; i < 5; i++) {
    fflush(stdout);
    if (fork() == 0) _exit(numbers[i]);
    wait(&status);
    report("numbered", status);
  }
  if (fork() == 0) abort();
  wait(&status);
  report("abort", status);
}

static void execs(char *self) {
  int status, kept = open("/dev/null", O_RDONLY), closed = open("/dev/null", O_RDONLY | O_CLOEXEC);
  char a[20], b[20];
  snprintf(a, sizeof a, "%d", kept);
  snprintf(b, sizeof b, "%d", closed);
  fflush(stdout);
  if (fork() == 0) { execl(self, "another name", "inside", a, b, (char *)0); _exit(99); }
  wait(&status);
  report("exec", status);
  printf("exec of nothing: %d", execl("/nothing/here", "x", (char *)0));
  printf(" %s\n", strerror(errno));
  printf("exec of a folder: %d", execl("/tmp", "x", (char *)0));
  printf(" %s\n", strerror(errno));
}

static int told;

static void onHangUp(int signal) {
  (void)signal;
  write(told, "hung up, ", 9);
}

/** The shell of a stopped job ends: the job's group is an orphan, hears of it, and goes on. */
static void orphanedJob(void) {
  int ends[2], status;
  if (pipe(ends)) exit(1);
  fflush(stdout);
  if (fork() == 0) {
    setsid();
    pid_t shell = fork();
    if (shell == 0) {
      setpgid(0, 0);
      pid_t job = fork();
      if (job == 0) {
        setpgid(0, 0);
        told = ends[1];
        signal(SIGHUP, onHangUp);
        raise(SIGSTOP);
        write(told, "went on", 7);
        _exit(0);
      }
      waitpid(job, &status, WUNTRACED);
      _exit(WIFSTOPPED(status) ? 0 : 1);
    }
    waitpid(shell, &status, 0);
    _exit(WEXITSTATUS(status));
  }
  close(ends[1]);
  char text[100] = "";
  size_t length = 0;
  for (ssize_t n; (n = read(ends[0], text + length, sizeof text - 1 - length)) > 0;) length += n;
  close(ends[0]);
  wait(&status);
  report("the session", status);
  printf("the orphaned job: %s\n", text);
}

int main(int argc, char **argv) {
  if (argc > 1) {
    printf("inside %s, %d arguments\n", argv[0], argc);
    printf("the kept descriptor: %d\n", fcntl(atoi(argv[2]), F_GETFD));
    printf("the closed one: %d", fcntl(atoi(argv[3]), F_GETFD));
    printf(" %s\n", strerror(errno));
    return 5;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  copies();
  pipes();
  waits();
  execs(argv[0]);
  orphanedJob();
  return 0;
}
