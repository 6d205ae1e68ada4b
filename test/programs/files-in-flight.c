// Sockets on their way in sockets on their way, grown at both ends, and how many files a user may have on their way. What Debian 12's Linux prints.
// @build: glibc-static
// @guest-only
// @stdout: uid 0
// @stdout: down: 3, Success
// @stdout: down: 170, Success
// @stdout: down: 2000, Success
// @stdout: up: 3, Success
// @stdout: up: 5, Success
// @stdout: up: 170, Success
// @stdout: up: 1000, Success
// @stdout: messages of 20 files: 5, Success
// @stdout: after one is received: Success
// @stdout: and another: Success
// @stdout: messages of 20 files: 50, Success
// @stdout: after one is received: Success
// @stdout: and another: Success
// @stdout: messages of 20 files: 50, Success
// @stdout: after one is received: Success
// @stdout: and another: Success
// @stdout: uid 1000
// @stdout: down: 3, Success
// @stdout: down: 170, Success
// @stdout: down: 301, Too many references: cannot splice
// @stdout: up: 3, Success
// @stdout: up: 5, Success
// @stdout: up: 170, Success
// @stdout: up: 301, Too many references: cannot splice
// @stdout: messages of 20 files: 5, Success
// @stdout: after one is received: Success
// @stdout: and another: Success
// @stdout: messages of 20 files: 16, Too many references: cannot splice
// @stdout: after one is received: Success
// @stdout: and another: Too many references: cannot splice
// @stdout: messages of 20 files: 16, Too many references: cannot splice
// @stdout: after one is received: Success
// @stdout: and another: Too many references: cannot splice

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static int send_files(int to, const int *fds, int n) {
  char c = 'x', control[CMSG_SPACE(4 * 253)];
  memset(control, 0, sizeof control);
  struct iovec v = {&c, 1};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = CMSG_SPACE(4 * n)};
  struct cmsghdr *h = CMSG_FIRSTHDR(&m);
  h->cmsg_len = CMSG_LEN(4 * n); h->cmsg_level = SOL_SOCKET; h->cmsg_type = SCM_RIGHTS;
  memcpy(CMSG_DATA(h), fds, 4 * n);
  return sendmsg(to, &m, MSG_DONTWAIT) < 0 ? errno : 0;
}
static int send_file(int to, int fd) { return send_files(to, &fd, 1); }

/* Each new socket is sent into the one that is already on its way; then the top is closed. */
static void grow_down(int n) {
  int top[2], p[2], i, error = 0;
  socketpair(AF_UNIX, SOCK_STREAM, 0, top);
  int into = top[1];
  for (i = 0; i < n; i++) {
    socketpair(AF_UNIX, SOCK_STREAM, 0, p);
    error = send_file(into, p[0]);
    close(p[0]);
    if (error) { close(p[1]); break; }
    if (into != top[1]) close(into);
    into = p[1];
  }
  printf("down: %d, %s\n", i, strerror(error));
  close(top[0]); close(top[1]); close(into);
}
/* Each socket is sent, with what lies in it, into a new one. */
static void grow_up(int n) {
  int p[2], q[2], i, error = 0;
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  for (i = 0; i < n; i++) {
    socketpair(AF_UNIX, SOCK_STREAM, 0, q);
    error = send_file(q[1], p[0]);
    close(p[0]); close(p[1]);
    p[0] = q[0]; p[1] = q[1];
    if (error) break;
  }
  printf("up: %d, %s\n", i, strerror(error));
  close(p[0]); close(p[1]);
}
/* How many files a user may have on their way. */
static void most(int n) {
  int p[2], i = 0, error = 0, files[20];
  socketpair(AF_UNIX, SOCK_STREAM, 0, p);
  for (int j = 0; j < 20; j++) files[j] = open("/dev/null", O_RDONLY);
  for (; i < n && !(error = send_files(p[1], files, 20)); i++);
  printf("messages of 20 files: %d, %s\n", i, strerror(error));
  char c;
  read(p[0], &c, 1);
  printf("after one is received: %s\n", strerror(send_files(p[1], files, 20)));
  printf("and another: %s\n", strerror(send_files(p[1], files, 20)));
  for (int j = 0; j < 20; j++) close(files[j]);
  close(p[0]); close(p[1]);
}
int main(void) {
  setvbuf(stdout, 0, _IOLBF, 0);
  for (int isUser = 0; isUser < 2; isUser++) {
    if (isUser && (setgid(1000) || setuid(1000))) return 3;
    struct rlimit r = {300, 300};
    setrlimit(RLIMIT_NOFILE, &r);
    printf("uid %d\n", getuid());
    grow_down(3); grow_down(170); grow_down(2000);
    grow_up(3); grow_up(5); grow_up(170); grow_up(1000);
    most(5); most(50); most(50);
  }
  return 0;
}
