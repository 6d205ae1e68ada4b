// Sets of epoll(7) that watch each other: how many may be in a row, and over how many ways a file is watched. What Debian 12's Linux prints.
// @build: glibc-static
// @guest-only
// @stdout: chain of 3 at the bottom: made, event Success, poll 0 then 1, wait 1
// @stdout: chain of 5 at the bottom: made, event Success, poll 0 then 1, wait 1
// @stdout: chain of 5 at the bottom: Too many levels of symbolic links, event Success, poll 0 then 1, wait 1
// @stdout: chain of 5 at the bottom: Too many levels of symbolic links, event Success, poll 0 then 1, wait 1
// @stdout: chain of 3 at the top: made, event Success, poll 0 then 1, wait 1
// @stdout: chain of 5 at the top: made, event Success, poll 0 then 1, wait 1
// @stdout: chain of 5 at the top: Too many levels of symbolic links, event Success, poll 0 then 1, wait 1
// @stdout: chain of 5 at the top: Too many levels of symbolic links, event Success, poll 0 then 1, wait 1
// @stdout: 1 above 1: Success; circle: Too many levels of symbolic links
// @stdout: 1 above 2: Success; circle: Too many levels of symbolic links
// @stdout: 1 above 3: Success; circle: Too many levels of symbolic links
// @stdout: 1 above 4: Success; circle: Too many levels of symbolic links
// @stdout: 1 above 5: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 2 above 1: Success; circle: Too many levels of symbolic links
// @stdout: 2 above 2: Success; circle: Too many levels of symbolic links
// @stdout: 2 above 3: Success; circle: Too many levels of symbolic links
// @stdout: 2 above 4: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 2 above 5: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 3 above 1: Success; circle: Too many levels of symbolic links
// @stdout: 3 above 2: Success; circle: Too many levels of symbolic links
// @stdout: 3 above 3: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 3 above 4: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 3 above 5: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 4 above 1: Success; circle: Too many levels of symbolic links
// @stdout: 4 above 2: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 4 above 3: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 4 above 4: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 4 above 5: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 5 above 1: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 5 above 2: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 5 above 3: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 5 above 4: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 5 above 5: Too many levels of symbolic links; circle: Too many levels of symbolic links
// @stdout: 3 levels of 3: Success 18; event: Success 3; top: Success; other: Success; poll 1 then 0
// @stdout: 4 levels of 10: Success 300; event: Invalid argument 10; top: Success; other: Invalid argument; poll 0 then 0
// @stdout: 3 levels of 12: Success 288; event: Invalid argument 12; top: Success; other: Invalid argument; poll 0 then 0
// @stdout: 3 levels of 30: Success 1800; event: Invalid argument 30; top: Success; other: Invalid argument; poll 0 then 0
// @stdout: 2 levels of 40: Success 1600; event: Success 12 Invalid argument 28; top: Success; other: Success; poll 1 then 0
// @stdout: 4 levels of 60: Success 10800; event: Invalid argument 60; top: Success; other: Invalid argument; poll 0 then 0
// @stdout: paths of 1: 1200, Success
// @stdout: paths of 2: 501, Invalid argument
// @stdout: paths of 3: 101, Invalid argument
// @stdout: paths of 4: 51, Invalid argument

#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

static int add(int set, int fd) {
  struct epoll_event e = {EPOLLIN, {.fd = fd}};
  return epoll_ctl(set, EPOLL_CTL_ADD, fd, &e) ? errno : 0;
}

/* A chain that grows at its bottom, or at its top; then an event at the bottom is seen at the top. */
static void chain(int wanted, int atTop) {
  int fds[200], n = 0, error = 0;
  fds[n++] = epoll_create1(0);
  while (n < wanted) {
    fds[n] = epoll_create1(0);
    error = atTop ? add(fds[n], fds[n - 1]) : add(fds[n - 1], fds[n]);
    if (error) { close(fds[n]); break; }
    n++;
  }
  int event = eventfd(0, EFD_NONBLOCK);
  int bottom = fds[atTop ? 0 : n - 1], top = fds[atTop ? n - 1 : 0];
  printf("chain of %d at the %s: %s", n, atTop ? "top" : "bottom", error ? strerror(error) : "made");
  printf(", event %s", strerror(add(bottom, event)));
  struct pollfd p = {top, POLLIN};
  printf(", poll %d", poll(&p, 1, 0));
  eventfd_write(event, 1);
  printf(" then %d", poll(&p, 1, 1000));
  struct epoll_event o;
  printf(", wait %d\n", epoll_wait(top, &o, 1, 1000));
  for (int i = 0; i < n; i++) close(fds[i]);
  close(event);
}

