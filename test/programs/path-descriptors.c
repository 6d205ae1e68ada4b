// Descriptors that only name a place (O_PATH): what can be done with them, and what cannot.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#define TRY(call) do { errno = 0; long result_ = (long)(call); \
  printf("%s: %s\n", #call, result_ == -1 ? strerror(errno) : "done"); } while (0)

int main(void) {
  char bytes[4096];
  struct stat status;
  struct statfs system;
  struct flock range = {.l_type = F_RDLCK};
  struct epoll_event event = {.events = EPOLLIN};
  close(open("/tmp/place", O_CREAT | O_RDWR, 0600));
  int set = epoll_create1(0), fd = open("/tmp/place", O_PATH), folder = open("/tmp", O_PATH | O_DIRECTORY);
  TRY(read(fd, bytes, 1));
  TRY(write(fd, bytes, 1));
  TRY(pread(fd, bytes, 1, 0));
  TRY(lseek(fd, 0, SEEK_SET));
  TRY(ftruncate(fd, 0));
  TRY(fsync(fd));
  TRY(syncfs(fd));
  TRY(posix_fadvise(fd, 0, 0, 0) == EBADF ? (errno = EBADF, -1) : 0);
  TRY(syscall(SYS_fchmod, fd, 0644));
  TRY(syscall(SYS_fchown, fd, 0, 0));
  TRY(fgetxattr(fd, "user.x", bytes, 9));
  TRY(flistxattr(fd, bytes, 9));
  TRY(futimens(fd, NULL));
  TRY(ioctl(fd, FIONREAD, bytes));
  TRY(ioctl(fd, FIOCLEX));
  TRY(flock(fd, LOCK_SH));
  TRY(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0));
  TRY(epoll_ctl(set, EPOLL_CTL_ADD, fd, &event));
  TRY(syscall(SYS_getdents64, folder, bytes, sizeof bytes));
  TRY(fcntl(fd, F_SETFL, 0));
  TRY(fcntl(fd, F_GETLK, &range));
  TRY(fcntl(fd, F_SETOWN, 0));
  struct pollfd asked = {fd, POLLIN, 0};
  TRY(poll(&asked, 1, 0));
  printf("%x\n", asked.revents);

  TRY(fstat(fd, &status));
  TRY(fstatfs(fd, &system));
  TRY(fcntl(fd, F_GETFD));
  TRY(fcntl(fd, F_SETFD, FD_CLOEXEC));
  printf("flags %o %o\n", fcntl(fd, F_GETFL), fcntl(folder, F_GETFL));
  TRY(close(dup(fd)));
  TRY(close(fcntl(fd, F_DUPFD_CLOEXEC, 100)));
  TRY(fstatat(folder, "place", &status, 0));
  TRY(fchdir(folder));
  TRY(access("place", F_OK));
  TRY(unlinkat(folder, "place", 0));
  TRY(lseek(open("/proc", O_RDONLY | O_DIRECTORY), 0, SEEK_END));
  return 0;
}
