// @build: musl-static glibc-static
// Pairs of unix sockets: bytes and messages, their ends, readiness, options, and open files sent along.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int a, b;
static char text[70000];

static int code(long result) { return result < 0 ? -errno : (int)result; }

static void pair(int type) {
  int ends[2];
  if (socketpair(AF_UNIX, type, 0, ends) < 0) { perror("socketpair"); exit(1); }
  a = ends[0];
  b = ends[1];
}
static void drop(void) { close(a); close(b); }

static void show(const char *what, int fd, size_t most, int flags) {
  memset(text, 0, 64);
  int count = code(recv(fd, text, most, flags));
  printf("%s: %d \"%.40s\"\n", what, count, text);
}

static void ready(const char *what, int fd) {
  struct pollfd entry = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
  int answer = poll(&entry, 1, 0);
  printf("%s: %d %x\n", what, answer, entry.revents);
}

static volatile int signals;
static void count(int number) { (void)number; signals++; }

static void refused(void) {
  int ends[2];
  printf("family %d, type %d %d, protocol %d, flags %d, address %d\n", code(socketpair(99, SOCK_STREAM, 0, ends)),
         code(socketpair(AF_UNIX, 99, 0, ends)), code(socketpair(AF_UNIX, SOCK_RDM, 0, ends)), code(socketpair(AF_UNIX, SOCK_STREAM, 7, ends)),
         code(socketpair(AF_UNIX, SOCK_STREAM | 0x100000, 0, ends)), code(syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, 8)));
  pipe(ends);
  printf("not a socket %d %d %d, closed %d\n", code(send(ends[1], "x", 1, 0)), code(shutdown(ends[0], 0)), code(recv(ends[0], text, 1, 0)),
         code(send(99, "x", 1, 0)));
  close(ends[0]);
  close(ends[1]);
  pair(SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK);
  printf("flags %x %x\n", fcntl(a, F_GETFD), fcntl(b, F_GETFL) & (O_NONBLOCK | O_ACCMODE));
  struct stat status;
  fstat(a, &status);
  printf("mode %o, seek %d, pread %d, ioctl %d, how %d\n", status.st_mode, code(lseek(a, 0, SEEK_SET)), code(pread(a, text, 1, 0)),
         code(ioctl(a, 0x5401, text)), code(shutdown(a, 9)));
  snprintf(text, sizeof text, "/proc/self/fd/%d", a);
  char link[64] = "";
  readlink(text, link, sizeof link - 1);
  printf("link %.8s, open %d\n", link, code(open(text, O_RDWR)));
  drop();
}

static void streams(void) {
  pair(SOCK_STREAM);
  ready("fresh", a);
  write(a, "hello ", 6);
  send(a, "world", 5, 0);
  int waiting = 0;
  ioctl(b, FIONREAD, &waiting);
  printf("waiting %d\n", waiting);
  ready("with bytes", b);
  show("peek", b, 64, MSG_PEEK);
  show("part", b, 4, 0);
  show("rest", b, 64, 0);
  show("nothing", b, 64, MSG_DONTWAIT);
  struct iovec pieces[2] = {{"one ", 4}, {"two", 3}};
  printf("writev %d", code(writev(b, pieces, 2)));
  char first[3] = "", second[8] = "";
  struct iovec into[2] = {{first, 2}, {second, 7}};
  printf(" readv %d \"%.2s\" \"%s\"\n", code(readv(a, into, 2)), first, second);
  printf("to an address %d, urgent read %d, bad address %d\n", code(sendto(a, "x", 1, 0, (void *)&(struct sockaddr_un){AF_UNIX, ""}, 2)),
         code(recv(a, text, 1, MSG_DONTWAIT | MSG_OOB)) < 0, code(send(a, (void *)8, 4, 0)));
  shutdown(a, SHUT_WR);
  ready("shut there", b);
  ready("shut here", a);
  show("end", b, 64, 0);
  printf("write to the shut %d, signals", code(send(a, "x", 1, MSG_NOSIGNAL)));
  printf(" %d", signals);
  write(a, "x", 1);
  printf(" %d\n", signals);
  write(b, "other way", 9);
  show("the other way", a, 64, 0);
  close(b);
  ready("closed there", a);
  show("after the close", a, 64, 0);
  drop();
  pair(SOCK_STREAM);
  write(a, "unread", 6);
  write(b, "kept", 4);
  close(b);
  ready("closed with unread", a);
  show("what it kept", a, 64, 0);
  int error = 0;
  show("then", a, 64, 0);
  show("and then", a, 64, 0);
  getsockopt(a, SOL_SOCKET, SO_ERROR, &error, &(socklen_t){4});
  printf("error %d, write %d\n", error, code(send(a, "x", 1, MSG_NOSIGNAL)));
  drop();
}