/* Joins two chains of these lengths. */
static void join(int upper, int lower) {
  int a[10], b[10];
  for (int i = 0; i < upper; i++) { a[i] = epoll_create1(0); if (i) add(a[i - 1], a[i]); }
  for (int i = 0; i < lower; i++) { b[i] = epoll_create1(0); if (i) add(b[i - 1], b[i]); }
  printf("%d above %d: %s; ", upper, lower, strerror(add(a[upper - 1], b[0])));
  printf("circle: %s\n", strerror(add(b[lower - 1], a[0])));
  for (int i = 0; i < upper; i++) close(a[i]);
  for (int i = 0; i < lower; i++) close(b[i]);
}

/* Each of a level watches all of the next; how many additions are refused, by error. */
static void wide(int width, int levels) {
  int fds[4][100], refused[200] = {0};
  for (int l = 0; l < levels; l++) for (int i = 0; i < width; i++) fds[l][i] = epoll_create1(0);
  for (int l = levels - 2; l >= 0; l--)
    for (int i = 0; i < width; i++)
      for (int j = 0; j < width; j++) refused[add(fds[l][i], fds[l + 1][j])]++;
  printf("%d levels of %d:", levels, width);
  for (int e = 0; e < 200; e++) if (refused[e]) printf(" %s %d", strerror(e), refused[e]);
  memset(refused, 0, sizeof refused);
  int event = eventfd(0, EFD_NONBLOCK), other = eventfd(0, EFD_NONBLOCK);
  for (int j = 0; j < width; j++) refused[add(fds[levels - 1][j], event)]++;
  printf("; event:");
  for (int e = 0; e < 200; e++) if (refused[e]) printf(" %s %d", strerror(e), refused[e]);
  int top = epoll_create1(0);
  printf("; top: %s", strerror(add(top, fds[0][0])));
  printf("; other: %s", strerror(add(fds[levels - 1][0], other)));
  eventfd_write(event, 1);
  struct pollfd p = {fds[0][0], POLLIN};
  printf("; poll %d", poll(&p, 1, 0));
  eventfd_t x;
  eventfd_read(event, &x);
  printf(" then %d\n", poll(&p, 1, 0));
  for (int l = 0; l < levels; l++) for (int i = 0; i < width; i++) close(fds[l][i]);
  close(event); close(other); close(top);
}

/* How many sets may watch one file through a set each. */
static void many(int depth) {
  static int fds[1300][5]; int n = 0, error = 0;
  int event = eventfd(0, EFD_NONBLOCK);
  for (; n < 1200 && !error; n++) {
    for (int d = 0; d < depth; d++) { fds[n][d] = epoll_create1(0); if (d && (error = add(fds[n][d], fds[n][d - 1]))) printf("chain %d %s\n", d, strerror(error)); }
    error = add(fds[n][0], event);
  }
  printf("paths of %d: %d, %s\n", depth, n, strerror(error));
  for (int i = 0; i < n; i++) for (int d = 0; d < depth; d++) close(fds[i][d]);
  close(event);
}

int main(void) {
  struct rlimit r = {8000, 8000};
  setrlimit(RLIMIT_NOFILE, &r);
  setvbuf(stdout, 0, _IOLBF, 0);
  for (int top = 0; top < 2; top++) { chain(3, top); chain(5, top); chain(6, top); chain(150, top); }
  for (int upper = 1; upper <= 5; upper++) for (int lower = 1; lower <= 5; lower++) join(upper, lower);
  wide(3, 3); wide(10, 4); wide(12, 3); wide(30, 3); wide(40, 2); wide(60, 4);
  for (int depth = 1; depth <= 4; depth++) many(depth);
  return 0;
}
