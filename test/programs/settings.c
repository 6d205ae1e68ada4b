// @guest-only
// @stdout: settings are read, changed by root, and checked
// @stdout: nobody else changes them
// @stdout: ids stay below kernel.pid_max, and wrap
// @stdout: kernel.threads-max holds
// @stdout: vm.max_map_count holds
// @stdout: fs.nr_open holds
// @stdout: a user's pipes are bounded
// @stdout: the machine's name is a setting
// What root sets below /proc/sys (proc(5)), and that it holds. Guest only: it changes the whole machine.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(holds) \
  do \
    if (!(holds)) { \
      printf("line %d: not so: %s (%s)\n", __LINE__, #holds, strerror(errno)); \
      exit(1); \
    } \
  while (0)

static int openSetting(const char *name, int flags) {
  char path[80];
  snprintf(path, sizeof path, "/proc/sys/%s", name);
  return open(path, flags);
}

// What it says, without the line end.
static const char *get(const char *name) {
  static char text[256];
  int fd = openSetting(name, O_RDONLY);
  CHECK(fd >= 0);
  ssize_t length = read(fd, text, sizeof text - 1);
  CHECK(length > 0 && text[length - 1] == '\n');
  text[length - 1] = 0;
  close(fd);
  return text;
}

// 0, or the error.
static int set(const char *name, const char *text) {
  int fd = openSetting(name, O_WRONLY | O_TRUNC);
  if (fd < 0) return errno;
  ssize_t written = write(fd, text, strlen(text));
  int error = written < 0 ? errno : 0;
  if (written >= 0) CHECK(written == (ssize_t)strlen(text));
  close(fd);
  return error;
}

#define IS(name, text) CHECK(strcmp(get(name), text) == 0)

static void values(void) {
  IS("vm/max_map_count", "65530");
  IS("kernel/pid_max", "32768");
  IS("fs/nr_open", "1048576");
  IS("kernel/ostype", "Linux");
  CHECK(set("vm/max_map_count", " 70000\n") == 0);
  IS("vm/max_map_count", "70000");
  CHECK(set("vm/max_map_count", "0x10000") == 0);
  IS("vm/max_map_count", "65536");
  CHECK(set("vm/max_map_count", "0200000") == 0);
  IS("vm/max_map_count", "65536");
  const char *wrong[] = {" ", "\n", "-1", "many", "12x", "1.5", "2147483648", "99999999999999999999999", "0x", "08"};
  for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) CHECK(set("vm/max_map_count", wrong[i]) == EINVAL);
  CHECK(set("kernel/pid_max", "300") == EINVAL && set("kernel/pid_max", "4194305") == EINVAL);
  IS("vm/max_map_count", "65536");
  CHECK(set("kernel/ostype", "Windows") == EACCES);

  // One write is one value: what comes behind it counts as written and changes nothing.
  int fd = openSetting("vm/max_map_count", O_RDWR);
  CHECK(write(fd, "65530\n", 6) == 6 && write(fd, "1000\n", 5) == 5);
  CHECK(pwrite(fd, "1000\n", 5, 3) == 5);
  IS("vm/max_map_count", "65530");
  CHECK(pwrite(fd, "65531\n", 6, 0) == 6);
  IS("vm/max_map_count", "65531");
  CHECK(write(fd, NULL, 5) < 0 && errno == EFAULT);
  CHECK(pwrite(fd, NULL, 5, 0) < 0 && errno == EFAULT);
  close(fd);
  CHECK(set("vm/max_map_count", "65530") == 0);
  puts("settings are read, changed by root, and checked");
}

// Whether it holds in a child; what the child changes of itself is gone with it.
static int inChild(int (*holds)(void)) {
  pid_t child = fork();
  if (child == 0) _exit(holds() ? 0 : 1);
  int status;
  CHECK(child > 0 && waitpid(child, &status, 0) == child);
  return status == 0;
}

static int isRefused(void) {
  CHECK(setresgid(1000, 1000, 1000) == 0 && setresuid(1000, 1000, 1000) == 0);
  IS("vm/max_map_count", "65530");
  return set("vm/max_map_count", "1000") == EACCES && set("kernel/hostname", "mine") == EACCES;
}

static pid_t idOfChild(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  CHECK(child > 0 && waitpid(child, NULL, 0) == child);
  return child;
}

static void ids(void) {
  CHECK(set("kernel/pid_max", "400") == 0);
  int wrapped = 0;
  for (int i = 0; i < 500; i++) {
    pid_t id = idOfChild();
    CHECK(id < 400);
    wrapped += id == 300;
    if (wrapped) CHECK(id >= 300);
  }
  CHECK(wrapped > 1 && set("kernel/pid_max", "32768") == 0);
  // They go on behind the last one.
  CHECK(idOfChild() < 500);
  puts("ids stay below kernel.pid_max, and wrap");
}

