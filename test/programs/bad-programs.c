// Program files that are damaged in every way: each is refused with an errno or ends by a signal, and the next one runs.
// @time-limit: 90
#define _GNU_SOURCE
#include <elf.h>
#include <stddef.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// A whole program in one segment: exit(7).
static const uint8_t code[] = {0xbf, 7, 0, 0, 0, 0xb8, 60, 0, 0, 0, 0x0f, 0x05};
struct image {
  Elf64_Ehdr header;
  Elf64_Phdr segments[3];
  uint8_t code[4096 * 2 - sizeof(Elf64_Ehdr) - 3 * sizeof(Elf64_Phdr)];
};
static struct image whole, image;

static void make(void) {
  Elf64_Ehdr *h = &whole.header;
  memcpy(h->e_ident, "\x7f" "ELF\2\1\1", 7);
  h->e_type = ET_EXEC;
  h->e_machine = EM_X86_64;
  h->e_version = 1;
  h->e_ehsize = sizeof *h;
  h->e_phentsize = sizeof(Elf64_Phdr);
  h->e_phnum = 3;
  h->e_phoff = sizeof *h;
  h->e_entry = 0x400000 + offsetof(struct image, code);
  whole.segments[0] = (Elf64_Phdr){PT_LOAD, PF_R | PF_X, 0, 0x400000, 0x400000, sizeof whole, sizeof whole, 4096};
  whole.segments[1] = (Elf64_Phdr){PT_LOAD, PF_R | PF_W, 0, 0x600000, 0x600000, 100, 9000, 4096};
  whole.segments[2] = (Elf64_Phdr){PT_GNU_STACK, PF_R | PF_W, 0, 0, 0, 0, 0, 16};
  memcpy(whole.code, code, sizeof code);
}

static char path[64];

static int runFile(const void *bytes, size_t size) {
  unlink(path);
  int file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0755);
  if (file < 0) return -1;
  write(file, bytes, size);
  close(file);
  pid_t child = fork();
  if (child == 0) {
    char *const none[] = {path, NULL};
    alarm(2);
    execve(path, none, none + 1);
    _exit(errno);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

static uint64_t state = 88172645463325252ull;
static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static const uint64_t values[] = {0,         1,          7,          63,        64,         4095,       4096,         4097,
                                  0xffff,    0x10000,    0x400000,   0x7fffffff, 0x80000000, 0xffffffff, 0x7ffffffff000, 0x7fffffffffff,
                                  0x800000000000, 0xffff800000000000, 0x7fffffffffffffff, 0x8000000000000000, 0xfffffffffffff000, ~0ull};

static void headers(void) {
  // Every field of the header and of the segments with every odd value.
  const size_t fields[] = {2, 2, 4, 8, 8, 8, 4, 2, 2, 2, 2, 2, 2};
  for (unsigned v = 0; v < sizeof values / 8; v++) {
    size_t at = 16;
    for (int f = 0; f < 13; f++) {
      image = whole;
      memcpy((char *)&image + at, &values[v], fields[f]);
      runFile(&image, sizeof image);
      at += fields[f];
    }
    for (int s = 0; s < 3; s++) {
      const size_t sizes[] = {4, 4, 8, 8, 8, 8, 8, 8};
      at = 64 + 56 * s;
      for (int f = 0; f < 8; f++) {
        image = whole;
        memcpy((char *)&image + at, &values[v], sizes[f]);
        runFile(&image, sizeof image);
        at += sizes[f];
      }
    }
  }
  puts("every damaged header was survived");
}

static void cut(void) {
  for (size_t size = 0; size < 400; size++) runFile(&whole, size);
  for (size_t size = 400; size < sizeof whole; size += 331) runFile(&whole, size);
  puts("every cut file was survived");
}

static void scrambled(void) {
  for (int i = 0; i < 400; i++) {
    image = whole;
    for (int n = next() % 6; n >= 0; n--) ((uint8_t *)&image)[next() % (i % 2 ? 64 + 3 * 56 : sizeof image)] = next();
    if (i % 3 == 0) image.segments[next() % 3].p_type = next() % 8;
    if (i % 5 == 0) image.segments[next() % 3].p_vaddr = values[next() % 22];
    runFile(&image, sizeof image);
  }
  puts("every scrambled file was survived");
}

static int script(const char *text) {
  int status = runFile(text, strlen(text));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 200 + WTERMSIG(status);
}

static void scripts(void) {
  char self[128], loop[128], longest[600];
  snprintf(loop, sizeof loop, "#!%s\n", path);
  snprintf(self, sizeof self, "#!/bin/true x y  z  \n");
  memset(longest, 'a', sizeof longest);
  memcpy(longest, "#!/", 3);
  longest[599] = 0;
  printf("scripts: %d %d %d %d %d %d\n", script(self), script("#!\n"), script(loop), script(longest), script("#!/bin/true/x\n"), script("#!  /bin/true"));
}

int main(void) {
  // A process of its own for each; the folder may be any.
  snprintf(path, sizeof path, "/tmp/tessera-bad-program-%d", getpid());
  mkdir("/tmp", 0777);
  setvbuf(stdout, NULL, _IOLBF, 0);
  make();
  headers();
  cut();
  scrambled();
  scripts();
  int status = runFile(&whole, sizeof whole);
  printf("a whole one still runs: %d\n", WEXITSTATUS(status));
  unlink(path);
  return 0;
}