static void messages(int type, const char *name) {
  printf("-- %s\n", name);
  pair(type);
  send(a, "first message", 13, 0);
  send(a, "", 0, 0);
  send(a, "third", 5, 0);
  int waiting = 0;
  ioctl(b, FIONREAD, &waiting);
  printf("waiting %d\n", waiting);
  show("peek", b, 5, MSG_PEEK | MSG_TRUNC);
  struct iovec piece = {text, 5};
  struct msghdr head = {.msg_iov = &piece, .msg_iovlen = 1, .msg_flags = 0x55, .msg_controllen = 7};
  memset(text, 0, 16);
  printf("cut %d", code(recvmsg(b, &head, 0)));
  printf(" flags %x \"%s\" %zu\n", head.msg_flags, text, (size_t)head.msg_controllen);
  show("empty", b, 64, 0);
  show("third", b, 64, 0);
  show("none", b, 64, MSG_DONTWAIT);
  int size = 8192;
  setsockopt(a, SOL_SOCKET, SO_SNDBUF, &size, 4);
  printf("too long %d\n", code(send(a, text, sizeof text, 0)));
  shutdown(a, SHUT_WR);
  printf("after the shutdown %d, signals %d\n", code(send(a, "x", 1, 0)), signals);
  ready("shut there", b);
  if (type == SOCK_SEQPACKET) show("end", b, 64, 0);
  show("end, without waiting", b, 64, MSG_DONTWAIT);
  send(b, "unread", 6, 0);
  close(a);
  printf("to the closed %d", code(send(b, "x", 1, 0)));
  printf(" again %d\n", code(send(b, "x", 1, 0)));
  ready("closed there", b);
  close(b);
}

static void options(void) {
  pair(SOCK_STREAM);
  int value = 0;
  socklen_t length = 4;
  int names[] = {SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR, SO_ACCEPTCONN, SO_REUSEADDR, SO_KEEPALIVE, SO_BROADCAST};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
    value = -1;
    printf("option %d: %d", names[i], code(getsockopt(a, SOL_SOCKET, names[i], &value, &length)));
    printf(" %d\n", value);
  }
  for (int size = 100; size <= 100000; size *= 10) {
    setsockopt(a, SOL_SOCKET, SO_SNDBUF, &size, 4);
    setsockopt(a, SOL_SOCKET, SO_RCVBUF, &size, 4);
    int sent, kept;
    getsockopt(a, SOL_SOCKET, SO_SNDBUF, &sent, &length);
    getsockopt(a, SOL_SOCKET, SO_RCVBUF, &kept, &length);
    printf("buffers %d %d\n", sent, kept);
  }
  value = 1;
  printf("set %d %d %d", code(setsockopt(a, SOL_SOCKET, SO_KEEPALIVE, &value, 4)), code(setsockopt(a, SOL_SOCKET, SO_TYPE, &value, 4)),
         code(setsockopt(a, SOL_SOCKET, SO_KEEPALIVE, &value, 3)));
  value = 0;
  getsockopt(a, SOL_SOCKET, SO_KEEPALIVE, &value, &length);
  printf(" %d\n", value);
  length = 2;
  printf("short %d", code(getsockopt(a, SOL_SOCKET, SO_TYPE, &value, &length)));
  printf(" %d, level %d %d, unknown %d\n", length, code(getsockopt(a, 6, 1, &value, &length)), code(setsockopt(a, 6, 1, &value, 4)),
         code(getsockopt(a, SOL_SOCKET, 9999, &value, &length)));
  struct ucred who = {0};
  length = sizeof who;
  getsockopt(b, SOL_SOCKET, SO_PEERCRED, &who, &length);
  printf("peer %d %d %d\n", who.pid == getpid(), who.uid == geteuid(), who.gid == getegid());
  struct sockaddr_un name = {.sun_family = 77};
  length = sizeof name;
  printf("name %d", code(getsockname(a, (void *)&name, &length)));
  printf(" %d %d", length, name.sun_family);
  length = 1;
  printf(" peer %d", code(getpeername(a, (void *)&name, &length)));
  printf(" %d, negative %d\n", length, code(getpeername(a, (void *)&name, &(socklen_t){-1})));
  struct timeval soon = {0, 20000}, bad = {0, 2000000}, now;
  printf("times %d %d", code(setsockopt(a, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon)), code(setsockopt(a, SOL_SOCKET, SO_SNDTIMEO, &bad, sizeof bad)));
  length = sizeof now;
  getsockopt(a, SOL_SOCKET, SO_RCVTIMEO, &now, &length);
  printf(" %ld %ld, waited %d\n", (long)now.tv_sec, (long)now.tv_usec, code(recv(a, text, 1, 0)));
  drop();
}