// Maps pages that do not become one region with their neighbours, until an error.
static int mappings(void) {
  int count = 0;
  while (mmap(NULL, 4096, count & 1 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) count++;
  return count;
}

static int mapCountHolds(void) {
  CHECK(set("vm/max_map_count", "200") == 0);
  int count = mappings();
  CHECK(errno == ENOMEM && count > 150 && count <= 201);
  CHECK(set("vm/max_map_count", "1000") == 0);
  count = mappings();
  CHECK(count >= 800 && count <= 801);
  return set("vm/max_map_count", "65530") == 0;
}

static int descriptorsHold(void) {
  CHECK(set("fs/nr_open", "2048") == 0);
  struct rlimit most = {2048, 2048}, more = {2048, 2049};
  CHECK(setrlimit(RLIMIT_NOFILE, &most) == 0);
  CHECK(setrlimit(RLIMIT_NOFILE, &more) < 0 && errno == EPERM);
  CHECK(dup2(1, 2047) == 2047 && dup2(1, 2048) < 0 && errno == EBADF);
  return set("fs/nr_open", "1048576") == 0;
}

static int threadsHold(void) {
  CHECK(set("kernel/threads-max", "0") == EINVAL && set("kernel/threads-max", "60") == 0);
  pid_t children[60];
  int count = 0;
  for (; count < 60; count++) {
    children[count] = fork();
    if (children[count] == 0)
      for (;;) pause();
    if (children[count] < 0) break;
  }
  CHECK(errno == EAGAIN && count > 0 && count < 60);
  for (int i = 0; i < count; i++) CHECK(kill(children[i], SIGKILL) == 0 && waitpid(children[i], NULL, 0) == children[i]);
  return set("kernel/threads-max", "1000") == 0;
}

static int pipesHold(void) {
  CHECK(set("fs/pipe-max-size", "5000") == 0);
  IS("fs/pipe-max-size", "8192");
  CHECK(set("fs/pipe-max-size", "131072") == 0 && set("fs/pipe-user-pages-soft", "40") == 0 && set("fs/pipe-user-pages-hard", "44") == 0);
  int roots[2], ends[2], more[2], small[2], none[2];
  CHECK(pipe(roots) == 0 && fcntl(roots[0], F_SETPIPE_SZ, 1 << 20) == 1 << 20);
  CHECK(setresgid(1000, 1000, 1000) == 0 && setresuid(1000, 1000, 1000) == 0);
  CHECK(pipe(ends) == 0 && fcntl(ends[0], F_SETPIPE_SZ, 1 << 18) < 0 && errno == EPERM);
  CHECK(pipe(more) == 0 && fcntl(more[0], F_GETPIPE_SZ) == 65536);
  CHECK(pipe(small) == 0 && fcntl(small[0], F_GETPIPE_SZ) == 8192);
  CHECK(fcntl(small[0], F_SETPIPE_SZ, 65536) < 0 && errno == EPERM && fcntl(small[0], F_SETPIPE_SZ, 4096) == 4096);
  int pipes = 0;
  while (pipe(none) == 0 && pipes < 100) pipes++;
  CHECK(errno == ENFILE && pipes == 5);
  close(more[0]), close(more[1]);
  CHECK(pipe(more) == 0 && fcntl(more[0], F_GETPIPE_SZ) == 8192);
  return 1;
}

static void names(void) {
  char name[80], before[80];
  strcpy(before, get("kernel/hostname"));
  CHECK(set("kernel/hostname", "other\nthings\n") == 0);
  CHECK(gethostname(name, sizeof name) == 0 && strcmp(name, "other") == 0);
  CHECK(sethostname("third", 5) == 0);
  IS("kernel/hostname", "third");
  CHECK(set("kernel/hostname", "0123456789012345678901234567890123456789012345678901234567890123456789") == 0);
  CHECK(gethostname(name, sizeof name) == 0 && strlen(name) == 64);
  CHECK(set("kernel/hostname", before) == 0);
  puts("the machine's name is a setting");
}

int main(void) {
  values();
  CHECK(inChild(isRefused));
  puts("nobody else changes them");
  ids();
  CHECK(inChild(threadsHold));
  puts("kernel.threads-max holds");
  CHECK(inChild(mapCountHolds));
  puts("vm.max_map_count holds");
  CHECK(inChild(descriptorsHold));
  puts("fs.nr_open holds");
  CHECK(inChild(pipesHold));
  CHECK(set("fs/pipe-max-size", "1048576") == 0 && set("fs/pipe-user-pages-soft", "16384") == 0 && set("fs/pipe-user-pages-hard", "0") == 0);
  puts("a user's pipes are bounded");
  names();
  return 0;
}
