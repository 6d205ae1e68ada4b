// Random system calls of several threads in several processes, with arguments that look right: descriptors of all kinds, paths, addresses,
// sizes, flags, times, signals. Everything is drawn from a seed. Arguments: the seed, the number of calls.
//
// The first process only watches: it starts workers, ends those from which nothing comes any more, and counts. A worker that cannot be
// ended is a fault of the kernel. At the end: `count NAME SUCCEEDED FAILED` for each call that was made.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long word;

/**
 * A call: its name, its number, and what its arguments are, a letter each:
 * f descriptor, 2 of a socket, 3 of an epoll, 4 of a folder, p path, b buffer, z size, o offset, i small number, F flags, m mode, a page address, l page length, P protection,
 * M mapping flags, t time, T long or short time in ms, k clock, s signal, S signal set, h handler, d process or thread, u user, v vectors, g message,
 * n socket name, L length of one, e event, c control command, C descriptor command, w word for futex, W futex command, x anything, 0 zero,
 * O open flags, D new descriptor, q name of something short, A argument strings.
 */
struct call { const char *name; short number; const char *arguments; };
#define C(name, arguments) {#name, SYS_##name, arguments}
static const struct call calls[] = {
  C(read, "fbz"), C(write, "fbz"), C(open, "pOm"), C(close, "f"), C(stat, "pb"), C(fstat, "fb"), C(lstat, "pb"), C(poll, "biT"),
  C(lseek, "foi"), C(mmap, "alPMfo"), C(mprotect, "alP"), C(munmap, "al"), C(brk, "0"), C(rt_sigaction, "shb8"), C(rt_sigprocmask, "iSb8"),
  C(ioctl, "fcb"), C(pread64, "fbzo"), C(pwrite64, "fbzo"), C(readv, "fvi"), C(writev, "fvi"), C(access, "pi"), C(pipe, "b"),
  C(select, "ibbbt"), C(sched_yield, ""), C(mremap, "allia"), C(msync, "ali"), C(mincore, "alb"), C(madvise, "ali"), C(dup, "f"),
  C(dup2, "fD"), C(pause, ""), C(nanosleep, "tb"), C(getitimer, "ib"), C(alarm, "1"), C(setitimer, "1bb"), C(getpid, ""),
  C(sendfile, "ffbz"), C(socket, "555"), C(connect, "2nL"), C(accept, "2bb"), C(sendto, "2bzFnL"), C(recvfrom, "2bzFbb"), C(sendmsg, "2gF"),
  C(recvmsg, "2gF"), C(shutdown, "2i"), C(bind, "2nL"), C(listen, "2i"), C(getsockname, "2bb"), C(getpeername, "2bb"),
  C(socketpair, "555b"), C(setsockopt, "26ibL"), C(getsockopt, "26ibb"), C(wait4, "d7bb"), C(kill, "ds"), C(uname, "b"), C(fcntl, "fCx"),
  C(flock, "fi"), C(fsync, "f"), C(fdatasync, "f"), C(truncate, "po"), C(ftruncate, "fo"), C(getdents, "4bz"), C(getcwd, "bz"), C(chdir, "p"),
  C(fchdir, "4"), C(rename, "pp"), C(mkdir, "pm"), C(rmdir, "p"), C(creat, "pm"), C(link, "pp"), C(unlink, "p"), C(symlink, "pp"),
  C(readlink, "pbz"), C(chmod, "pm"), C(fchmod, "fm"), C(chown, "puu"), C(fchown, "fuu"), C(lchown, "puu"), C(umask, "m"), C(gettimeofday, "bb"),
  C(getrlimit, "ib"), C(getrusage, "ib"), C(sysinfo, "b"), C(times, "b"), C(getuid, ""), C(getgid, ""), C(geteuid, ""), C(getegid, ""),
  C(setpgid, "dd"), C(getppid, ""), C(getpgrp, ""), C(setsid, ""), C(setreuid, "uu"), C(setregid, "uu"), C(getgroups, "ib"), C(setgroups, "ib"),
  C(setresuid, "uuu"), C(getresuid, "bbb"), C(setresgid, "uuu"), C(getresgid, "bbb"), C(getpgid, "d"), C(setfsuid, "u"), C(setfsgid, "u"),
  C(getsid, "d"), C(capget, "bb"), C(capset, "bb"), C(rt_sigpending, "b8"), C(rt_sigtimedwait, "Sbt8"), C(rt_sigqueueinfo, "dsb"),
  C(rt_sigsuspend, "S8"), C(sigaltstack, "bb"), C(utime, "pb"), C(mknod, "pmx"), C(personality, "0"), C(statfs, "pb"), C(fstatfs, "fb"),
  C(getpriority, "id"), C(setpriority, "idi"), C(sched_setparam, "db"), C(sched_getparam, "db"), C(sched_setscheduler, "dib"),
  C(sched_getscheduler, "d"), C(sched_get_priority_max, "i"), C(sched_get_priority_min, "i"), C(sched_rr_get_interval, "db"),
  C(mlock, "al"), C(munlock, "al"), C(mlockall, "i"), C(munlockall, ""), C(prctl, "9xxxx"), C(arch_prctl, "Gb"), C(sync, ""),
  C(mount, "qpqFq"), C(umount2, "pi"), C(sethostname, "qi"), C(setdomainname, "qi"), C(gettid, ""), C(readahead, "foz"), C(setxattr, "pqbzi"),
  C(getxattr, "pqbz"), C(listxattr, "pbz"), C(tkill, "ds"), C(time, "b"), C(futex, "wWitwi"), C(sched_setaffinity, "dzb"),
  C(sched_getaffinity, "dzb"), C(epoll_create, "i"), C(getdents64, "4bz"), C(set_tid_address, "b"), C(restart_syscall, ""), C(fadvise64, "fozi"),
  C(timer_create, "kbb"), C(timer_settime, "iFbb"), C(timer_gettime, "ib"), C(timer_getoverrun, "i"), C(timer_delete, "i"),
  C(clock_settime, "kb"), C(clock_gettime, "kb"), C(clock_getres, "kb"), C(clock_nanosleep, "kFtb"), C(epoll_wait, "3eiT"), C(epoll_ctl, "3ife"),
  C(tgkill, "dds"), C(utimes, "pb"), C(waitid, "idb7b"), C(ioprio_set, "idi"), C(ioprio_get, "id"), C(inotify_init, ""), C(openat, "4pOm"),
  C(mkdirat, "4pm"), C(mknodat, "4pmx"), C(fchownat, "4puuF"), C(futimesat, "4pb"), C(newfstatat, "4pbF"), C(unlinkat, "4pF"),
  C(renameat, "4p4p"), C(linkat, "4p4pF"), C(symlinkat, "p4p"), C(readlinkat, "4pbz"), C(fchmodat, "4pm"), C(faccessat, "4pi"),
  C(pselect6, "ibbbtb"), C(ppoll, "bitS8"), C(unshare, "0"), C(set_robust_list, "bz"), C(get_robust_list, "dbb"), C(splice, "fbfbzF"),
  C(tee, "ffzF"), C(sync_file_range, "fozF"), C(vmsplice, "fviF"), C(utimensat, "4pbF"), C(epoll_pwait, "3eiTS8"), C(signalfd, "fS8"),
  C(timerfd_create, "kF"), C(eventfd, "i"), C(fallocate, "fioz"), C(timerfd_settime, "fFbb"), C(timerfd_gettime, "fb"), C(accept4, "2bbF"),
  C(signalfd4, "fS8F"), C(eventfd2, "iF"), C(epoll_create1, "F"), C(dup3, "fDF"), C(pipe2, "bF"), C(preadv, "fvio"), C(pwritev, "fvio"),
  C(rt_tgsigqueueinfo, "ddsb"), C(recvmmsg, "2giFt"), C(prlimit64, "dibb"), C(sendmmsg, "2giF"), C(process_vm_readv, "dvivi0"),
  C(sched_getattr, "dbzi"), C(sched_setattr, "dbi"), C(renameat2, "4p4pF"), C(getrandom, "bzi"), C(memfd_create, "qF"), C(membarrier, "Fi"),
  C(mlock2, "alF"), C(copy_file_range, "fbfbzF"), C(preadv2, "fvio0F"), C(pwritev2, "fvio0F"), C(statx, "4pFxb"), C(rseq, "bziz"),
  C(close_range, "DDF"), C(openat2, "4pbz"), C(pidfd_open, "dF"), C(faccessat2, "4piF"), C(epoll_pwait2, "3eitS8"),
  {"fchmodat2", 452, "4pmF"},
};
#define CALLS (sizeof calls / sizeof *calls)

