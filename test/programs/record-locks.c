// Which lock fcntl(2) tells of when several are in the way: that which begins first. And what is left of locks that others are put upon.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int file;

static int lock(short type, long start, long length) {
  struct flock wanted = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
  return fcntl(file, F_SETLK, &wanted);
}

static void tell(short type, long start, long length) {
  struct flock found = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
  if (fcntl(file, F_GETLK, &found) < 0) printf("%s\n", strerror(errno));
  else if (found.l_type == F_UNLCK) printf("  %ld+%ld is free\n", start, length);
  else
    printf("  %ld+%ld: %s %ld+%ld\n", start, length, found.l_type == F_RDLCK ? "shared" : "exclusive", (long)found.l_start,
           (long)found.l_len);
}

// As another process sees it.
static void look(const char *what) {
  printf("%s\n", what);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    tell(F_WRLCK, 0, 0);
    for (long at = 0; at < 60; at += 5) tell(F_WRLCK, at, 5), tell(F_RDLCK, at, 2);
    fflush(stdout);
    _exit(0);
  }
  waitpid(child, NULL, 0);
}

int main(void) {
  char name[] = "/tmp/record-locks-XXXXXX";
  file = mkstemp(name);
  if (file < 0 || unlink(name) < 0) return 1;
  lock(F_WRLCK, 10, 5);
  lock(F_RDLCK, 1, 5);
  look("an exclusive lock, then a shared one before it");
  lock(F_WRLCK, 15, 5);
  lock(F_WRLCK, 20, 20);
  look("locks that adjoin");
  lock(F_UNLCK, 25, 5);
  lock(F_RDLCK, 12, 3);
  look("a hole and a part that is shared now");
  lock(F_RDLCK, 0, 35);
  look("one over all of them");
  lock(F_UNLCK, 30, 0);
  lock(F_WRLCK, 50, 0);
  look("the end is free, then locked to the end");
  lock(F_UNLCK, 0, 0);
  look("nothing");
  return 0;
}
