// @build: musl-static
// @time-limit: 60
// Every system call with a pointer gets pointers that are not the program's: each answers with Linux's errno.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int zero, file, folder, ends[2];
static char *readOnly;

static long call(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return result;
}

enum { P = 0x50505050 }; // Stands for the pointer in the table.

struct row { const char *name; long number, args[6]; };

#define S(text) ((long)(text))
static char space[4096];
#define ROWS \
  {"read", SYS_read, {zero, P, 16}}, \
  {"write", SYS_write, {file, P, 16}}, \
  {"pread64", SYS_pread64, {file, P, 16, 0}}, \
  {"pwrite64", SYS_pwrite64, {file, P, 16, 0}}, \
  {"readv", SYS_readv, {zero, P, 1}}, \
  {"writev", SYS_writev, {file, P, 1}}, \
  {"pipe write", SYS_write, {ends[1], P, 16}}, \
  {"open", SYS_open, {P, O_RDONLY}}, \
  {"openat", SYS_openat, {AT_FDCWD, P, O_RDONLY}}, \
  {"stat path", SYS_stat, {P, S(space)}}, \
  {"stat result", SYS_stat, {S("/"), P}}, \
  {"lstat path", SYS_lstat, {P, S(space)}}, \
  {"fstat", SYS_fstat, {file, P}}, \
  {"newfstatat path", SYS_newfstatat, {AT_FDCWD, P, S(space), 0}}, \
  {"newfstatat result", SYS_newfstatat, {AT_FDCWD, S("/"), P, 0}}, \
  {"statx path", SYS_statx, {AT_FDCWD, P, 0, 0x7ff, S(space)}}, \
  {"statx result", SYS_statx, {AT_FDCWD, S("/"), 0, 0x7ff, P}}, \
  {"statfs path", SYS_statfs, {P, S(space)}}, \
  {"statfs result", SYS_statfs, {S("/"), P}}, \
  {"fstatfs", SYS_fstatfs, {file, P}}, \
  {"poll", SYS_poll, {P, 1, 0}}, \
  {"ppoll", SYS_ppoll, {P, 1, S(space), 0, 8}}, \
  {"select", SYS_select, {8, P, 0, 0, S(space)}}, \
  {"rt_sigaction new", SYS_rt_sigaction, {SIGUSR1, P, 0, 8}}, \
  {"rt_sigaction old", SYS_rt_sigaction, {SIGUSR1, 0, P, 8}}, \
  {"rt_sigprocmask new", SYS_rt_sigprocmask, {SIG_BLOCK, P, 0, 8}}, \
  {"rt_sigprocmask old", SYS_rt_sigprocmask, {SIG_BLOCK, 0, P, 8}}, \
  {"rt_sigpending", SYS_rt_sigpending, {P, 8}}, \
  {"rt_sigsuspend", SYS_rt_sigsuspend, {P, 8}}, \
  {"sigaltstack new", SYS_sigaltstack, {P, 0}}, \
  {"sigaltstack old", SYS_sigaltstack, {0, P}}, \
  {"ioctl FIONREAD", SYS_ioctl, {ends[0], 0x541b, P}}, \
  {"pipe", SYS_pipe, {P}}, \
  {"pipe2", SYS_pipe2, {P, 0}}, \
  {"nanosleep", SYS_nanosleep, {P, 0}}, \
  {"clock_nanosleep", SYS_clock_nanosleep, {CLOCK_MONOTONIC, 0, P, 0}}, \
  {"clock_gettime", SYS_clock_gettime, {CLOCK_MONOTONIC, P}}, \
  {"clock_getres", SYS_clock_getres, {CLOCK_MONOTONIC, P}}, \
  {"gettimeofday", SYS_gettimeofday, {P, 0}}, \
  {"time", SYS_time, {P}}, \
  {"times", SYS_times, {P}}, \
  {"setitimer", SYS_setitimer, {0, P, 0}}, \
  {"getitimer", SYS_getitimer, {0, P}}, \
  {"getcwd", SYS_getcwd, {P, 100}}, \
  {"chdir", SYS_chdir, {P}}, \
  {"mkdir", SYS_mkdir, {P, 0700}}, \
  {"rmdir", SYS_rmdir, {P}}, \
  {"unlink", SYS_unlink, {P}}, \
  {"link from", SYS_link, {P, S("/tmp/x")}}, \
  {"symlink target", SYS_symlink, {P, S("/tmp/x")}}, \
  {"symlink name", SYS_symlink, {S("x"), P}}, \
  {"readlink path", SYS_readlink, {P, S(space), 100}}, \
  {"rename from", SYS_rename, {P, S("/tmp/x")}}, \
  {"chmod", SYS_chmod, {P, 0600}}, \
  {"chown", SYS_chown, {P, 0, 0}}, \
  {"access", SYS_access, {P, F_OK}}, \
  {"truncate", SYS_truncate, {P, 0}}, \
  {"utimensat", SYS_utimensat, {AT_FDCWD, S("/tmp"), P, 0}}, \
  {"mknod", SYS_mknod, {P, 0100600, 0}}, \
  {"getdents64", SYS_getdents64, {folder, P, 1000}}, \
  {"uname", SYS_uname, {P}}, \
  {"sysinfo", SYS_sysinfo, {P}}, \
  {"getrandom", SYS_getrandom, {P, 16, 0}}, \
  {"getrlimit", SYS_getrlimit, {7, P}}, \
  {"setrlimit", SYS_setrlimit, {7, P}}, \
  {"prlimit64", SYS_prlimit64, {0, 7, 0, P}}, \
  {"getrusage", SYS_getrusage, {0, P}}, \
  {"arch_prctl", SYS_arch_prctl, {0x1003, P}}, \
  {"futex wait", SYS_futex, {P & ~3L, 0, 1, S(space)}}, \
  {"sched_getaffinity", SYS_sched_getaffinity, {0, 128, P}}, \
  {"execve path", SYS_execve, {P, 0, 0}}, \
  {"sendfile", SYS_sendfile, {file, zero, P, 1}}, \
  {"wait4 without child", SYS_wait4, {-1, P, 0, 0}}

