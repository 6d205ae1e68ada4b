// @build: glibc-static
// Files that tell by a signal that they are ready: O_ASYNC, F_SETOWN, F_SETOWN_EX, F_SETSIG, for pipes and sockets.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRY(call) do { errno = 0; long result_ = (long)(call); \
  printf("%s: %ld %s\n", #call, result_ > 0 ? 1 : result_, result_ == -1 ? strerror(errno) : ""); } while (0)

static volatile sig_atomic_t count, code, fd, band;

static void told(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  count++;
  code = info->si_code;
  fd = info->si_fd;
  band = info->si_band;
}

static void report(const char *what, int expected) {
  printf("%s: %d signals, code %d, its descriptor: %d, readable: %d\n", what, (int)count, (int)code, fd == expected, (band & POLLIN) != 0);
  count = code = fd = band = 0;
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  struct sigaction action = {.sa_sigaction = told, .sa_flags = SA_SIGINFO};
  sigaction(SIGIO, &action, NULL);
  sigaction(SIGRTMIN, &action, NULL);
  int ends[2];
  char bytes[16];
  pipe(ends);
  TRY(fcntl(ends[0], F_GETOWN));
  TRY(fcntl(ends[0], F_SETFL, O_ASYNC));
  TRY(fcntl(ends[0], F_GETFL) & O_ASYNC);
  write(ends[1], "x", 1);
  printf("without an owner: %d\n", (int)count);
  TRY(fcntl(ends[0], F_SETOWN, getpid()));
  printf("owner: %d\n", fcntl(ends[0], F_GETOWN) == getpid());
  write(ends[1], "x", 1);
  printf("with one: %d, code %x\n", (int)count, (unsigned)code);
  count = 0;
  write(ends[1], "x", 1);
  write(ends[1], "x", 1);
  printf("each write: %d\n", (int)count);
  TRY(fcntl(ends[0], F_GETSIG));
  TRY(fcntl(ends[0], F_SETSIG, SIGRTMIN));
  TRY(fcntl(ends[0], F_GETSIG) == SIGRTMIN);
  count = 0;
  write(ends[1], "x", 1);
  report("by another signal", ends[0]);
  int copy = dup(ends[0]);
  write(ends[1], "x", 1);
  report("the descriptor by which it was set", ends[0]);
  close(copy);
  TRY(fcntl(ends[0], F_SETFL, 0));
  TRY(fcntl(ends[0], F_GETFL) & O_ASYNC);
  write(ends[1], "x", 1);
  printf("no more: %d\n", (int)count);
  int on = 1;
  TRY(ioctl(ends[0], FIOASYNC, &on));
  TRY(fcntl(ends[0], F_GETFL) & O_ASYNC);
  close(ends[1]);
  report("the end", ends[0]);
  close(ends[0]);

  // A child is its owner; a group; a thread.
  pipe(ends);
  int ready[2];
  pipe(ready);
  sigset_t blocked, old;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGIO);
  sigprocmask(SIG_BLOCK, &blocked, &old);
  pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    write(ready[1], "x", 1);
    siginfo_t info;
    sigwaitinfo(&blocked, &info);
    sigwaitinfo(&blocked, &info);
    _exit(7);
  }
  read(ready[0], bytes, 1);
  TRY(fcntl(ends[0], F_SETFL, O_ASYNC));
  TRY(fcntl(ends[0], F_SETOWN, child));
  write(ends[1], "x", 1);
  sigset_t waiting;
  do {
    // The first of the two has come when it is no longer pending there.
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/%d/status", child);
    int status = open(path, O_RDONLY);
    ssize_t length = read(status, text, sizeof text - 1);
    text[length > 0 ? length : 0] = 0;
    close(status);
    char *line = strstr(text, "ShdPnd:");
    unsigned long pending = 1;
    if (line != NULL) sscanf(line, "ShdPnd: %lx", &pending);
    if (pending == 0) break;
  } while (1);
  struct f_owner_ex owner = {F_OWNER_PGRP, child};
  TRY(fcntl(ends[0], F_SETOWN_EX, &owner));

  write(ends[1], "x", 1);
  int status;
  waitpid(child, &status, 0);
  printf("the child's end: %d\n", WEXITSTATUS(status));
  sigpending(&waiting);
  printf("here: %d\n", sigismember(&waiting, SIGIO));
  owner = (struct f_owner_ex){F_OWNER_TID, syscall(SYS_gettid)};
  TRY(fcntl(ends[0], F_SETOWN_EX, &owner));
  memset(&owner, 0, sizeof owner);
  TRY(fcntl(ends[0], F_GETOWN_EX, &owner));
  printf("kind %d, this thread: %d\n", owner.type, owner.pid == syscall(SYS_gettid));
  write(ends[1], "x", 1);
  sigpending(&waiting);
  printf("here: %d\n", sigismember(&waiting, SIGIO));
  count = 0;
  sigprocmask(SIG_SETMASK, &old, NULL);
  printf("taken: %d\n", (int)count);
  TRY(fcntl(ends[0], F_SETOWN, 0x7ffffff0));
  owner.type = 9;
  TRY(fcntl(ends[0], F_SETOWN_EX, &owner));
  TRY(fcntl(ends[0], F_SETSIG, 65));

  count = 0;
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  TRY(fcntl(pair[0], F_SETOWN, getpid()));
  TRY(fcntl(pair[0], F_SETSIG, SIGRTMIN));
  TRY(fcntl(pair[0], F_SETFL, O_ASYNC | O_NONBLOCK));
  write(pair[1], "y", 1);
  printf("a socket: %d, its descriptor: %d, readable: %d\n", count > 0, fd == pair[0], (band & POLLIN) != 0);
  int file = open("/tmp/file-signals", O_RDWR | O_CREAT, 0600);
  unlink("/tmp/file-signals");
  TRY(fcntl(file, F_SETFL, O_ASYNC));
  TRY(fcntl(file, F_GETFL) & O_ASYNC);
  TRY(ioctl(file, FIOASYNC, &on));
  return 0;
}