/** What all processes share: the counts, who lives, and words to wait on. */
struct shared {
  atomic_long made;
  atomic_int children;
  int futexes[16];
  atomic_int counts[CALLS + 1][2];
};
static struct shared *shared;
static long wanted;

/** What addresses of calls point into: mapped, unmapped, protected by the calls themselves. */
#define ARENA 0x20000000ul
#define ARENA_PAGES 256
/** And a part that stays, with nothing behind it. */
#define FIXED_SIZE (1 << 16)
static char *const fixed = (char *)0x30000000;

static __thread word state;
static word next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}
static word below(word n) { return next() % n; }
static int once(word n) { return below(n) == 0; }

/** Whether this process may do what harms the whole guest: it keeps to files of its own then. */
static int isRoot = 1;

static const char *const paths[] = {
  "/tmp/soak/a", "/tmp/soak/b", "/tmp/soak/c", "/tmp/soak/d", "/tmp/soak/d/e", "/tmp/soak/d/f", "/tmp/soak/d/g/h", "/tmp/soak/link", "/tmp/soak/fifo",
  "/tmp/soak/sock", "/tmp/soak/d/g", "a", "b", "d", "d/e", "link", ".", "", "/no/such", "/tmp/soak/a/b",
  // Those above are the ones that root uses.
  "../a", "..", "/", "/tmp", "/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/proc/self/maps", "/proc/self/exe", "/bin/sh", "/etc/passwd",
  "/proc/self/fd", "/proc/self/fd/3", "/proc/self/status", "/proc/self/stat", "/proc/self/cmdline", "/proc/self/cwd", "/proc/self/task", "/proc",
  "/proc/meminfo", "/proc/mounts", "/proc/stat", "/proc/self/mem", "/dev",
};
#define OWN_PATHS 20
#define PATHS (sizeof paths / sizeof *paths)

