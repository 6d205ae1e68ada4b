// What programs ask for while there is next to no memory, at every small amount that is left: it is done, or refused with the errno of it, or the
// program that asked is ended. Nothing worse comes of it, and afterwards there is as much memory as before.
// @guest-only
// @memory: 32M
// @time-limit: 120
// @stdout: fork: ok
// @stdout: vfork and execve: ok
// @stdout: execve: ok
// @stdout: execve of a script with many arguments: ok
// @stdout: thread: ok
// @stdout: memory: ok
// @stdout: parts of memory: ok
// @stdout: shared memory: ok
// @stdout: file: ok
// @stdout: mapped file: ok
// @stdout: names: ok
// @stdout: directory: ok
// @stdout: deep path: ok
// @stdout: pipe: ok
// @stdout: FIFO: ok
// @stdout: sockets: ok
// @stdout: descriptors: ok
// @stdout: epoll: ok
// @stdout: waiting for many: ok
// @stdout: timers: ok
// @stdout: signals: ok
// @stdout: locks: ok
// @stdout: mount: ok
// @stdout: /proc: ok
// @stdout: attributes and names of the system: ok
// @stdout: terminal: ok
// @stdout: children: ok
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static char block[65536], self[256];
static unsigned long freeBytes(void) {
  struct sysinfo info;
  sysinfo(&info);
  return info.freeram;
}

// A call's result: what is refused must be refused for want of memory.
static int unexpected;
static long done(long result) {
  if (result < 0 && errno != ENOMEM && errno != ENOSPC && errno != EAGAIN && errno != ENFILE && errno != EMFILE) unexpected = errno;
  return result;
}
static void reap(pid_t child) {
  int status;
  if (done(child) < 0 || waitpid(child, &status, 0) != child) return;
  if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL && WTERMSIG(status) != SIGSEGV && WTERMSIG(status) != SIGBUS) unexpected = 1000 + status;
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) unexpected = 2000 + WEXITSTATUS(status);
}

