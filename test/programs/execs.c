// What execve(2) takes and refuses, and what it gives to the new program.
// @time-limit: 60
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[100], other[100], self[100];
static char *const none[] = {NULL};

static void put(const char *to, const void *bytes, size_t size, int mode) {
  unlink(to);
  int file = open(to, O_CREAT | O_WRONLY | O_TRUNC, 0700);
  if (write(file, bytes, size) != (ssize_t)size) perror(to);
  fchmod(file, mode);
  close(file);
}
static void putText(const char *to, const char *text) { put(to, text, strlen(text), 0755); }

// How execve of the file ends: an errno, the exit status of the program, or 200 and a signal.
static int run(const char *file, char *const *args, char *const *environment) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(10);
    execve(file, args, environment);
    int error = errno;
    dprintf(1, "refused: ");
    _exit(error);
  }
  int status;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? 200 + WTERMSIG(status) : WEXITSTATUS(status);
}
static int runPlain(void) {
  char *const args[] = {path, NULL};
  return run(path, args, none);
}

// ---------------------------------------------------------------- what a new program finds

static int show(int count, char **args) {
  printf("%d:", count - 1);
  for (int i = 1; i < count; i++) printf(" <%s>", args[i]);
  printf(" as %d %d %d %d, secure %ld, named %s, ", getuid(), geteuid(), getgid(), getegid(), getauxval(AT_SECURE), (char *)getauxval(AT_EXECFN));
  uid_t a, b, saved;
  getresuid(&a, &b, &saved);
  char name[17] = "";
  prctl(PR_GET_NAME, name);
  printf("saved %d, called %s, privileges %s\n", saved, name, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) ? "fixed" : "open");
  return 40;
}

static void arguments(void) {
  char *const args[] = {"x", "one", "", "three", NULL};
  printf("%d\n", run(self, args, none));
  printf("no arguments: %d\n", run(self, none, none));
  printf("no vectors: %d\n", run(self, NULL, NULL));
  // A great many, and the most.
  static char *many[500002], one[131072], two[131073];
  many[0] = "x", many[1] = "count";
  for (int i = 2; i < 200000; i++) many[i] = "y";
  printf("200000 arguments: %d\n", run(self, many, none));
  for (int i = 2; i < 500001; i++) many[i] = "y";
  printf("500000 arguments: %d\n", run(self, many, none));
  memset(one, 'a', sizeof one - 1);
  memset(two, 'b', sizeof two - 1);
  char *const longest[] = {"x", "count", one, NULL}, *const tooLong[] = {"x", "count", two, NULL};
  two[131072] = 0;
  printf("131071 bytes: %d, in the environment: %d, ", run(self, longest, none), run(self, (char *const[]){"x", "count", NULL}, longest + 2));
  printf("131072: %d\n", run(self, tooLong, none));
  // With less stack there is less room for them.
  struct rlimit old, small = {1 << 20, RLIM_INFINITY};
  getrlimit(RLIMIT_STACK, &old);
  small.rlim_max = old.rlim_max;
  setrlimit(RLIMIT_STACK, &small);
  char *const two100[] = {"x", "count", one, one, NULL};
  printf("262142 bytes with 1 MiB of stack: %d, ", run(self, two100, none));
  one[100000] = 0;
  printf("200000: %d\n", run(self, two100, none));
  setrlimit(RLIMIT_STACK, &old);
  printf("bad pointers: %d %d %d\n", run((char *)8, none, none), run(self, (char *const *)8, none), run(self, (char *const[]){(char *)8, NULL}, none));
}

// ---------------------------------------------------------------- scripts

