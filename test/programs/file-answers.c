// @build: glibc-static
// Arguments of calls about files that are refused as Linux refuses them, removed directories, and locks on ranges.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRY(call) do { errno = 0; long result_ = (long)(call); \
  printf("%s: %s\n", #call, result_ == -1 ? strerror(errno) : "done"); } while (0)

static struct flock range(int type, long start, long length) {
  return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
}

static void tell(struct flock lock) {
  printf("%s from %ld, %ld bytes, %s\n", lock.l_type == F_RDLCK ? "shared" : lock.l_type == F_WRLCK ? "exclusive" : "none",
         (long)lock.l_start, (long)lock.l_len, lock.l_pid > 0 ? "a process" : lock.l_pid < 0 ? "an open file" : "nobody");
}

static void ask(int fd, int command) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    struct flock whole = range(F_WRLCK, 0, 0);
    fcntl(fd, command, &whole);
    if (whole.l_type == F_UNLCK) whole = range(F_UNLCK, 0, 0);
    tell(whole);
    fflush(stdout);
    _exit(0);
  }
  waitpid(child, NULL, 0);
}

static void locks(void) {
  int fd = open("locked", O_RDWR | O_CREAT, 0600), other = open("locked", O_RDWR);
  struct flock late = range(F_WRLCK, 10, 5), early = range(F_RDLCK, 1, 5);
  TRY(fcntl(fd, F_SETLK, &late));
  TRY(fcntl(fd, F_SETLK, &early));
  ask(fd, F_GETLK);
  struct flock none = range(F_UNLCK, 0, 0);
  TRY(fcntl(fd, F_SETLK, &none));
  // Those of an open file are in the way of its process's other open files, and stay when one of these is closed.
  struct flock part = range(F_WRLCK, 100, 10);
  TRY(fcntl(fd, F_OFD_SETLK, &part));
  struct flock same = range(F_WRLCK, 105, 1);
  TRY(fcntl(other, F_OFD_SETLK, &same));
  TRY(fcntl(other, F_SETLK, &same));
  TRY(fcntl(other, F_OFD_GETLK, &same));
  tell(same);
  close(other);
  ask(fd, F_GETLK);
  int copy = dup(fd);
  close(fd);
  ask(copy, F_GETLK);
  other = open("locked", O_RDWR);
  close(copy);
  ask(other, F_GETLK);
  struct flock named = range(F_WRLCK, 0, 1);
  named.l_pid = getpid();
  TRY(fcntl(other, F_OFD_SETLK, &named));
  TRY(unlink("locked"));
}

static void arguments(void) {
  int in = open("in", O_RDWR | O_CREAT, 0600), out = open("out", O_RDWR | O_CREAT, 0600), ends[2];
  write(in, "abc", 3);
  off_t negative = -1, zero = 0;
  mkdir("folder", 0700);
  mkfifo("fifo", 0600);
  pipe(ends);
  TRY(open("folder", O_RDONLY | O_TRUNC));
  TRY(open("folder", O_RDONLY | O_DIRECT));
  TRY(truncate("fifo", 0));
  TRY(truncate("folder", 0));
  TRY(truncate("in", -1));
  TRY(sendfile(out, in, &negative, 0));
  TRY(sendfile(out, in, &negative, 1));
  TRY(syscall(SYS_sendfile, out, in, &zero, -1L));
  TRY(syscall(SYS_fadvise64, in, 0, -1L, 0));
  TRY(syscall(SYS_fadvise64, ends[0], 0, 1, 0));
  struct timespec omit[2] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}}, bad[2] = {{0, 1000000000}, {0, UTIME_NOW}};
  TRY(utimensat(AT_FDCWD, "missing", omit, 0));
  TRY(utimensat(99, "missing", omit, 0));
  TRY(utimensat(AT_FDCWD, "in", bad, 0));
  TRY(syscall(SYS_utimensat, in, NULL, NULL, AT_SYMLINK_NOFOLLOW));
  TRY(fcntl(ends[0], F_SETFL, O_NONBLOCK));
}

static void removed(void) {
  static char bytes[4096];
  mkdir("gone", 0700);
  int fd = open("gone", O_RDONLY | O_DIRECTORY);
  rmdir("gone");
  TRY(syscall(SYS_getdents64, fd, bytes, sizeof bytes));
  TRY(openat(fd, "new", O_CREAT | O_RDWR, 0600));
}

static void ignore(int signal) { (void)signal; }

/** A negative time means not to wait at all, none to wait for ever. */
static void times(void) {
  int pair[2];
  char byte;
  struct timeval time = {-1, 0}, got = {5, 5};
  socklen_t length = sizeof got;
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  TRY(setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
  TRY(recv(pair[0], &byte, 1, 0));
  TRY(getsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &got, &length));
  printf("%ld %ld\n", (long)got.tv_sec, (long)got.tv_usec);
  time = (struct timeval){0, 1000000};
  TRY(setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
  time = (struct timeval){0, 0};
  TRY(setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
  struct sigaction action = {.sa_handler = ignore};
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 20000}, {0, 20000}}, NULL);
  TRY(recv(pair[0], &byte, 1, 0));
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  char folder[] = "/tmp/answersXXXXXX";
  chdir(mkdtemp(folder));
  locks();
  arguments();
  removed();
  times();
  return 0;
}
