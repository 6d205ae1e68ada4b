// Files in memory, those without a name too; sparse ones: holes, data behind them, sizes up to the highest, and what is given back.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int fd;
static void at(long long offset, const char *text) { printf("write at %lld: %d\n", offset, pwrite(fd, text, strlen(text), offset) < 0 ? errno : 0); }
static void from(long long offset) {
  char bytes[8] = {0};
  long count = pread(fd, bytes, 4, offset);
  printf("read at %lld: %ld %d %d\n", offset, count, bytes[0], bytes[3]);
}
static void seek(long long offset, int what) {
  long long found = lseek(fd, offset, what);
  printf("%s from %lld: %lld\n", what == SEEK_DATA ? "data" : "hole", offset, found < 0 ? (long long)-errno : found);
}
static void size(long long wanted) {
  struct stat status;
  int error = ftruncate(fd, wanted) ? errno : 0;
  fstat(fd, &status);
  printf("size %lld: %d, %lld, %d blocks\n", wanted, error, (long long)status.st_size, status.st_blocks == 0 ? 0 : 1);
}

// Files that have no name: descriptors and mappings are all there is of them.
static void nameless(void) {
  char path[64], target[300] = "", *title = malloc(300), byte = 0;
  int memory = memfd_create("of\xc3\xbc mine", MFD_CLOEXEC);
  struct stat status;
  printf("write %zd, ", write(memory, "some text", 9));
  fstat(memory, &status);
  printf("links %d, size %d, mode %o, closed on exec %d\n", (int)status.st_nlink, (int)status.st_size, status.st_mode, fcntl(memory, F_GETFD));
  snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
  readlink(path, target, sizeof target - 1);
  int again = open(path, O_RDONLY);
  printf("%s, again %d %c\n", target, again >= 0, pread(again, &byte, 1, 5) == 1 ? byte : '?');
  ftruncate(memory, 10000);
  char *at = mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  at[9999] = 'q';
  close(memory);
  printf("shared %d %c, two are two %d\n", (int)pread(again, &byte, 1, 9999), byte, memfd_create("x", 0) != memfd_create("x", 0));
  memset(title, 't', 299), title[299] = 0;
  printf("too long %d", memfd_create(title, 0) < 0 ? errno : 0);
  title[249] = 0;
  printf(", long %d, flags %d, no name %d\n", memfd_create(title, 0) < 0 ? errno : 0, memfd_create("x", 1 << 30) < 0 ? errno : 0, memfd_create((char *)8, 0) < 0 ? errno : 0);
}

int main(void) {
  nameless();
  // Both systems' file system in memory: others have smaller files.
  char shared[] = "/dev/shm/tessera-sparse-XXXXXX", other[] = "/tmp/tessera-sparse-XXXXXX";
  char *name = shared;
  fd = mkstemp(name);
  if (fd < 0) fd = mkstemp(name = other);
  unlink(name);
  size(1ll << 40);
  from(1ll << 39);
  seek(0, SEEK_DATA);
  seek(0, SEEK_HOLE);
  at((1ll << 36) + 1, "here");
  at(20ll << 20, "nearer");
  from(1ll << 36);
  from((1ll << 36) + 1);
  from((20ll << 20) - 2);
  seek(0, SEEK_DATA);
  seek((20ll << 20) + 4096, SEEK_DATA);
  seek((1ll << 36), SEEK_HOLE);
  seek((1ll << 36) + 5000, SEEK_DATA);
  seek(-1, SEEK_DATA);
  seek(1ll << 40, SEEK_HOLE);
  printf("punch much: %d\n", fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 1ll << 60) ? errno : 0);
  from((1ll << 36) + 1);
  printf("reserve too much: %d\n", fallocate(fd, 0, 0, 1ll << 50) ? errno : 0);
  at((1ll << 62), "far");
  at(0x7ffffffffffffffell, "edge");
  size(100);
  from(0);
  size(-1);
  size(0);
  // Many pages, cut one by one from the end.
  for (long i = 0; i < 6000; i++) pwrite(fd, "x", 1, i * 4096);
  for (long i = 5999; i >= 0; i -= 100) ftruncate(fd, i * 4096);
  size(0);
  printf("nonsense: %d %d\n", fallocate(fd, 0, 0, 0) ? errno : 0, fallocate(fd, 0, -1, 10) ? errno : 0);
  return 0;
}
