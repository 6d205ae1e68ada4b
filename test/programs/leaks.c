// What is used is given back: after each of these is done many times there is as much memory as there was after it was done as often before.
// @guest-only
// @time-limit: 100
// @stdout: exit: ok
// @stdout: exit of an orphan: ok
// @stdout: SIGKILL: ok
// @stdout: SIGTERM: ok
// @stdout: fault: ok
// @stdout: stack overflow: ok
// @stdout: handler that spoils its frame: ok
// @stdout: execve: ok
// @stdout: execve that fails: ok
// @stdout: execve among threads: ok
// @stdout: vfork: ok
// @stdout: threads: ok
// @stdout: threads of a process that ends: ok
// @stdout: killed in a wait: ok
// @stdout: memory: ok
// @stdout: shared memory: ok
// @stdout: files: ok
// @stdout: directories: ok
// @stdout: mounts: ok
// @stdout: pipes: ok
// @stdout: sockets: ok
// @stdout: descriptors: ok
// @stdout: epoll: ok
// @stdout: locks: ok
// @stdout: timers: ok
// @stdout: signals: ok
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static long freeKiB(void) {
  long last = -1;
  // What has just ended lets go of its last things when other threads run, and orphans when init does: until nothing changes any more.
  for (int looks = 0, same = 0; looks < 500 && same < 5; looks++) {
    struct sysinfo info;
    usleep(1000);
    sysinfo(&info);
    same = (long)info.freeram == last ? same + 1 : 0;
    last = info.freeram;
  }
  return last / 1024;
}

// The second time it may need no more than the heap's odd pages.
static void check(const char *name, void (*act)(void)) {
  long before = 0, lost = 0;
  // Caches may grow at first, and once more.
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 400; i++) act();
    long left = freeKiB();
    lost = before - left;
    before = left;
    if (round > 0 && lost < 24) break;
  }
  if (lost < 24) printf("%s: ok\n", name);
  else printf("%s: %ld KiB lost\n", name, lost);
  fflush(stdout);
}

static void inChild(void (*act)(void)) {
  pid_t child = fork();
  if (child == 0) { act(); _exit(0); }
  waitpid(child, NULL, 0);
}

