// @guest-only
// @stdout: root: ids 0 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 1 bits 0 keep 0
// @stdout: root runs a program: ids 0 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 1 bits 0 keep 0
// @stdout:   secure: 0
// @stdout: 1000: ids 1000 1000 1000 1000 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   setuid(0): Operation not permitted
// @stdout: 1000 runs a program: ids 1000 1000 1000 1000 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 1 bits 0 keep 0
// @stdout:   secure: 0
// @stdout: 1000 runs one of root's with S_ISUID: ids 1000 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   secure: 1
// @stdout: 1000 runs one with S_ISGID: ids 1000 1000 1000 1000 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   secure: 1
// @stdout: 1000 runs what it may not read: ids 1000 1000 1000 1000 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   secure: 0
// @stdout: without new privileges: ids 1000 1000 1000 1000 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 1 bits 0 keep 0
// @stdout:   secure: 0
// @stdout: root runs one of 1000's with S_ISUID: ids 0 1000 1000 1000 Inh 0 Prm 1ffffffffff Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   secure: 1
// @stdout: effective 1000: ids 0 1000 0 1000 Inh 0 Prm 1ffffffffff Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   setresuid(-1, 0, -1): 0
// @stdout: back: ids 0 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout: effective 1000 runs a program: ids 0 1000 1000 1000 Inh 0 Prm 1ffffffffff Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   secure: 1
// @stdout:   prctl(PR_SET_KEEPCAPS, 2): Invalid argument
// @stdout:   prctl(PR_SET_KEEPCAPS, 1): 0
// @stdout: kept: ids 1000 1000 1000 1000 Inh 0 Prm 1ffffffffff Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 10 keep 1
// @stdout:   setSets(BIT(KILL), BIT(KILL) | BIT(SETUID), 0): 0
// @stdout: made effective: ids 1000 1000 1000 1000 Inh 0 Prm a0 Eff 20 Bnd 1ffffffffff Amb 0 dumpable 0 bits 10 keep 1
// @stdout:   kill(1, 0): 0
// @stdout:   setSets(ALL, ALL, 0): Operation not permitted
// @stdout:   setuid(5): Operation not permitted
// @stdout:   setSets(BIT(SETUID), BIT(SETUID), 0): 0
// @stdout:   setuid(5): 0
// @stdout: 5: ids 5 5 5 5 Inh 0 Prm 80 Eff 80 Bnd 1ffffffffff Amb 0 dumpable 0 bits 10 keep 1
// @stdout: 5 runs a program: ids 5 5 5 5 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 1 bits 0 keep 0
// @stdout:   secure: 0
// @stdout:   prctl(PR_SET_SECUREBITS, 0x2f): 0
// @stdout: no root: ids 0 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 1 bits 2f keep 0
// @stdout:   prctl(PR_SET_KEEPCAPS, 1): Operation not permitted
// @stdout:   prctl(PR_SET_SECUREBITS, 0): Operation not permitted
// @stdout:   prctl(PR_SET_SECUREBITS, 0x1000): Operation not permitted
// @stdout: no root runs a program: ids 0 0 0 0 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 1 bits 2f keep 0
// @stdout:   secure: 0
// @stdout:   prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP): 0
// @stdout: ids alone: ids 1000 1000 1000 1000 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 0 bits 4 keep 0
// @stdout: ids alone runs a program: ids 1000 1000 1000 1000 Inh 0 Prm 0 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 1 bits 4 keep 0
// @stdout:   secure: 0
// @stdout:   prctl(PR_CAPBSET_DROP, KILL): 0
// @stdout:   prctl(PR_CAPBSET_DROP, 64): Invalid argument
// @stdout:   prctl(PR_CAPBSET_READ, KILL): 0
// @stdout:   prctl(PR_CAPBSET_READ, KILL + 1): 1
// @stdout:   prctl(PR_CAPBSET_READ, 63): Invalid argument
// @stdout: bounded: ids 0 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffdf Amb 0 dumpable 1 bits 0 keep 0
// @stdout: bounded runs a program: ids 0 0 0 0 Inh 0 Prm 1ffffffffdf Eff 1ffffffffdf Bnd 1ffffffffdf Amb 0 dumpable 1 bits 0 keep 0
// @stdout:   secure: 0
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, KILL, 0, 0): Operation not permitted
// @stdout:   setSets(ALL, ALL, BIT(KILL) | BIT(SETUID)): 0
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, KILL, 0, 0): 0
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, SETUID, 0, 0): 0
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, KILL, 0, 0): 1
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, KILL + 1, 0, 0): 0
// @stdout:   prctl(PR_CAP_AMBIENT, 9, KILL, 0, 0): Invalid argument
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, KILL, 1, 0): Invalid argument
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, KILL, 0, 0): Invalid argument
// @stdout:   prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, SETUID, 0, 0): 0
// @stdout:   prctl(PR_SET_SECUREBITS, KEEP_CAPS): 0
// @stdout: ambient: ids 0 0 0 0 Inh a0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 20 dumpable 1 bits 10 keep 1
// @stdout: 1000 has no ambient ones: ids 1000 1000 1000 1000 Inh a0 Prm 1ffffffffff Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 10 keep 1
// @stdout: 1000 with ambient ones: ids 1000 1000 1000 1000 Inh 20 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 20 dumpable 0 bits 4 keep 0
// @stdout: which runs a program: ids 1000 1000 1000 1000 Inh 20 Prm 20 Eff 20 Bnd 1ffffffffff Amb 20 dumpable 1 bits 4 keep 0
// @stdout:   secure: 0
// @stdout: which runs one of root's with S_ISUID: ids 1000 0 0 0 Inh 20 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 0 bits 4 keep 0
// @stdout:   secure: 1
// @stdout: without inheritable ones: ids 1000 1000 1000 1000 Inh 0 Prm 20 Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 4 keep 0
// @stdout:   getSets(0x19980330, 0, words): 0
// @stdout:   getSets(5, 0, NULL): 0
// @stdout:   version 20080522
// @stdout:   getSets(5, 0, words): Invalid argument
// @stdout:   getSets(0x20080522, -1, words): Invalid argument
// @stdout:   getSets(0x20080522, 4000000, words): No such process
// @stdout:   getSets(0x20071026, 1, words): 0
// @stdout:   syscall(SYS_capset, &header, words): Operation not permitted
// @stdout:   syscall(SYS_capset, &header, words): Invalid argument
// @stdout:   setfsuid(1000): 0
// @stdout:   setfsuid(-1) == 1000: 1
// @stdout: file user 1000: ids 0 0 0 1000 Inh 0 Prm 1ffffffffff Eff 1fef7fffde0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   fstat(open("/tmp/of1000", O_CREAT | O_EXCL | O_RDWR, 0600), &status) == 0 && status.st_uid == 1000: 1
// @stdout:   setfsuid(0) == 1000: 1
// @stdout: file user 0: ids 0 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   setfsgid(50): 0
// @stdout:   setfsgid(-1) == 50: 1
// @stdout:   setreuid(1000, -1): 0
// @stdout: real 1000: ids 1000 0 0 0 Inh 0 Prm 1ffffffffff Eff 1ffffffffff Bnd 1ffffffffff Amb 0 dumpable 1 bits 0 keep 0
// @stdout:   setreuid(-1, 1000): 0
// @stdout: effective 1000: ids 1000 1000 0 1000 Inh 0 Prm 1ffffffffff Eff 0 Bnd 1ffffffffff Amb 0 dumpable 0 bits 0 keep 0
// @stdout:   setuid(0): 0
// @stdout:   setgid(-1): Invalid argument
// @stdout:   setuid(-1): Invalid argument
// @stdout:   setresgid(5, 6, 7): 0
// @stdout:   setregid(-1, -1): 0
// @stdout:   setgroups(3, (gid_t[]){30, 10, 20}): 0
// @stdout:   getgroups(3, groups) == 3 && groups[0] == 10 && groups[1] == 20 && groups[2] == 30: 1
// @stdout:   setgroups(1, (gid_t[]){-1}): Invalid argument
// @stdout:   syscall(SYS_setgroups, 65537, groups): Invalid argument
// @stdout:   syscall(SYS_setgroups, -1, groups): Invalid argument
// @stdout:   ownerOf("/proc/self/status") == 0: 1
// @stdout:   prctl(PR_SET_DUMPABLE, 1): 0
// @stdout:   ownerOf("/proc/self/status") == 1000: 1
// @stdout:   prctl(PR_SET_DUMPABLE, 0): 0
// @stdout:   ownerOf("/proc/self/status") == 0: 1
// @stdout:   ownerOf("/proc/self") == 1000: 1
// @stdout:   open("/proc/self/maps", O_RDONLY): 1
// @stdout:   open("/proc/self/fd", O_RDONLY): 1
// @stdout:   access("/proc/self/cwd/plain", F_OK): 0
// @stdout:   prctl(PR_SET_DUMPABLE, 2): Invalid argument
// @stdout:   open("plain", O_RDWR): 1
// @stdout:   chown("plain", 1, 1): Operation not permitted
// @stdout:   chmod("plain", 0755): 0
// @stdout:   mknod("null", S_IFCHR | 0600, 0x103): Operation not permitted
// @stdout:   chroot("/"): Operation not permitted
// @stdout:   sethostname("x", 1): Operation not permitted
// @stdout:   kill(1, 0): 0
// @stdout:   open("unreadable", O_RDONLY): 1
// @stdout:   open("unreadable", O_WRONLY): Permission denied
// @stdout:   open("unreadable", O_RDWR): 1
// @stdout:   open("/proc/sys/kernel/hostname", O_WRONLY): Permission denied
// @stdout: the same user and group
// @stdout:   open(maps, O_RDONLY): 1
// @stdout:   syscall(SYS_get_robust_list, target, &head, &size): 0
// @stdout: the same user, another group
// @stdout:   open(maps, O_RDONLY): Permission denied
// @stdout:   syscall(SYS_get_robust_list, target, &head, &size): Operation not permitted
// @stdout:   kill(target, 0): 0
// @stdout: another user, without and with SYS_PTRACE
// @stdout:   open(maps, O_RDONLY): Permission denied
// @stdout:   open(maps, O_RDONLY): 1
// @stdout: user 0 without capabilities
// @stdout:   open(maps, O_RDONLY): Permission denied
// @stdout:   kill(target, 0): Operation not permitted
// @stdout:   kill(1, 0): 0
// @stdout:   prctl(PR_SET_PDEATHSIG, 65): Invalid argument
// @stdout:   prctl(PR_SET_TIMERSLACK, 70000) == 0 && prctl(PR_GET_TIMERSLACK) == 70000: 1
// @stdout:   prctl(PR_SET_TIMERSLACK, 0) == 0 && prctl(PR_GET_TIMERSLACK) == 50000: 1
// @stdout:   prctl(PR_GET_TSC, &value) == 0 && value == PR_TSC_ENABLE: 1
// @stdout:   prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 && prctl(PR_GET_CHILD_SUBREAPER, &value) == 0 && value == 1: 1
// @stdout:   value == 0: 1
// @stdout:   value == getpid(): 1
// @stdout:   orphan > 0 && WEXITSTATUS(value) == 7: 1
// Capabilities (capabilities(7)): what changes of ids, capset(2), prctl(2) and execve(2) make of a thread's sets. The expected output is that of Debian's
// kernel (6.1). Guest only: it needs all capabilities.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef unsigned long long Set;
#define BIT(capability) (1ull << (capability))
#define ALL (~0ull)
enum { DAC_OVERRIDE = 1, DAC_READ_SEARCH = 2, KILL = 5, SETUID = 7, SYS_PTRACE = 19 };
enum { NO_ROOT = 1, NO_SETUID_FIXUP = 4, KEEP_CAPS = 0x10 };