/* Another process at the other end: full buffers, waits, MSG_WAITALL. */
static void processes(void) {
  pair(SOCK_STREAM);
  fflush(stdout);
  if (fork() == 0) {
    close(a);
    unsigned sum = 0;
    long total = 0, got;
    while ((got = read(b, text, sizeof text)) > 0) {
      for (long i = 0; i < got; i++) sum = sum * 31 + (unsigned char)text[i];
      total += got;
    }
    printf("child: %ld bytes, sum %u\n", total, sum);
    fflush(stdout);
    send(b, "all ", 4, 0);
    usleep(20000);
    send(b, "there", 5, 0);
    _exit(3);
  }
  close(b);
  unsigned state = 1;
  long sent = 0;
  for (int round = 0; round < 60; round++) {
    for (unsigned i = 0; i < sizeof text; i++) text[i] = (char)((state = state * 1103515245 + 12345) >> 16);
    sent += code(send(a, text, sizeof text - round, 0));
  }
  shutdown(a, SHUT_WR);
  show("from the child", a, 9, MSG_WAITALL);
  int status;
  wait(&status);
  printf("sent %ld, status %d\n", sent, WEXITSTATUS(status));
  show("its end", a, 9, MSG_WAITALL);
  close(a);
  // Without waiting: as much as goes in comes out.
  pair(SOCK_STREAM | SOCK_NONBLOCK);
  long in = 0, out = 0, got;
  memset(text, 'x', sizeof text);
  while ((got = write(a, text, sizeof text)) > 0) in += got;
  printf("full %d, enough %d", -errno, in > 100000);
  ready("", a);
  while ((got = read(b, text, sizeof text)) > 0) out += got;
  printf("equal %d", in == out);
  ready("", a);
  // An interrupted wait, and one that is woken by epoll's edge.
  fcntl(b, F_SETFL, 0);
  struct itimerval soon = {{0, 0}, {0, 20000}};
  struct sigaction action = {.sa_handler = count};
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &soon, NULL);
  printf("interrupted %d\n", code(recv(b, text, 1, 0)));
  int set = epoll_create1(0);
  struct epoll_event event = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {.u64 = 1}}, found;
  epoll_ctl(set, EPOLL_CTL_ADD, b, &event);
  for (int step = 0; step < 4; step++) {
    if (step == 1) write(a, "x", 1);
    if (step == 3) shutdown(a, SHUT_WR);
    int ready = epoll_wait(set, &found, 1, 0);
    printf("edge %d %x\n", ready, ready > 0 ? found.events : 0);
  }
  close(set);
  drop();
}