static void scripts(void) {
  char text[600], name[120];
  snprintf(text, sizeof text, "#!%s\n", self);
  putText(path, text);
  printf("%d\n", runPlain());
  snprintf(text, sizeof text, "#! \t%s \t show \t\nmore\n", self);
  putText(path, text);
  printf("blanks: %d\n", runPlain());
  snprintf(text, sizeof text, "#!%s a  b\tc", self);
  putText(path, text);
  printf("no end of line: %d\n", run(path, (char *const[]){"zero", "first", "second", NULL}, none));
  snprintf(text, sizeof text, "#!%s\r\n", self);
  putText(path, text);
  printf("carriage return: %d\n", runPlain());
  putText(path, "#!\n"), printf("nothing: %d, ", runPlain());
  putText(path, "#! \t \nx"), printf("blanks alone: %d, ", runPlain());
  putText(path, "#"), printf("one: %d, ", runPlain());
  putText(path, ""), printf("none: %d, ", runPlain());
  putText(path, "echo x\n"), printf("a text: %d\n", runPlain());
  putText(path, "#!/nowhere\n"), printf("nowhere: %d, ", runPlain());
  putText(path, "#!/\n"), printf("a directory: %d, ", runPlain());
  memset(text, 'x', 400), memcpy(text, "#!/", 3), text[400] = 0;
  putText(path, text), printf("too long: %d, ", runPlain());
  memset(text, ' ', 400), memcpy(text, "#!", 2), strcpy(text + 400, "\n");
  putText(path, text), printf("late: %d, ", runPlain());
  memset(text, ' ', 400), text[400] = 0;
  memcpy(text, "#!", 2), memcpy(text + 2, self, strlen(self)), memcpy(text + 200, "show", 4), memset(text + 230, 'y', 100);
  putText(path, text), printf("a cut argument: %d\n", runPlain());
  // Interpreters of interpreters.
  for (int depth = 1; depth <= 7; depth++) {
    for (int i = 0; i < depth; i++) {
      snprintf(name, sizeof name, "/tmp/execs-s%d", i);
      if (i == 0) snprintf(text, sizeof text, "#!%s count\n", self);
      else snprintf(text, sizeof text, "#!/tmp/execs-s%d a%d\n", i - 1, i);
      putText(name, text);
    }
    printf("%d deep: %d%s", depth, run(name, (char *const[]){"x", "last", NULL}, none), depth == 7 ? "\n" : ", ");
  }
  snprintf(text, sizeof text, "#!%s\n", path);
  putText(path, text), printf("itself: %d\n", runPlain());
}

// ---------------------------------------------------------------- programs

static const uint8_t code[] = {0xbf, 7, 0, 0, 0, 0xb8, 60, 0, 0, 0, 0x0f, 0x05};
struct image {
  Elf64_Ehdr header;
  Elf64_Phdr segments[4];
  char name[200];
  uint8_t code[4096 * 2 - 200 - sizeof(Elf64_Ehdr) - 4 * sizeof(Elf64_Phdr)];
};
static struct image program;
static void make(int type) {
  memset(&program, 0, sizeof program);
  Elf64_Ehdr *h = &program.header;
  memcpy(h->e_ident, "\x7f" "ELF\2\1\1", 7);
  h->e_type = type, h->e_machine = EM_X86_64, h->e_version = 1, h->e_ehsize = sizeof *h;
  h->e_phentsize = sizeof(Elf64_Phdr), h->e_phnum = 4, h->e_phoff = sizeof *h;
  uint64_t base = type == ET_EXEC ? 0x400000 : 0;
  h->e_entry = base + offsetof(struct image, code);
  program.segments[0] = (Elf64_Phdr){PT_LOAD, PF_R | PF_X, 0, base, base, sizeof program, sizeof program, 4096};
  program.segments[1] = (Elf64_Phdr){PT_LOAD, PF_R | PF_W, 0, base + 0x200000, base + 0x200000, 100, 9000, 4096};
  program.segments[2] = (Elf64_Phdr){PT_GNU_STACK, PF_R | PF_W, 0, 0, 0, 0, 0, 16};
  program.segments[3] = (Elf64_Phdr){PT_NULL};
  memcpy(program.code, code, sizeof code);
}
static int runProgram(void) {
  put(path, &program, sizeof program, 0755);
  return runPlain();
}
static int runWithLinker(const char *linker, size_t length) {
  make(ET_EXEC);
  strcpy(program.name, linker);
  program.segments[3] = (Elf64_Phdr){PT_INTERP, PF_R, offsetof(struct image, name), 0, 0, length, length, 1};
  return runProgram();
}