// Prints a call and how it ends.
#define SHOW(call) show(#call, (errno = 0, (long)(call)))
static long show(const char *what, long result) {
  printf("  %s: %s\n", what, result < 0 ? strerror(errno) : result > 0 ? "1" : "0");
  return result;
}

// What a child does, which ends with it.
#define CHILD(...) \
  do { \
    fflush(stdout); \
    if (fork() == 0) { \
      __VA_ARGS__; \
      fflush(stdout); \
      _exit(0); \
    } \
    wait(NULL); \
  } while (0)

static struct {
  unsigned version;
  int pid;
} header;
static struct {
  unsigned effective, permitted, inheritable;
} words[2];

static long setSets(Set effective, Set permitted, Set inheritable) {
  header.version = 0x20080522;
  header.pid = 0;
  for (int i = 0; i < 2; i++) {
    words[i].effective = effective >> 32 * i;
    words[i].permitted = permitted >> 32 * i;
    words[i].inheritable = inheritable >> 32 * i;
  }
  return syscall(SYS_capset, &header, words);
}

static long getSets(unsigned version, int pid, void *into) {
  header.version = version;
  header.pid = pid;
  return syscall(SYS_capget, &header, into);
}

// The ids and sets as /proc has them, and what goes with them.
static void tell(const char *when) {
  char line[200];
  FILE *status = fopen("/proc/self/status", "r");
  printf("%s:", when);
  while (status != NULL && fgets(line, sizeof line, status) != NULL) {
    if (strncmp(line, "Cap", 3) == 0) printf(" %.3s %llx", line + 3, strtoull(line + 8, NULL, 16));
    if (strncmp(line, "Uid", 3) == 0) {
      int ids[4];
      sscanf(line + 4, "%d %d %d %d", ids, ids + 1, ids + 2, ids + 3);
      printf(" ids %d %d %d %d", ids[0], ids[1], ids[2], ids[3]);
    }
  }
  if (status != NULL) fclose(status);
  printf(" dumpable %d bits %x keep %d\n", prctl(PR_GET_DUMPABLE), prctl(PR_GET_SECUREBITS), prctl(PR_GET_KEEPCAPS));
}

