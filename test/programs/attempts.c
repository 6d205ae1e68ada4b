// @guest-only
// @stdout: all attempts end as on Linux
// What user 1000 tries that only others may: files, signals, scheduling, ids, the system, /proc/PID and devices. The errno of each attempt is that of
// Debian's kernel (6.1). Guest only: it changes its user for good, and tries to turn the machine off.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OTHER 1000
static int failures;

static void judge(int line, const char *what, long result, int wanted, int mayBeAbsent) {
  int got = result < 0 ? errno : 0;
  if (got == wanted || (mayBeAbsent && (got == ENOSYS || got == ENOENT))) return;
  printf("line %d: %s: %s, not %s\n", line, what, got ? strerror(got) : "done",
         wanted ? strerror(wanted) : "done");
  failures++;
}

// Whether the call ends as `wanted` says: 0 or an errno.
#define TRY(wanted, call) (errno = 0, judge(__LINE__, #call, (long)(call), wanted, 0))
// The same of what Tessera may lack: then it says that it is not there.
#define TRY_IF_THERE(wanted, call) (errno = 0, judge(__LINE__, #call, (long)(call), wanted, 1))

static int victim, readOnly, placeOnly;

static int opened(const char *path, int flags) {
  int fd = open(path, flags, 0600);
  if (fd >= 0) close(fd);
  return fd;
}

static int readSome(const char *path) {
  char bytes[64];
  int fd = open(path, O_RDONLY);
  if (fd < 0) return -1;
  int length = read(fd, bytes, sizeof bytes), error = errno;
  close(fd);
  errno = error;
  return length;
}

static int writeSome(const char *path) {
  int fd = open(path, O_WRONLY);
  if (fd < 0) return -1;
  int length = write(fd, "x\n", 2), error = errno;
  close(fd);
  errno = error;
  return length;
}

static const char *ofVictim(const char *name) {
  static char path[100];
  snprintf(path, sizeof path, "/proc/%d/%s", victim, name);
  return path;
}

static const char *ofDescriptor(const char *folder, int fd) {
  static char path[100];
  snprintf(path, sizeof path, "%s/%d", folder, fd);
  return path;
}

static int modeOf(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 ? status.st_mode & 07777 : -1;
}

static void makeFile(const char *path, int mode, int user) {
  int fd = open(path, O_CREAT | O_RDWR, 0600);
  if (write(fd, "#!/bin/sh\nexit 0\n", 17) != 17) exit(1);
  fchown(fd, user, user);
  fchmod(fd, mode);
  close(fd);
}

static void prepare(void) {
  mkdir("/tmp", 01777);
  chmod("/tmp", 01777);
  mkdir("/tmp/at", 0755);
  makeFile("/tmp/at/secret", 0600, 0);
  makeFile("/tmp/at/ro", 0644, 0);
  makeFile("/tmp/at/suid", 04755, 0);
  makeFile("/tmp/at/owned", 0644, OTHER);
  mkdir("/tmp/at/private", 0700);
  makeFile("/tmp/at/private/x", 0666, 0);
  mkdir("/tmp/at/sticky", 0);
  chmod("/tmp/at/sticky", 01777);
  makeFile("/tmp/at/sticky/root", 0666, 0);
  mkdir("/tmp/at/listable", 0744);
  readOnly = open("/tmp/at/ro", O_RDONLY);
  placeOnly = open("/tmp/at/secret", O_PATH);
  int ready[2];
  pipe(ready);
  victim = fork();
  if (victim == 0) {
    signal(SIGUSR1, SIG_DFL);
    write(ready[1], "", 1);
    for (;;) pause();
  }
  char byte;
  read(ready[0], &byte, 1);
}

