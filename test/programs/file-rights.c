// @guest-only
// @stdout: writing and truncating take set-user-ID bits away
// @stdout: owners change as on Linux
// @stdout: a directory moves to another parent only if it may be written
// @stdout: nobody makes a program that runs as a group not his
// @stdout: what has lost its last name gets no other
// @stdout: links and files that others planted are not followed and used
// @stdout: /proc leads nobody into another's directories
// @stdout: a program that runs is not written, and what is written is not run
// @stdout: ids are each thread's own
// Who may do what to files (path_resolution(7), proc_sys_fs(5), open(2) on ETXTBSY). Guest only: it needs to be root, and the settings that Debian has.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(holds) \
  do \
    if (!(holds)) { \
      printf("line %d: not so: %s (%s)\n", __LINE__, #holds, strerror(errno)); \
      exit(1); \
    } \
  while (0)
#define FAILS(error, call) CHECK((call) < 0 && errno == (error))

// Runs the statements as another user of no group but his own.
#define AS(user, ...) \
  do { \
    fflush(stdout); \
    pid_t child_ = fork(); \
    if (child_ == 0) { \
      CHECK(setgroups(0, NULL) == 0 && setresgid(user, user, user) == 0 && setresuid(user, user, user) == 0); \
      __VA_ARGS__; \
      fflush(stdout); \
      _exit(0); \
    } \
    int status_; \
    waitpid(child_, &status_, 0); \
    if (status_ != 0) exit(1); \
  } while (0)

static int modeOf(const char *path) {
  struct stat status;
  CHECK(lstat(path, &status) == 0);
  return status.st_mode & 07777;
}

static void makeFile(const char *path, int mode) {
  int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
  CHECK(fd >= 0 && write(fd, "some bytes\n", 11) == 11 && fchmod(fd, mode) == 0);
  close(fd);
}

static void writing(void) {
  static const int modes[] = {06777, 06767};
  for (int i = 0; i < 2; i++) {
    // Without the group's right to execute S_ISGID is no program's, but the user is not in the group either.
    int left = modes[i] & 0777;
    makeFile("f", modes[i]);
    AS(1000, CHECK(write(open("f", O_WRONLY), "x", 1) == 1));
    CHECK(modeOf("f") == left);
    makeFile("f", modes[i]);
    AS(1000, CHECK(pwrite(open("f", O_RDWR), "x", 1, 3) == 1));
    CHECK(modeOf("f") == left);
    makeFile("f", modes[i]);
    AS(1000, CHECK(ftruncate(open("f", O_RDWR), 5) == 0));
    CHECK(modeOf("f") == left);
    makeFile("f", modes[i]);
    AS(1000, CHECK(truncate("f", 0) == 0));
    CHECK(modeOf("f") == left);
    makeFile("f", modes[i]);
    AS(1000, CHECK(open("f", O_WRONLY | O_TRUNC) >= 0));
    CHECK(modeOf("f") == left);
    makeFile("f", modes[i]);
    AS(1000, CHECK(posix_fallocate(open("f", O_RDWR), 0, 100) == 0));
    CHECK(modeOf("f") == left);
  }
  makeFile("f", 06777);
  AS(1000, CHECK(open("f", O_RDWR) >= 0 && write(open("f", O_WRONLY), "", 0) == 0));
  CHECK(modeOf("f") == 06777);
  CHECK(write(open("f", O_WRONLY), "x", 1) == 1);
  CHECK(modeOf("f") == 06777);
  puts("writing and truncating take set-user-ID bits away");
}

static void owners(void) {
  makeFile("f", 0644);
  AS(1000, CHECK(chown("f", -1, -1) == 0 && lchown("f", -1, -1) == 0));
  AS(1000, FAILS(EPERM, chown("f", 0, -1)));
  makeFile("f", 06755);
  AS(1000, FAILS(EPERM, chown("f", -1, -1)));
  CHECK(chown("f", -1, -1) == 0 && modeOf("f") == 0755);
  CHECK(mkfifo("p", 0777) == 0 && chmod("p", 06777) == 0 && chown("p", 1000, 1000) == 0 && modeOf("p") == 0777);
  CHECK(mknod("c", S_IFCHR | 0777, 0x103) == 0 && chmod("c", 06777) == 0 && chown("c", 1000, 1000) == 0);
  CHECK(modeOf("c") == 0777);
  CHECK(mkdir("d", 0777) == 0 && chmod("d", 06777) == 0 && chown("d", 1000, 1000) == 0 && modeOf("d") == 06777);
  // S_ISGID without the group's right to execute stays for root.
  makeFile("f", 02644);
  CHECK(chown("f", 1000, 1000) == 0 && modeOf("f") == 02644);
  puts("owners change as on Linux");
}

static void moving(void) {
  mkdir("a", 0777);
  mkdir("b", 0777);
  mkdir("a/d", 0755);
  mkdir("b/e", 0777);
  AS(1000, FAILS(EACCES, rename("a/d", "b/d")));
  AS(1000, FAILS(EACCES, syscall(SYS_renameat2, AT_FDCWD, "b/e", AT_FDCWD, "a/d", 2)));
  AS(1000, CHECK(rename("a/d", "a/e") == 0 && rename("b/e", "a/f") == 0));
  CHECK(rename("a/e", "b/d") == 0);
  puts("a directory moves to another parent only if it may be written");
}

static void making(void) {
  mkdir("g", 0777);
  CHECK(chown("g", 0, 50) == 0 && chmod("g", 02777) == 0);
  AS(1000, {
    CHECK(open("g/u", O_CREAT | O_WRONLY, 02755) >= 0);
    CHECK(open("g/v", O_CREAT | O_WRONLY, 02744) >= 0);
    CHECK(mkdir("g/w", 0755) == 0);
    int fd = open("g", O_TMPFILE | O_RDWR, 02755);
    struct stat status;
    CHECK(fstat(fd, &status) == 0 && (status.st_mode & 07777) == 0755 && status.st_gid == 50);
  });
  CHECK(modeOf("g/u") == 0755 && modeOf("g/v") == 02744 && modeOf("g/w") == 02755);
  puts("nobody makes a program that runs as a group not his");
}

static void linking(void) {
  char path[40];
  int fd = open("u", O_CREAT | O_RDWR, 0600);
  unlink("u");
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  FAILS(ENOENT, linkat(AT_FDCWD, path, AT_FDCWD, "again", AT_SYMLINK_FOLLOW));
  FAILS(ENOENT, linkat(fd, "", AT_FDCWD, "again", AT_EMPTY_PATH));
  fd = open(".", O_TMPFILE | O_EXCL | O_RDWR, 0600);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  FAILS(ENOENT, linkat(AT_FDCWD, path, AT_FDCWD, "again", AT_SYMLINK_FOLLOW));
  fd = open(".", O_TMPFILE | O_RDWR, 0600);
  CHECK(linkat(fd, "", AT_FDCWD, "named", AT_EMPTY_PATH) == 0);
  // It has had its name: once that is gone it is as any other.
  unlink("named");
  FAILS(ENOENT, linkat(fd, "", AT_FDCWD, "named", AT_EMPTY_PATH));
  int mine = open("mine", O_CREAT | O_RDWR, 0666);
  AS(1000, FAILS(ENOENT, linkat(mine, "", AT_FDCWD, "x", AT_EMPTY_PATH)));
  FAILS(EINVAL, open("p", 3));
  fd = open("mine", 3);
  FAILS(EBADF, read(fd, path, 1));
  FAILS(EBADF, write(fd, path, 1));
  makeFile("readable", 0644);
  AS(1000, FAILS(EACCES, open("readable", 3)));
  puts("what has lost its last name gets no other");
}

static void planted(void) {
  mkdir("t", 0);
  chmod("t", 01777);
  makeFile("target", 0666);
  AS(1001, {
    CHECK(symlink("../target", "t/link") == 0 && mkfifo("t/fifo", 0666) == 0);
    makeFile("t/file", 0666);
    makeFile("t/program", 04755);
  });
  CHECK(symlink("../target", "t/roots") == 0);
  AS(1000, {
    FAILS(EACCES, open("t/link", O_RDONLY));
    CHECK(open("t/roots", O_RDONLY) >= 0);
    FAILS(EACCES, open("t/file", O_RDWR | O_CREAT, 0600));
    CHECK(open("t/file", O_RDWR) >= 0);
    FAILS(EACCES, open("t/fifo", O_RDWR | O_CREAT, 0600));
    CHECK(link("t/file", "t/file2") == 0);
    FAILS(EPERM, link("t/program", "t/program2"));
    FAILS(EPERM, link("t/link", "t/link2"));
    FAILS(EPERM, unlink("t/file"));
  });
  // Root too, for whom they were planted.
  FAILS(EACCES, open("t/link", O_RDONLY));
  FAILS(EACCES, open("t/file", O_RDWR | O_CREAT, 0600));
  AS(1001, CHECK(open("t/link", O_RDONLY) >= 0 && open("t/file", O_RDWR | O_CREAT, 0600) >= 0));
  puts("links and files that others planted are not followed and used");
}

static void lookingInto(void) {
  char path[60];
  mkdir("private", 0700);
  mkdir("private/sub", 0755);
  makeFile("private/sub/key", 0644);
  int ready[2];
  pipe(ready);
  pid_t owner = fork();
  if (owner == 0) {
    CHECK(chdir("private/sub") == 0);
    write(ready[1], "", 1);
    for (;;) pause();
  }
  read(ready[0], path, 1);
  AS(1000, {
    FAILS(EACCES, open("private/sub/key", O_RDONLY));
    snprintf(path, sizeof path, "/proc/%d/cwd/key", owner);
    FAILS(EACCES, open(path, O_RDONLY));
    snprintf(path, sizeof path, "/proc/%d/root/etc", owner);
    FAILS(EACCES, open(path, O_RDONLY));
    snprintf(path, sizeof path, "/proc/%d/maps", owner);
    FAILS(EACCES, open(path, O_RDONLY));
  });
  // What was opened in time stays readable for who gets it.
  snprintf(path, sizeof path, "/proc/%d/maps", owner);
  int maps = open(path, O_RDONLY);
  AS(1000, CHECK(read(maps, path, 1) == 1));
  kill(owner, SIGKILL);
  waitpid(owner, NULL, 0);
  puts("/proc leads nobody into another's directories");
}

static void copySelf(const char *path) {
  static char bytes[65536];
  int from = open("/proc/self/exe", O_RDONLY), to = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0755);
  for (int length; (length = read(from, bytes, sizeof bytes)) > 0;) CHECK(write(to, bytes, length) == length);
  close(from);
  close(to);
}