static void forks(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  reap(child);
}
static void become(char *const *args) {
  char *const none[] = {NULL};
  execve(args[0], args, none);
  _exit(errno == ENOMEM || errno == E2BIG ? 0 : errno);
}
static void vforks(void) {
  char *const args[] = {self, "end", NULL};
  pid_t child = vfork();
  if (child == 0) become(args);
  reap(child);
}
static void executes(void) {
  char *const args[] = {self, "end", NULL};
  become(args);
}
static void executesScript(void) {
  static char *args[2000];
  args[0] = "/tmp/script";
  for (int i = 1; i < 1999; i++) args[i] = "an argument";
  pid_t child = vfork();
  if (child == 0) become(args);
  reap(child);
}
static void *nothing(void *x) { return x; }
static void thread(void) {
  pthread_t other;
  int error = pthread_create(&other, NULL, nothing, NULL);
  if (error == 0) pthread_join(other, NULL);
  else if (error != EAGAIN && error != ENOMEM) unexpected = error;
}
static void memory(void) {
  for (int i = 0; i < 20; i++) {
    char *at = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) { done(-1); return; }
    at[0] = at[40000] = 1;
    at = mremap(at, 1 << 16, 1 << 21, MREMAP_MAYMOVE);
    if (at == MAP_FAILED) { done(-1); return; }
    at[1 << 20] = 1;
  }
}
static void parts(void) {
  char *at = mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) { done(-1); return; }
  for (int i = 0; i < 1 << 20; i += 8192) done(mprotect(at + i, 4096, PROT_NONE));
  for (int i = 4096; i < 1 << 20; i += 16384) done(munmap(at + i, 4096));
  done(munmap(at, 1 << 20));
}
static void sharedMemory(void) {
  char *at = mmap(NULL, 1 << 22, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) { done(-1); return; }
  for (int i = 0; i < 1 << 22; i += 4096) at[i] = 1;
}
static void file(void) {
  int fd = done(open("/tmp/file", O_CREAT | O_RDWR, 0600));
  if (fd < 0) return;
  for (int i = 0; i < 20; i++) done(write(fd, block, sizeof block));
  done(ftruncate(fd, 1 << 24));
  done(pwrite(fd, "x", 1, 1 << 23));
  done(fallocate(fd, 0, 0, 1 << 18));
  done(ftruncate(fd, 100));
}
static void mapsFile(void) {
  int fd = done(open("/tmp/file", O_CREAT | O_RDWR, 0600));
  if (fd < 0 || done(ftruncate(fd, 1 << 18)) < 0) return;
  char *at = mmap(NULL, 1 << 18, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (at == MAP_FAILED) { done(-1); return; }
  for (int i = 0; i < 1 << 18; i += 4096) at[i] = 1;
}
static void names(void) {
  char name[100], other[100];
  for (int i = 0; i < 50; i++) {
    snprintf(name, sizeof name, "/tmp/a-rather-long-name-that-takes-some-memory-%d", i);
    snprintf(other, sizeof other, "/tmp/another-%d", i);
    int fd = done(open(name, O_CREAT | O_WRONLY, 0600));
    if (fd < 0) break;
    close(fd);
    if (done(link(name, other)) == 0) done(rename(other, name));
    done(unlink(name));
    if (access(other, F_OK) == 0) done(unlink(other));
    if (done(symlink(block + 1000, name)) == 0) done(unlink(name));
  }
}
static void directory(void) {
  char name[100];
  int made = 0;
  for (; made < 40; made++) {
    snprintf(name, sizeof name, "/tmp/d%d", made);
    if (done(mkdir(name, 0700)) < 0) break;
  }
  int fd = done(open("/tmp", O_RDONLY | O_DIRECTORY));
  if (fd >= 0) {
    done(syscall(SYS_getdents64, fd, block, sizeof block));
    close(fd);
  }
  while (made-- > 0) {
    snprintf(name, sizeof name, "/tmp/d%d", made);
    done(rmdir(name));
  }
}
static void deepPath(void) {
  int depth = 0;
  while (depth < 60 && done(mkdir("deep", 0700)) == 0 && done(chdir("deep")) == 0) depth++;
  done(syscall(SYS_getcwd, block, 4096));
  // What could not be entered.
  rmdir("deep");
  while (depth-- > 0 && done(chdir("..")) == 0) done(rmdir("deep"));
}
static void fill(int fd) {
  fcntl(fd, F_SETFL, O_NONBLOCK);
  for (int i = 0; i < 4 && done(write(fd, block, sizeof block)) > 0; i++) {}
}
static void pipes(void) {
  int ends[2];
  for (int i = 0; i < 3; i++) {
    if (done(pipe(ends)) == 0) fill(ends[1]);
  }
}
static void fifo(void) {
  if (done(mkfifo("/tmp/fifo", 0600)) < 0) return;
  int fd = done(open("/tmp/fifo", O_RDWR));
  if (fd >= 0) fill(fd);
  done(unlink("/tmp/fifo"));
}
static void sockets(void) {
  int kinds[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}, two[2];
  for (int i = 0; i < 3; i++) {
    if (done(socketpair(AF_UNIX, kinds[i], 0, two)) < 0) continue;
    for (int k = 0; k < 20 && done(send(two[0], block, 3000, MSG_DONTWAIT)) > 0; k++) {}
    done(recv(two[1], block, 3000, MSG_DONTWAIT));
    char control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec piece = {block, 1};
    struct msghdr head = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *first = CMSG_FIRSTHDR(&head);
    *first = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memset(CMSG_DATA(first), 0, sizeof(int));
    done(sendmsg(two[0], &head, MSG_DONTWAIT));
  }
}
static void descriptors(void) {
  for (int i = 0; i < 500; i++) {
    if (done(open("/dev/null", O_RDONLY)) < 0) break;
  }
  done(fcntl(0, F_DUPFD, 1000));
}
static void polls(void) {
  int set = done(epoll_create1(0));
  for (int i = 0; i < 100; i++) {
    int fd = done(eventfd(1, 0));
    struct epoll_event event = {EPOLLIN, {0}};
    if (fd < 0 || set < 0 || done(epoll_ctl(set, EPOLL_CTL_ADD, fd, &event)) < 0) break;
  }
  struct epoll_event events[10];
  if (set >= 0) done(epoll_wait(set, events, 10, 1));
}
static void waits(void) {
  static struct pollfd list[1000];
  int fd = done(eventfd(0, 0));
  if (fd < 0) return;
  for (int i = 0; i < 1000; i++) list[i] = (struct pollfd){fd, POLLIN, 0};
  done(poll(list, 1000, 1));
  fd_set set;
  FD_ZERO(&set);
  FD_SET(fd, &set);
  done(select(fd + 1, &set, NULL, NULL, &(struct timeval){0, 1000}));
  done(nanosleep(&(struct timespec){0, 1000000}, NULL));
}
static void timers(void) {
  struct itimerspec soon = {{0, 1000000}, {0, 1000000}};
  signal(SIGALRM, SIG_IGN);
  for (int i = 0; i < 50; i++) {
    timer_t timer;
    if (done(timer_create(CLOCK_MONOTONIC, NULL, &timer)) == 0) done(timer_settime(timer, 0, &soon, NULL));
    int fd = done(timerfd_create(CLOCK_MONOTONIC, 0));
    if (fd >= 0) done(timerfd_settime(fd, 0, &soon, NULL));
  }
  alarm(1);
}
static void handler(int signal) {}
static void signals(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  for (int i = 0; i < 900; i++) done(sigqueue(getpid(), SIGRTMIN + i % 3, (union sigval){i}));
  int fd = done(signalfd(-1, &all, SFD_NONBLOCK));
  if (fd >= 0) done(read(fd, block, sizeof block));
  struct sigaction action = {.sa_handler = handler};
  for (int i = 0; i < 3; i++) sigaction(SIGRTMIN + i, &action, NULL);
  sigprocmask(SIG_UNBLOCK, &all, NULL);
}
static void locks(void) {
  int fd = done(open("/tmp/lock", O_CREAT | O_RDWR, 0600));
  if (fd < 0) return;
  for (int i = 0; i < 200; i++) {
    struct flock lock = {.l_type = i % 2 ? F_WRLCK : F_RDLCK, .l_start = i * 3, .l_len = 2};
    if (fcntl(fd, F_SETLK, &lock) < 0 && errno != ENOLCK) done(-1);
  }
  if (flock(fd, LOCK_EX) < 0 && errno != ENOLCK) done(-1);
  done(unlink("/tmp/lock"));
}
static void mounts(void) {
  if (done(mkdir("/tmp/point", 0700)) < 0) return;
  if (done(mount("none", "/tmp/point", "tmpfs", 0, "")) == 0) {
    int fd = done(open("/tmp/point/file", O_CREAT | O_RDWR, 0600));
    if (fd >= 0) {
      done(write(fd, block, sizeof block));
      close(fd);
    }
    if (umount2("/tmp/point", 0) < 0 && errno != ENOMEM) unexpected = 3000 + errno;
    while (umount2("/tmp/point", 0) == 0) {}
  }
  done(rmdir("/tmp/point"));
}
static void processFiles(void) {
  static const char *const all[] = {"stat", "status", "maps", "cmdline", "limits", "mounts", "fd", "task", "statm", "exe", "cwd"};
  char path[64];
  for (int i = 0; i < 11; i++) {
    snprintf(path, sizeof path, "/proc/self/%s", all[i]);
    int fd = done(open(path, O_RDONLY));
    if (fd < 0) continue;
    if (read(fd, block, sizeof block) < 0 && errno != EISDIR && errno != ENOMEM) unexpected = 4000 + errno;
    done(readlink("/proc/self/exe", block, 1000));
    close(fd);
  }
  static const char *const system[] = {"/proc/stat", "/proc/meminfo", "/proc/cpuinfo", "/proc/loadavg", "/proc/mounts", "/proc"};
  for (int i = 0; i < 6; i++) {
    int fd = done(open(system[i], O_RDONLY));
    if (fd < 0) continue;
    if (i < 5) done(read(fd, block, sizeof block));
    else done(syscall(SYS_getdents64, fd, block, sizeof block));
    close(fd);
  }
}
static void attributes(void) {
  int fd = done(open("/tmp/attributed", O_CREAT | O_RDWR, 0600));
  if (fd < 0) return;
  if (fsetxattr(fd, "user.one", block, 3000, 0) < 0 && errno != EOPNOTSUPP) done(-1);
  if (flistxattr(fd, block, 1000) < 0 && errno != EOPNOTSUPP) done(-1);
  done(unlink("/tmp/attributed"));
  struct utsname name;
  done(uname(&name));
  done(sethostname("a-name-of-the-host", 18));
}
static void terminal(void) {
  int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY);
  if (fd < 0) {
    if (errno != ENOENT) done(-1);
    return;
  }
  fill(fd);
}
static void children(void) {
  // They go all together, and their parent with them.
  for (int i = 0; i < 30; i++) {
    pid_t child = fork();
    if (done(child) < 0) break;
    if (child == 0) {
      usleep(1000);
      _exit(0);
    }
  }
}

