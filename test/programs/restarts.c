// Which calls that wait go on after a handler, with SA_RESTART and without, and which end with EINTR whatever was asked for (signal(7)). The signal comes
// twice; the second time its handler lets the call have what it waits for.
// @time-limit: 60
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
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t count;
static void (*volatile release)(void);
static void handle(int signal) {
  int error = errno;
  if (++count == 2 && release) release();
  errno = error;
}

static int ends[2], one, helper;
static uint32_t word;
static char block[1 << 17], path[64];
static const struct timespec patience = {4, 0};

static void sendByte(void) { write(ends[1], "x", 1); }
static void takeBytes(void) { read(ends[0], block, sizeof block); }
static void killHelper(void) { kill(helper, SIGKILL); }
static void wakeWord(void) { word = 1; syscall(SYS_futex, &word, 1, 1, NULL, NULL, 0); }
static void addEvent(void) { eventfd_write(one, 1); }
static void takeEvent(void) { eventfd_t value; eventfd_read(one, &value); }
static void openWriter(void) { open(path, O_RDWR); }

static void makePipe(void) { pipe(ends), release = sendByte; }
static void makeFullPipe(void) {
  pipe(ends), release = takeBytes;
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  while (write(ends[1], block, 4096) > 0) {}
  fcntl(ends[1], F_SETFL, 0);
}
static void makeSockets(int kind) { socketpair(AF_UNIX, kind, 0, ends), release = sendByte; }
static void makeHelper(void) {
  int ready[2];
  char byte;
  pipe(ready);
  helper = fork();
  if (helper == 0) {
    struct flock lock = {.l_type = F_WRLCK};
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    fcntl(fd, F_SETLK, &lock);
    flock(fd, LOCK_EX);
    write(ready[1], "x", 1);
    for (;;) pause();
  }
  read(ready[0], &byte, 1);
  one = open(path, O_RDWR);
  release = killHelper;
}

static long readPipe(void) { return read(ends[0], block, 10); }
static long readvPipe(void) { struct iovec piece = {block, 10}; return readv(ends[0], &piece, 1); }
static long writePipe(void) { return write(ends[1], block, 10); }
static long writeMuch(void) { pipe(ends), release = takeBytes; return write(ends[1], block, sizeof block); }
static long sendsFile(void) { int file = open("/proc/self/exe", O_RDONLY); return sendfile(ends[1], file, NULL, 100); }
static long openFifo(void) { mkfifo(path, 0600), release = openWriter; return open(path, O_RDONLY) >= 0 ? 0 : -1; }
static long waits(void) { int status; return waitpid(helper, &status, 0) == helper ? status : -1; }
static long waitsById(void) { siginfo_t info; return waitid(P_PID, helper, &info, WEXITED) == 0 ? info.si_status : -1; }
static long locks(void) { return flock(one, LOCK_EX); }
static long locksRange(void) { struct flock lock = {.l_type = F_WRLCK}; return fcntl(one, F_SETLKW, &lock); }
static long futex(void) { release = wakeWord; return syscall(SYS_futex, &word, 0, 0, NULL, NULL, 0); }
static long futexTimed(void) { release = wakeWord; return syscall(SYS_futex, &word, 0, 0, &patience, NULL, 0); }
static long sleeps(void) { struct timespec left; long result = nanosleep(&patience, &left); return result == 0 ? 0 : left.tv_nsec > 0 ? -1 : -2; }
static long sleepsUntil(void) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += 4;
  int error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
  errno = error;
  return error == 0 ? 0 : -1;
}
static long polls(void) { struct pollfd list = {ends[0], POLLIN, 0}; return poll(&list, 1, -1); }
static long pollsTimed(void) { struct pollfd list = {ends[0], POLLIN, 0}; return ppoll(&list, 1, &patience, NULL); }
static long selects(void) { fd_set set; FD_ZERO(&set); FD_SET(ends[0], &set); return select(ends[0] + 1, &set, NULL, NULL, NULL); }
static long selectsTimed(void) { fd_set set; FD_ZERO(&set); FD_SET(ends[0], &set); return pselect(ends[0] + 1, &set, NULL, NULL, &patience, NULL); }
static long epolls(void) {
  struct epoll_event event = {EPOLLIN, {0}};
  int set = epoll_create1(0);
  epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event);
  return epoll_wait(set, &event, 1, -1);
}
static long epollsMasked(void) {
  struct epoll_event event = {EPOLLIN, {0}};
  int set = epoll_create1(0);
  sigset_t none;
  sigemptyset(&none);
  epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event);
  return epoll_pwait(set, &event, 1, -1, &none);
}
static long pauses(void) { return pause(); }
static long suspends(void) { sigset_t none; sigemptyset(&none); return sigsuspend(&none); }
static long waitsForSignal(void) {
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR2), sigprocmask(SIG_BLOCK, &set, NULL);
  return syscall(SYS_rt_sigtimedwait, &set, NULL, NULL, 8);
}
static void makeStream(void) { makeSockets(SOCK_STREAM); }
static void makePackets(void) { makeSockets(SOCK_DGRAM); }
static void makeTimed(void) {
  makeSockets(SOCK_STREAM);
  struct timeval time = {5, 0};
  setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}
