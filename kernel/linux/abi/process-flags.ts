/** Flags and choices of the calls about processes, threads and signals. file-flags.ts says how they are read. */

/**
 * Flags of clone(2), the signal of the child's end in the lowest byte. What cannot be done is refused by the function.
 * @choice 0xff
 * @unknown checked
 */
export enum CloneBits {
  SIGCHLD = 17,
  CLONE_VM = 0x100,
  CLONE_FS = 0x200,
  CLONE_FILES = 0x400,
  CLONE_SIGHAND = 0x800,
  /** @refused processes have no descriptors */
  CLONE_PIDFD = 0x1000,
  /** @hint there is no ptrace */
  CLONE_PTRACE = 0x2000,
  CLONE_VFORK = 0x4000,
  CLONE_PARENT = 0x8000,
  CLONE_THREAD = 0x1_0000,
  /** @refused there are no name spaces */
  CLONE_NEWNS = 0x2_0000,
  CLONE_SYSVSEM = 0x4_0000,
  CLONE_SETTLS = 0x8_0000,
  CLONE_PARENT_SETTID = 0x10_0000,
  CLONE_CHILD_CLEARTID = 0x20_0000,
  CLONE_DETACHED = 0x40_0000,
  CLONE_UNTRACED = 0x80_0000,
  CLONE_CHILD_SETTID = 0x100_0000,
  /** @refused there are no name spaces */
  CLONE_NEWCGROUP = 0x200_0000,
  /** @refused there are no name spaces */
  CLONE_NEWUTS = 0x400_0000,
  /** @refused there are no name spaces */
  CLONE_NEWIPC = 0x800_0000,
  /** @refused there are no name spaces */
  CLONE_NEWUSER = 0x1000_0000,
  /** @refused there are no name spaces */
  CLONE_NEWPID = 0x2000_0000,
  /** @refused there are no name spaces */
  CLONE_NEWNET = 0x4000_0000,
  /** @refused there is no shared input and output context */
  CLONE_IO = 0x8000_0000,
}

/** Options of wait4(2) and waitid(2). */
export enum WaitFlags {
  WNOHANG = 1,
  WSTOPPED = 2,
  WEXITED = 4,
  WCONTINUED = 8,
  WNOWAIT = 0x100_0000,
  __WNOTHREAD = 0x2000_0000,
  __WALL = 0x4000_0000,
  __WCLONE = 0x8000_0000,
}

/**
 * Whom waitid(2) waits for.
 * @choice
 */
export enum WaitKind {
  P_ALL = 0,
  P_PID = 1,
  P_PGID = 2,
  /** @refused processes have no descriptors */
  P_PIDFD = 3,
}

/**
 * Operations of futex(2), and flags.
 * @choice 0x7f
 * @unknown checked
 */
export enum FutexOperation {
  FUTEX_WAIT = 0,
  FUTEX_WAKE = 1,
  FUTEX_REQUEUE = 3,
  FUTEX_CMP_REQUEUE = 4,
  FUTEX_WAKE_OP = 5,
  /** @refused threads inherit no priority */
  FUTEX_LOCK_PI = 6,
  /** @refused threads inherit no priority */
  FUTEX_UNLOCK_PI = 7,
  /** @refused threads inherit no priority */
  FUTEX_TRYLOCK_PI = 8,
  FUTEX_WAIT_BITSET = 9,
  FUTEX_WAKE_BITSET = 10,
  /** @refused threads inherit no priority */
  FUTEX_WAIT_REQUEUE_PI = 11,
  /** @refused threads inherit no priority */
  FUTEX_CMP_REQUEUE_PI = 12,
  /** @refused threads inherit no priority */
  FUTEX_LOCK_PI2 = 13,
  FUTEX_PRIVATE_FLAG = 128,
  FUTEX_CLOCK_REALTIME = 256,
}

/**
 * Operations of prctl(2).
 * @choice
 */