static const int levels[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 40, 64, 100};
enum { LEVELS = sizeof levels / sizeof *levels, ROOM = 200 };

// Touches memory until that many pages are left. It is shared memory: fork(2) has nothing of it to copy.
static void leave(unsigned long pages) {
  char *at = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  while (freeBytes() > pages * 4096) {
    *at = 1;
    at += 4096;
  }
}

static void checkAt(int level, void (*act)(void)) {
  pid_t worker = fork();
  if (worker == 0) {
    // The stack that it will use.
    volatile char stack[32768];
    memset((char *)stack, 1, sizeof stack);
    memset(block, 'x', sizeof block);
    block[4000] = 0;
    leave(levels[level]);
    act();
    _exit(unexpected == 0 ? 0 : unexpected < 200 ? unexpected : 255);
  }
  int status;
  waitpid(worker, &status, 0);
  // And what it has left behind.
  while (kill(-1, SIGKILL) == 0) usleep(100);
  while (waitpid(-1, NULL, 0) > 0) {}
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) printf("with %d pages: %s\n", levels[level], WEXITSTATUS(status) == 255 ? "unexpected" : strerror(WEXITSTATUS(status)));
  if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL && WTERMSIG(status) != SIGBUS && WTERMSIG(status) != SIGSEGV && WTERMSIG(status) != SIGALRM)
    printf("with %d pages: signal %d\n", levels[level], WTERMSIG(status));
}

