// Mappings at their edges: ranges that do not fit, the first and the last page, what a file allows, files that shrink, fork, growing stacks.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096ul
#define END 0x7ffffffff000ul

static const char *result(long value) {
  static char text[8][32];
  static int next;
  char *out = text[next++ & 7];
  if (value == -1) snprintf(out, 32, "errno %d", errno);
  else snprintf(out, 32, "ok");
  return out;
}

static long map(unsigned long at, unsigned long length, int protection, int flags, int fd, unsigned long offset) {
  return syscall(SYS_mmap, at, length, protection, flags, fd, offset);
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

static int fileOf(int pages, char with) {
  char name[] = "/tmp/tessera-mappings-XXXXXX";
  int file = mkstemp(name);
  unlink(name);
  char page[PAGE];
  memset(page, with, PAGE);
  for (int i = 0; i < pages; i++) write(file, page, PAGE);
  return file;
}

static void ranges(void) {
  const int anonymous = MAP_PRIVATE | MAP_ANONYMOUS, rw = PROT_READ | PROT_WRITE;
  printf("length 0: %s\n", result(map(0, 0, rw, anonymous, -1, 0)));
  printf("length -1: %s\n", result(map(0, -1, rw, anonymous, -1, 0)));
  printf("all of it: %s\n", result(map(0, END, rw, anonymous | MAP_NORESERVE, -1, 0)));
  printf("twice: %s\n", result(map(0, 2 * END, rw, anonymous, -1, 0)));
  printf("fixed beyond: %s\n", result(map(END, PAGE, rw, anonymous | MAP_FIXED, -1, 0)));
  printf("fixed around: %s\n", result(map(-PAGE, 2 * PAGE, rw, anonymous | MAP_FIXED, -1, 0)));
  printf("fixed in the kernel: %s\n", result(map(0xffff800000000000, PAGE, rw, anonymous | MAP_FIXED, -1, 0)));
  printf("fixed unaligned: %s\n", result(map(0x10000001, PAGE, rw, anonymous | MAP_FIXED, -1, 0)));
  printf("offset unaligned: %s\n", result(map(0, PAGE, rw, anonymous, -1, 1)));
  printf("no kind: %s\n", result(map(0, PAGE, rw, MAP_ANONYMOUS, -1, 0)));
  printf("no file: %s\n", result(map(0, PAGE, rw, MAP_PRIVATE, 99, 0)));
  printf("hint beyond: %s\n", result(map(-PAGE, PAGE, rw, anonymous, -1, 0)));
  printf("munmap nothing: %s\n", result(munmap((void *)0x10000000, PAGE)));
  printf("munmap 0: %s\n", result(munmap((void *)0x10000000, 0)));
  printf("munmap unaligned: %s\n", result(munmap((void *)0x10000001, PAGE)));
  printf("munmap around: %s\n", result(munmap((void *)0x10000000, -PAGE)));
  printf("munmap kernel: %s\n", result(munmap((void *)0xffff800000000000, PAGE)));
  char *at = (char *)map(0, 4 * PAGE, rw, anonymous, -1, 0);
  munmap(at + PAGE, PAGE);
  printf("protect a hole: %s\n", result(mprotect(at, 4 * PAGE, PROT_READ)));
  printf("protect around: %s\n", result(mprotect(at, -PAGE, PROT_READ)));
  printf("protect nonsense: %s\n", result(mprotect(at, PAGE, 0x7777)));
  printf("advise a hole: %s\n", result(madvise(at, 4 * PAGE, MADV_DONTNEED)));
  printf("advise nonsense: %s\n", result(madvise(at, PAGE, 12345)));
  printf("sync a hole: %s\n", result(msync(at, 4 * PAGE, MS_SYNC)));
  printf("remap to 0: %s\n", result((long)mremap(at, PAGE, 0, 0)));
  printf("remap in place: %s\n", result((long)mremap(at + 2 * PAGE, PAGE, 3 * PAGE, 0)));
  printf("remap huge: %s\n", result((long)mremap(at, PAGE, END, MREMAP_MAYMOVE)));
  printf("remap beyond all: %s\n", result(syscall(SYS_mremap, at, PAGE, -1L, MREMAP_MAYMOVE)));
  printf("still there: %s\n", result(msync(at, PAGE, MS_SYNC)));
  printf("remap over the end: %s\n", result((long)mremap(at, PAGE, -PAGE, MREMAP_MAYMOVE)));
  printf("remap into itself: %s\n", result((long)mremap(at + 2 * PAGE, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, at + 3 * PAGE)));
  printf("remap a hole: %s\n", result((long)mremap(at + PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE)));
  printf("noreplace: %s\n", result(map((unsigned long)at, PAGE, rw, anonymous | MAP_FIXED_NOREPLACE, -1, 0)));
}

static void breaks(void) {
  char *start = sbrk(0);
  printf("brk far: %d\n", brk((char *)END + PAGE) == -1 && sbrk(0) == start);
  printf("brk below: %d\n", syscall(SYS_brk, 4096) == (long)start);
  long grown = syscall(SYS_brk, start + 100000);
  printf("brk grows: %d\n", grown == (long)(start + 100000));
  memset(start, 7, 100000);
  syscall(SYS_brk, start);
  syscall(SYS_brk, start + 100000);
  // What was given back comes back as zeros, from the next page on.
  char *page = (char *)(((uintptr_t)start + PAGE - 1) & ~(PAGE - 1));
  printf("brk again: %d\n", page[0]);
}

static void rights(void) {
  char name[] = "/tmp/tessera-rights-XXXXXX";
  int file = mkstemp(name);
  ftruncate(file, PAGE);
  int readOnly = open(name, O_RDONLY), writeOnly = open(name, O_WRONLY);
  unlink(name);
  printf("shared, written, of a file open for reading: %s\n", result(map(0, PAGE, PROT_WRITE, MAP_SHARED, readOnly, 0)));
  printf("of a file open for writing: %s\n", result(map(0, PAGE, PROT_READ, MAP_SHARED, writeOnly, 0)));
  char *at = (char *)map(0, PAGE, PROT_READ, MAP_SHARED, readOnly, 0);
  printf("made writable: %s\n", result(mprotect(at, PAGE, PROT_READ | PROT_WRITE)));
  printf("writes: signal %d\n", signalOf(writeByte, at));
  char *own = (char *)map(0, PAGE, PROT_READ, MAP_PRIVATE, readOnly, 0);
  printf("a private one: %s\n", result(mprotect(own, PAGE, PROT_READ | PROT_WRITE)));
  own[0] = 5;
  char byte;
  pread(file, &byte, 1, 0);
  printf("the file: %d\n", byte);
  printf("grows down from a file: %s\n", result(map(0, PAGE, PROT_READ, MAP_PRIVATE | MAP_GROWSDOWN, readOnly, 0)));
  printf("of a directory: %s\n", result(map(0, PAGE, PROT_READ, MAP_PRIVATE, open("/", O_RDONLY), 0)));
  int ends[2];
  pipe(ends);
  printf("of a pipe: %s\n", result(map(0, PAGE, PROT_READ, MAP_PRIVATE, ends[0], 0)));
}

static void shrinking(void) {
  int file = fileOf(4, 'a');
  char *shared = (char *)map(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  char *own = (char *)map(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  printf("before: %c %c\n", shared[3 * PAGE], own[3 * PAGE]);
  own[2 * PAGE] = 'x';
  ftruncate(file, PAGE + 10);
  printf("within: %c %d %d\n", shared[PAGE], shared[PAGE + 10], signalOf(readByte, shared + PAGE + 100));
  printf("beyond, shared: signal %d, written %d\n", signalOf(readByte, shared + 3 * PAGE), signalOf(writeByte, shared + 2 * PAGE));
  printf("beyond, private: signal %d\n", signalOf(readByte, own + 3 * PAGE));
  printf("beyond, private and written: signal %d\n", signalOf(readByte, own + 2 * PAGE));
  ftruncate(file, 4 * PAGE);
  printf("again: %d %d\n", shared[3 * PAGE], own[3 * PAGE]);
  shared[3 * PAGE] = 'z';
  char byte = 0;
  pread(file, &byte, 1, 3 * PAGE);
  printf("seen by read: %c\n", byte);
  pwrite(file, "y", 1, 2 * PAGE);
  printf("seen by the mapping: %c\n", shared[2 * PAGE]);
}

static void punched(void) {
  int file = fileOf(4, 'a');
  char *shared = (char *)map(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  printf("punch: %s, ", result(fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 100, 2 * PAGE)));
  printf("%c %d %d %c\n", shared[99], shared[100], shared[PAGE], shared[2 * PAGE + 100]);
  printf("reads after a shared write to a hole: ");
  shared[PAGE] = 'q';
  char byte = 0;
  pread(file, &byte, 1, PAGE);
  printf("%c\n", byte);
}

static void forked(void) {
  char *at = (char *)map(0, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(at, 'p', 3 * PAGE);
  mprotect(at, PAGE, PROT_NONE);
  fflush(stdout);
  if (fork() == 0) {
    mprotect(at, PAGE, PROT_READ | PROT_WRITE);
    printf("hidden across fork: %c\n", at[0]);
    at[0] = 'c';
    at[PAGE] = 'd';
    fflush(stdout);
    _exit(0);
  }
  wait(NULL);
  mprotect(at, PAGE, PROT_READ);
  printf("the parent's: %c %c\n", at[0], at[PAGE]);
  // Many generations share and part.
  for (int i = 0; i < 50; i++) {
    if (fork() == 0) {
      at[2 * PAGE] += i;
      _exit(at[2 * PAGE] == (char)('p' + i) ? 0 : 1);
    }
    int status;
    wait(&status);
    if (status != 0) printf("generation %d: %d\n", i, status);
  }
  printf("still: %c\n", at[2 * PAGE]);
}

static void growing(void) {
  // A growing mapping near the bottom must not come to page 0.
  char *low = (char *)map(0x20000, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
  if (low == MAP_FAILED) return;
  printf("null below a growing mapping: signal %d %d\n", signalOf(readByte, (char *)8), signalOf(writeByte, (char *)0x8000));
}

static void many(void) {
  // More mappings than a process may have (vm.max_map_count).
  char *at = (char *)map(0, 200000 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  int i = 0;
  for (; i < 100000; i++) {
    if (mprotect(at + 2 * i * PAGE, PAGE, PROT_NONE) != 0) break;
  }
  printf("many: %s\n", i < 100000 && errno == ENOMEM && i > 30000 ? "ENOMEM" : "no end");
  printf("then: %s\n", result(munmap(at, 200000 * PAGE)));
}

static void zeroDevice(void) {
  int zero = open("/dev/zero", O_RDWR);
  char *own = (char *)map(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
  char *shared = (char *)map(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, zero, PAGE);
  if (own == MAP_FAILED || shared == MAP_FAILED) { printf("zero: %d\n", errno); return; }
  fflush(stdout);
  if (fork() == 0) { own[0] = shared[0] = 3; _exit(0); }
  wait(NULL);
  printf("zero: %d %d\n", own[0], shared[0]);
}

int main(void) {
  ranges();
  breaks();
  rights();
  shrinking();
  punched();
  forked();
  growing();
  many();
  zeroDevice();
  return 0;
}
