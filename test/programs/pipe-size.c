// What a pipe holds is told and set by fcntl(2), with the bytes in it kept (pipe(7), "Pipe capacity").
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char bytes[1 << 20], back[1 << 20];

static void set(int fd, unsigned size) {
  int result = fcntl(fd, F_SETPIPE_SZ, size);
  printf("%u: %d %s, now %d\n", size, result, result < 0 ? strerror(errno) : "", fcntl(fd, F_GETPIPE_SZ));
}

static long fill(int fd) {
  long all = 0, count;
  while ((count = write(fd, bytes + all, 4096)) > 0) all += count;
  return all;
}

// Whether the next bytes are those that were written from a place on.
static int holds(int fd, long from, long count) {
  long all = 0, got;
  while (all < count && (got = read(fd, back + all, count - all)) > 0) all += got;
  return all == count && memcmp(back, bytes + from, count) == 0;
}

int main(void) {
  int ends[2];
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7 + i / 4096);
  if (pipe2(ends, O_NONBLOCK) < 0) return 1;
  printf("at first %d\n", fcntl(ends[0], F_GETPIPE_SZ));
  unsigned sizes[] = {0, 1, 4096, 4097, 65535, 100000, 1 << 20, 0x80000001u, 0xffffffffu, 16384};
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) set(ends[i & 1], sizes[i]);

  long full = fill(ends[1]);
  printf("full with %ld\n", full);
  struct pollfd poll1 = {ends[1], POLLOUT, 0};
  printf("ready to be written: %d\n", poll(&poll1, 1, 0));
  set(ends[1], 4096);
  set(ends[1], 65536);
  printf("ready to be written: %d\n", poll(&poll1, 1, 0));
  printf("the same bytes: %d\n", holds(ends[0], 0, full));

  // Bytes that go round the end stay in order.
  set(ends[0], 16384);
  if (write(ends[1], bytes, 12288) != 12288 || !holds(ends[0], 0, 8192)) return 1;
  if (write(ends[1], bytes + 12288, 8192) != 8192) return 1;
  set(ends[0], 32768);
  printf("the same bytes: %d\n", holds(ends[0], 8192, 12288));
  if (write(ends[1], bytes, 4096) != 4096) return 1;
  set(ends[0], 4096);
  printf("one page fits: %d\n", holds(ends[0], 0, 4096));

  // Who waits for room is woken when there is more.
  printf("full with %ld\n", fill(ends[1]));
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    fcntl(ends[1], F_SETFL, 0);
    _exit(write(ends[1], bytes, 4096) != 4096);
  }
  set(ends[0], 8192);
  int status;
  waitpid(child, &status, 0);
  printf("the writer ended with %d\n", status);

  int file = open("/dev/null", O_RDWR);
  printf("no pipe: %d", fcntl(file, F_GETPIPE_SZ));
  printf(" %s\n", strerror(errno));
  return 0;
}