static void programs(void) {
  make(ET_EXEC), printf("fixed: %d, ", runProgram());
  make(ET_DYN), printf("anywhere: %d, ", runProgram());
  make(ET_REL), printf("relocatable: %d, ", runProgram());
  make(ET_DYN), program.segments[0].p_align = 1 << 21, printf("aligned: %d, ", runProgram());
  make(ET_DYN), program.segments[0].p_align = 3, printf("badly: %d, ", runProgram());
  make(ET_EXEC), program.segments[1].p_offset = 0x123, program.segments[1].p_filesz = 0, printf("zeros alone: %d, ", runProgram());
  make(ET_EXEC), program.segments[1].p_filesz = 1 << 20, program.segments[1].p_memsz = 1 << 20, printf("more than the file has: %d\n", runProgram());
  make(ET_EXEC), program.header.e_entry = 0, printf("bad entries: %d, ", runProgram());
  make(ET_EXEC), program.header.e_entry = 1ul << 63, printf("%d, ", runProgram());
  make(ET_EXEC), program.header.e_entry = 0x800000000000, printf("%d, ", runProgram());
  make(ET_EXEC), program.header.e_entry = 0x600000, printf("not executable: %d\n", runProgram());
  make(ET_EXEC), program.header.e_phnum = 0, printf("no segments: %d\n", runProgram());

  make(ET_DYN), put(other, &program, sizeof program, 0755);
  size_t length = strlen(other) + 1;
  printf("a linker: %d, ", runWithLinker(other, length));
  printf("not terminated: %d, ", runWithLinker(other, length - 1));
  printf("more behind the name: %d, ", runWithLinker(other, length + 20));
  printf("empty: %d, ", runWithLinker("", 1));
  printf("nowhere: %d, ", runWithLinker("/nowhere/ld.so", 15));
  printf("a directory: %d, ", runWithLinker("/tmp", 5));
  printf("beyond the file: %d\n", runWithLinker(other, 1 << 20));
  make(ET_EXEC), program.header.e_machine = 3, put(other, &program, sizeof program, 0755);
  printf("another machine's: %d, ", runWithLinker(other, length));
  memset(&program, 'x', sizeof program), put(other, &program, sizeof program, 0755);
  printf("a text: %d, ", runWithLinker(other, length));
  make(ET_DYN), put(other, &program, sizeof program, 0644);
  printf("not executable: %d\n", runWithLinker(other, length));
}

// ---------------------------------------------------------------- users

static void as(const char *what, int user, int group, int mode, int fixed) {
  chown(other, user, group);
  chmod(other, mode);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    if (fixed) prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    setresgid(1002, 1002, 1002);
    setresuid(1001, 1001, 1001);
    execle(other, "x", what, NULL, none);
    dprintf(1, "%s: %d\n", what, errno);
    _exit(0);
  }
  waitpid(child, NULL, 0);
}

static void users(void) {
  static char bytes[4 << 20];
  int file = open(self, O_RDONLY);
  ssize_t size = read(file, bytes, sizeof bytes);
  close(file);
  unlink(other);
  strcpy(other, "/tmp/execs-program");
  put(other, bytes, size, 0755);
  as("plain", 2001, 2002, 0755, 0);
  as("user", 2001, 2002, 04755, 0);
  as("group", 2001, 2002, 02755, 0);
  as("both", 0, 0, 06755, 0);
  as("group without its execution", 2001, 2002, 02745, 0);
  as("none may", 2001, 2002, 0644, 0);
  as("fixed", 2001, 2002, 06755, 1);
  // The saved ids.
  if (fork() == 0) {
    uid_t a, b, c;
    setresuid(1001, 1002, 0), setreuid(-1, 1001), getresuid(&a, &b, &c), printf("%d %d %d\n", a, b, c);
    setreuid(-1, 0), getresuid(&a, &b, &c), printf("%d %d %d\n", a, b, c);
    setreuid(1005, 1006), getresuid(&a, &b, &c), printf("%d %d %d\n", a, b, c);
    printf("%d ", setreuid(1007, -1)), printf("%d ", setreuid(1006, 1005)), getresuid(&a, &b, &c), printf("%d %d %d\n", a, b, c);
    fflush(stdout);
    execle(other, "x", "at last", NULL, none);
  }
  wait(NULL);
  unlink(other);
}

int main(int count, char **args) {
  if (count > 1 && strcmp(args[1], "count") == 0) return 41;
  if (count == 0 || args[0][0] == 0) return count == 1 && args[1] == NULL ? 42 : 43;
  // What it starts has no environment.
  if (environ[0] == NULL) return show(count, args);
  umask(0);
  mkdir("/tmp", 0777);
  readlink("/proc/self/exe", self, sizeof self - 1);
  static char bytes[4 << 20];
  int file = open(self, O_RDONLY);
  ssize_t size = read(file, bytes, sizeof bytes);
  close(file);
  strcpy(self, "/tmp/execs-self");
  put(self, bytes, size, 0755);
  strcpy(path, "/tmp/execs-path");
  strcpy(other, "/tmp/execs-other");
  arguments();
  scripts();
  programs();
  users();
  unlink(self), unlink(path);
  for (int i = 0; i < 7; i++) {
    char name[40];
    snprintf(name, sizeof name, "/tmp/execs-s%d", i);
    unlink(name);
  }
  return 0;
}