// Executes it; its errno, or 0 when it has run.
static int tryToRun(const char *path, const char *argument) {
  pid_t child = fork();
  if (child == 0) {
    execl(path, path, argument, NULL);
    _exit(errno);
  }
  int status;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

static void sendDescriptor(int socket, int fd) {
  char space[CMSG_SPACE(sizeof fd)], byte = 0;
  struct iovec bytes = {&byte, 1};
  struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
  struct cmsghdr *head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof fd);
  memcpy(CMSG_DATA(head), &fd, sizeof fd);
  CHECK(sendmsg(socket, &message, 0) == 1);
}

static void running(void) {
  int in[2], out[2], pair[2], status;
  char byte;
  copySelf("program");
  // A writer, in whatever form, keeps it from being run; a reader does not, nor what only names it.
  int writer = open("program", O_WRONLY), copy = dup(writer);
  CHECK(tryToRun("./program", "end") == ETXTBSY);
  close(writer);
  CHECK(tryToRun("./program", "end") == ETXTBSY);
  pipe(in);
  pid_t holder = fork();
  if (holder == 0) {
    close(in[1]);
    read(in[0], &byte, 1);
    _exit(0);
  }
  close(copy);
  CHECK(tryToRun("./program", "end") == ETXTBSY);
  close(in[1]);
  waitpid(holder, NULL, 0);
  CHECK(tryToRun("./program", "end") == 0);
  writer = open("program", O_RDWR);
  char *mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, writer, 0);
  close(writer);
  CHECK(tryToRun("./program", "end") == ETXTBSY);
  munmap(mapped, 4096);
  CHECK(tryToRun("./program", "end") == 0);
  CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  writer = open("program", O_WRONLY);
  sendDescriptor(pair[0], writer);
  close(writer);
  CHECK(tryToRun("./program", "end") == ETXTBSY);
  close(pair[0]);
  close(pair[1]);
  int place = open("program", O_PATH), reader = open("program", O_RDONLY);
  CHECK(tryToRun("./program", "end") == 0);
  close(place);
  close(reader);
  // A failed execve leaves nothing behind.
  makeFile("nonsense", 0755);
  CHECK(tryToRun("./nonsense", "end") == ENOEXEC);
  CHECK(open("nonsense", O_WRONLY) >= 0);

  // While it runs, in a child of its own too.
  pipe(in);
  pipe(out);
  pid_t runner = fork();
  if (runner == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    close(in[1]);
    execl("./program", "program", "fork", NULL);
    _exit(errno);
  }
  close(in[0]);
  close(out[1]);
  CHECK(read(out[0], &byte, 1) == 1);
  waitpid(runner, &status, 0);
  CHECK(status == 0);
  FAILS(ETXTBSY, open("program", O_WRONLY));
  FAILS(ETXTBSY, open("program", O_RDWR | O_TRUNC));
  FAILS(ETXTBSY, open("program", O_RDONLY | O_TRUNC));
  FAILS(ETXTBSY, truncate("program", 0));
  CHECK(chmod("program", 0755) == 0 && rename("program", "renamed") == 0 && rename("renamed", "program") == 0);
  close(in[1]);
  // Its last process has closed its end of the pipe, and is about to let go of its program.
  CHECK(read(out[0], &byte, 1) == 0);
  while ((writer = open("program", O_WRONLY)) < 0) CHECK(errno == ETXTBSY);
  close(writer);

  // A script is looked at as it is executed, and then its interpreter's.
  int script = open("script", O_CREAT | O_WRONLY, 0755);
  dprintf(script, "#!%s/program end\n", get_current_dir_name());
  CHECK(tryToRun("./script", NULL) == ETXTBSY);
  close(script);
  CHECK(tryToRun("./script", NULL) == 0);
  writer = open("program", O_WRONLY);
  CHECK(tryToRun("./script", NULL) == ETXTBSY);
  close(writer);

  // What memfd_create made may be run as it is; who opens it anew to write is a writer.
  int memory = memfd_create("program", 0);
  static char bytes[65536];
  reader = open("program", O_RDONLY);
  for (int length; (length = read(reader, bytes, sizeof bytes)) > 0;) CHECK(write(memory, bytes, length) == length);
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
  CHECK(tryToRun(path, "end") == 0);
  writer = open(path, O_WRONLY);
  CHECK(writer >= 0 && tryToRun(path, "end") == ETXTBSY);
  puts("a program that runs is not written, and what is written is not run");
}