/** Numbers of descriptors that are of the same kind again and again: whatever the calls do to them, they come back. */
enum { FILES = 3, FOLDER = 5, PIPE = 6, SOCKETS = 8, EPOLLS = 16, EVENT = 18, TIMER, SIGNAL, MEMORY, TABLE, LAST };

static word somewhere(word size) {
  if (once(40)) return once(2) ? 0 : next();
  if (once(3)) return ARENA + below(ARENA_PAGES * 4096);
  return (word)fixed + below(FIXED_SIZE - size);
}

static word page(void) { return ARENA + below(ARENA_PAGES) * 4096; }
static word size(void) {
  switch (below(8)) {
  case 0: return 0;
  case 1: case 2: return below(16);
  case 3: case 4: return below(512);
  case 5: return 4096 + below(3) - 1;
  case 6: return below(1 << 16);
  default: return once(10) ? next() : below(1 << 20);
  }
}

static word flags(void) {
  word value = 0;
  for (int i = below(3); i > 0; i--) value |= 1ul << below(once(8) ? 32 : 20);
  return value;
}

static word someone(void) {
  switch (below(6)) {
  case 0: return 0;
  case 1: case 2: return getpid();
  case 3: return syscall(SYS_gettid);
  case 4: return 0x7ffffff0 + below(4);
  default: return -(int)getpid();
  }
}

static word moment(int isShort) {
  struct timespec *at = (struct timespec *)(fixed + (below(64) + 512) * 64);
  at->tv_sec = !isShort && once(8) ? (long)next() : 0;
  at->tv_nsec = once(20) ? (long)next() : (long)below(1000000);
  return once(16) ? somewhere(16) : (word)at;
}