int main(void) {
  zero = open("/dev/zero", O_RDONLY);
  char name[] = "/tmp/tessera-pointers-XXXXXX";
  char directory[] = "/tmp/tessera-pointers-XXXXXX";
  extern int mkstemp(char *);
  extern char *mkdtemp(char *);
  file = mkstemp(name);
  unlink(name);
  folder = open(mkdtemp(directory), O_RDONLY);
  pipe(ends);
  readOnly = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct { const char *name; long value; } pointers[] = {
    {"one", 1}, {"unmapped", 0x10000}, {"kernel", (long)0xffffffff80100000}, {"minus one", -1},
    {"non-canonical", (long)0x8000000000000000}, {"last user byte", 0x7fffffffefff}, {"limit", 0x7ffffffff000},
    {"read only", (long)readOnly},
  };
  for (unsigned p = 0; p < sizeof pointers / sizeof *pointers; p++) {
    struct row rows[] = {ROWS};
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
      struct row *row = &rows[i];
      // A page that can be read is a fine argument for a call that reads.
      int reads = strstr("read pread64 fstat getcwd fstatfs pipe pipe2 times time uname sysinfo getrandom getrlimit getrusage clock_gettime clock_getres gettimeofday getitimer getdents64 arch_prctl", row->name) != NULL ||
                  strstr(row->name, "result") || strstr(row->name, "old");
      if (p == 7 && !reads) continue;
      long a[6];
      for (int k = 0; k < 6; k++) a[k] = row->args[k] == P || row->args[k] == (P & ~3L) ? pointers[p].value : row->args[k];
      if (row->number == SYS_futex) a[0] &= ~3L;
      memset(space, 0, sizeof space);
      lseek(file, 0, SEEK_SET);
      ftruncate(file, 100);
      long result = call(row->number, a[0], a[1], a[2], a[3], a[4], a[5]);
      printf("%s, %s: %s\n", pointers[p].name, row->name, result < 0 ? strerror(-result) : result == 0 ? "0" : "good");
    }
  }
  rmdir(directory);
  return 0;
}
