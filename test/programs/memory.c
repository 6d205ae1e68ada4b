// @build: musl-static glibc-static
// Memory: the heap, anonymous and file mappings, protection, sharing across fork.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned sum(const unsigned char *data, size_t size) {
  unsigned total = 0;
  for (size_t i = 0; i < size; i++) total = total * 31 + data[i];
  return total;
}

static int signalOf(void (*act)(char *), char *where) {
  int status;
  fflush(stdout);
  if (fork() == 0) { act(where); _exit(0); }
  wait(&status);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void readByte(char *where) { *(volatile char *)where; }
static void writeByte(char *where) { *(volatile char *)where = 1; }
static void call(char *where) { ((void (*)(void))where)(); }

int main(void) {
  // Much allocation in odd sizes.
  unsigned char *blocks[200];
  for (int i = 0; i < 200; i++) {
    size_t size = (size_t)i * i * 7 + 1;
    blocks[i] = malloc(size);
    memset(blocks[i], i, size);
  }
  for (int i = 0; i < 200; i += 2) free(blocks[i]);
  unsigned total = 0;
  for (int i = 1; i < 200; i += 2) total += sum(blocks[i], (size_t)i * i * 7 + 1);
  printf("heap %u\n", total);
  char *large = realloc(malloc(10), 3000000);
  memset(large, 1, 3000000);
  printf("large %d\n", large[2999999]);
  free(large);

  char *map = mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  printf("zeroed %d %d\n", map[0], map[5 * 4096 - 1]);
  printf("aligned %d\n", ((unsigned long)map & 4095) == 0);
  map[4096] = 7;
  printf("protect %d\n", mprotect(map + 4096, 4096, PROT_READ));
  printf("read %d, write %d, call %d\n", signalOf(readByte, map + 4096), signalOf(writeByte, map + 4096), signalOf(call, map + 4096));
  printf("neighbours %d %d\n", signalOf(writeByte, map), signalOf(writeByte, map + 2 * 4096));
  mprotect(map + 4096, 4096, PROT_NONE);
  printf("none: read %d\n", signalOf(readByte, map + 4096));
  mprotect(map + 4096, 4096, PROT_READ | PROT_WRITE);
  printf("the contents are still there: %d\n", map[4096]);
  printf("a hole %d\n", munmap(map + 2 * 4096, 4096));
  printf("in it %d, beside it %d %d\n", signalOf(readByte, map + 2 * 4096), signalOf(readByte, map + 4096), signalOf(readByte, map + 3 * 4096));
  printf("code: ");
  unsigned char *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memcpy(code, "\xb8\x2a\x00\x00\x00\xc3", 6);
  mprotect(code, 4096, PROT_READ | PROT_EXEC);
  printf("%d\n", ((int (*)(void))code)());

  int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int *private = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *shared = *private = 1;
  fflush(stdout);
  if (fork() == 0) { *shared = *private = 2; _exit(0); }
  wait(NULL);
  printf("shared %d, private %d\n", *shared, *private);

  char name[] = "/tmp/tessera-memory-XXXXXX";
  int file = mkstemp(name);
  unlink(name);
  static char text[6000];
  memset(text, 'a', sizeof text);
  write(file, text, sizeof text);
  char *view = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  printf("file %c %c, behind its end %d\n", view[0], view[5999], view[6000]);
  view[0] = 'b';
  char first;
  pread(file, &first, 1, 0);
  printf("a private change stays private: %c %c\n", view[0], first);
  printf("offset %c\n", *(char *)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 4096));

  errno = 0;
  printf("bad: %d", mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
  printf(" %s", strerror(errno));
  printf(", %d", mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 99, 0) == MAP_FAILED);
  printf(" %s", strerror(errno));
  printf(", %d", mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 1) == MAP_FAILED);
  printf(" %s", strerror(errno));
  printf(", %d", munmap(map + 1, 4096));
  printf(" %s\n", strerror(errno));
  void *fixed = mmap((void *)0x200000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  printf("fixed %p\n", fixed);
  fixed = mmap((void *)0x200000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  printf("again %d %s\n", fixed == MAP_FAILED, strerror(errno));
  char *moved = mremap(code, 4096, 8192, MREMAP_MAYMOVE);
  printf("moved %d\n", moved != MAP_FAILED && (unsigned char)moved[0] == 0xb8);
  return 0;
}
