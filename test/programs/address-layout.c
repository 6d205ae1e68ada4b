// Where execve(2) puts the parts of a program: over many runs at least 28 bits of each address change, and with ADDR_NO_RANDOMIZE none.
// @build: glibc-pie musl-static-pie musl-static
// @guest-only
// @stdout: 64 random runs: every part moves
// @stdout: 8 fixed runs: no part moves
// @stdout: 8 switched off runs: no part moves
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

enum { code, heap, mapping, stack, library, linker, parts };
static const char *const names[parts] = {"code", "heap", "mapping", "stack", "library", "linker"};

/** Whether this kind of program has the part at a place of its own. */
static int moves(int part) {
  // Programs that cannot lie anywhere are linked for the lowest addresses.
  if (part == code) return (unsigned long)&moves > 1 << 30;
  if (part >= library) return getauxval(AT_BASE) != 0;
  return 1;
}

static void tell(void) {
  char local;
  unsigned long places[parts] = {
      (unsigned long)&tell,  (unsigned long)sbrk(0), (unsigned long)mmap(0, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      (unsigned long)&local, (unsigned long)&printf, getauxval(AT_BASE)};
  write(1, places, sizeof places);
}

/** Which bits differ over so many runs. */
static void differences(const char *self, int runs, unsigned long bits[parts]) {
  unsigned long first[parts], next[parts];
  memset(bits, 0, parts * sizeof *bits);
  for (int run = 0; run < runs; run++) {
    int pipes[2];
    pipe(pipes);
    if (fork() == 0) {
      dup2(pipes[1], 1);
      execl(self, self, "tell", NULL);
      _exit(1);
    }
    close(pipes[1]);
    if (read(pipes[0], next, sizeof next) != sizeof next) printf("run %d told nothing\n", run);
    close(pipes[0]);
    wait(NULL);
    if (run == 0) memcpy(first, next, sizeof first);
    for (int part = 0; part < parts; part++) bits[part] |= first[part] ^ next[part];
  }
}

static void report(const char *self, int runs, const char *how, int least, const char *verdict) {
  unsigned long bits[parts];
  int wrong = 0;
  differences(self, runs, bits);
  for (int part = 0; part < parts; part++) {
    int count = 0;
    for (unsigned long rest = bits[part]; rest != 0; rest &= rest - 1) count++;
    if (!moves(part) || (least == 0 ? count == 0 : count >= least)) continue;
    printf("%s: %d bits (%lx) in %d %s runs\n", names[part], count, bits[part], runs, how);
    wrong = 1;
  }
  if (!wrong) printf("%d %s runs: %s\n", runs, how, verdict);
}

int main(int argc, char **argv) {
  if (argc > 1) {
    tell();
    return 0;
  }
  setbuf(stdout, NULL);
  report(argv[0], 64, "random", 28, "every part moves");
  personality(ADDR_NO_RANDOMIZE);
  report(argv[0], 8, "fixed", 0, "no part moves");
  personality(PER_LINUX);
  FILE *setting = fopen("/proc/sys/kernel/randomize_va_space", "w");
  fputs("0\n", setting);
  fclose(setting);
  report(argv[0], 8, "switched off", 0, "no part moves");
  return 0;
}