static void *becomeAnother(void *unused) {
  (void)unused;
  CHECK(syscall(SYS_setuid, 65534) == 0 && syscall(SYS_getuid) == 65534);
  FAILS(EPERM, syscall(SYS_setuid, 0));
  return NULL;
}

static void threads(void) {
  pthread_t thread;
  FAILS(EINVAL, syscall(SYS_setuid, -1));
  FAILS(EINVAL, syscall(SYS_setgid, -1));
  CHECK(syscall(SYS_setresuid, -1, -1, -1) == 0 && getuid() == 0);
  pthread_create(&thread, NULL, becomeAnother, NULL);
  pthread_join(thread, NULL);
  CHECK(getuid() == 0);
  puts("ids are each thread's own");
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[count > 2 ? 1 : count - 1], "end") == 0) return 0;
  if (count > 1 && strcmp(arguments[1], "fork") == 0) {
    // The child is what runs on, until its input ends.
    if (fork() != 0) return 0;
    char byte = 0;
    write(1, &byte, 1);
    read(0, &byte, 1);
    return 0;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  mkdir("/tmp", 01777);
  mkdir("/tmp/rights", 0777);
  chmod("/tmp/rights", 0777);
  CHECK(chdir("/tmp/rights") == 0);
  umask(0);
  writing();
  owners();
  moving();
  making();
  linking();
  planted();
  lookingInto();
  running();
  threads();
  return 0;
}
