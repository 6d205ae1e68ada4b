// @guest-only
// @stdout: numbers 0 to 1023 with garbage: done
// @stdout: int 0x80: signal 11
// @stdout: syscall with every flag set: 38
// @time-limit: 120
// Calls that nobody makes: every number with garbage, far numbers, and the 32-bit door, which is shut.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/** Calls that end, stop or replace the caller, or wait for something that never comes. */
static const int excluded[] = {
  SYS_exit, SYS_exit_group, SYS_pause, SYS_rt_sigsuspend, SYS_rt_sigtimedwait, SYS_rt_sigreturn, SYS_reboot,
  SYS_fork, SYS_vfork, SYS_clone, SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_vhangup,
};

static int isExcluded(int number) {
  for (unsigned i = 0; i < sizeof excluded / sizeof *excluded; i++) if (excluded[i] == number) return 1;
  return 0;
}

int main(void) {
  volatile int *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  unsigned long garbage[] = {-1ul, 0xdeadbeefdeadbeef, 0xffffffff80100000, 0x7fffffffffff, 1ul << 63};
  for (unsigned g = 0; g < sizeof garbage / sizeof *garbage; g++) {
    *at = 0;
    while (*at < 1024) {
      pid_t child = fork();
      if (child == 0) {
        close(0);
        while (*at < 1024) {
          int number = (*at)++;
          if (!isExcluded(number)) syscall(number, garbage[g], garbage[g], garbage[g], garbage[g], garbage[g], garbage[g]);
        }
        _exit(0);
      }
      // A call may put the child to sleep for good: it gets a tenth of a second for each.
      for (int last = -1, status; waitpid(child, &status, WNOHANG) == 0;) {
        usleep(1000);
        static int still;
        still = *at == last ? still + 1 : 0;
        last = *at;
        if (still > 100) kill(child, 9);
      }
    }
  }
  printf("numbers 0 to 1023 with garbage: done\n");
  fflush(stdout);
  int status;
  if (fork() == 0) { __asm__ volatile("int $0x80" ::"a"(20)); _exit(0); }
  wait(&status);
  printf("int 0x80: signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);

  // Flags that the kernel must mask on entry: direction, trap, nested task, alignment check.
  long result = 0x7fffffff;
  __asm__ volatile("pushfq\norq $0x44400, (%%rsp)\npopfq\nsyscall\npushfq\nandq $~0x44400, (%%rsp)\npopfq"
                   : "+a"(result)::"rcx", "r11", "memory");
  printf("syscall with every flag set: %ld\n", -result);
  return 0;
}