static void tryNames(void) {
  TRY(EACCES, readSome("/tmp/at/secret"));
  TRY(EACCES, writeSome("/tmp/at/ro"));
  TRY(EACCES, truncate("/tmp/at/ro", 0));
  TRY(EACCES, unlink("/tmp/at/ro"));
  TRY(EACCES, rename("/tmp/at/ro", "/tmp/at/q"));
  TRY(EACCES, creat("/tmp/at/new", 0600));
  TRY(EACCES, mkdir("/tmp/at/nd", 0700));
  TRY(EPERM, link("/tmp/at/secret", "/tmp/at/sticky/l"));
  TRY(EACCES, symlink("x", "/tmp/at/sl"));
  TRY(EACCES, readSome("/tmp/at/private/x"));
  TRY(EACCES, chdir("/tmp/at/private"));
  TRY(EACCES, access("/tmp/at/private/x", F_OK));
  TRY(EACCES, chdir("/tmp/at/listable"));
  TRY(0, opened("/tmp/at/listable", O_DIRECTORY));
  TRY(EPERM, unlink("/tmp/at/sticky/root"));
  TRY(EPERM, rename("/tmp/at/sticky/root", "/tmp/at/sticky/r2"));
  TRY(0, writeSome("/tmp/at/sticky/root"));
  TRY(0, creat("/tmp/at/sticky/mine", 0600));
  TRY(EPERM, rename("/tmp/at/sticky/mine", "/tmp/at/sticky/root"));
  TRY(EACCES, opened("/tmp/at", O_TMPFILE | O_RDWR));
  TRY(EACCES, opened("/bin/zz", O_CREAT | O_WRONLY));
  TRY(EACCES, opened("/dev/zz", O_CREAT | O_WRONLY));
  TRY(EACCES, opened("/etc/zz", O_CREAT | O_WRONLY));
  TRY(ENOENT, opened("/proc/zz", O_CREAT | O_WRONLY));
  TRY(0, opened("/tmp/zz", O_CREAT | O_WRONLY));
  TRY(EACCES, opened("/etc/passwd", O_WRONLY | O_APPEND));
}

static void tryOwnership(void) {
  TRY(EPERM, chmod("/tmp/at/ro", 0777));
  TRY(EPERM, chown("/tmp/at/ro", OTHER, OTHER));
  TRY(0, chown("/tmp/at/ro", -1, -1));
  TRY(EPERM, chown("/tmp/at/suid", -1, -1));
  TRY(EPERM, chown("/tmp/at/sticky/mine", 0, 0));
  TRY(EPERM, chown("/tmp/at/sticky/mine", -1, 0));
  TRY(0, chown("/tmp/at/sticky/mine", -1, OTHER));
  TRY(EACCES, utimensat(-1, "/tmp/at/ro", NULL, 0));
  TRY(EPERM, opened("/tmp/at/ro", O_RDONLY | O_NOATIME));
  TRY(EACCES, faccessat(AT_FDCWD, "/tmp/at/secret", R_OK, 0));
  TRY(0, chmod("/tmp/at/owned", 06755));
  TRY(0, writeSome("/tmp/at/owned"));
  TRY(0, modeOf("/tmp/at/owned") == 0755 ? 0 : -1);
  TRY(0, chmod("/tmp/at/sticky/mine", 02755));
  TRY(0, modeOf("/tmp/at/sticky/mine") == 02755 ? 0 : -1);
  TRY(EPERM, mknod("/tmp/at/sticky/mem", S_IFCHR | 0666, 0x101));
  TRY(0, mknod("/tmp/at/sticky/fifo", S_IFIFO | 0666, 0));
  TRY(0, mknod("/tmp/at/sticky/socket", S_IFSOCK | 0666, 0));
  TRY(0, mknod("/tmp/at/sticky/file", S_IFREG | 0666, 0));
}