static void become(int user, int group) {
  setgroups(0, NULL);
  setresgid(group, group, group);
  setresuid(user, user, user);
}

// Executes a copy of this program, which tells what it has.
static void run(const char *path, const char *when) {
  fflush(stdout);
  execl(path, path, when, NULL);
  printf("%s: %s\n", when, strerror(errno));
}

static void copySelf(const char *path, int mode, int user, int group) {
  static char bytes[65536];
  int from = open("/proc/self/exe", O_RDONLY), to = open(path, O_CREAT | O_WRONLY, 0755);
  for (int length; (length = read(from, bytes, sizeof bytes)) > 0;) write(to, bytes, length);
  fchown(to, user, group);
  fchmod(to, mode);
  close(from);
  close(to);
}

static void programs(void) {
  CHILD(run("plain", "root runs a program"));
  CHILD({
    become(1000, 1000);
    tell("1000");
    SHOW(setuid(0));
    run("plain", "1000 runs a program");
  });
  CHILD(become(1000, 1000); run("suid", "1000 runs one of root's with S_ISUID"));
  CHILD(become(1000, 1000); run("sgid", "1000 runs one with S_ISGID"));
  CHILD(become(1000, 1000); run("unreadable", "1000 runs what it may not read"));
  CHILD(become(1000, 1000); prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); run("suid", "without new privileges"));
  CHILD(run("suid1000", "root runs one of 1000's with S_ISUID"));
  CHILD({
    setresuid(-1, 1000, -1);
    tell("effective 1000");
    SHOW(setresuid(-1, 0, -1));
    tell("back");
  });
  CHILD(setresuid(-1, 1000, -1); run("plain", "effective 1000 runs a program"));
}

