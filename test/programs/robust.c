// @build: glibc-static
// Robust mutexes whose owner ends, between threads and between processes; the kernel's list walked whatever it holds.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared { pthread_mutex_t mutexes[3]; volatile int ready; };
static struct shared *shared;

static void setUp(void) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  for (int i = 0; i < 3; i++) pthread_mutex_init(&shared->mutexes[i], &attributes);
  shared->ready = 0;
}

static void *holder(void *unused) {
  for (int i = 0; i < 3; i++) pthread_mutex_lock(&shared->mutexes[i]);
  shared->ready = 1;
  usleep(20000);
  return unused;
}

static void lockAll(const char *what) {
  printf("%s:", what);
  for (int i = 0; i < 3; i++) {
    int result = pthread_mutex_lock(&shared->mutexes[i]);
    printf(" %d", result);
    if (result == EOWNERDEAD && i != 2) pthread_mutex_consistent(&shared->mutexes[i]);
    pthread_mutex_unlock(&shared->mutexes[i]);
    printf("/%d", pthread_mutex_lock(&shared->mutexes[i]));
    if (i != 2) pthread_mutex_unlock(&shared->mutexes[i]);
  }
  puts("");
  fflush(stdout);
}

/* A list of the program's own making, and what the ending thread does to its words. */
struct entry { struct entry *next; unsigned word; };
static struct robust_list_head *heads;

static void *ownList(void *kind) {
  struct entry *entries = (struct entry *)(heads + 1);
  unsigned id = syscall(SYS_gettid);
  heads->futex_offset = (long)&entries->word - (long)entries;
  heads->list_op_pending = NULL;
  entries[0] = (struct entry){&entries[1], id};
  entries[1] = (struct entry){&entries[2], id | FUTEX_WAITERS};
  entries[2] = (struct entry){(void *)heads, id + 1};
  entries[3] = (struct entry){NULL, id};
  heads->list.next = (void *)entries;
  switch ((long)kind) {
  case 1: entries[2].next = &entries[0]; break;
  case 2: entries[0].next = (void *)8; break;
  case 3: heads->list_op_pending = (void *)&entries[3]; break;
  case 4: heads->list.next = (void *)0x7000000000000000; break;
  }
  printf("set %ld\n", syscall(SYS_set_robust_list, heads, sizeof *heads));
  return NULL;
}

static void lists(void) {
  heads = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (long kind = 0; kind < 5; kind++) {
    pthread_t thread;
    pthread_create(&thread, NULL, ownList, (void *)kind);
    pthread_join(thread, NULL);
    printf("kind %ld:", kind);
    for (int i = 0; i < 4; i++) {
      unsigned word = ((struct entry *)(heads + 1))[i].word;
      printf(" %x%s", word >> 30, word & FUTEX_TID_MASK ? " kept" : "");
    }
    puts("");
  }
}

int main(int argc, char **argv) {
  if (argc > 1) return argv[1][0] != 'e';
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  setUp();
  pthread_t thread;
  pthread_create(&thread, NULL, holder, NULL);
  while (!shared->ready) usleep(1000);
  lockAll("a thread that waited");
  pthread_join(thread, NULL);
  setUp();
  pid_t owner = fork();
  if (owner == 0) { holder(NULL); for (;;) pause(); }
  while (!shared->ready) usleep(1000);
  pid_t waiter = fork();
  if (waiter == 0) { lockAll("a process that waited"); _exit(0); }
  usleep(20000);
  kill(owner, SIGKILL);
  waitpid(waiter, NULL, 0);
  while (wait(NULL) > 0);
  // A program that is replaced holds nothing any more.
  setUp();
  fflush(stdout);
  if (fork() == 0) {
    holder(NULL);
    execl("/proc/self/exe", "again", "exit", NULL);
    _exit(1);
  }
  wait(NULL);
  lockAll("after execve");
  lists();
  return 0;
}