static word vectors(void) {
  struct iovec *v = (struct iovec *)(fixed + (below(64) + 700) * 64);
  for (int i = 0; i < 4; i++) v[i] = (struct iovec){(void *)somewhere(4096), once(8) ? size() : below(2000)};
  return (word)v;
}

static word socketName(void) {
  struct sockaddr_un *name = (struct sockaddr_un *)(fixed + (below(32) + 400) * 128);
  name->sun_family = once(16) ? below(40) : AF_UNIX;
  if (once(3)) snprintf(name->sun_path, 100, "%cabstract%d", 0, (int)below(3));
  else snprintf(name->sun_path, 100, "/tmp/soak/sock%d", (int)below(3));
  if (name->sun_path[0] == 0) memcpy(name->sun_path + 1, "name", 5);
  return (word)name;
}

static word message(void) {
  struct msghdr *m = (struct msghdr *)(fixed + (below(32) + 200) * 256);
  struct cmsghdr *c = (struct cmsghdr *)(fixed + (below(32) + 100) * 256);
  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = once(4) ? below(4) : SCM_RIGHTS;
  int count = below(4);
  c->cmsg_len = once(16) ? below(200) : CMSG_LEN(count * sizeof(int));
  for (int i = 0; i < count; i++) ((int *)CMSG_DATA(c))[i] = below(24);
  m->msg_name = once(4) ? (void *)socketName() : NULL;
  m->msg_namelen = once(4) ? below(110) : 0;
  m->msg_iov = (struct iovec *)vectors();
  m->msg_iovlen = once(16) ? below(2000) : below(5);
  m->msg_control = once(2) ? c : NULL;
  m->msg_controllen = once(2) ? CMSG_SPACE(count * sizeof(int)) : below(64);
  return (word)m;
}

static word event(void) {
  struct epoll_event *e = (struct epoll_event *)somewhere(512);
  if ((word)e >= (word)fixed && (word)e < (word)fixed + FIXED_SIZE) e->events = flags() | EPOLLIN;
  return (word)e;
}

static word signals(void) {
  word *set = (word *)(fixed + (below(32) + 1000) * 32);
  // What ends waits must come through.
  *set = next() & next() & ~(1ul << (SIGALRM - 1)) & ~(1ul << (SIGSEGV - 1)) & ~(1ul << (SIGBUS - 1));
  return (word)set;
}

static void nothing(int signal) { (void)signal; }

static word action(void) {
  // As the kernel has it: handler, flags, restorer, mask. Without a restorer of one's own only these two handlers do not return wrongly.
  word *a = (word *)(fixed + (below(32) + 500) * 32);
  a[0] = once(2) ? (word)SIG_IGN : (word)SIG_DFL;
  a[1] = flags();
  a[3] = next();
  return once(4) ? 0 : (word)a;
}

static const int openFlags[] = {O_RDONLY, O_WRONLY, O_RDWR, O_CREAT | O_RDWR, O_CREAT | O_WRONLY | O_TRUNC, O_RDWR | O_APPEND, O_PATH, O_DIRECTORY, O_CREAT | O_EXCL | O_RDWR, O_RDWR | O_NONBLOCK, O_TMPFILE | O_RDWR};
static const int controls[] = {0x5401, 0x5402, 0x540f, 0x5410, 0x5413, 0x5414, 0x541b, 0x5421, 0x5450, 0x5451, 0x8901, 0x8904, 0x4b3a};
static const int futexCommands[] = {0, 1, 3, 4, 5, 9, 10, 6, 7, 8, 11, 12, 128, 129, 131, 132, 133, 137, 138, 256 + 9};
static const int processControls[] = {1, 2, 3, 4, 7, 8, 15, 16, 21, 23, 24, 25, 28, 29, 30, 36, 37, 38, 39, 40, 41, 42, 47};
#define ONE_OF(list) list[below(sizeof list / sizeof *list)]

