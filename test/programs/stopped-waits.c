// Waits that are stopped and continued go on, with the time that they had; a handler ends them with EINTR (signal(7)).
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 400 };

static void on_signal(int signal) { (void)signal; }

static uint64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static const struct timespec timeout = {0, WAIT_MS * 1000000L};

static long by_nanosleep(void) { return nanosleep(&timeout, NULL); }
static long by_poll(void) { return poll(NULL, 0, WAIT_MS); }
static long by_ppoll(void) { return ppoll(NULL, 0, &timeout, NULL); }
static long by_select(void) {
  struct timeval time = {0, WAIT_MS * 1000};
  return select(0, NULL, NULL, NULL, &time);
}
static long by_futex(void) {
  static uint32_t word;
  return syscall(SYS_futex, &word, 0 /* FUTEX_WAIT */, 0, &timeout, NULL, 0);
}
static long by_pause(void) { return pause(); }
static long by_sigsuspend(void) {
  sigset_t none;
  sigemptyset(&none);
  return sigsuspend(&none);
}

static void await(pid_t child, int flag) {
  int status;
  waitpid(child, &status, flag);
}

/* The child waits; it is stopped for a while within its time, and then lets it pass or gets a signal. */
static void measure(const char *name, long (*wait)(void), int is_timed, int is_signalled) {
  int started[2];
  pipe(started);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    write(started[1], "x", 1);
    uint64_t before = now_ms();
    errno = 0;
    long result = wait();
    uint64_t passed = now_ms() - before;
    const char *length = !is_timed ? "some time" : passed < WAIT_MS ? "too little" : passed < 2 * WAIT_MS ? "the time" : "too much";
    printf("%s%s: %ld errno %d after %s\n", name, is_signalled ? " and a signal" : "", result, errno,
           is_signalled ? "some time" : length);
    fflush(stdout);
    _exit(0);
  }
  char byte;
  read(started[0], &byte, 1);
  usleep(100000);
  kill(child, SIGSTOP);
  await(child, WUNTRACED);
  usleep(150000);
  kill(child, SIGCONT);
  await(child, WCONTINUED);
  if (is_signalled) {
    usleep(50000);
    kill(child, SIGUSR1);
  }
  await(child, 0);
  close(started[0]);
  close(started[1]);
}

int main(void) {
  measure("nanosleep", by_nanosleep, 1, 0);
  measure("nanosleep", by_nanosleep, 1, 1);
  measure("poll", by_poll, 1, 0);
  measure("poll", by_poll, 1, 1);
  measure("ppoll", by_ppoll, 1, 0);
  measure("select", by_select, 1, 0);
  measure("select", by_select, 1, 1);
  measure("futex", by_futex, 1, 0);
  measure("futex", by_futex, 1, 1);
  measure("pause", by_pause, 0, 1);
  measure("sigsuspend", by_sigsuspend, 0, 1);
  return 0;
}
