// @build: musl-static glibc-static
// Pipes opened once more by /proc/self/fd, and FIFOs whose other side comes and goes.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char text[64];

static int again(int fd, int flags) {
  snprintf(text, sizeof text, "/proc/self/fd/%d", fd);
  return open(text, flags);
}

static void show(const char *what, int fd) {
  memset(text, 0, sizeof text);
  long count = read(fd, text, sizeof text - 1);
  printf("%s: %ld \"%s\" %s\n", what, count, text, count < 0 ? strerror(errno) : "");
}

/* What was written can be read by a new opening when the writer is gone: nobody is waited for. */
static void reopened(void) {
  int ends[2];
  if (pipe(ends) < 0) exit(1);
  if (write(ends[1], "left behind", 11) != 11) exit(1);
  close(ends[1]);
  int reader = again(ends[0], O_RDONLY);
  close(ends[0]);
  show("after the writer", reader);
  show("at the end", reader);
  int writer = again(reader, O_WRONLY | O_NONBLOCK);
  if (write(writer, "more", 4) != 4) exit(1);
  show("by a new writer", reader);
  close(reader);
  int alone = again(writer, O_WRONLY);
  printf("a writer without readers: %s\n", alone < 0 ? strerror(errno) : "opened");
}

/* A side that waits for the other sees it even if it has gone before the waiting side runs again. */
static void meetings(void) {
  char folder[] = "/tmp/tessera-pipes-XXXXXX";
  if (!mkdtemp(folder) || chdir(folder) < 0 || mkfifo("fifo", 0600) < 0) exit(1);
  printf("nobody reads: %s\n", open("fifo", O_WRONLY | O_NONBLOCK) < 0 ? strerror(errno) : "opened");
  int met = 0, status;
  for (int round = 0; round < 200; round++) {
    int flags = round % 2 ? O_RDONLY : O_WRONLY;
    pid_t child = fork();
    if (child == 0) _exit(close(open("fifo", flags == O_RDONLY ? O_WRONLY : O_RDONLY)));
    int fd = open("fifo", flags);
    if (fd >= 0 && close(fd) == 0 && waitpid(child, &status, 0) == child && status == 0) met++;
  }
  printf("met %d times\n", met);
  unlink("fifo");
  if (rmdir(folder) < 0) perror(folder);
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  reopened();
  fflush(stdout);
  meetings();
  return 0;
}
