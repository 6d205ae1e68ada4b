// @build: musl-static glibc-static
// Signals: handlers and their arguments, masks, pending, alternate stack, restart, timers, job control.
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t seen, depth, deepest;
static sigjmp_buf back;

static void count(int number) { seen += number; }

static void nested(int number) {
  if (++depth > deepest) deepest = depth;
  if (seen++ < 2) raise(number);
  depth--;
}

static void inform(int number, siginfo_t *info, void *context) {
  printf("signal %d code %d from me: %d, context: %d\n", number, info->si_code, info->si_pid == getpid(), context != NULL);
}

static void fault(int number, siginfo_t *info, void *context) {
  (void)context;
  printf("fault: signal %d code %d address %p\n", number, info->si_code, info->si_addr);
  siglongjmp(back, 1);
}

static void onStack(int number) {
  (void)number;
  stack_t now;
  sigaltstack(NULL, &now);
  printf("on the other stack: %d\n", now.ss_flags == SS_ONSTACK);
}

static void install(int number, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigaction(number, &action, NULL);
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  install(SIGUSR1, count, 0);
  raise(SIGUSR1);
  kill(getpid(), SIGUSR1);
  printf("two handled: %d\n", seen);

  sigset_t set, pending;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  seen = 0;
  raise(SIGUSR1);
  raise(SIGUSR1);
  sigpending(&pending);
  printf("blocked: %d, pending: %d\n", seen, sigismember(&pending, SIGUSR1));
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  printf("unblocked, once: %d\n", seen);

  seen = 0;
  install(SIGUSR2, nested, 0);
  raise(SIGUSR2);
  printf("deferred in its handler: seen %d, depth %d\n", seen, deepest);
  seen = deepest = 0;
  install(SIGUSR2, nested, SA_NODEFER);
  raise(SIGUSR2);
  printf("not deferred: seen %d, depth %d\n", seen, deepest);

  struct sigaction action = {.sa_sigaction = inform, .sa_flags = SA_SIGINFO | SA_RESETHAND};
  sigaction(SIGHUP, &action, NULL);
  kill(getpid(), SIGHUP);
  struct sigaction after;
  sigaction(SIGHUP, NULL, &after);
  printf("reset to default: %d\n", after.sa_handler == SIG_DFL);

  char *stack = malloc(SIGSTKSZ);
  stack_t other = {.ss_sp = stack, .ss_size = SIGSTKSZ};
  printf("sigaltstack %d\n", sigaltstack(&other, NULL));
  install(SIGUSR2, onStack, SA_ONSTACK);
  raise(SIGUSR2);

  action.sa_sigaction = fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGFPE, &action, NULL);
  if (!sigsetjmp(back, 1)) *(volatile int *)16 = 1;
  char *page = mmap((void *)0x100000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (!sigsetjmp(back, 1)) page[5] = 1;
  // Where it happened differs with the way the program is linked; the signal does not.
  install(SIGFPE, SIG_DFL, 0);
  int status;
  if (fork() == 0) { volatile int zero = 0; _exit(100 / zero); }
  wait(&status);
  printf("division by zero: signal %d\n", WTERMSIG(status));

  // A slow call is interrupted, or goes on, as the handler says.
  int ends[2];
  char byte;
  pipe(ends);
  struct itimerval soon = {.it_value = {.tv_usec = 20000}};
  install(SIGALRM, count, 0);
  setitimer(ITIMER_REAL, &soon, NULL);
  ssize_t result = read(ends[0], &byte, 1);
  printf("interrupted: %zd %s\n", result, strerror(errno));
  install(SIGALRM, count, SA_RESTART);
  pid_t writer = fork();
  if (writer == 0) { usleep(100000); write(ends[1], "z", 1); _exit(0); }
  setitimer(ITIMER_REAL, &soon, NULL);
  result = read(ends[0], &byte, 1);
  printf("restarted: %zd %c\n", result, byte);
  waitpid(writer, &status, 0);

  sigset_t none;
  sigemptyset(&none);
  setitimer(ITIMER_REAL, &soon, NULL);
  printf("sigsuspend: %d", sigsuspend(&none));
  printf(" %s\n", strerror(errno));

  pid_t job = fork();
  if (job == 0) { for (;;) pause(); }
  kill(job, SIGSTOP);
  waitpid(job, &status, WUNTRACED);
  printf("stopped: %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status));
  kill(job, SIGCONT);
  waitpid(job, &status, WCONTINUED);
  printf("continued: %d\n", WIFCONTINUED(status));
  kill(job, SIGKILL);
  waitpid(job, &status, 0);
  printf("killed by %d\n", WTERMSIG(status));

  install(SIGKILL, count, 0);
  struct sigaction forbidden = {.sa_handler = count};
  printf("no handler for SIGKILL: %d", sigaction(SIGKILL, &forbidden, NULL));
  printf(" %s\n", strerror(errno));
  printf("no such signal: %d", kill(getpid(), 65));
  printf(" %s\n", strerror(errno));
  printf("no such process: %d", kill(0x3ffffff, 0));
  printf(" %s\n", strerror(errno));
  return 0;
}
