/**
 * The system calls of Linux on x86-64 by name and number (arch/x86/entry/syscalls/syscall_64.tbl).
 *
 * This is the table's first column; the others are the function of the same name in kernel/linux (or, where there is none, the reason
 * in the comment), its parameters, whose types are the kinds of the arguments (arguments.ts), and its comment, the manual page. From
 * these the tools make dispatch.ts, docs/syscalls.md, the lines of `--trace` and what `tessera audit` compares with.
 */
export enum SystemCall {
  read = 0,
  write = 1,
  open = 2,
  close = 3,
  stat = 4,
  fstat = 5,
  lstat = 6,
  poll = 7,
  lseek = 8,
  mmap = 9,
  mprotect = 10,
  munmap = 11,
  brk = 12,
  rt_sigaction = 13,
  rt_sigprocmask = 14,
  rt_sigreturn = 15,
  ioctl = 16,
  pread64 = 17,
  pwrite64 = 18,
  readv = 19,
  writev = 20,
  access = 21,
  pipe = 22,
  select = 23,
  sched_yield = 24,
  mremap = 25,
  msync = 26,
  /** Not there yet. */
  mincore = 27,
  madvise = 28,
  /** System V shared memory, semaphores and queues are not there yet. */
  shmget = 29,
  /** System V shared memory, semaphores and queues are not there yet. */
  shmat = 30,
  /** System V shared memory, semaphores and queues are not there yet. */
  shmctl = 31,
  dup = 32,
  dup2 = 33,
  pause = 34,
  nanosleep = 35,
  getitimer = 36,
  alarm = 37,
  setitimer = 38,
  getpid = 39,
  sendfile = 40,
  /** Sockets with names and networks are not there yet. */
  socket = 41,
  /** Sockets with names and networks are not there yet. */
  connect = 42,
  /** Sockets with names and networks are not there yet. */
  accept = 43,
  sendto = 44,
  recvfrom = 45,
  sendmsg = 46,
  recvmsg = 47,
  shutdown = 48,
  /** Sockets with names and networks are not there yet. */
  bind = 49,
  /** Sockets with names and networks are not there yet. */
  listen = 50,
  getsockname = 51,
  getpeername = 52,
  socketpair = 53,
  setsockopt = 54,
  getsockopt = 55,
  clone = 56,
  fork = 57,
  vfork = 58,
  execve = 59,
  exit = 60,
  wait4 = 61,
  kill = 62,
  uname = 63,
  /** System V shared memory, semaphores and queues are not there yet. */
  semget = 64,
  /** System V shared memory, semaphores and queues are not there yet. */
  semop = 65,
  /** System V shared memory, semaphores and queues are not there yet. */
  semctl = 66,
  /** System V shared memory, semaphores and queues are not there yet. */
  shmdt = 67,
  /** System V shared memory, semaphores and queues are not there yet. */
  msgget = 68,
  /** System V shared memory, semaphores and queues are not there yet. */
  msgsnd = 69,
  /** System V shared memory, semaphores and queues are not there yet. */
  msgrcv = 70,
  /** System V shared memory, semaphores and queues are not there yet. */
  msgctl = 71,
  fcntl = 72,
  flock = 73,
  fsync = 74,
  fdatasync = 75,
  truncate = 76,
  ftruncate = 77,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  getdents = 78,
  getcwd = 79,
  chdir = 80,
  fchdir = 81,
  rename = 82,
  mkdir = 83,
  rmdir = 84,
  creat = 85,
  link = 86,
  unlink = 87,
  symlink = 88,
  readlink = 89,
  chmod = 90,
  fchmod = 91,
  chown = 92,
  fchown = 93,
  lchown = 94,
  umask = 95,
  gettimeofday = 96,
  getrlimit = 97,
  getrusage = 98,
  sysinfo = 99,
  times = 100,
  /** No process may look into another yet. */
  ptrace = 101,
  getuid = 102,
  syslog = 103,
  getgid = 104,
  setuid = 105,
  setgid = 106,
  geteuid = 107,
  getegid = 108,
  setpgid = 109,
  getppid = 110,
  getpgrp = 111,
  setsid = 112,
  setreuid = 113,
  setregid = 114,
  getgroups = 115,
  setgroups = 116,
  setresuid = 117,
  getresuid = 118,
  setresgid = 119,
  getresgid = 120,
  getpgid = 121,
  setfsuid = 122,
  setfsgid = 123,
  getsid = 124,
  capget = 125,
  capset = 126,
  rt_sigpending = 127,
  rt_sigtimedwait = 128,
  rt_sigqueueinfo = 129,
  rt_sigsuspend = 130,
  sigaltstack = 131,
  /** Older forms of utimensat(2), which the C libraries call in their place. */
  utime = 132,
  mknod = 133,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  uselib = 134,
  personality = 135,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  ustat = 136,
  statfs = 137,
  fstatfs = 138,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  sysfs = 139,
  getpriority = 140,
  setpriority = 141,
  sched_setparam = 142,
  sched_getparam = 143,
  sched_setscheduler = 144,
  sched_getscheduler = 145,
  sched_get_priority_max = 146,
  sched_get_priority_min = 147,
  sched_rr_get_interval = 148,
  mlock = 149,
  munlock = 150,
  mlockall = 151,
  munlockall = 152,
  /** There is no file system on a disk yet, nor a swap. */
  vhangup = 153,
  /** There are no local descriptor tables, nor I/O ports for programs. */
  modify_ldt = 154,
  /** There is no file system on a disk yet, nor a swap. */
  pivot_root = 155,
  /** Linux has none behind this number either. */
  _sysctl = 156,
  prctl = 157,
  arch_prctl = 158,
  /** The clock runs as it is set: its rate cannot be adjusted. */
  adjtimex = 159,
  setrlimit = 160,
  chroot = 161,
  sync = 162,
  /** There is no file system on a disk yet, nor a swap. */
  acct = 163,
  /** The clock runs as it is set: its rate cannot be adjusted. */
  settimeofday = 164,
  mount = 165,
  umount2 = 166,
  /** There is no file system on a disk yet, nor a swap. */
  swapon = 167,
  /** There is no file system on a disk yet, nor a swap. */
  swapoff = 168,
  reboot = 169,
  sethostname = 170,
  /** There are no name spaces: all processes see the same system. */
  setdomainname = 171,
  /** There are no local descriptor tables, nor I/O ports for programs. */
  iopl = 172,
  /** There are no local descriptor tables, nor I/O ports for programs. */
  ioperm = 173,
  /** Linux has none behind this number either. */
  create_module = 174,
  /** The kernel has no modules, and starts no other kernel. */
  init_module = 175,
  /** The kernel has no modules, and starts no other kernel. */
  delete_module = 176,
  /** Linux has none behind this number either. */
  get_kernel_syms = 177,
  /** Linux has none behind this number either. */
  query_module = 178,
  /** There is no file system on a disk yet, nor a swap. */
  quotactl = 179,
  /** Linux has none behind this number either. */
  nfsservctl = 180,
  /** Linux has none behind this number either. */
  getpmsg = 181,
  /** Linux has none behind this number either. */
  putpmsg = 182,
  /** Linux has none behind this number either. */
  afs_syscall = 183,
  /** Linux has none behind this number either. */
  tuxcall = 184,
  /** Linux has none behind this number either. */
  security = 185,
  gettid = 186,
  /** Files are in memory: there is nothing to read ahead or to write back. */
  readahead = 187,
  setxattr = 188,
  lsetxattr = 189,
  fsetxattr = 190,
  getxattr = 191,
  lgetxattr = 192,
  fgetxattr = 193,
  listxattr = 194,
  llistxattr = 195,
  flistxattr = 196,
  removexattr = 197,
  lremovexattr = 198,
  fremovexattr = 199,
  tkill = 200,
  time = 201,
  futex = 202,
  sched_setaffinity = 203,
  sched_getaffinity = 204,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  set_thread_area = 205,
  /** Asynchronous input and output is not there yet. */
  io_setup = 206,
  /** Asynchronous input and output is not there yet. */
  io_destroy = 207,
  /** Asynchronous input and output is not there yet. */
  io_getevents = 208,
  /** Asynchronous input and output is not there yet. */
  io_submit = 209,
  /** Asynchronous input and output is not there yet. */
  io_cancel = 210,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  get_thread_area = 211,
  /** Linux has none behind this number either. */
  lookup_dcookie = 212,
  epoll_create = 213,
  /** Linux has none behind this number either. */
  epoll_ctl_old = 214,
  /** Linux has none behind this number either. */
  epoll_wait_old = 215,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  remap_file_pages = 216,
  getdents64 = 217,
  set_tid_address = 218,
  /** No program on x86-64 needs it: newer ones have taken its place since. */
  restart_syscall = 219,
  /** System V shared memory, semaphores and queues are not there yet. */
  semtimedop = 220,
  fadvise64 = 221,
  timer_create = 222,
  timer_settime = 223,
  timer_gettime = 224,
  timer_getoverrun = 225,
  timer_delete = 226,
  clock_settime = 227,
  clock_gettime = 228,
  clock_getres = 229,
  clock_nanosleep = 230,
  exit_group = 231,
  epoll_wait = 232,
  epoll_ctl = 233,
  tgkill = 234,
  /** Older forms of utimensat(2), which the C libraries call in their place. */
  utimes = 235,
  /** Linux has none behind this number either. */
  vserver = 236,
  /** All memory is near to all CPUs. */
  mbind = 237,
  /** All memory is near to all CPUs. */
  set_mempolicy = 238,
  /** All memory is near to all CPUs. */
  get_mempolicy = 239,
  /** POSIX message queues are not there yet. */
  mq_open = 240,
  /** POSIX message queues are not there yet. */
  mq_unlink = 241,
  /** POSIX message queues are not there yet. */
  mq_timedsend = 242,
  /** POSIX message queues are not there yet. */
  mq_timedreceive = 243,
  /** POSIX message queues are not there yet. */
  mq_notify = 244,
  /** POSIX message queues are not there yet. */
  mq_getsetattr = 245,
  /** The kernel has no modules, and starts no other kernel. */
  kexec_load = 246,
  waitid = 247,
  /** There are no keys in the kernel. */
  add_key = 248,
  /** There are no keys in the kernel. */
  request_key = 249,
  /** There are no keys in the kernel. */
  keyctl = 250,
  ioprio_set = 251,
  ioprio_get = 252,
  /** Programs cannot yet be told of changes to files. */
  inotify_init = 253,
  /** Programs cannot yet be told of changes to files. */
  inotify_add_watch = 254,
  /** Programs cannot yet be told of changes to files. */
  inotify_rm_watch = 255,
  /** All memory is near to all CPUs. */
  migrate_pages = 256,
  openat = 257,
  mkdirat = 258,
  mknodat = 259,
  fchownat = 260,
  /** Older forms of utimensat(2), which the C libraries call in their place. */
  futimesat = 261,
  newfstatat = 262,
  unlinkat = 263,
  renameat = 264,
  linkat = 265,
  symlinkat = 266,
  readlinkat = 267,
  fchmodat = 268,
  faccessat = 269,
  pselect6 = 270,
  ppoll = 271,
  /** There are no name spaces: all processes see the same system. */
  unshare = 272,
  set_robust_list = 273,
  get_robust_list = 274,
  /** Pages do not move between pipes and files yet. */
  splice = 275,
  /** Pages do not move between pipes and files yet. */
  tee = 276,
  /** Files are in memory: there is nothing to read ahead or to write back. */
  sync_file_range = 277,
  /** Pages do not move between pipes and files yet. */
  vmsplice = 278,
  /** All memory is near to all CPUs. */
  move_pages = 279,
  utimensat = 280,
  epoll_pwait = 281,
  signalfd = 282,
  timerfd_create = 283,
  eventfd = 284,
  fallocate = 285,
  timerfd_settime = 286,
  timerfd_gettime = 287,
  /** Sockets with names and networks are not there yet. */
  accept4 = 288,
  signalfd4 = 289,
  eventfd2 = 290,
  epoll_create1 = 291,
  dup3 = 292,
  pipe2 = 293,
  /** Programs cannot yet be told of changes to files. */
  inotify_init1 = 294,
  preadv = 295,
  pwritev = 296,
  rt_tgsigqueueinfo = 297,
  /** Counters of the CPU, programs in the kernel and page faults for programs are not there. */
  perf_event_open = 298,
  /** Sockets with names and networks are not there yet. */
  recvmmsg = 299,
  /** Programs cannot yet be told of changes to files. */
  fanotify_init = 300,
  /** Programs cannot yet be told of changes to files. */
  fanotify_mark = 301,
  prlimit64 = 302,
  /** Files have no handles. */
  name_to_handle_at = 303,
  /** Files have no handles. */
  open_by_handle_at = 304,
  /** The clock runs as it is set: its rate cannot be adjusted. */
  clock_adjtime = 305,
  syncfs = 306,
  /** Sockets with names and networks are not there yet. */
  sendmmsg = 307,
  /** There are no name spaces: all processes see the same system. */
  setns = 308,
  getcpu = 309,
  /** No process may look into another yet. */
  process_vm_readv = 310,
  /** No process may look into another yet. */
  process_vm_writev = 311,
  /** No process may look into another yet. */
  kcmp = 312,
  /** The kernel has no modules, and starts no other kernel. */
  finit_module = 313,
  /** Threads have the policies of sched_setscheduler(2) alone. */
  sched_setattr = 314,
  /** Threads have the policies of sched_setscheduler(2) alone. */
  sched_getattr = 315,
  renameat2 = 316,
  /** System calls cannot be filtered, nor files be locked away. */
  seccomp = 317,
  getrandom = 318,
  memfd_create = 319,
  /** The kernel has no modules, and starts no other kernel. */
  kexec_file_load = 320,
  /** Counters of the CPU, programs in the kernel and page faults for programs are not there. */
  bpf = 321,
  /** Not there yet. */
  execveat = 322,
  /** Counters of the CPU, programs in the kernel and page faults for programs are not there. */
  userfaultfd = 323,
  membarrier = 324,
  /** Not there yet. */
  mlock2 = 325,
  copy_file_range = 326,
  /** Not there yet. */
  preadv2 = 327,
  /** Not there yet. */
  pwritev2 = 328,
  /** There are no protection keys. */
  pkey_mprotect = 329,
  /** There are no protection keys. */
  pkey_alloc = 330,
  /** There are no protection keys. */
  pkey_free = 331,
  statx = 332,
  /** Asynchronous input and output is not there yet. */
  io_pgetevents = 333,
  /** Restartable sequences are not there. @optional programs do without */
  rseq = 334,
  /** Processes have no descriptors yet. */
  pidfd_send_signal = 424,
  /** Asynchronous input and output is not there yet. */
  io_uring_setup = 425,
  /** Asynchronous input and output is not there yet. */
  io_uring_enter = 426,
  /** Asynchronous input and output is not there yet. */
  io_uring_register = 427,
  /** Mounts are made by mount(2) alone. */
  open_tree = 428,
  /** Mounts are made by mount(2) alone. */
  move_mount = 429,
  /** Mounts are made by mount(2) alone. */
  fsopen = 430,
  /** Mounts are made by mount(2) alone. */
  fsconfig = 431,
  /** Mounts are made by mount(2) alone. */
  fsmount = 432,
  /** Mounts are made by mount(2) alone. */
  fspick = 433,
  /** Processes have no descriptors yet. */
  pidfd_open = 434,
  clone3 = 435,
  close_range = 436,
  /** Not there yet. */
  openat2 = 437,
  /** Processes have no descriptors yet. */
  pidfd_getfd = 438,
  faccessat2 = 439,
  /** No process may look into another yet. */
  process_madvise = 440,
  epoll_pwait2 = 441,
  /** Mounts are made by mount(2) alone. */
  mount_setattr = 442,
  /** There is no file system on a disk yet, nor a swap. */
  quotactl_fd = 443,
  /** System calls cannot be filtered, nor files be locked away. */
  landlock_create_ruleset = 444,
  /** System calls cannot be filtered, nor files be locked away. */
  landlock_add_rule = 445,
  /** System calls cannot be filtered, nor files be locked away. */
  landlock_restrict_self = 446,
  /** Not there yet. */
  memfd_secret = 447,
  /** No process may look into another yet. */
  process_mrelease = 448,
  /** Not there yet. */
  futex_waitv = 449,
  /** All memory is near to all CPUs. */
  set_mempolicy_home_node = 450,
}
