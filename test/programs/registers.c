// What a program may put into its registers by system calls and signal frames, and must not break the kernel with: thread-local
// bases, the floating-point state, flags, segments. Each attack runs in a process of its own.
#define _GNU_SOURCE
#define ARCH_SET_GS 0x1001
#define ARCH_SET_FS 0x1002
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void attempt(const char *name, void (*act)(void)) {
  printf("%s: ", name);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    act();
    fflush(stdout);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) printf("signal %d\n", WTERMSIG(status));
  else printf("exit %d\n", WEXITSTATUS(status));
  fflush(stdout);
}

// ---------------------------------------------------------------- bases

static long cloneWithTls(unsigned long tls) {
  return syscall(SYS_clone, CLONE_SETTLS | SIGCHLD, 0, 0, 0, tls);
}

static void tlsBeyond(void) {
  const unsigned long bases[] = {0x800000000000, 0x8000000000000000, 0xffff800000000000, ~0ul, 0x7ffffffff000};
  for (int i = 0; i < 5; i++) {
    long child = cloneWithTls(bases[i]);
    if (child == 0) syscall(SYS_exit, 0);
    if (child < 0) printf("errno %d ", errno);
    else {
      int status;
      waitpid(child, &status, 0);
      printf("child %d ", status);
    }
  }
}

static void baseBeyond(void) {
  const int codes[] = {ARCH_SET_FS, ARCH_SET_GS};
  for (int i = 0; i < 2; i++) {
    printf("%ld ", syscall(SYS_arch_prctl, codes[i], 0x800000000000) == 0 ? 0l : (long)errno);
    printf("%ld ", syscall(SYS_arch_prctl, codes[i], 0xffff800000000000) == 0 ? 0l : (long)errno);
  }
  for (int i = 0; i < 20; i++) sched_yield();
}

static void selectors(void) {
  // A process that loads selectors does not change those of others.
  __asm__ volatile("mov %0, %%ds; mov %0, %%es; mov %0, %%gs" ::"r"(0x2b));
  for (int i = 0; i < 10; i++) sched_yield();
}

// ---------------------------------------------------------------- signal frames

static volatile int caught;
static void onSegv(int signal) { (void)signal; caught++; }

static uint8_t *stateOf(void *context) { return (uint8_t *)((ucontext_t *)context)->uc_mcontext.fpregs; }

static void spoilHeader(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  memset(stateOf(context) + 512 + 8, 0xff, 56);
}
static void spoilStates(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  memset(stateOf(context) + 512, 0xff, 8);
}
static void spoilControl(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  memset(stateOf(context) + 24, 0xff, 8);
}
static void spoilAll(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  memset(stateOf(context), 0xff, 464);
}
static void spoilFlags(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  // Everything but the trap flag: I/O privilege, nested task, virtual 8086 mode, interrupts off, resume.
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] = 0xfffffffffffffeff & ~0x40400ul;
}
static void spoilSegments(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_CSGSFS] |= 0;
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] = 0xffff800000000000;
}
static void spoilAddress(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] = 0x800000000000;
}
static void pointStateAway(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  ((ucontext_t *)context)->uc_mcontext.fpregs = (void *)0xffff800000000000;
}
static void pointStateOff(int signal, siginfo_t *info, void *context) {
  (void)signal; (void)info;
  ((ucontext_t *)context)->uc_mcontext.fpregs = (void *)((char *)((ucontext_t *)context)->uc_mcontext.fpregs + 1);
}

static void (*spoiler)(int, siginfo_t *, void *);
static int catchesFault;

static void returnSpoilt(void) {
  struct sigaction action = {.sa_flags = SA_SIGINFO};
  action.sa_sigaction = spoiler;
  sigaction(SIGUSR1, &action, NULL);
  static char stack[65536];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternate, NULL);
  if (catchesFault) {
    struct sigaction fault = {.sa_handler = onSegv, .sa_flags = SA_ONSTACK | SA_RESETHAND};
    sigaction(SIGSEGV, &fault, NULL);
  }
  raise(SIGUSR1);
  // Others run in between, so that the state is saved and loaded.
  for (int i = 0; i < 20; i++) {
    if (fork() == 0) _exit(0);
    wait(NULL);
    sched_yield();
  }
  printf("caught %d ", caught);
}

static void attemptFrame(const char *name, void (*spoil)(int, siginfo_t *, void *)) {
  spoiler = spoil;
  catchesFault = 0;
  attempt(name, returnSpoilt);
  catchesFault = 1;
  attempt(name, returnSpoilt);
}

static void frameNowhere(void) {
  // rt_sigreturn with a stack pointer that points to nothing.
  __asm__ volatile("mov $0x10, %%rsp; mov $15, %%eax; syscall" ::: "memory");
}

// ---------------------------------------------------------------- flags at the entry

static void flagsAtEntry(void) {
  // A system call with the direction, alignment-check, nested-task and trap flags set.
  const unsigned long flags[] = {0x400, 0x40000, 0x4000, 0x200000};
  for (int i = 0; i < 4; i++) {
    long result;
    __asm__ volatile(
        "pushfq; orq %1, (%%rsp); popfq; mov $39, %%eax; syscall; pushfq; andq $~0x44400, (%%rsp); popfq; cld"
        : "=a"(result)
        : "r"(flags[i])
        : "rcx", "r11", "memory", "cc");
    printf("%d ", result == getpid());
  }
}

static void onTrap(int signal) { (void)signal; caught++; }
static void stepOverCall(void) {
  signal(SIGTRAP, onTrap);
  __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq; mov $39, %%eax; syscall; nop; pushfq; andq $~0x100, (%%rsp); popfq" ::: "rax", "rcx", "r11", "memory", "cc");
  printf("%s ", caught > 3 ? "stepped" : "not stepped");
}

static void registersAreFresh(void) {
  // What another program left in its registers is not seen.
  char *self = "/proc/self/exe";
  unsigned long xmm[2] = {1, 1};
  if (fork() == 0) {
    __asm__ volatile("pcmpeqd %%xmm7, %%xmm7" ::: "xmm7");
    execl(self, "registers", "show", NULL);
    _exit(1);
  }
  int status;
  wait(&status);
  printf("%d ", status);
  (void)xmm;
}

int main(int count, char **args) {
  if (count > 1) {
    unsigned long xmm[2];
    __asm__ volatile("movdqu %%xmm7, %0" : "=m"(xmm));
    printf("[%lx %s] ", xmm[0] & xmm[1], args[1]);
    return 0;
  }
  attempt("tls beyond user space", tlsBeyond);
  attempt("bases beyond user space", baseBeyond);
  attempt("selectors", selectors);
  attemptFrame("header of the state", spoilHeader);
  attemptFrame("states of the state", spoilStates);
  attemptFrame("control word of the state", spoilControl);
  attemptFrame("all of the state", spoilAll);
  attemptFrame("flags", spoilFlags);
  attemptFrame("kernel address", spoilSegments);
  attemptFrame("no address", spoilAddress);
  attemptFrame("state in the kernel", pointStateAway);
  attemptFrame("state not aligned", pointStateOff);
  attempt("frame nowhere", frameNowhere);
  attempt("flags at the entry", flagsAtEntry);
  attempt("single step over a call", stepOverCall);
  attempt("fresh registers", registersAreFresh);
  return 0;
}