static void nothing(void) {}
static void ends(void) { inChild(nothing); }
static void leavesOrphan(void) { if (fork() == 0) { usleep(100); _exit(0); } }
static void orphan(void) { inChild(leavesOrphan); }
static void killsItself(void) { kill(getpid(), SIGKILL); }
static void killed(void) { inChild(killsItself); }
static void terminates(void) { raise(SIGTERM); }
static void terminated(void) { inChild(terminates); }
static void touchesNull(void) { *(volatile int *)8 = 1; }
static void faults(void) { inChild(touchesNull); }
__attribute__((noinline)) static int deeper(volatile char *from) {
  volatile char block[65536];
  block[0] = *from;
  return *from < 2 ? deeper(block) + block[1] : 0;
}
static void overflows(void) { deeper(""); }
static void overflow(void) { inChild(overflows); }
static void spoils(int signal, siginfo_t *info, void *at) {
  ((ucontext_t *)at)->uc_mcontext.gregs[REG_RIP] = 0x8000000000000000;
  ((ucontext_t *)at)->uc_mcontext.fpregs = (void *)1;
}
static void takesSpoiled(void) {
  struct sigaction action = {.sa_sigaction = spoils, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, NULL);
  raise(SIGUSR1);
}
static void spoiled(void) { inChild(takesSpoiled); }
static void becomes(void) { execl("/proc/self/exe", "x", "end", NULL); }
static void executes(void) { inChild(becomes); }
static void becomesNothing(void) {
  execl("/dev/null", "x", NULL);
  execl("/nowhere", "x", NULL);
}
static void *sleeps(void *x) { pause(); return x; }
static void *returns(void *x) { return x; }
static void becomesAmongThreads(void) {
  pthread_t thread;
  for (int i = 0; i < 3; i++) pthread_create(&thread, NULL, sleeps, NULL);
  becomes();
}
static void executesAmongThreads(void) { inChild(becomesAmongThreads); }
static void vforks(void) {
  pid_t child = vfork();
  if (child == 0) _exit(0);
  waitpid(child, NULL, 0);
}
static void threads(void) {
  pthread_t all[4];
  for (int i = 0; i < 4; i++) pthread_create(&all[i], NULL, returns, NULL);
  for (int i = 0; i < 4; i++) pthread_join(all[i], NULL);
}
static void leavesThreads(void) {
  pthread_t thread;
  for (int i = 0; i < 3; i++) pthread_create(&thread, NULL, sleeps, NULL);
}
static void endsWithThreads(void) { inChild(leavesThreads); }
static void killedInWaits(void) {
  int pipeEnds[2];
  pipe(pipeEnds);
  for (int how = 0; how < 4; how++) {
    pid_t child = fork();
    if (child == 0) {
      char byte;
      struct epoll_event event = {0};
      write(pipeEnds[1], "x", 1);
      if (how == 0) for (;;) pause();
      if (how == 1) { int other[2]; pipe(other); read(other[0], &byte, 1); }
      if (how == 2) epoll_wait(epoll_create1(0), &event, 1, -1);
      for (;;) usleep(1000000);
    }
    char byte;
    read(pipeEnds[0], &byte, 1);
    sched_yield();
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
  }
  close(pipeEnds[0]);
  close(pipeEnds[1]);
}
static char *rest;
static void memory(void) {
  rest = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(rest, 2, 1 << 16);
  inChild(nothing);
  munmap(rest, 1 << 16);
  char *at = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  at[0] = at[40000] = 1;
  at = mremap(at, 1 << 16, 1 << 18, MREMAP_MAYMOVE);
  madvise(at, 8192, MADV_DONTNEED);
  munmap(at + 4096, 8192);
  munmap(at, 1 << 18);
}
static void sharesMemory(void) {
  char *at = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  memset(at, 1, 1 << 16);
  pid_t child = fork();
  if (child == 0) { at[5] = 6; _exit(0); }
  waitpid(child, NULL, 0);
  munmap(at, 1 << 16);
}
static void files(void) {
  int fd = open("/tmp/file", O_CREAT | O_RDWR, 0600);
  char block[8192] = {1};
  for (int i = 0; i < 8; i++) write(fd, block, sizeof block);
  char *at = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  at[9000] = 3;
  ftruncate(fd, 5000);
  link("/tmp/file", "/tmp/other");
  rename("/tmp/other", "/tmp/third");
  symlink("/tmp/file", "/tmp/link");
  unlink("/tmp/file");
  unlink("/tmp/third");
  unlink("/tmp/link");
  munmap(at, 1 << 16);
  close(fd);
}
static void directories(void) {
  char path[600] = "/tmp/d";
  for (int i = 0; i < 40; i++) { mkdir(path, 0700); strcat(path, "/d"); }
  for (int i = 0; i < 40; i++) { path[strlen(path) - 2] = 0; rmdir(path); }
  // One that goes while somebody is in it.
  mkdir("/tmp/gone", 0700);
  chdir("/tmp/gone");
  rmdir("/tmp/gone");
  inChild(nothing);
  chdir("/");
}
static void mounts(void) {
  mkdir("/tmp/point", 0700);
  mount("none", "/tmp/point", "tmpfs", 0, "");
  int fd = open("/tmp/point/file", O_CREAT | O_RDWR, 0600);
  write(fd, "text", 4);
  mkdir("/tmp/point/inner", 0700);
  umount2("/tmp/point", 0);
  close(fd);
  rmdir("/tmp/point");
}
static void pipes(void) {
  int both[2];
  char block[60000] = {0};
  pipe(both);
  write(both[1], block, sizeof block);
  close(both[0]);
  close(both[1]);
  mkfifo("/tmp/fifo", 0600);
  int fd = open("/tmp/fifo", O_RDWR);
  write(fd, block, 5000);
  unlink("/tmp/fifo");
  close(fd);
}
static int pass(int through, int file) {
  union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr head; } control = {.head = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
  memcpy(CMSG_DATA(&control.head), &file, sizeof file);
  struct iovec piece = {"x", 1};
  struct msghdr head = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  return sendmsg(through, &head, 0);
}
/* Messages and files that nobody received, a half-made pair, and sockets that would keep each other for ever if Tessera took them. */
static void sockets(void) {
  int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}, two[2], others[2], ends[2];
  char block[20000] = {0};
  for (int i = 0; i < 3; i++) {
    if (socketpair(AF_UNIX, types[i], 0, two) < 0 || socketpair(AF_UNIX, types[i], 0, others) < 0 || pipe(ends) < 0) _exit(1);
    for (int k = 0; k < 5; k++) send(two[0], block, sizeof block, 0);
    write(ends[1], block, 5000);
    if (pass(two[0], ends[0]) != 1 || pass(two[0], ends[1]) != 1 || pass(two[0], others[0]) != 1) _exit(1);
    if (pass(others[1], others[0]) != -1 || errno != ETOOMANYREFS || pass(two[0], two[1]) != -1) _exit(1);
    if (pass(others[1], two[1]) != -1 || errno != ETOOMANYREFS) _exit(1);
    for (int k = 0; k < 2; k++) close(two[k]), close(others[k]), close(ends[k]);
    syscall(SYS_socketpair, AF_UNIX, types[i], 0, 8);
  }
  sigset_t set;
  sigfillset(&set);
  close(signalfd(-1, &set, 0));
}
static void usesDescriptors(void) {
  for (int i = 0; i < 500; i++) dup(0);
  int high = fcntl(0, F_DUPFD_CLOEXEC, 900);
  close(high);
}
static void descriptors(void) { inChild(usesDescriptors); }
static void polls(void) {
  int set = epoll_create1(0), inner = epoll_create1(0), counter = eventfd(0, 0), timer = timerfd_create(CLOCK_MONOTONIC, 0);
  struct epoll_event event = {EPOLLIN, {0}};
  epoll_ctl(set, EPOLL_CTL_ADD, inner, &event);
  epoll_ctl(inner, EPOLL_CTL_ADD, counter, &event);
  epoll_ctl(inner, EPOLL_CTL_ADD, timer, &event);
  struct itimerspec soon = {{0, 1000000}, {0, 1000000}};
  timerfd_settime(timer, 0, &soon, NULL);
  eventfd_write(counter, 1);
  epoll_wait(set, &event, 1, 10);
  // In any order.
  close(rand() & 1 ? inner : counter);
  close(set);
  for (int fd = set; fd <= timer; fd++) close(fd);
}
static void locks(void) {
  int fd = open("/tmp/lock", O_CREAT | O_RDWR, 0600);
  for (int i = 0; i < 20; i++) {
    struct flock lock = {.l_type = i % 2 ? F_WRLCK : F_RDLCK, .l_start = i * 3, .l_len = 2};
    fcntl(fd, F_SETLK, &lock);
  }
  flock(fd, LOCK_EX);
  unlink("/tmp/lock");
  close(fd);
}
static void usesTimers(void) {
  timer_t timer;
  struct itimerspec soon = {{0, 1000000}, {0, 1000000}};
  signal(SIGALRM, SIG_IGN);
  for (int i = 0; i < 10; i++) { timer_create(CLOCK_MONOTONIC, NULL, &timer); timer_settime(timer, 0, &soon, NULL); }
  timer_delete(timer);
  alarm(100);
}
static void timers(void) { inChild(usesTimers); }
static void queuesSignals(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  for (int i = 0; i < 200; i++) sigqueue(getpid(), SIGRTMIN + i % 3, (union sigval){i});
  kill(getpid(), SIGHUP);
}
static void signals(void) { inChild(queuesSignals); }

int main(int count, char **args) {
  if (count > 1) return 0;
  mkdir("/tmp", 0777);
  check("exit", ends);
  check("exit of an orphan", orphan);
  check("SIGKILL", killed);
  check("SIGTERM", terminated);
  check("fault", faults);
  check("stack overflow", overflow);
  check("handler that spoils its frame", spoiled);
  check("execve", executes);
  check("execve that fails", becomesNothing);
  check("execve among threads", executesAmongThreads);
  check("vfork", vforks);
  check("threads", threads);
  check("threads of a process that ends", endsWithThreads);
  check("killed in a wait", killedInWaits);
  check("memory", memory);
  check("shared memory", sharesMemory);
  check("files", files);
  check("directories", directories);
  check("mounts", mounts);
  check("pipes", pipes);
  check("sockets", sockets);
  check("descriptors", descriptors);
  check("epoll", polls);
  check("locks", locks);
  check("timers", timers);
  check("signals", signals);
  return 0;
}
