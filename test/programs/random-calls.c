// @guest-only
// @stdout: 1000000 calls
// @stdout: files and processes still work
// @time-limit: 600
// A million random system calls with random arguments, by one process after the other, leave the kernel up.
// An argument is the number of calls, a second one the seed.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/** Calls that end or stop the caller or the test, wait for what never comes, or would change the whole system. */
static const short excluded[] = {
  SYS_exit, SYS_exit_group, SYS_pause, SYS_rt_sigsuspend, SYS_rt_sigtimedwait, SYS_rt_sigreturn, SYS_reboot, SYS_fork,
  SYS_vfork, SYS_clone, SYS_clone3, SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_ptrace,
  SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_swapon, SYS_swapoff, SYS_kexec_load, SYS_init_module,
  SYS_finit_module, SYS_delete_module, SYS_execve, SYS_execveat, SYS_settimeofday, SYS_clock_settime, SYS_nanosleep,
  SYS_clock_nanosleep, SYS_poll, SYS_ppoll, SYS_select, SYS_pselect6, SYS_epoll_wait, SYS_epoll_pwait, SYS_futex,
  SYS_wait4, SYS_waitid, SYS_setrlimit, SYS_prlimit64, SYS_iopl, SYS_ioperm, SYS_vhangup, SYS_syslog, SYS_kexec_file_load,
  SYS_pidfd_send_signal, SYS_epoll_pwait2, SYS_setpriority, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr,
};

struct shared { volatile long calls; };

static unsigned long state;
static unsigned long next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static const char *const paths[] = {"", ".", "/", "/tmp", "/tmp/random/a", "/tmp/random/b", "/tmp/random/d", "/dev/null",
                                    "/dev/zero", "/no/such", "a", "b", "../x", "/tmp/random/a/b"};
static char buffer[65536];

static unsigned long argument(void) {
  switch (next() % 12) {
  case 0: case 1: return next() % 16;
  case 2: return next() % 512;
  case 3: return next();
  case 4: return 1ul << (next() % 64);
  case 5: return -(next() % 4096);
  case 6: case 7: return (unsigned long)paths[next() % (sizeof paths / sizeof *paths)];
  case 8: case 9: return (unsigned long)(buffer + next() % (sizeof buffer - 512));
  case 10: return next() & 0x7fffffffffff;
  default: return 0xffffffff80000000 + (next() & 0xffffff);
  }
}

static void child(struct shared *shared, long end, unsigned long seed) {
  state = seed;
  struct rlimit memory = {256 << 20, 256 << 20}, size = {1 << 20, 1 << 20};
  setrlimit(RLIMIT_AS, &memory);
  setrlimit(RLIMIT_FSIZE, &size);
  signal(SIGXFSZ, SIG_IGN);
  for (int i = 0; i < 3; i++) close(i);
  open("/dev/zero", O_RDWR);
  open("/tmp/random/a", O_RDWR | O_CREAT, 0600);
  for (int i = 0; i < 16; i++) memset(buffer + i * 4096, (int)next(), 64);
  for (int i = 0; i < 5000 && shared->calls < end; i++) {
    unsigned number = next() % 8 ? next() % 340 : next() % 470;
    int skip = 0;
    for (unsigned k = 0; k < sizeof excluded / sizeof *excluded; k++) skip |= excluded[k] == (short)number;
    if (skip) continue;
    shared->calls++;
    syscall(number, argument(), argument(), argument(), argument(), argument(), argument());
  }
  // Not exit(): its handlers may be overwritten by now.
  for (;;) syscall(SYS_exit_group, 0);
}

int main(int argc, char **argv) {
  long end = argc > 1 ? atol(argv[1]) : 1000000;
  unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 88172645463325252;
  mkdir("/tmp/random", 0700);
  mkdir("/tmp/random/d", 0700);
  struct shared *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (unsigned round = 1; shared->calls < end; round++) {
    pid_t pid = fork();
    if (pid < 0) { perror("fork"); return 1; }
    if (pid == 0) {
      // A process group of its own, so that no signal comes back to this one.
      setpgid(0, 0);
      child(shared, end, seed * (2 * round + 1) + round);
    }
    long last = -1;
    int still = 0, status;
    while (waitpid(pid, &status, WNOHANG) == 0) {
      usleep(1000);
      still = shared->calls == last ? still + 1 : 0;
      last = shared->calls;
      if (still > 20) kill(pid, SIGKILL);
    }
  }
  printf("%ld calls\n", end);
  int file = open("/tmp/after", O_RDWR | O_CREAT | O_TRUNC, 0600);
  char back[6] = "";
  int status = 0;
  int good = write(file, "hello", 5) == 5 && pread(file, back, 5, 0) == 5 && strcmp(back, "hello") == 0;
  if (fork() == 0) _exit(7);
  good &= wait(&status) > 0 && WEXITSTATUS(status) == 7;
  printf("files and processes %s\n", good ? "still work" : "no longer work");
  return 0;
}