static void keeping(void) {
  CHILD({
    SHOW(prctl(PR_SET_KEEPCAPS, 2));
    SHOW(prctl(PR_SET_KEEPCAPS, 1));
    become(1000, 1000);
    tell("kept");
    SHOW(setSets(BIT(KILL), BIT(KILL) | BIT(SETUID), 0));
    tell("made effective");
    SHOW(kill(1, 0));
    SHOW(setSets(ALL, ALL, 0));
    SHOW(setuid(5));
    SHOW(setSets(BIT(SETUID), BIT(SETUID), 0));
    SHOW(setuid(5));
    tell("5");
    run("plain", "5 runs a program");
  });
  CHILD({
    SHOW(prctl(PR_SET_SECUREBITS, 0x2f));
    tell("no root");
    SHOW(prctl(PR_SET_KEEPCAPS, 1));
    SHOW(prctl(PR_SET_SECUREBITS, 0));
    SHOW(prctl(PR_SET_SECUREBITS, 0x1000));
    run("plain", "no root runs a program");
  });
  CHILD({
    SHOW(prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP));
    setresuid(1000, 1000, 1000);
    tell("ids alone");
    run("plain", "ids alone runs a program");
  });
}

static void bounds(void) {
  CHILD({
    SHOW(prctl(PR_CAPBSET_DROP, KILL));
    SHOW(prctl(PR_CAPBSET_DROP, 64));
    SHOW(prctl(PR_CAPBSET_READ, KILL));
    SHOW(prctl(PR_CAPBSET_READ, KILL + 1));
    SHOW(prctl(PR_CAPBSET_READ, 63));
    tell("bounded");
    run("plain", "bounded runs a program");
  });
  CHILD({
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, KILL, 0, 0));
    SHOW(setSets(ALL, ALL, BIT(KILL) | BIT(SETUID)));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, KILL, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, SETUID, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, KILL, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, KILL + 1, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, 9, KILL, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, KILL, 1, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, KILL, 0, 0));
    SHOW(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, SETUID, 0, 0));
    SHOW(prctl(PR_SET_SECUREBITS, KEEP_CAPS));
    tell("ambient");
    setresuid(1000, 1000, 1000);
    tell("1000 has no ambient ones");
  });
  CHILD({
    setSets(ALL, ALL, BIT(KILL));
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, KILL, 0, 0);
    prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP);
    setresuid(1000, 1000, 1000);
    tell("1000 with ambient ones");
    CHILD(run("plain", "which runs a program"));
    CHILD(run("suid", "which runs one of root's with S_ISUID"));
    setSets(0, BIT(KILL), 0);
    tell("without inheritable ones");
  });
}

