// @build: musl-static musl-static-pie glibc-static glibc-static-pie
// @args: one two three
// @stdin: first line
// @stdin: second line
// Start-up, arguments, standard streams, buffers of the C library, and an exit status.
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static int constructed;
static _Thread_local int local = 41;

__attribute__((constructor)) static void construct(void) { constructed = 1; }

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("argument %d: %s\n", i, argv[i]);
  printf("constructed %d, thread-local %d, page size %ld\n", constructed, ++local, getauxval(AT_PAGESZ));
  printf("argv[%d] is null: %d, random bytes: %d\n", argc, argv[argc] == NULL, getauxval(AT_RANDOM) != 0);
  char line[100];
  while (fgets(line, sizeof line, stdin)) printf("read: %s", line);
  printf("end of input: %d, terminals: %d%d%d\n", feof(stdin), isatty(0), isatty(1), isatty(2));
  fprintf(stderr, "this goes to standard error\n");
  return 42;
}