static word argument(char kind) {
  if (once(64) && !strchr("dsShp10aMDG9O78234m", kind)) return once(2) ? next() : -(word)below(4096);
  switch (kind) {
  case 'f': return once(16) ? (word)AT_FDCWD : once(12) ? below(70) : below(24);
  case '2': return once(24) ? below(24) : SOCKETS + below(8);
  case '3': return once(24) ? below(24) : EPOLLS + below(2);
  case '4': return once(24) ? below(24) : once(2) ? (word)AT_FDCWD : FOLDER;
  case 'D': return 4 + below(40);
  case 'p': return once(40) ? somewhere(8) : (word)paths[below(isRoot ? OWN_PATHS : PATHS)];
  case 'b': return somewhere(4096);
  case 'z': return size();
  case 'o': return once(8) ? next() : below(1 << 18);
  case 'i': return once(8) ? below(64) : below(6);
  case 'F': return once(2) ? 0 : once(2) ? 02004000 & next() : flags();
  case 'm': return below(010000) | (once(6) ? (word)S_IFIFO : once(6) ? (word)S_IFREG : 0);
  case 'a': return page();
  case 'l': return (1 + below(once(4) ? 64 : 4)) * 4096;
  case 'P': return below(8);
  case 'M': return (once(3) ? MAP_SHARED : MAP_PRIVATE) | (once(3) ? 0 : MAP_ANONYMOUS) | MAP_FIXED | (once(8) ? flags() & ~0xful : 0);
  case 't': return moment(1);
  case 'T': return below(3);
  case 'k': return below(12);
  case 's': {
    // Not those that end or stop, or are needed to go on.
    static const int harmless[] = {0, SIGUSR1, SIGUSR2, SIGCHLD, SIGURG, SIGWINCH, SIGIO, SIGCONT, SIGALRM, 34, 35, 40, 64};
    return ONE_OF(harmless);
  }
  case 'S': return signals();
  case 'h': return action();
  case 'd': return someone();
  case 'u': return once(4) ? (word)-1 : once(2) ? 0 : 1000 + below(2);
  case 'v': return vectors();
  case 'g': return message();
  case 'n': return socketName();
  case 'L': return once(4) ? below(130) : 16 + below(8);
  case 'e': return event();
  case 'c': return once(20) ? next() & 0xffffffff : (word)ONE_OF(controls);
  case 'C': return once(8) ? 1024 + below(18) : below(18);
  case 'w': return once(2) ? (word)&shared->futexes[below(16)] : (word)(fixed + below(16) * 4);
  case 'W': return ONE_OF(futexCommands);
  case 'O': return ONE_OF(openFlags) | (once(2) ? O_NONBLOCK : 0) | (once(4) ? O_CLOEXEC : 0);
  case 'q': {
    static const char *const names[] = {"tmpfs", "user.a", "none", "name", "", "proc"};
    return (word)ONE_OF(names);
  }
  case 'x': return once(2) ? below(8) : once(2) ? somewhere(64) : next();
  case '1': return 1 + below(2);
  case '5': return once(4) ? below(6) : once(2) ? 1 : 0;
  case '6': return once(4) ? below(300) : SOL_SOCKET;
  case '7': return WNOHANG | (once(4) ? flags() : 0) | 4;
  case '8': return once(64) ? below(20) : 8;
  case '9': return ONE_OF(processControls);
  case 'G': return 0x1003 + below(2);
  default: return 0;
  }
}

static void note(word which, long result) {
  atomic_fetch_add_explicit(&shared->counts[which][result < 0 && result > -4096 ? 1 : 0], 1, memory_order_relaxed);
}

/** As syscall(), without errno, which may lie where a call has been at work. */
static long call6(long number, word a, word b, word c, word d, word e, word f) {
  long result;
  register word r10 __asm__("r10") = d;
  register word r8 __asm__("r8") = e;
  register word r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return result;
}

/** Gives a number to a new descriptor. */
static void put(long descriptor, int at) {
  if (descriptor < 0 || descriptor == at) return;
  call6(SYS_dup3, descriptor, at, 0, 0, 0, 0);
  call6(SYS_close, descriptor, 0, 0, 0, 0, 0);
}