static void makeFullSocket(void) {
  makeSockets(SOCK_STREAM);
  while (send(ends[1], block, 4096, MSG_DONTWAIT) > 0) {}
  while (send(ends[1], block, 1, MSG_DONTWAIT) > 0) {}
  release = takeBytes;
}
static long receives(void) { return recv(ends[0], block, 10, 0); }
static long receivesMessage(void) { struct iovec piece = {block, 10}; struct msghdr head = {.msg_iov = &piece, .msg_iovlen = 1}; return recvmsg(ends[0], &head, 0); }
static long sends(void) { return send(ends[1], block, 1, 0); }
static void makeEvent(void) { one = eventfd(0, 0), release = addEvent; }
static void makeFullEvent(void) { one = eventfd(0, 0), eventfd_write(one, -2), release = takeEvent; }
static long readsEvent(void) { eventfd_t value; return eventfd_read(one, &value); }
static long writesEvent(void) { return eventfd_write(one, 5); }
static long readsTimer(void) {
  uint64_t times;
  struct itimerspec soon = {{0, 0}, {1, 250000000}};
  one = timerfd_create(CLOCK_MONOTONIC, 0);
  timerfd_settime(one, 0, &soon, NULL);
  return read(one, &times, 8);
}
static void raisesOther(void) { raise(SIGUSR2); }
static long readsSignal(void) {
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR2), sigprocmask(SIG_BLOCK, &set, NULL);
  one = signalfd(-1, &set, 0), release = raisesOther;
  return read(one, block, sizeof(struct signalfd_siginfo));
}
static void *sleepsAWhile(void *x) { usleep(1250000); return x; }
static long joins(void) {
  pthread_t thread;
  sigset_t set, old;
  sigfillset(&set), pthread_sigmask(SIG_BLOCK, &set, &old);
  pthread_create(&thread, NULL, sleepsAWhile, NULL);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return pthread_join(thread, NULL);
}
static const struct { const char *name; void (*prepare)(void); long (*call)(void); } cases[] = {
    {"read of a pipe", makePipe, readPipe}, {"readv", makePipe, readvPipe}, {"write to a full pipe", makeFullPipe, writePipe},
    {"a long write", NULL, writeMuch}, {"sendfile", makeFullPipe, sendsFile}, {"open of a FIFO", NULL, openFifo}, {"waitpid", makeHelper, waits},
    {"waitid", makeHelper, waitsById}, {"flock", makeHelper, locks}, {"F_SETLKW", makeHelper, locksRange}, {"futex", NULL, futex},
    {"futex with a time", NULL, futexTimed}, {"nanosleep", NULL, sleeps}, {"clock_nanosleep", NULL, sleepsUntil},
    {"poll", makePipe, polls}, {"ppoll with a time", makePipe, pollsTimed}, {"select", makePipe, selects}, {"pselect with a time", makePipe, selectsTimed},
    {"epoll_wait", makePipe, epolls}, {"epoll_pwait", makePipe, epollsMasked}, {"pause", NULL, pauses}, {"sigsuspend", NULL, suspends},
    {"sigwaitinfo", NULL, waitsForSignal}, {"recv", makeStream, receives}, {"recvmsg of a packet", makePackets, receivesMessage},
    {"recv with a time", makeTimed, receives}, {"send", makeFullSocket, sends}, {"read of an eventfd", makeEvent, readsEvent},
    {"write to an eventfd", makeFullEvent, writesEvent}, {"read of a timerfd", NULL, readsTimer}, {"read of a signalfd", NULL, readsSignal},
    {"pthread_join", NULL, joins},
};
enum { CASES = sizeof cases / sizeof *cases, KINDS = 2 };

static void runCase(int i, int flags, int output) {
  snprintf(path, sizeof path, "/tmp/restarts-%d-%d", i, flags != 0);
  unlink(path);
  memset(block, 'b', sizeof block);
  if (cases[i].prepare) cases[i].prepare();
  struct sigaction action = {.sa_handler = handle, .sa_flags = flags};
  sigaction(SIGALRM, &action, NULL);
  struct itimerval twice = {{0, 500000}, {0, 500000}}, none = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &twice, NULL);
  errno = 0;
  long result = cases[i].call();
  int error = errno, came = count;
  setitimer(ITIMER_REAL, &none, NULL);
  unlink(path);
  if (helper > 0) kill(helper, SIGKILL);
  dprintf(output, "%s: %ld%s%s after %s\n", cases[i].name, result, result < 0 ? ", " : "", result < 0 ? strerror(error) : "",
          came == 0 ? "no signal" : came == 1 ? "one signal" : "more");
}

int main(void) {
  static int outputs[KINDS][CASES][2];
  mkdir("/tmp", 0777);
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (int kind = 0; kind < KINDS; kind++) {
    for (int i = 0; i < CASES; i++) {
      pipe(outputs[kind][i]);
      if (fork() == 0) {
        close(outputs[kind][i][0]);
        runCase(i, kind == 0 ? SA_RESTART : 0, outputs[kind][i][1]);
        _exit(0);
      }
      close(outputs[kind][i][1]);
    }
  }
  for (int kind = 0; kind < KINDS; kind++) {
    printf("%s SA_RESTART\n", kind == 0 ? "with" : "without");
    for (int i = 0; i < CASES; i++) {
      char line[200];
      ssize_t length = read(outputs[kind][i][0], line, sizeof line);
      if (length > 0) fwrite(line, 1, length, stdout);
      else printf("%s: ended\n", cases[i].name);
    }
  }
  while (wait(NULL) > 0) {}
  return 0;
}
