// @guest-only
// @stdout: process 1 takes no signals that it does not ask for
// @stdout: orphans are process 1's, and do not stay
// @stdout: /proc can be unmounted and mounted again
// @stdout: what is open of a file system stays usable
// What only a machine of one's own can be asked: process 1, and the file systems that all use.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void expect(int holds, const char *what) {
  if (holds) return;
  printf("not so: %s (%s)\n", what, strerror(errno));
  exit(1);
}

static char stateOf(pid_t pid) {
  char path[32], text[256] = "", *end;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  if (fd < 0) return 0;
  read(fd, text, sizeof text - 1);
  close(fd);
  end = strrchr(text, ')');
  return end ? end[2] : 0;
}

static void first(void) {
  int signals[] = {SIGKILL, SIGSTOP, SIGTSTP, SIGSEGV, SIGUSR2, SIGRTMIN};
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) expect(kill(1, signals[i]) == 0, "a signal can be sent to process 1");
  expect(kill(1, 0) == 0 && stateOf(1) != 'T' && stateOf(1) != 'Z', "process 1 goes on");
  expect(kill(1, 99) < 0 && errno == EINVAL, "a number that is no signal");
  puts("process 1 takes no signals that it does not ask for");
}

static void orphans(void) {
  int ends[2];
  expect(pipe(ends) == 0, "pipe");
  pid_t parent = fork();
  if (parent == 0) {
    if (fork() == 0) {
      while (getppid() != 1) usleep(1000);
      pid_t self = getpid();
      write(ends[1], &self, sizeof self);
      _exit(3);
    }
    _exit(0);
  }
  waitpid(parent, NULL, 0);
  pid_t orphan = 0;
  expect(read(ends[0], &orphan, sizeof orphan) == sizeof orphan, "the orphan says its id");
  for (int i = 0; kill(orphan, 0) == 0; i++) {
    expect(i < 5000, "process 1 waits for it");
    usleep(1000);
  }
  expect(wait(NULL) < 0 && errno == ECHILD, "it is nobody else's");
  puts("orphans are process 1's, and do not stay");
}

static int entries(const char *path) {
  DIR *directory = opendir(path);
  int count = 0;
  if (!directory) return -1;
  while (readdir(directory)) count++;
  closedir(directory);
  return count;
}

static void mounts(void) {
  struct stat inside, outside;
  expect(stat("/proc", &inside) == 0 && entries("/proc") > 2, "there is /proc");
  int file = open("/proc/self/stat", O_RDONLY), folder = open("/proc", O_RDONLY | O_DIRECTORY);
  expect(umount2("/proc/self", 0) < 0 && errno == EINVAL, "only a mount can be unmounted");
  expect(umount2("/proc", 0) == 0 || umount2("/proc", MNT_DETACH) == 0, "umount");
  expect(stat("/proc", &outside) == 0 && outside.st_dev != inside.st_dev && entries("/proc") == 2, "an empty folder is left");
  expect(umount2("/proc", 0) < 0 && errno == EINVAL, "it is not mounted twice");
  char text[64];
  expect(read(file, text, sizeof text) > 0, "the open file can be read");
  expect(fstat(folder, &inside) == 0 && inside.st_dev != outside.st_dev, "the open folder is what it was");
  openat(folder, "self/stat", O_RDONLY);
  close(file);
  close(folder);
  expect(mount("proc", "/proc", "proc", 0, NULL) == 0, "mount");
  expect(mount("proc", "/proc", "proc", 0, NULL) < 0 && errno == EBUSY, "it is there once");
  expect(stateOf(getpid()) == 'R', "and works");
  puts("/proc can be unmounted and mounted again");
  mkdir("/tmp/place", 0700);
  expect(mount("none", "/tmp/place", "tmpfs", 0, NULL) == 0, "mount of a tmpfs");
  int kept = open("/tmp/place/file", O_RDWR | O_CREAT, 0600);
  expect(write(kept, "kept", 4) == 4 && chdir("/tmp/place") == 0, "a file on it");
  expect(umount2("/tmp/place", MNT_DETACH) == 0 && access("/tmp/place/file", F_OK) < 0, "umount of it");
  expect(pread(kept, text, 4, 0) == 4 && memcmp(text, "kept", 4) == 0, "the file can be read");
  close(kept);
  expect(chdir("/") == 0 && rmdir("/tmp/place") == 0, "and let go of");
  puts("what is open of a file system stays usable");
}

int main(void) {
  first();
  orphans();
  mounts();
  return 0;
}
