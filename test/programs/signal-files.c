// @build: musl-static glibc-static
// Signals that are read or waited for instead of handled, and the alternate stack that a handler's frame holds.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static int code(long result) { return result < 0 ? -errno : (int)result; }

static sigset_t setOf(int first, int second) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, first);
  sigaddset(&set, second);
  return set;
}

static void show(const char *what, int fd) {
  struct signalfd_siginfo info[3];
  memset(info, 0xff, sizeof info);
  long count = read(fd, info, sizeof info);
  printf("%s: %d", what, code(count));
  for (long i = 0; i < count / (long)sizeof *info; i++)
    printf(" [%u code %d from me %d user %d value %d %d status %d]", info[i].ssi_signo, info[i].ssi_code, info[i].ssi_pid == (unsigned)getpid(),
           info[i].ssi_uid == getuid(), info[i].ssi_int, (int)info[i].ssi_ptr, info[i].ssi_status);
  puts("");
}

static void *sender(void *target) {
  usleep(20000);
  pthread_kill(*(pthread_t *)target, SIGUSR2);
  return NULL;
}

static void files(void) {
  sigset_t set = setOf(SIGUSR1, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  printf("flags %x %x, nonsense %d %d, short %d, write %d\n", fcntl(fd, F_GETFD), fcntl(fd, F_GETFL) & O_NONBLOCK, code(signalfd(-1, &set, 1)),
         code(signalfd(0, &set, 0)), code(read(fd, &set, 8)), code(write(fd, &set, 128)));
  show("none", fd);
  struct pollfd entry = {fd, POLLIN | POLLOUT, 0};
  int set1 = epoll_create1(0);
  struct epoll_event event = {EPOLLIN | EPOLLET, {.u64 = 7}}, found;
  epoll_ctl(set1, EPOLL_CTL_ADD, fd, &event);
  int ready = poll(&entry, 1, 0);
  printf("poll %d, epoll %d\n", ready, epoll_wait(set1, &found, 1, 0));
  kill(getpid(), SIGUSR2);
  raise(SIGUSR1);
  kill(getpid(), SIGUSR2);
  ready = poll(&entry, 1, 0);
  printf("poll %d %x", ready, entry.revents);
  printf(", epoll %d", epoll_wait(set1, &found, 1, 0));
  printf(" and again %d\n", epoll_wait(set1, &found, 1, 0));
  show("both", fd);
  show("no more", fd);
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 42});
  show("with a value", fd);
  // A child's end; the set is replaced.
  sigset_t child = setOf(SIGCHLD, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &child, NULL);
  printf("same descriptor %d\n", signalfd(fd, &child, 0) == fd);
  fcntl(fd, F_SETFL, 0);
  kill(getpid(), SIGUSR1);
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) { usleep(20000); _exit(5); }
  struct signalfd_siginfo info;
  printf("waited %d", code(read(fd, &info, sizeof info)));
  printf(" [%u code %d child %d status %d]\n", info.ssi_signo, info.ssi_code, info.ssi_pid == (unsigned)pid, info.ssi_status);
  wait(NULL);
  for (int i = 0; i < 5; i++) sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i});
  show("three of five", fd);
  show("the other two", fd);
  sigset_t pending;
  sigpending(&pending);
  printf("still pending %d\n", sigismember(&pending, SIGUSR1));
  // Sent to this thread alone, while it waits; a signal that is not blocked interrupts.
  signalfd(fd, &set, 0);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  show("taken", fd);
  fcntl(fd, F_SETFL, 0);
  pthread_t self = pthread_self(), other;
  pthread_create(&other, NULL, sender, &self);
  show("to the thread", fd);
  pthread_join(other, NULL);
  close(set1);
  close(fd);
}

static volatile int handled;
static void handler(int number) { handled = number; }

static void waits(void) {
  // Blocked and ignored: it stays for who waits.
  sigset_t set = setOf(SIGUSR1, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  signal(SIGTERM, SIG_IGN);
  kill(getpid(), SIGTERM);
  int number = 0;
  printf("ignored: %d", sigwait(&set, &number));
  printf(" %d\n", number);
  signal(SIGUSR1, handler);
  fflush(stdout);
  pid_t parent = getpid();
  if (fork() == 0) { usleep(20000); kill(parent, SIGUSR1); _exit(0); }
  printf("handled: %d", sigwait(&set, &number));
  printf(" %d, handler %d\n", number, handled);
  wait(NULL);
  siginfo_t info;
  struct timespec none = {0, 0}, soon = {0, 10000000};
  printf("nothing %d", code(sigtimedwait(&set, &info, &none)));
  printf(" %d\n", code(sigtimedwait(&set, &info, &soon)));
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 9});
  printf("value %d", code(sigtimedwait(&set, &info, &soon)));
  printf(" %d %d\n", info.si_value.sival_int, info.si_code);
  // Another signal's handler ends the wait (musl's sigtimedwait would go on).
  signal(SIGUSR2, handler);
  sigset_t other = setOf(SIGUSR2, SIGUSR2);
  sigprocmask(SIG_UNBLOCK, &other, NULL);
  if (fork() == 0) { usleep(20000); kill(parent, SIGUSR2); _exit(0); }
  printf("interrupted %d", code(syscall(SYS_rt_sigtimedwait, &set, NULL, NULL, 8)));
  printf(", handler %d\n", handled);
  wait(NULL);
}

static char stacks[2][16384];
static stack_t inside;
static int isOn, changed;

static void changeStack(int number, siginfo_t *info, void *context) {
  (void)number; (void)info;
  ucontext_t *user = context;
  char here;
  isOn = &here >= stacks[0] && &here < stacks[0] + sizeof stacks[0];
  sigaltstack(NULL, &inside);
  changed = code(sigaltstack(&(stack_t){.ss_sp = stacks[1], .ss_size = sizeof stacks[1]}, NULL));
  user->uc_stack.ss_sp = stacks[1];
  user->uc_stack.ss_size = 8192;
}

/* Linux 6.12 has changed what happens when the handler runs on the very stack, so there it does only if that is disarmed. */
static void alternate(int flags, int onStack, const char *name) {
  stack_t stack = {.ss_sp = stacks[0], .ss_size = sizeof stacks[0], .ss_flags = flags}, now;
  printf("%s: set %d", name, code(sigaltstack(&stack, NULL)));
  struct sigaction action = {.sa_sigaction = changeStack, .sa_flags = SA_SIGINFO | onStack};
  sigaction(SIGHUP, &action, NULL);
  raise(SIGHUP);
  sigaltstack(NULL, &now);
  printf(", on it %d, flags there %x, changing %d, after: second %d size %zu flags %x\n", isOn, inside.ss_flags, changed,
         now.ss_sp == (void *)stacks[1], now.ss_size, now.ss_flags);
}

int main(void) {
  files();
  waits();
  alternate(0, 0, "plain");
  alternate(SS_ONSTACK, 0, "on");
  alternate((int)0x80000000, SA_ONSTACK, "disarmed");
  stack_t nothing = {.ss_flags = SS_DISABLE, .ss_sp = (void *)1, .ss_size = 1}, now;
  sigaltstack(&nothing, NULL);
  sigaltstack(NULL, &now);
  printf("none: %d %zu %x, wrong %d small %d\n", now.ss_sp == NULL, now.ss_size, now.ss_flags,
         code(sigaltstack(&(stack_t){.ss_sp = stacks[0], .ss_size = 16384, .ss_flags = 8}, NULL)),
         code(sigaltstack(&(stack_t){.ss_sp = stacks[0], .ss_size = 100}, NULL)));
  return 0;
}