static void tryDescriptors(void) {
  char byte;
  TRY(EPERM, fchmod(readOnly, 0777));
  TRY(EPERM, fchown(readOnly, OTHER, OTHER));
  TRY(EINVAL, ftruncate(readOnly, 0));
  TRY(EBADF, write(readOnly, "x", 1));
  TRY(EPERM, fcntl(readOnly, F_SETFL, O_NOATIME));
  TRY(EACCES, mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, readOnly, 0) == MAP_FAILED ? -1 : 0);
  void *mapped = mmap(NULL, 4096, PROT_READ, MAP_SHARED, readOnly, 0);
  TRY(EACCES, mprotect(mapped, 4096, PROT_READ | PROT_WRITE));
  TRY(EACCES, opened(ofDescriptor("/proc/self/fd", readOnly), O_WRONLY));
  TRY(EACCES, opened(ofDescriptor("/dev/fd", readOnly), O_RDWR));
  TRY(EACCES, opened(ofDescriptor("/proc/self/fd", placeOnly), O_RDONLY));
  TRY(EPERM, chmod(ofDescriptor("/proc/self/fd", placeOnly), 0777));
  TRY(ENOENT, linkat(placeOnly, "", AT_FDCWD, "/tmp/at/sticky/ll", AT_EMPTY_PATH));
  TRY(EBADF, read(placeOnly, &byte, 1));
  TRY(ENOTDIR, fchdir(placeOnly));
}

static void trySignals(void) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  TRY(EPERM, kill(victim, 0));
  TRY(EPERM, kill(victim, SIGUSR1));
  TRY(EPERM, kill(1, SIGUSR1));
  TRY(EPERM, syscall(SYS_tgkill, victim, victim, SIGUSR1));
  TRY(EPERM, syscall(SYS_tkill, victim, SIGUSR1));
  info.si_code = SI_QUEUE;
  TRY(EPERM, syscall(SYS_rt_sigqueueinfo, victim, SIGUSR1, &info));
  info.si_code = SI_USER;
  TRY(EPERM, syscall(SYS_rt_sigqueueinfo, victim, SIGUSR1, &info));
  info.si_code = SI_TKILL;
  TRY(EPERM, syscall(SYS_rt_sigqueueinfo, getppid(), SIGUSR1, &info));
  TRY(0, kill(victim, SIGCONT));
  TRY(0, setpgid(victim, 0));
  TRY(0, getpgid(victim));
  TRY(0, getsid(victim));
}

static void tryScheduling(void) {
  struct sched_param parameters = {10}, none = {0};
  struct rlimit limit = {40, 40};
  void *head;
  size_t size;
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(0, &cpus);
  TRY(EPERM, setpriority(PRIO_PROCESS, victim, 10));
  TRY(EACCES, setpriority(PRIO_PROCESS, 0, -1));
  TRY(EPERM, setrlimit(RLIMIT_NICE, &limit));
  TRY(EPERM, syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &parameters));
  TRY(EPERM, syscall(SYS_sched_setscheduler, victim, SCHED_FIFO, &parameters));
  TRY(EPERM, syscall(SYS_sched_setscheduler, victim, SCHED_BATCH, &none));
  TRY(EPERM, syscall(SYS_sched_setparam, victim, &none));
  TRY(EPERM, sched_setaffinity(victim, sizeof cpus, &cpus));
  TRY(0, sched_setaffinity(0, sizeof cpus, &cpus));
  TRY(EPERM, syscall(SYS_ioprio_set, 1, 0, 1 << 13));
  TRY(EPERM, syscall(SYS_ioprio_set, 1, victim, 2 << 13));
  TRY(EPERM, syscall(SYS_get_robust_list, victim, &head, &size));
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_max += 1000;
  TRY(EPERM, setrlimit(RLIMIT_NOFILE, &limit));
  TRY(EPERM, prlimit(victim, RLIMIT_NOFILE, NULL, &limit));
  limit.rlim_cur = limit.rlim_max = 0;
  TRY(EPERM, prlimit(victim, RLIMIT_CORE, &limit, NULL));
  TRY(0, mlockall(MCL_CURRENT));
}

