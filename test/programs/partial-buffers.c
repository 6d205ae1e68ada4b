// Buffers of which a part is bad: the good part counts where bytes have places, and what is said to be moved has been.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char *page, *end;

static void say(const char *what, long result) {
  printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "");
}

static int newFile(void) {
  char name[] = "/tmp/partialXXXXXX";
  int fd = mkstemp(name);
  unlink(name);
  return fd;
}

static void reading(void) {
  int fd = newFile();
  write(fd, "0123456789abcdef", 16);
  lseek(fd, 0, SEEK_SET);
  say("read", read(fd, end - 1, 10));
  say("the offset", lseek(fd, 0, SEEK_CUR));
  say("nothing good", read(fd, end, 10));
  say("the offset", lseek(fd, 0, SEEK_CUR));
  say("pread", pread(fd, end - 3, 10, 4));
  printf("%.3s\n", end - 3);
  struct iovec pieces[] = {{end - 2, 2}, {end, 5}, {page, 5}};
  say("readv", readv(fd, pieces, 3));
  printf("%.2s\n", end - 2);
  // A hole, and many pages.
  ftruncate(fd, 100000);
  say("a hole", pread(fd, page + 100, 50000, 20000));
  int zero = open("/dev/zero", O_RDONLY);
  say("zeros", read(zero, page + 96, 8000));
  close(zero);
  close(fd);
}

static void writing(long offset) {
  int fd = newFile();
  char bytes[256], back[64];
  memset(bytes, 'x', sizeof bytes);
  write(fd, bytes, sizeof bytes);
  lseek(fd, offset, SEEK_SET);
  struct iovec pieces[] = {{bytes, 64}, {end, 64}, {bytes, 64}};
  long result = writev(fd, pieces, 3);
  struct stat status;
  fstat(fd, &status);
  printf("at %ld: writev %ld, offset %ld, size %ld, read back %ld\n", offset, result, (long)lseek(fd, 0, SEEK_CUR),
         (long)status.st_size, (long)pread(fd, back, 64, offset));
  close(fd);
}

static void writingPages(void) {
  int fd = newFile();
  struct stat status;
  memset(page, 'y', 4096);
  say("write", write(fd, end - 96, 200));
  fstat(fd, &status);
  printf("offset %ld, size %ld\n", (long)lseek(fd, 0, SEEK_CUR), (long)status.st_size);
  say("a whole page", pwrite(fd, end - 96, 4096, 8192));
  say("nothing good", pwrite(fd, end, 4096, 4096));
  fstat(fd, &status);
  char tail[200];
  long length = pread(fd, tail, 200, 8192);
  printf("size %ld, %ld bytes at the end, the last is %c\n", (long)status.st_size, length, tail[length - 1]);
  close(fd);
}

/** What goes through is neither lost nor told twice. */
static void streams(void) {
  int ends[2];
  char bytes[16] = {0};
  pipe(ends);
  write(ends[1], "hello", 5);
  say("a pipe", read(ends[0], end - 1, 5));
  say("all is there still", read(ends[0], bytes, 16));
  struct iovec good[] = {{bytes, 4}, {end, 4}};
  say("writev to a pipe", writev(ends[1], good, 2));
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  say("what came", read(ends[0], bytes, 16));
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  write(ends[1], "hello", 5);
  say("a socket", read(ends[0], end - 1, 5));
  say("all is there still", read(ends[0], bytes, 16));
  say("writev to a socket", writev(ends[1], good, 2));
}

static void directories(void) {
  int fd = open("/proc/self", O_RDONLY | O_DIRECTORY);
  static char all[4096], again[4096];
  long whole = syscall(SYS_getdents64, fd, all, sizeof all);
  lseek(fd, 0, SEEK_SET);
  long first = syscall(SYS_getdents64, fd, end - 40, 4096);
  long second = syscall(SYS_getdents64, fd, again, sizeof again);
  printf("entries before the bad page: %d, the others after: %d\n", first > 0, first + second == whole);
  say("nothing good", syscall(SYS_getdents64, fd, end, 4096) == 0 ? 0 : -1);
  lseek(fd, 0, SEEK_SET);
  say("nothing good", syscall(SYS_getdents64, fd, end, 4096));
  say("a size of 2 GiB", syscall(SYS_getdents64, fd, all, 0x80000000u));
  close(fd);
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  end = page + 4096;
  mprotect(end, 4096, PROT_NONE);
  reading();
  const long offsets[] = {0, 65, 4096, 4097};
  for (int i = 0; i < 4; i++) writing(offsets[i]);
  writingPages();
  streams();
  directories();
  return 0;
}
