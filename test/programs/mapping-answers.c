// @build: glibc-static
// Flags and arguments of mmap(2), madvise(2) and mremap(2): what is accepted has its effect.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

#define MAP(what, ...) do { errno = 0; void *place_ = mmap(__VA_ARGS__); \
  printf("%s: %s\n", what, place_ == MAP_FAILED ? strerror(errno) : "mapped"); } while (0)
#define TRY(call) do { errno = 0; long result_ = (long)(call); \
  printf("%s: %s\n", #call, result_ == -1 ? strerror(errno) : "done"); } while (0)

static const int both = PROT_READ | PROT_WRITE, own = MAP_PRIVATE | MAP_ANONYMOUS;

/** How a child that reads the byte ends: by its value, or a signal. */
static void inChild(const char *what, volatile char *byte) {
  int status;
  pid_t child = fork();
  if (child == 0) _exit(*byte);
  waitpid(child, &status, 0);
  printf("%s: %s %d\n", what, WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

static long residentPages(void) {
  long all, resident;
  FILE *file = fopen("/proc/self/statm", "r");
  fscanf(file, "%ld %ld", &all, &resident);
  fclose(file);
  return resident;
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  char name[] = "/tmp/mappingXXXXXX";
  int file = mkstemp(name);
  unlink(name);
  ftruncate(file, 4096);

  unsigned long low = (unsigned long)mmap(NULL, 4096, both, own | MAP_32BIT, -1, 0);
  unsigned long again = (unsigned long)mmap(NULL, 4096, both, own | MAP_32BIT, -1, 0);
  printf("below 2 GiB: %d %d, others are not: %d\n", low < 1UL << 31, again < 1UL << 31 && again != low,
         (unsigned long)mmap(NULL, 4096, both, own, -1, 0) > 1UL << 31);
  MAP("both kinds, anonymous", NULL, 4096, both, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0);
  MAP("both kinds, a file", NULL, 4096, both, MAP_SHARED_VALIDATE, file, 0);
  MAP("and a new flag", NULL, 4096, both, MAP_SHARED_VALIDATE | MAP_SYNC, file, 0);
  MAP("neither kind", NULL, 4096, both, MAP_ANONYMOUS, -1, 0);
  MAP("no file", NULL, 4096, both, 0, -1, 0);
  MAP("no length", NULL, 0, both, own, -1, 0);
  MAP("no length, no file", NULL, 0, both, MAP_PRIVATE, -1, 0);
  MAP("the last offset", NULL, 4096, PROT_READ, MAP_SHARED, file, 0x7ffffffffffff000L);
  MAP("huge pages", NULL, 2 << 20, both, own | MAP_HUGETLB, -1, 0);
  MAP("huge pages of a file", NULL, 2 << 20, both, MAP_PRIVATE | MAP_HUGETLB, file, 0);

  long before = residentPages();
  char *filled = mmap(NULL, 4 << 20, both, own | MAP_POPULATE, -1, 0);
  printf("populated: %d\n", residentPages() - before >= 1024);
  munmap(filled, 4 << 20);
  char *later = mmap(NULL, 4 << 20, both, own, -1, 0);
  before = residentPages();
  TRY(madvise(later, 4 << 20, MADV_POPULATE_WRITE));
  printf("populated: %d\n", residentPages() - before >= 1024);
  mprotect(later, 4096, PROT_READ);
  TRY(madvise(later, 4096, MADV_POPULATE_WRITE));
  TRY(madvise(later, 4096, MADV_POPULATE_READ));
  munmap(later + 4096, 4096);
  TRY(madvise(later, 8192, MADV_POPULATE_READ));

  char *memory = mmap(NULL, 3 * 4096, both, own, -1, 0);
  memory[0] = memory[4096] = memory[8192] = 7;
  TRY(madvise(memory + 4096, 4096, MADV_DONTFORK));
  TRY(madvise(memory + 8192, 4096, MADV_WIPEONFORK));
  inChild("kept", memory);
  inChild("left out", memory + 4096);
  inChild("wiped", memory + 8192);
  printf("here: %d %d\n", memory[4096], memory[8192]);
  TRY(madvise(memory + 4096, 4096, MADV_DOFORK));
  TRY(madvise(memory + 8192, 4096, MADV_KEEPONFORK));
  inChild("kept again", memory + 4096);
  inChild("kept again", memory + 8192);
  char *shared = mmap(NULL, 4096, both, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  TRY(madvise(shared, 4096, MADV_WIPEONFORK));
  TRY(madvise(shared, 4096, MADV_DONTFORK));
  inChild("a shared one left out", shared);
  TRY(madvise(memory, 4096, MADV_COLD));
  TRY(madvise(memory, 4096, 12345));
  TRY(madvise(memory + 1, 4096, MADV_DONTFORK));

  shared = mmap(NULL, 4096, both, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  shared[0] = 's';
  char *twin = mremap(shared, 0, 4096, MREMAP_MAYMOVE);
  printf("a second mapping: %d\n", twin != MAP_FAILED && twin != shared);
  twin[1] = 't';
  printf("%c%c\n", twin[0], shared[1]);
  TRY(mremap(memory, 0, 4096, MREMAP_MAYMOVE));
  TRY(mremap(shared, 0, 4096, 0));
  char *areas = mmap(NULL, 3 * 4096, PROT_NONE, own, -1, 0);
  mprotect(areas + 4096, 4096, both);
  printf("shrinking over several: %d\n", mremap(areas, 3 * 4096, 4096, 0) == areas);
  TRY(mremap((void *)0x123456000, 4096, 8192, MREMAP_MAYMOVE));
  return 0;
}