static void tryIds(void) {
  struct {
    unsigned version;
    int pid;
  } header = {0x20080522, 0};
  unsigned sets[6];
  TRY(EPERM, setuid(0));
  TRY(EPERM, seteuid(0));
  TRY(EPERM, setreuid(0, 0));
  TRY(EPERM, setresuid(-1, 0, -1));
  TRY(EPERM, setgid(0));
  TRY(EPERM, setresgid(-1, -1, 0));
  TRY(EPERM, setgroups(1, (gid_t[]){0}));
  TRY(EPERM, setgroups(0, NULL));
  TRY(0, syscall(SYS_setfsuid, 0) == OTHER && syscall(SYS_setfsuid, -1) == OTHER ? 0 : -1);
  TRY(0, syscall(SYS_capget, &header, sets));
  TRY(0, (sets[0] | sets[1] | sets[3] | sets[4]) == 0 ? 0 : -1);
  memset(sets, 0xff, sizeof sets);
  TRY(EPERM, syscall(SYS_capset, &header, sets));
  TRY(EPERM, prctl(PR_CAPBSET_DROP, 0));
  TRY(EPERM, prctl(PR_SET_SECUREBITS, 1));
  TRY(EPERM, prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 0, 0, 0));
  TRY(0, prctl(PR_SET_KEEPCAPS, 1));
}

static void trySystem(void) {
  char bytes[64];
  struct timeval second = {1, 0};
  struct timespec moment = {1, 0};
  TRY(EPERM, mount("none", "/tmp/at/sticky", "tmpfs", 0, NULL));
  TRY(EPERM, umount("/proc"));
  TRY(EPERM, umount2("/dev", MNT_DETACH));
  TRY(EPERM, chroot("/tmp/at/sticky"));
  TRY(EPERM, chroot("/"));
  TRY(EPERM, sethostname("x", 1));
  TRY(EPERM, settimeofday(&second, NULL));
  TRY(EPERM, clock_settime(CLOCK_REALTIME, &moment));
  TRY(EPERM, syscall(SYS_reboot, 0, 0, 0, 0));
  TRY(EPERM, syscall(SYS_reboot, 0xfee1dead, 672274793, 0, 0));
  TRY_IF_THERE(EPERM, syscall(SYS_swapon, "/x", 0));
  TRY_IF_THERE(EPERM, syscall(SYS_pivot_root, "/", "/"));
  TRY_IF_THERE(EPERM, unshare(CLONE_NEWNS));
  TRY_IF_THERE(EINVAL, setns(0, 0));
  TRY_IF_THERE(EPERM, syscall(SYS_iopl, 3));
  TRY_IF_THERE(EPERM, syscall(SYS_ioperm, 0x80, 1, 1));
  TRY_IF_THERE(EPERM, syscall(SYS_init_module, NULL, 0, ""));
  TRY_IF_THERE(EPERM, syscall(SYS_kexec_load, 0, 0, NULL, 0));
  TRY_IF_THERE(EPERM, syscall(SYS_bpf, 0, NULL, 0));
  TRY_IF_THERE(EFAULT, syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0));
  TRY_IF_THERE(EPERM, syscall(SYS_userfaultfd, 0));
  TRY_IF_THERE(EFAULT, syscall(SYS_io_uring_setup, 1, NULL));
  TRY_IF_THERE(EPERM, ptrace(PTRACE_ATTACH, victim, NULL, NULL));
  TRY_IF_THERE(EPERM, syscall(SYS_vhangup));
  TRY_IF_THERE(EPERM, syscall(SYS_acct, NULL));
  TRY_IF_THERE(ENODEV, syscall(SYS_quotactl, 0, NULL, 0, NULL));
  TRY_IF_THERE(EFAULT, syscall(SYS_seccomp, 1, 0, NULL));
  TRY(EPERM, klogctl(3, bytes, sizeof bytes));
  TRY(EPERM, klogctl(4, bytes, sizeof bytes));
  TRY(EPERM, klogctl(5, NULL, 0));
  TRY(EPERM, klogctl(6, NULL, 0));
  TRY(EPERM, klogctl(10, NULL, 0));
  TRY(EACCES, writeSome("/proc/sys/kernel/hostname"));
}