export enum PrctlOperation {
  PR_SET_PDEATHSIG = 1,
  PR_GET_PDEATHSIG = 2,
  PR_GET_DUMPABLE = 3,
  PR_SET_DUMPABLE = 4,
  PR_GET_KEEPCAPS = 7,
  PR_SET_KEEPCAPS = 8,
  PR_GET_TIMING = 13,
  PR_SET_TIMING = 14,
  PR_SET_NAME = 15,
  PR_GET_NAME = 16,
  PR_GET_SECCOMP = 21,
  PR_SET_SECCOMP = 22,
  PR_CAPBSET_READ = 23,
  PR_CAPBSET_DROP = 24,
  PR_GET_TSC = 25,
  PR_SET_TSC = 26,
  PR_GET_SECUREBITS = 27,
  PR_SET_SECUREBITS = 28,
  PR_SET_TIMERSLACK = 29,
  PR_GET_TIMERSLACK = 30,
  PR_MCE_KILL = 33,
  PR_MCE_KILL_GET = 34,
  PR_SET_MM = 35,
  PR_SET_CHILD_SUBREAPER = 36,
  PR_GET_CHILD_SUBREAPER = 37,
  PR_SET_NO_NEW_PRIVS = 38,
  PR_GET_NO_NEW_PRIVS = 39,
  PR_GET_TID_ADDRESS = 40,
  PR_SET_THP_DISABLE = 41,
  PR_GET_THP_DISABLE = 42,
  PR_CAP_AMBIENT = 47,
  PR_GET_SPECULATION_CTRL = 52,
  PR_SET_SPECULATION_CTRL = 53,
  PR_SET_PTRACER = 0x5961_6d61,
  PR_SET_VMA = 0x5356_4d41,
}

/**
 * Operations of arch_prctl(2).
 * @choice
 */
export enum ArchOperation {
  ARCH_SET_GS = 0x1001,
  ARCH_SET_FS = 0x1002,
  ARCH_GET_FS = 0x1003,
  ARCH_GET_GS = 0x1004,
}

/**
 * How rt_sigprocmask(2) changes the mask.
 * @choice
 */
export enum MaskChange {
  SIG_BLOCK = 0,
  SIG_UNBLOCK = 1,
  SIG_SETMASK = 2,
}

/**
 * Whose priority getpriority(2) asks for.
 * @choice
 */
export enum PriorityWhich {
  PRIO_PROCESS = 0,
  PRIO_PGRP = 1,
  PRIO_USER = 2,
}

/**
 * Whose priority ioprio_get(2) asks for.
 * @choice
 */
export enum IoPriorityWhich {
  IOPRIO_WHO_PROCESS = 1,
  IOPRIO_WHO_PGRP = 2,
  IOPRIO_WHO_USER = 3,
}

/**
 * Policies of scheduling, and a flag of sched_setscheduler(2).
 * @choice 0xbfffffff
 */
export enum SchedulingPolicy {
  SCHED_OTHER = 0,
  SCHED_FIFO = 1,
  SCHED_RR = 2,
  SCHED_BATCH = 3,
  SCHED_IDLE = 5,
  /** @refused there are no deadlines, as there is no sched_setattr(2) */
  SCHED_DEADLINE = 6,
  SCHED_RESET_ON_FORK = 0x4000_0000,
}

/**
 * Commands of membarrier(2).
 * @choice
 */
export enum BarrierCommand {
  MEMBARRIER_CMD_QUERY = 0,
  MEMBARRIER_CMD_GLOBAL = 1,
  MEMBARRIER_CMD_GLOBAL_EXPEDITED = 2,
  MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED = 4,
  MEMBARRIER_CMD_PRIVATE_EXPEDITED = 8,
  MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED = 16,
  /** @refused not there yet */
  MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE = 32,
  /** @refused not there yet */
  MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE = 64,
  /** @refused there are no restartable sequences */
  MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ = 128,
  /** @refused there are no restartable sequences */
  MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ = 256,
}

/**
 * Whose usage getrusage(2) tells.
 * @choice
 */
export enum UsageWho {
  RUSAGE_CHILDREN = -1,
  RUSAGE_SELF = 0,
  RUSAGE_THREAD = 1,
}