static void versions(void) {
  SHOW(getSets(0x19980330, 0, words));
  SHOW(getSets(5, 0, NULL));
  printf("  version %x\n", header.version);
  SHOW(getSets(5, 0, words));
  SHOW(getSets(0x20080522, -1, words));
  SHOW(getSets(0x20080522, 4000000, words));
  SHOW(getSets(0x20071026, 1, words));
  SHOW(syscall(SYS_capset, &header, words));
  header.version = 5;
  SHOW(syscall(SYS_capset, &header, words));
}

static void ids(void) {
  gid_t groups[3];
  CHILD({
    SHOW(setfsuid(1000));
    SHOW(setfsuid(-1) == 1000);
    tell("file user 1000");
    struct stat status;
    SHOW(fstat(open("/tmp/of1000", O_CREAT | O_EXCL | O_RDWR, 0600), &status) == 0 && status.st_uid == 1000);
    SHOW(setfsuid(0) == 1000);
    tell("file user 0");
    SHOW(setfsgid(50));
    SHOW(setfsgid(-1) == 50);
  });
  CHILD({
    SHOW(setreuid(1000, -1));
    tell("real 1000");
    SHOW(setreuid(-1, 1000));
    tell("effective 1000");
    SHOW(setuid(0));
  });
  CHILD({
    SHOW(setgid(-1));
    SHOW(setuid(-1));
    SHOW(setresgid(5, 6, 7));
    SHOW(setregid(-1, -1));
    SHOW(setgroups(3, (gid_t[]){30, 10, 20}));
    SHOW(getgroups(3, groups) == 3 && groups[0] == 10 && groups[1] == 20 && groups[2] == 30);
    SHOW(setgroups(1, (gid_t[]){-1}));
    SHOW(syscall(SYS_setgroups, 65537, groups));
    SHOW(syscall(SYS_setgroups, -1, groups));
  });
}

static int ownerOf(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 ? (int)status.st_uid : -1;
}

static void looks(void) {
  char byte, maps[40];
  void *head;
  size_t size;
  int ready[2];
  CHILD({
    become(1000, 1000);
    SHOW(ownerOf("/proc/self/status") == 0);
    SHOW(prctl(PR_SET_DUMPABLE, 1));
    SHOW(ownerOf("/proc/self/status") == 1000);
    SHOW(prctl(PR_SET_DUMPABLE, 0));
    SHOW(ownerOf("/proc/self/status") == 0);
    SHOW(ownerOf("/proc/self") == 1000);
    SHOW(open("/proc/self/maps", O_RDONLY));
    SHOW(open("/proc/self/fd", O_RDONLY));
    SHOW(access("/proc/self/cwd/plain", F_OK));
    SHOW(prctl(PR_SET_DUMPABLE, 2));
  });
  CHILD({
    setSets(BIT(DAC_OVERRIDE), BIT(DAC_OVERRIDE), 0);
    SHOW(open("plain", O_RDWR));
    SHOW(chown("plain", 1, 1));
    SHOW(chmod("plain", 0755));
    SHOW(mknod("null", S_IFCHR | 0600, 0x103));
    SHOW(chroot("/"));
    SHOW(sethostname("x", 1));
    SHOW(kill(1, 0));
  });
  CHILD({
    prctl(PR_SET_KEEPCAPS, 1);
    become(77, 77);
    setSets(BIT(DAC_READ_SEARCH), BIT(DAC_READ_SEARCH), 0);
    SHOW(open("unreadable", O_RDONLY));
    SHOW(open("unreadable", O_WRONLY));
  });
  CHILD({
    prctl(PR_SET_KEEPCAPS, 1);
    become(77, 77);
    setSets(BIT(DAC_OVERRIDE), BIT(DAC_OVERRIDE), 0);
    SHOW(open("unreadable", O_RDWR));
    SHOW(open("/proc/sys/kernel/hostname", O_WRONLY));
  });
  pipe(ready);
  pid_t target = fork();
  if (target == 0) {
    become(1000, 1000);
    prctl(PR_SET_DUMPABLE, 1);
    write(ready[1], "", 1);
    for (;;) pause();
  }
  read(ready[0], &byte, 1);
  snprintf(maps, sizeof maps, "/proc/%d/maps", target);
  CHILD({
    become(1000, 1000);
    puts("the same user and group");
    SHOW(open(maps, O_RDONLY));
    SHOW(syscall(SYS_get_robust_list, target, &head, &size));
  });
  CHILD({
    become(1000, 1001);
    puts("the same user, another group");
    SHOW(open(maps, O_RDONLY));
    SHOW(syscall(SYS_get_robust_list, target, &head, &size));
    SHOW(kill(target, 0));
  });
  CHILD({
    prctl(PR_SET_KEEPCAPS, 1);
    become(1001, 1001);
    puts("another user, without and with SYS_PTRACE");
    SHOW(open(maps, O_RDONLY));
    setSets(BIT(SYS_PTRACE), BIT(SYS_PTRACE), 0);
    SHOW(open(maps, O_RDONLY));
  });
  CHILD({
    prctl(PR_SET_SECUREBITS, NO_ROOT);
    setgroups(0, NULL);
    setSets(0, 0, 0);
    puts("user 0 without capabilities");
    SHOW(open(maps, O_RDONLY));
    SHOW(kill(target, 0));
    SHOW(kill(1, 0));
  });
  kill(target, SIGKILL);
  wait(NULL);
}