static void clean(void) {
  DIR *folder = opendir("/tmp");
  if (folder == NULL) return;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char name[300];
    snprintf(name, sizeof name, "/tmp/%s", entry->d_name);
    if (strcmp(entry->d_name, "script") == 0 || entry->d_name[0] == '.') continue;
    umount2(name, 0);
    if (unlink(name) < 0 && chdir(name) == 0) {
      int depth = 0;
      while (chdir("deep") == 0) depth++;
      while (depth-- > 0 && chdir("..") == 0) rmdir("deep");
      chdir("/tmp");
      rmdir(name);
    }
  }
  closedir(folder);
}

static void check(const char *name, void (*act)(void)) {
  long lost = 0;
  for (int round = 0; round < 2; round++) {
    unsigned long before = freeBytes();
    for (int level = 0; level < LEVELS; level++) checkAt(level, act);
    clean();
    lost = ((long)before - (long)freeBytes()) / 1024;
    if (lost < 40) break;
  }
  if (lost < 40) printf("%s: ok\n", name);
  else printf("%s: %ld KiB lost\n", name, lost);
}

static void setting(const char *path, const char *value) {
  int file = open(path, O_WRONLY);
  if (file < 0 || write(file, value, strlen(value)) < 0) perror(path);
  close(file);
}

int main(int count, char **args) {
  if (count > 1) return 0;
  struct utsname system;
  uname(&system);
  if (strstr(system.version, "Tessera") == NULL) return 1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  readlink("/proc/self/exe", self, sizeof self - 1);
  mkdir("/tmp", 0777);
  chdir("/tmp");
  int script = open("/tmp/script", O_CREAT | O_WRONLY, 0755);
  dprintf(script, "#!%s end\n", self);
  close(script);
  // Nobody may be ended in place of a refusal, and nothing is kept back.
  setting("/proc/self/oom_score_adj", "-1000");
  setting("/proc/sys/vm/min_free_kbytes", "0");
  leave(ROOM);
  check("fork", forks);
  check("vfork and execve", vforks);
  check("execve", executes);
  check("execve of a script with many arguments", executesScript);
  check("thread", thread);
  check("memory", memory);
  check("parts of memory", parts);
  check("shared memory", sharedMemory);
  check("file", file);
  check("mapped file", mapsFile);
  check("names", names);
  check("directory", directory);
  check("deep path", deepPath);
  check("pipe", pipes);
  check("FIFO", fifo);
  check("sockets", sockets);
  check("descriptors", descriptors);
  check("epoll", polls);
  check("waiting for many", waits);
  check("timers", timers);
  check("signals", signals);
  check("locks", locks);
  check("mount", mounts);
  check("/proc", processFiles);
  check("attributes and names of the system", attributes);
  check("terminal", terminal);
  check("children", children);
  return 0;
}