static void tryProcesses(void) {
  static const char *closed[] = {"environ", "mem", "auxv", "io", "stack", "syscall", "smaps", "fdinfo/0", "pagemap", "personality"};
  static const char *open[] = {"cmdline", "status", "stat", "limits", "comm", "statm"};
  char text[64];
  TRY(EACCES, readSome(ofVictim("maps")));
  for (unsigned i = 0; i < sizeof closed / sizeof *closed; i++) TRY_IF_THERE(EACCES, readSome(ofVictim(closed[i])));
  for (unsigned i = 0; i < sizeof open / sizeof *open; i++) TRY(0, readSome(ofVictim(open[i])));
  TRY_IF_THERE(0, readSome(ofVictim("wchan")));
  TRY_IF_THERE(0, readSome(ofVictim("oom_score_adj")));
  TRY_IF_THERE(EACCES, writeSome(ofVictim("oom_score_adj")));
  TRY(EACCES, writeSome(ofVictim("comm")));
  TRY(EACCES, readlink(ofVictim("exe"), text, sizeof text));
  TRY(EACCES, opened(ofVictim("exe"), O_RDONLY));
  TRY(EACCES, readlink(ofVictim("cwd"), text, sizeof text));
  TRY(EACCES, chdir(ofVictim("cwd")));
  TRY(EACCES, chdir(ofVictim("root")));
  TRY(EACCES, opened(ofVictim("root/tmp/at/ro"), O_RDONLY));
  TRY(EACCES, opened(ofVictim("fd"), O_DIRECTORY));
  TRY(EACCES, readlink(ofVictim("fd/0"), text, sizeof text));
  TRY(EACCES, opened(ofVictim("fd/0"), O_RDONLY));
  TRY(0, opened(ofVictim("task"), O_DIRECTORY));
  TRY(EACCES, readSome("/proc/1/maps"));
  TRY(EACCES, readlink("/proc/1/exe", text, sizeof text));
}

static void tryDevices(void) {
  TRY_IF_THERE(EACCES, readSome("/proc/kcore"));
  TRY_IF_THERE(EACCES, readSome("/dev/mem"));
  TRY(EPERM, opened("/dev/kmsg", O_RDONLY | O_NONBLOCK));
  TRY(EACCES, writeSome("/dev/kmsg"));
  TRY(EACCES, opened("/dev/console", O_WRONLY | O_NOCTTY));
  TRY(EACCES, opened("/dev/ttyS0", O_RDWR | O_NOCTTY | O_NONBLOCK));
  TRY(EACCES, opened("/dev/hostout", O_WRONLY));
  TRY(EACCES, opened("/dev/hostin", O_RDONLY));
}

// Last: what it asks for counts from now on.
static void tryPrograms(void) {
  TRY(0, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  TRY(0, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : -1);
  TRY(EINVAL, prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
  TRY(0, prctl(PR_SET_DUMPABLE, 0));
  TRY(0, prctl(PR_GET_DUMPABLE) == 0 ? 0 : -1);
  TRY(EINVAL, prctl(PR_SET_DUMPABLE, 2));
  TRY(EACCES, writeSome("/proc/self/comm"));
  pid_t child = fork();
  if (child == 0) {
    execl("/tmp/at/suid", "suid", NULL);
    _exit(1);
  }
  int status;
  waitpid(child, &status, 0);
  TRY(0, status == 0 && getuid() == OTHER && geteuid() == OTHER ? 0 : -1);
  // It may send to nobody but itself, which is left out.
  TRY(0, kill(-1, SIGTERM));
  TRY(0, access(ofVictim(""), F_OK));
}

int main(void) {
  prepare();
  setgroups(0, NULL);
  if (setresgid(OTHER, OTHER, OTHER) != 0 || setresuid(OTHER, OTHER, OTHER) != 0) return 1;
  tryNames();
  tryOwnership();
  tryDescriptors();
  trySignals();
  tryScheduling();
  tryIds();
  trySystem();
  tryProcesses();
  tryDevices();
  tryPrograms();
  if (failures == 0) printf("all attempts end as on Linux\n");
  return failures != 0;
}