/* Sends descriptors with one byte of text; returns what sendmsg returns. */
static int pass(int through, const int *files, int amount, const char *word) {
  static union { char bytes[CMSG_SPACE(300 * sizeof(int))]; struct cmsghdr align; } control;
  struct iovec piece = {(void *)word, strlen(word)};
  struct msghdr head = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = CMSG_SPACE(amount * sizeof(int))};
  memset(&control, 0, sizeof control);
  struct cmsghdr *item = CMSG_FIRSTHDR(&head);
  item->cmsg_level = SOL_SOCKET;
  item->cmsg_type = SCM_RIGHTS;
  item->cmsg_len = CMSG_LEN(amount * sizeof(int));
  memcpy(CMSG_DATA(item), files, amount * sizeof(int));
  return code(sendmsg(through, &head, 0));
}

static int take(int from, int *files, size_t room, int flags) {
  static union { char bytes[256]; struct cmsghdr align; } control;
  char word[65] = "";
  struct iovec piece = {word, 64};
  struct msghdr head = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = room};
  int result = code(recvmsg(from, &head, flags));
  int amount = 0;
  struct cmsghdr *item = result < 0 ? NULL : CMSG_FIRSTHDR(&head);
  if (item) {
    amount = (item->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(files, CMSG_DATA(item), amount * sizeof(int));
    printf("[level %d type %d] ", item->cmsg_level, item->cmsg_type);
  }
  printf("took %d \"%s\", %d files, flags %x, control %zu\n", result, word, amount, head.msg_flags, result < 0 ? 0 : (size_t)head.msg_controllen);
  return amount;
}

static void descriptors(void) {
  pair(SOCK_STREAM);
  int pipes[2], got[64];
  pipe(pipes);
  printf("pass %d, bad %d\n", pass(a, pipes, 2, "two"), pass(a, (int[]){pipes[0], 99}, 2, "bad"));
  close(pipes[0]);
  write(pipes[1], "by the pipe", 11);
  close(pipes[1]);
  write(a, "more", 4);
  if (take(b, got, 256, MSG_CMSG_CLOEXEC) == 2) {
    memset(text, 0, 32);
    printf("through it %d", code(read(got[0], text, 32)));
    printf(" \"%s\", close on exec %d\n", text, fcntl(got[0], F_GETFD));
    close(got[0]);
    close(got[1]);
  }
  take(b, got, 256, 0);
  // Too little room, none at all, and read(2), which cannot take them.
  int four[4] = {0, 1, 2, a};
  pass(a, four, 3, "cut");
  for (int n = take(b, got, CMSG_SPACE(sizeof(int)), 0); n > 0; n--) close(got[n - 1]);
  pass(a, four, 3, "none");
  take(b, got, 0, 0);
  pass(a, four, 3, "read");
  printf("read %d, next free %d\n", code(read(b, text, 64)), code(dup(0)));
  // Files end a read, even if more follows.
  write(a, "before ", 7);
  pass(a, four, 1, "with");
  write(a, " after", 6);
  for (int i = 0; i < 2; i++)
    for (int n = take(b, got, 256, 0); n > 0; n--) close(got[n - 1]);
  // A socket sent through another one, used there, and lost on its way.
  int ends[2];
  socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
  pass(a, ends, 1, "socket");
  close(ends[0]);
  send(ends[1], "across", 6, 0);
  if (take(b, got, 256, 0) == 1) { show("from the passed", got[0], 64, 0); close(got[0]); }
  show("its other end", ends[1], 64, MSG_DONTWAIT);
  close(ends[1]);
  pipe(pipes);
  pass(a, pipes, 1, "lost");
  close(pipes[0]);
  signals = 0;
  printf("held %d", code(write(pipes[1], "x", 1)));
  close(b);
  printf(" let go %d", code(write(pipes[1], "x", 1)));
  printf(" signals %d\n", signals);
  int many[300] = {0};
  printf("too many %d\n", pass(a, many, 254, "many"));
  close(pipes[1]);
  close(a);
}

int main(void) {
  struct sigaction action = {.sa_handler = count, .sa_flags = SA_RESTART};
  sigaction(SIGPIPE, &action, NULL);
  refused();
  streams();
  messages(SOCK_DGRAM, "datagrams");
  messages(SOCK_SEQPACKET, "sequenced");
  options();
  processes();
  descriptors();
  return 0;
}
