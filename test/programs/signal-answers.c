// @boot: slice=20000
// What a handler begins with, signals beside a full queue, values for threads, and actions that are read and set whole.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRY(what, call) do { errno = 0; long result_ = (call); \
  printf("%s: %ld %s\n", what, result_, result_ < 0 ? strerror(errno) : ""); } while (0)

// ---------------------------------------------------------------- registers of floating point

static volatile uint64_t vector;
static volatile uint32_t control;
static volatile unsigned short word, stackTop;

static void look(int signal) {
  (void)signal;
  uint64_t v;
  uint32_t c;
  unsigned short w, s;
  __asm__ volatile("movq %%xmm7, %0; stmxcsr %1; fnstcw %2; fnstsw %3" : "=m"(v), "=m"(c), "=m"(w), "=m"(s));
  vector = v;
  control = c;
  word = w;
  stackTop = s;
}

static void registers(void) {
  signal(SIGUSR1, look);
  uint64_t set = 0xdeadbeeffacefeed, back;
  uint32_t toZero = 0x7f80, usual = 0x1f80, kept;
  unsigned short single = 0x0f7f;
  long result;
  __asm__ volatile(
      "ldmxcsr %4; fldcw %5; fld1; movq %3, %%xmm7; syscall; movq %%xmm7, %1; stmxcsr %2; ldmxcsr %6; fninit"
      : "=a"(result), "=m"(back), "=m"(kept)
      : "m"(set), "m"(toZero), "m"(single), "m"(usual), "0"((long)SYS_tkill), "D"((long)syscall(SYS_gettid)), "S"((long)SIGUSR1)
      : "rcx", "r11", "xmm7", "memory");
  printf("in the handler: xmm %llx mxcsr %x control word %x status %x\n", (unsigned long long)vector, control, word, stackTop);
  printf("after it: xmm %llx mxcsr %x\n", (unsigned long long)back, kept);
}

// ---------------------------------------------------------------- a full queue

static volatile int alarms, users, children, values;

static void count(int signal) {
  if (signal == SIGALRM) alarms++;
  if (signal == SIGUSR2) users++;
  if (signal == SIGCHLD) children++;
}

static void countValue(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  values += info->si_value.sival_int;
}

static void flood(void) {
  struct sigaction action = {.sa_handler = count};
  sigaction(SIGALRM, &action, NULL);
  sigaction(SIGUSR2, &action, NULL);
  sigaction(SIGCHLD, &action, NULL);
  action.sa_flags = SA_SIGINFO;
  action.sa_sigaction = countValue;
  sigaction(SIGRTMIN, &action, NULL);
  setrlimit(RLIMIT_SIGPENDING, &(struct rlimit){64, 64});
  sigset_t blocked, old;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &blocked, &old);
  union sigval value = {.sival_int = 1};
  int queued = 0;
  while (sigqueue(getpid(), SIGRTMIN, value) == 0) queued++;
  printf("the queue is full: %s\n", strerror(errno));
  TRY("kill", kill(getpid(), SIGUSR2));
  TRY("sigqueue of a standard signal", sigqueue(getpid(), SIGUSR2, value));
  printf("came: %d\n", users);
  // One more of the same by kill(2) is not refused, it just is not another one.
  TRY("kill of the full one", kill(getpid(), SIGRTMIN));
  sigset_t alarmOnly;
  sigfillset(&alarmOnly);
  sigdelset(&alarmOnly, SIGALRM);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 1000}}, NULL);
  while (alarms == 0) pause();
  pid_t child = fork();
  if (child == 0) _exit(0);
  while (waitpid(child, NULL, 0) != child);
  while (children == 0);
  printf("alarms %d children %d\n", alarms, children);
  sigprocmask(SIG_SETMASK, &old, NULL);
  printf("queued ones that came: %d\n", values == queued);
}

// ---------------------------------------------------------------- values for threads

static volatile int thread, got, gotBy, release;

static void take(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  gotBy = syscall(SYS_gettid);
  got = info->si_value.sival_int;
}

static void *waitForValue(void *argument) {
  thread = syscall(SYS_gettid);
  while (!release);
  return argument;
}

static void queueInformation(void) {
  struct sigaction action = {.sa_sigaction = take, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, NULL);
  pthread_t other;
  pthread_create(&other, NULL, waitForValue, NULL);
  while (!thread);
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_code = SI_QUEUE;
  info.si_value.sival_int = 7;
  TRY("to the process by a thread's id", syscall(SYS_rt_sigqueueinfo, thread, SIGUSR1, &info));
  while (got != 7);
  info.si_value.sival_int = 8;
  TRY("to the thread", syscall(SYS_rt_tgsigqueueinfo, getpid(), thread, SIGUSR1, &info));
  while (got != 8);
  printf("taken by it: %d\n", gotBy == thread);
  TRY("kill of a thread's id", kill(thread, 0));
  TRY("another process", syscall(SYS_rt_tgsigqueueinfo, 1, thread, SIGUSR1, &info));
  TRY("no process", syscall(SYS_rt_tgsigqueueinfo, 0, 0, 0, &info));
  TRY("no address", syscall(SYS_rt_tgsigqueueinfo, 0, 0, 0, NULL));
  info.si_code = SI_USER;
  TRY("as if by kill", syscall(SYS_rt_tgsigqueueinfo, getpid(), thread, SIGUSR1, &info));
  release = 1;
  pthread_join(other, NULL);
}

// ---------------------------------------------------------------- actions

static void one(int signal) { (void)signal; }
static void two(int signal) { (void)signal; }
static volatile int stop;

static void *change(void *argument) {
  struct sigaction first = {.sa_handler = one, .sa_flags = SA_RESTART}, second = {.sa_handler = two, .sa_flags = SA_NODEFER};
  sigaddset(&first.sa_mask, SIGUSR1);
  sigaddset(&second.sa_mask, SIGUSR2);
  while (!stop) {
    sigaction(SIGWINCH, &first, NULL);
    sigaction(SIGWINCH, &second, NULL);
  }
  return argument;
}

static void whole(void) {
  struct sigaction seen;
  signal(SIGWINCH, one);
  pthread_t other;
  pthread_create(&other, NULL, change, NULL);
  do sigaction(SIGWINCH, NULL, &seen); while (seen.sa_handler != two);
  int torn = 0;
  for (int i = 0; i < 20000; i++) {
    sigaction(SIGWINCH, NULL, &seen);
    int isFirst = seen.sa_handler == one;
    torn += isFirst != ((seen.sa_flags & SA_RESTART) != 0) || isFirst == ((seen.sa_flags & SA_NODEFER) != 0);
    torn += isFirst != sigismember(&seen.sa_mask, SIGUSR1) || isFirst == sigismember(&seen.sa_mask, SIGUSR2);
  }
  stop = 1;
  pthread_join(other, NULL);
  printf("torn: %d\n", torn);
  struct { void *handler; unsigned long flags; void *restorer; unsigned long mask; } raw = {SIG_IGN, 0xffffffffffff, NULL, 0};
  TRY("set", syscall(SYS_rt_sigaction, SIGWINCH, &raw, NULL, 8));
  TRY("get", syscall(SYS_rt_sigaction, SIGWINCH, NULL, &raw, 8));
  printf("flags that are known: %lx\n", raw.flags);
  TRY("SIGKILL", syscall(SYS_rt_sigaction, SIGKILL, &raw, NULL, 8));
  TRY("and no address", syscall(SYS_rt_sigaction, SIGKILL, 1, NULL, 8));
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  registers();
  queueInformation();
  whole();
  flood();
  return 0;
}