static volatile int isTold;
static void beTold(int number) { isTold = number; }

// The rest of what prctl(2) keeps for a process.
static void families(void) {
  int value = 0;
  SHOW(prctl(PR_SET_PDEATHSIG, 65));
  SHOW(prctl(PR_SET_TIMERSLACK, 70000) == 0 && prctl(PR_GET_TIMERSLACK) == 70000);
  SHOW(prctl(PR_SET_TIMERSLACK, 0) == 0 && prctl(PR_GET_TIMERSLACK) == 50000);
  SHOW(prctl(PR_GET_TSC, &value) == 0 && value == PR_TSC_ENABLE);
  SHOW(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0 && prctl(PR_GET_CHILD_SUBREAPER, &value) == 0 && value == 1);
  CHILD(prctl(PR_GET_CHILD_SUBREAPER, &value); SHOW(value == 0));
  int ends[2];
  pipe(ends);
  signal(SIGUSR1, beTold);
  pid_t middle = fork();
  if (middle == 0) {
    int started[2];
    char byte;
    pipe(started);
    if (fork() == 0) {
      sigset_t set, old;
      sigemptyset(&set);
      sigaddset(&set, SIGUSR1);
      sigprocmask(SIG_BLOCK, &set, &old);
      prctl(PR_SET_PDEATHSIG, SIGUSR1);
      write(started[1], "", 1);
      while (!isTold) sigsuspend(&old);
      // Its parent has ended: it is the grandparent's now.
      int parent = getppid();
      write(ends[1], &parent, sizeof parent);
      _exit(7);
    }
    read(started[0], &byte, 1);
    _exit(0);
  }
  waitpid(middle, NULL, 0);
  read(ends[0], &value, sizeof value);
  SHOW(value == getpid());
  pid_t orphan = wait(&value);
  SHOW(orphan > 0 && WEXITSTATUS(value) == 7);
  prctl(PR_SET_CHILD_SUBREAPER, 0);
}

int main(int count, char **arguments) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (count > 1) {
    tell(arguments[1]);
    printf("  secure: %lu\n", getauxval(AT_SECURE));
    return 0;
  }
  mkdir("/tmp", 01777);
  chmod("/tmp", 01777);
  mkdir("/tmp/capabilities", 0755);
  if (chdir("/tmp/capabilities") != 0) return 1;
  copySelf("plain", 0755, 0, 0);
  copySelf("suid", 04755, 0, 0);
  copySelf("suid1000", 04755, 1000, 1000);
  copySelf("sgid", 02755, 0, 50);
  copySelf("unreadable", 0711, 0, 0);
  tell("root");
  programs();
  keeping();
  bounds();
  versions();
  ids();
  looks();
  families();
  return 0;
}
