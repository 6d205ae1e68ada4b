/** Flags and choices of the calls about time, limits, sockets and the machine. file-flags.ts says how they are read. */

/**
 * Clocks. A negative number means the time that a process or thread has used (clock_getcpuclockid(3)).
 * @choice
 */
export enum ClockId {
  CLOCK_REALTIME = 0,
  CLOCK_MONOTONIC = 1,
  CLOCK_PROCESS_CPUTIME_ID = 2,
  CLOCK_THREAD_CPUTIME_ID = 3,
  CLOCK_MONOTONIC_RAW = 4,
  CLOCK_REALTIME_COARSE = 5,
  CLOCK_MONOTONIC_COARSE = 6,
  CLOCK_BOOTTIME = 7,
  /** @refused nothing wakes a machine that sleeps */
  CLOCK_REALTIME_ALARM = 8,
  /** @refused nothing wakes a machine that sleeps */
  CLOCK_BOOTTIME_ALARM = 9,
  CLOCK_TAI = 11,
}

/**
 * Flags of timer_settime(2) and clock_nanosleep(2), which ignore others.
 * @unknown ignored
 */
export enum TimerFlags {
  None = 0,
  TIMER_ABSTIME = 1,
}

/** Flags of timerfd_settime(2). */
export enum TimerFileFlags {
  None = 0,
  TFD_TIMER_ABSTIME = 1,
  TFD_TIMER_CANCEL_ON_SET = 2,
}

/** Flags of timerfd_create(2). */
export enum TimerFileOpenFlags {
  None = 0,
  TFD_NONBLOCK = 0x800,
  TFD_CLOEXEC = 0x8_0000,
}

/**
 * Timers of setitimer(2).
 * @choice
 */
export enum IntervalTimerKind {
  ITIMER_REAL = 0,
  ITIMER_VIRTUAL = 1,
  ITIMER_PROF = 2,
}

/**
 * Limits of getrlimit(2).
 * @choice
 */
export enum LimitKind {
  RLIMIT_CPU = 0,
  RLIMIT_FSIZE = 1,
  RLIMIT_DATA = 2,
  RLIMIT_STACK = 3,
  RLIMIT_CORE = 4,
  RLIMIT_RSS = 5,
  RLIMIT_NPROC = 6,
  RLIMIT_NOFILE = 7,
  RLIMIT_MEMLOCK = 8,
  RLIMIT_AS = 9,
  RLIMIT_LOCKS = 10,
  RLIMIT_SIGPENDING = 11,
  RLIMIT_MSGQUEUE = 12,
  RLIMIT_NICE = 13,
  RLIMIT_RTPRIO = 14,
  RLIMIT_RTTIME = 15,
}

/** Flags of getrandom(2). */
export enum RandomFlags {
  /** @hint there are random numbers from the first moment on */
  GRND_NONBLOCK = 1,
  /** @hint both sources are the same, as on Linux since 5.6 */
  GRND_RANDOM = 2,
  /** @hint there are random numbers from the first moment on */
  GRND_INSECURE = 4,
}

/**
 * Actions of syslog(2).
 * @choice
 */
export enum LogAction {
  SYSLOG_ACTION_CLOSE = 0,
  SYSLOG_ACTION_OPEN = 1,
  SYSLOG_ACTION_READ = 2,
  SYSLOG_ACTION_READ_ALL = 3,
  SYSLOG_ACTION_READ_CLEAR = 4,
  SYSLOG_ACTION_CLEAR = 5,
  SYSLOG_ACTION_CONSOLE_OFF = 6,
  SYSLOG_ACTION_CONSOLE_ON = 7,
  SYSLOG_ACTION_CONSOLE_LEVEL = 8,
  SYSLOG_ACTION_SIZE_UNREAD = 9,
  SYSLOG_ACTION_SIZE_BUFFER = 10,
}

/**
 * Commands of reboot(2).
 * @choice
 */
export enum RebootCommand {
  LINUX_REBOOT_CMD_CAD_OFF = 0,
  LINUX_REBOOT_CMD_RESTART = 0x0123_4567,
  LINUX_REBOOT_CMD_POWER_OFF = 0x4321_fedc,
  LINUX_REBOOT_CMD_CAD_ON = 0x89ab_cdef,
  LINUX_REBOOT_CMD_RESTART2 = 0xa1b2_c3d4,
  LINUX_REBOOT_CMD_HALT = 0xcdef_0123,
}

/**
 * Families of sockets.
 * @choice
 */
export enum SocketFamily {
  AF_UNSPEC = 0,
  AF_UNIX = 1,
  AF_INET = 2,
  AF_INET6 = 10,
  AF_NETLINK = 16,
  AF_PACKET = 17,
}

/**
 * A socket's type, and flags of its descriptor.
 * @choice 0xf
 */
export enum SocketKind {
  SOCK_STREAM = 1,
  SOCK_DGRAM = 2,
  SOCK_RAW = 3,
  SOCK_RDM = 4,
  SOCK_SEQPACKET = 5,
  SOCK_NONBLOCK = 0x800,
  SOCK_CLOEXEC = 0x8_0000,
}

/**
 * What shutdown(2) ends.
 * @choice
 */
export enum ShutdownHow {
  SHUT_RD = 0,
  SHUT_WR = 1,
  SHUT_RDWR = 2,
}

/**
 * Whose options setsockopt(2) sets.
 * @choice
 */
export enum OptionLevel {
  SOL_IP = 0,
  SOL_SOCKET = 1,
  SOL_TCP = 6,
  SOL_UDP = 17,
  SOL_IPV6 = 41,
}

/**
 * Options of sockets themselves.
 * @choice
 */
export enum SocketOption {
  SO_REUSEADDR = 2,
  SO_TYPE = 3,
  SO_ERROR = 4,
  SO_BROADCAST = 6,
  SO_SNDBUF = 7,
  SO_RCVBUF = 8,
  SO_KEEPALIVE = 9,
  SO_LINGER = 13,
  SO_REUSEPORT = 15,
  SO_PASSCRED = 16,
  SO_PEERCRED = 17,
  SO_RCVLOWAT = 18,
  SO_RCVTIMEO = 20,
  SO_SNDTIMEO = 21,
  SO_ACCEPTCONN = 30,
  SO_PROTOCOL = 38,
  SO_DOMAIN = 39,
}
