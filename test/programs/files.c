// @build: musl-static glibc-static
// Files and directories: creating, reading and writing at places, names, links, modes, listing.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHOW(call) do { errno = 0; long r = (long)(call); printf("%s = %ld %s\n", #call, r, r < 0 ? strerror(errno) : ""); } while (0)

static int byName(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void list(const char *path) {
  char *names[50];
  int count = 0;
  DIR *folder = opendir(path);
  if (!folder) { printf("opendir %s: %s\n", path, strerror(errno)); return; }
  for (struct dirent *entry; (entry = readdir(folder));) names[count++] = strdup(entry->d_name);
  closedir(folder);
  qsort(names, count, sizeof *names, byName);
  printf("in the folder:");
  for (int i = 0; i < count; i++) printf(" %s", names[i]);
  printf("\n");
}

static void describe(const char *path) {
  struct stat s;
  if (lstat(path, &s) < 0) { printf("%s: %s\n", path, strerror(errno)); return; }
  printf("%s: mode %o, links %ld, size %ld\n", path, s.st_mode, (long)(S_ISDIR(s.st_mode) ? 0 : s.st_nlink),
         (long)(S_ISDIR(s.st_mode) ? 0 : s.st_size));
}

int main(void) {
  char folder[] = "/tmp/tessera-files-XXXXXX";
  if (!mkdtemp(folder) || chdir(folder) < 0) { perror(folder); return 1; }
  umask(022);
  int f = open("a", O_RDWR | O_CREAT | O_EXCL, 0666);
  SHOW(write(f, "hello, world\n", 13));
  SHOW(open("a", O_RDWR | O_CREAT | O_EXCL, 0666));
  SHOW(lseek(f, 7, SEEK_SET));
  char buffer[32] = "";
  SHOW(read(f, buffer, 5));
  printf("read \"%s\"\n", buffer);
  SHOW(pwrite(f, "W", 1, 7));
  SHOW(lseek(f, 0, SEEK_CUR));
  SHOW(lseek(f, 100, SEEK_END));
  SHOW(write(f, "x", 1));
  describe("a");
  SHOW(pread(f, buffer, 4, 60));
  printf("a hole reads as %d %d\n", buffer[0], buffer[3]);
  SHOW(ftruncate(f, 5));
  describe("a");
  SHOW(lseek(f, -1, SEEK_SET));
  SHOW(close(f));
  SHOW(close(f));
  SHOW(read(f, buffer, 1));

  SHOW(mkdir("d", 0755));
  SHOW(mkdir("d", 0755));
  SHOW(mkdir("missing/d", 0755));
  SHOW(mkdir("a/d", 0755));
  SHOW(rename("a", "d/b"));
  SHOW(rename("a", "d/c"));
  SHOW(link("d/b", "hard"));
  SHOW(symlink("d/b", "soft"));
  SHOW(symlink("loop", "loop"));
  SHOW(open("loop", O_RDONLY));
  describe("hard");
  describe("soft");
  memset(buffer, 0, sizeof buffer);
  SHOW(readlink("soft", buffer, sizeof buffer));
  printf("soft -> %s\n", buffer);
  SHOW(readlink("hard", buffer, sizeof buffer));
  list(".");
  SHOW(rmdir("d"));
  SHOW(rmdir("hard"));
  SHOW(unlink("d"));
  SHOW(chmod("hard", 0600));
  describe("hard");
  SHOW(access("hard", R_OK | W_OK));
  SHOW(access("nothing", F_OK));
  f = open("soft", O_WRONLY | O_APPEND);
  SHOW(write(f, "more", 4));
  SHOW(read(f, buffer, 1));
  SHOW(close(f));
  describe("hard");
  SHOW(open("soft", O_RDONLY | O_NOFOLLOW));
  SHOW(open("hard", O_RDONLY | O_DIRECTORY));
  SHOW(open("d", O_WRONLY));
  SHOW(open("hard/x", O_RDONLY));

  // A file without a name lives as long as it is open.
  f = open("hard", O_RDWR | O_TRUNC);
  SHOW(unlink("hard"));
  SHOW(unlink("d/b"));
  SHOW(write(f, "still here", 10));
  SHOW(pread(f, buffer, 10, 0));
  printf("%.10s\n", buffer);
  SHOW(close(f));

  f = open("dup", O_RDWR | O_CREAT, 0600);
  int g = dup(f);
  SHOW(write(f, "abc", 3));
  SHOW(lseek(g, 0, SEEK_CUR));
  SHOW(dup2(g, 100));
  SHOW(fcntl(100, F_GETFD));
  SHOW(fcntl(100, F_SETFD, FD_CLOEXEC));
  SHOW(fcntl(100, F_GETFD));
  SHOW(fcntl(g, F_GETFL) & O_ACCMODE);
  SHOW(dup2(77, 78));
  SHOW(unlink("dup"));
  SHOW(unlink("soft"));
  SHOW(unlink("loop"));
  SHOW(rmdir("d"));
  list(".");
  SHOW(chdir("/"));
  SHOW(rmdir(folder));
  SHOW(chdir(folder) < 0 ? -1 : 0);
  return 0;
}