static void openOne(int at) {
  int pair[2] = {-1, -1};
  word type = SOCK_STREAM + below(2) * 4, waits = once(2) ? 0 : O_NONBLOCK;
  switch (at) {
  case 0: case 1: case 2: put(call6(SYS_open, (word)"/dev/null", O_RDWR, 0, 0, 0, 0), at); break;
  case FILES: put(call6(SYS_open, (word)"/tmp/soak/a", O_RDWR | O_CREAT, 0666, 0, 0, 0), at); break;
  case FILES + 1: put(call6(SYS_open, (word)"/tmp/soak/b", O_RDWR | O_CREAT | O_APPEND, 0666, 0, 0, 0), at); break;
  case FOLDER: put(call6(SYS_open, (word)"/tmp/soak/d", O_RDONLY | O_DIRECTORY, 0, 0, 0, 0), at); break;
  case PIPE: case PIPE + 1:
    call6(SYS_pipe2, (word)pair, waits, 0, 0, 0, 0);
    put(pair[0], PIPE);
    put(pair[1], PIPE + 1);
    break;
  case SOCKETS: case SOCKETS + 1: case SOCKETS + 2: case SOCKETS + 3:
    call6(SYS_socketpair, AF_UNIX, (at < SOCKETS + 2 ? type : SOCK_DGRAM) | waits, 0, (word)pair, 0, 0);
    put(pair[0], at);
    put(pair[1], at ^ 1);
    break;
  case SOCKETS + 4: case SOCKETS + 5: case SOCKETS + 6: case SOCKETS + 7: {
    put(call6(SYS_socket, AF_UNIX, (at < SOCKETS + 7 ? SOCK_STREAM : SOCK_DGRAM) | waits, 0, 0, 0, 0), at);
    if (at == SOCKETS + 4) {
      struct sockaddr_un *name = (struct sockaddr_un *)socketName();
      call6(SYS_unlink, (word)name->sun_path, 0, 0, 0, 0, 0);
      call6(SYS_bind, at, (word)name, 26, 0, 0, 0);
      call6(SYS_listen, at, below(4), 0, 0, 0, 0);
    }
    break;
  }
  case EPOLLS: case EPOLLS + 1: put(call6(SYS_epoll_create1, 0, 0, 0, 0, 0, 0), at); break;
  case EVENT: put(call6(SYS_eventfd2, below(4), waits, 0, 0, 0, 0), at); break;
  case TIMER: put(call6(SYS_timerfd_create, below(2), waits, 0, 0, 0, 0), at); break;
  case SIGNAL: put(call6(SYS_signalfd4, -1, signals(), 8, waits, 0, 0), at); break;
  case MEMORY: put(call6(SYS_memfd_create, (word)"some", 0, 0, 0, 0, 0), at); break;
  default: put(call6(SYS_open, (word)(once(2) ? "/proc/self/maps" : "/proc/self/stat"), O_RDONLY, 0, 0, 0, 0), at);
  }
}

static void oneCall(void) {
  word which = below(CALLS);
  const struct call *chosen = &calls[which];
  word a[6] = {0};
  for (int i = 0; i < 6 && chosen->arguments[i]; i++) a[i] = argument(chosen->arguments[i]);
  atomic_fetch_add_explicit(&shared->made, 1, memory_order_relaxed);
  note(which, call6(chosen->number, a[0], a[1], a[2], a[3], a[4], a[5]));
}

/** A child with some calls of its own, or another program. Children are few, and are waited for by whoever comes along. */
static void oneChild(void) {
  if (atomic_fetch_add(&shared->children, 1) < 12) {
    atomic_fetch_add_explicit(&shared->made, 1, memory_order_relaxed);
    word kinds = SIGCHLD | (once(4) ? CLONE_FS : 0) | (once(4) ? CLONE_FILES : 0) | (once(8) ? CLONE_PARENT_SETTID : 0);
    word seed = next();
    long pid = call6(SYS_clone, kinds, 0, (word)fixed, 0, 0, 0);
    note(CALLS, pid);
    if (pid == 0) {
      state = seed | 1;
      struct itimerval timer = {{0, 3000}, {0, 3000}};
      setitimer(ITIMER_REAL, &timer, NULL);
      for (int i = below(40); i > 0; i--) oneCall();
      if (once(6)) {
        static char *const arguments[] = {"calls", "--end", NULL};
        call6(SYS_execve, (word)"/proc/self/exe", (word)arguments, 0, 0, 0, 0);
      }
      for (;;) call6(SYS_exit_group, 0, 0, 0, 0, 0, 0);
    }
  }
  atomic_fetch_sub(&shared->children, 1);
  for (int i = 0; i < 3; i++) call6(SYS_wait4, -1, 0, WNOHANG, 0, 0, 0);
}

static void restoreArena(void) {
  call6(SYS_mmap, (word)fixed, FIXED_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  call6(SYS_mmap, ARENA, ARENA_PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

static void *work(void *argument) {
  state = (word)argument | 1;
  for (int i = 0; i < 20; i++) next();
  for (int i = 0; i < 3000 && atomic_load(&shared->made) < wanted; i++) {
    if (once(200)) restoreArena();
    else if (once(150)) oneChild();
    else if (once(12)) openOne(below(LAST));
    else oneCall();
  }
  return NULL;
}

static void worker(word seed) {
  state = seed | 1;
  for (int i = 0; i < 20; i++) next();
  setsid();
  struct rlimit memory = {96 << 20, 96 << 20}, file = {1 << 20, 1 << 20}, core = {0, 0};
  setrlimit(RLIMIT_AS, &memory);
  setrlimit(RLIMIT_FSIZE, &file);
  setrlimit(RLIMIT_CORE, &core);
  struct sigaction quiet = {.sa_handler = nothing};
  for (int s = 1; s < 65; s++) if (s != SIGSEGV && s != SIGBUS && s != SIGILL && s != SIGFPE) sigaction(s, &quiet, NULL);
  for (int at = 0; at < LAST; at++) openOne(at);
  if (chdir("/tmp/soak")) _exit(1);
  // Else with the pages of the first process, which must not change with these.
  if (once(2)) restoreArena();
  if (!once(4)) {
    if (setresgid(1000, 1000, 1000) || setresuid(1000, 1000, 1000)) _exit(1);
    isRoot = 0;
  }
  struct itimerval timer = {{0, 5000}, {0, 5000}};
  setitimer(ITIMER_REAL, &timer, NULL);
  for (int i = below(4); i > 0; i--) {
    pthread_t thread;
    pthread_create(&thread, NULL, work, (void *)next());
  }
  work((void *)next());
  for (;;) call6(SYS_exit_group, 0, 0, 0, 0, 0, 0);
}

static int removeOne(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)status, (void)kind, (void)place;
  while (umount2(path, MNT_DETACH) == 0) {}
  return remove(path) != 0 && errno == EBUSY;
}

static void removeAll(const char *path) {
  nftw(path, removeOne, 20, FTW_DEPTH | FTW_PHYS);
}

static void prepare(void) {
  removeAll("/tmp/soak");
  umask(0);
  char aside[64];
  static int round;
  snprintf(aside, sizeof aside, "/tmp/left%d", round++);
  // What cannot be removed is left alone.
  if (access("/tmp/soak", F_OK) == 0 && rename("/tmp/soak", aside)) perror("/tmp/soak");
  mkdir("/tmp/soak", 0777);
  mkdir("/tmp/soak/d", 0777);
  mkdir("/tmp/soak/d/g", 0777);
  mkfifo("/tmp/soak/fifo", 0666);
  if (symlink("d/e", "/tmp/soak/link")) perror("symlink");
}

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/** What the first process has where the others work: each has pages of its own there, or the kernel has mixed them up. */
static void fillPages(void) {
  restoreArena();
  for (word i = 0; i < FIXED_SIZE; i += 8) *(word *)(fixed + i) = i * 0x9e3779b97f4a7c15ul;
  for (word i = 0; i < ARENA_PAGES * 4096; i += 512) *(word *)(ARENA + i) = ~i * 0x9e3779b97f4a7c15ul;
}

static int arePagesTheSame(void) {
  for (word i = 0; i < FIXED_SIZE; i += 8) if (*(word *)(fixed + i) != i * 0x9e3779b97f4a7c15ul) return 0;
  for (word i = 0; i < ARENA_PAGES * 4096; i += 512) if (*(word *)(ARENA + i) != ~i * 0x9e3779b97f4a7c15ul) return 0;
  return 1;
}

/** /proc as it was at the start: a worker that is root may mount something over it. */
static int processes;

/** Kills all children, and waits for those that have ended. Returns whether there are any. */
static int endChildren(void) {
  int again = openat(processes, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = again < 0 ? NULL : fdopendir(again);
  if (folder == NULL) { perror("/proc"); exit(1); }
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char path[300], line[400];
    int pid = atoi(entry->d_name), parent = 0;
    snprintf(path, sizeof path, "%d/stat", pid);
    int opened = pid > 0 ? openat(processes, path, O_RDONLY | O_CLOEXEC) : -1;
    FILE *file = opened < 0 ? NULL : fdopen(opened, "r");
    if (file == NULL) continue;
    // The name may have anything in it, line ends too, but for what comes behind its last parenthesis.
    line[fread(line, 1, sizeof line - 1, file)] = 0;
    char *end = strrchr(line, ')');
    if (end != NULL && sscanf(end + 1, " %*c %d", &parent) == 1 && parent == getpid()) kill(pid, SIGKILL);
    fclose(file);
  }
  closedir(folder);
  int status;
  pid_t gone;
  while ((gone = waitpid(-1, &status, WNOHANG)) > 0) {}
  return gone == 0;
}

#define WORKERS 3

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--end") == 0) return 0;
  if (argc != 3) { fprintf(stderr, "usage: calls SEED CALLS\n"); return 2; }
  word seed = strtoul(argv[1], NULL, 0) * 0x9e3779b97f4a7c15ul + 1;
  wanted = atol(argv[2]);
  setvbuf(stdout, NULL, _IONBF, 0);
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  processes = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (processes < 0) { perror("/proc"); return 1; }
  // Orphans come here, so that none is left when a worker has ended.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  fillPages();
  for (word round = 1; atomic_load(&shared->made) < wanted; round++) {
    prepare();
    atomic_store(&shared->children, 0);
    pid_t pids[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
      pids[i] = fork();
      if (pids[i] < 0) { perror("fork"); return 1; }
      if (pids[i] == 0) worker(seed + round * 1000003 + i * 7919);
    }
    int alive = WORKERS;
    long last = -1, since = milliseconds(), killed = 0;
    while (alive > 0) {
      int status;
      pid_t gone = waitpid(-1, &status, WNOHANG);
      if (gone > 0) {
        for (int i = 0; i < WORKERS; i++) if (pids[i] == gone) { pids[i] = 0; alive--; }
        continue;
      }
      usleep(1000);
      long made = atomic_load(&shared->made);
      if (made != last) { last = made; since = milliseconds(); }
      if (milliseconds() - since > 300) {
        if (killed == 0) killed = milliseconds();
        for (int i = 0; i < WORKERS; i++) if (pids[i]) kill(pids[i], SIGKILL);
      }
      if (killed && milliseconds() - killed > 20000) {
        printf("a process does not end by SIGKILL\n");
        return 1;
      }
    }
    // Their children that are left are ours now.
    for (since = milliseconds(); endChildren();) {
      usleep(1000);
      if (milliseconds() - since > 20000) { printf("a child does not end by SIGKILL\n"); return 1; }
    }
    if (!arePagesTheSame()) { printf("memory of a process was changed by another\n"); return 1; }
  }
  removeAll("/tmp/soak");
  for (word i = 0; i <= CALLS; i++) {
    int good = atomic_load(&shared->counts[i][0]), bad = atomic_load(&shared->counts[i][1]);
    if (good + bad > 0) printf("count %s %d %d\n", i < CALLS ? calls[i].name : "clone", good, bad);
  }
  printf("total %ld\n", atomic_load(&shared->made));
  return 0;
}
