/**
 * Which function carries out which system call. Made by `tessera generate` from the signatures of the functions (abi/numbers.ts tells
 * more): edit those.
 *
 * Arguments come in rdi, rsi, rdx, r10, r8 and r9; what is narrower than a register is cut to its width, as C does.
 */

import { Errno } from "../../core/errno.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import type { OpenFlags } from "../file/open-flags.ts";
import type { MessageFlags } from "../net/message.ts";
import type {
  Address,
  CommandArgument,
  DeviceNumber,
  DirectoryFd,
  Fd,
  FileMode,
  GroupId,
  In,
  InArray,
  InBuffer,
  InOut,
  InOutArray,
  Out,
  OutArray,
  OutBuffer,
  OutEntries,
  OutName,
  Pid,
  SignalNumber,
  UserId,
  UserPath,
  UserString,
  UserStrings,
  UserVariables,
} from "./abi/arguments.ts";
import type {
  AccessMode,
  AtFlags,
  CloseRangeFlags,
  EpollFlags,
  EpollOperation,
  EventFlags,
  FallocateMode,
  FcntlCommand,
  FileAdvice,
  FlockOperation,
  IoctlRequest,
  MemfdFlags,
  MountFlags,
  RenameFlags,
  SignalFileFlags,
  StatxFlags,
  StatxMask,
  UnmountFlags,
  Whence,
} from "./abi/file-flags.ts";
import type {
  LockAllFlags,
  MapFlags,
  MemoryAdvice,
  ProtectionFlags,
  RemapFlags,
  SyncFlags,
} from "./abi/memory-flags.ts";
import type {
  ArchOperation,
  BarrierCommand,
  CloneBits,
  FutexOperation,
  IoPriorityWhich,
  MaskChange,
  PrctlOperation,
  PriorityWhich,
  SchedulingPolicy,
  WaitFlags,
  WaitKind,
} from "./abi/process-flags.ts";
import type {
  ClockId,
  IntervalTimerKind,
  LimitKind,
  LogAction,
  OptionLevel,
  RandomFlags,
  RebootCommand,
  ShutdownHow,
  SocketFamily,
  SocketKind,
  SocketOption,
  TimerFileFlags,
  TimerFileOpenFlags,
  TimerFlags,
} from "./abi/system-flags.ts";
import { SystemCall } from "./abi/numbers.ts";
import {
  fgetxattr,
  flistxattr,
  fremovexattr,
  fsetxattr,
  getxattr,
  lgetxattr,
  listxattr,
  llistxattr,
  lremovexattr,
  lsetxattr,
  removexattr,
  setxattr,
} from "./attributes.ts";
import { capget, capset } from "./capabilities.ts";
import { fcntl, flock, ioctl } from "./control.ts";
import { chdir, chroot, fchdir, getcwd, getdents64, readlink, readlinkat } from "./directory.ts";
import { epoll_create, epoll_create1, epoll_ctl, epoll_pwait, epoll_pwait2, epoll_wait } from "./epoll.ts";
import {
  eventfd,
  eventfd2,
  signalfd,
  signalfd4,
  timerfd_create,
  timerfd_gettime,
  timerfd_settime,
} from "./event.ts";
import { fadvise64, fallocate, fdatasync, fsync, ftruncate, sync, syncfs, truncate } from "./file-size.ts";
import { fstatfs, statfs } from "./file-system-status.ts";
import { utimensat } from "./file-times.ts";
import { futex, get_robust_list, set_robust_list } from "./futex.ts";
import {
  getegid,
  geteuid,
  getgid,
  getgroups,
  getpgid,
  getpgrp,
  getresgid,
  getresuid,
  getsid,
  getuid,
  setfsgid,
  setfsuid,
  setgid,
  setgroups,
  setpgid,
  setregid,
  setresgid,
  setresuid,
  setreuid,
  setsid,
  setuid,
} from "./identity.ts";
import { alarm, getitimer, setitimer } from "./interval-timer.ts";
import {
  brk,
  madvise,
  mlock,
  mlockall,
  mmap,
  mprotect,
  mremap,
  msync,
  munlock,
  munlockall,
  munmap,
} from "./memory.ts";
import { mount, umount2 } from "./mount.ts";
import {
  link,
  linkat,
  mkdir,
  mkdirat,
  mknod,
  mknodat,
  rename,
  renameat,
  renameat2,
  rmdir,
  symlink,
  symlinkat,
  unlink,
  unlinkat,
} from "./names.ts";
import {
  close,
  close_range,
  creat,
  dup,
  dup2,
  dup3,
  memfd_create,
  open,
  openat,
  pipe,
  pipe2,
} from "./open.ts";
import {
  access,
  chmod,
  chown,
  faccessat,
  faccessat2,
  fchmod,
  fchmodat,
  fchown,
  fchownat,
  lchown,
  umask,
} from "./permissions.ts";
import { poll, ppoll, pselect6, select } from "./poll.ts";
import { clone, clone3, fork, getpid, getppid, gettid, vfork } from "./process.ts";
import { execve, exit, exit_group } from "./program.ts";
import {
  copy_file_range,
  lseek,
  pread64,
  preadv,
  pwrite64,
  pwritev,
  read,
  readv,
  sendfile,
  write,
  writev,
} from "./read-write.ts";
import {
  getpriority,
  ioprio_get,
  ioprio_set,
  membarrier,
  sched_get_priority_max,
  sched_get_priority_min,
  sched_getaffinity,
  sched_getparam,
  sched_getscheduler,
  sched_rr_get_interval,
  sched_setaffinity,
  sched_setparam,
  sched_setscheduler,
  sched_yield,
  setpriority,
} from "./schedule.ts";
import {
  kill,
  pause,
  rt_sigaction,
  rt_sigpending,
  rt_sigprocmask,
  rt_sigqueueinfo,
  rt_sigreturn,
  rt_sigsuspend,
  rt_sigtimedwait,
  rt_tgsigqueueinfo,
  sigaltstack,
  tgkill,
  tkill,
} from "./signal.ts";
import { recvfrom, recvmsg, sendmsg, sendto } from "./socket-message.ts";
import { getsockopt, setsockopt } from "./socket-option.ts";
import { getpeername, getsockname, shutdown, socketpair } from "./socket.ts";
import { fstat, lstat, newfstatat, stat, statx } from "./status.ts";
import {
  getcpu,
  getrandom,
  getrlimit,
  prlimit64,
  reboot,
  sethostname,
  setrlimit,
  sysinfo,
  syslog,
  uname,
} from "./system.ts";
import { arch_prctl, personality, prctl, set_tid_address } from "./thread.ts";
import {
  clock_getres,
  clock_gettime,
  clock_nanosleep,
  clock_settime,
  getrusage,
  gettimeofday,
  nanosleep,
  time,
  times,
} from "./time.ts";
import { timer_create, timer_delete, timer_getoverrun, timer_gettime, timer_settime } from "./timer.ts";
import { wait4, waitid } from "./wait.ts";

/** Carries out the call of the frame. Returns its result. Throws what the call throws, ENOSYS when there is no such call. */
export function dispatch(frame: TrapFrame): i64 {
  switch (frame.rax) {
    case SystemCall.read:
      return read(i32(frame.rdi) as Fd, frame.rsi as OutBuffer<"count">, frame.rdx);
    case SystemCall.write:
      return write(i32(frame.rdi) as Fd, frame.rsi as InBuffer<"count">, frame.rdx);
    case SystemCall.open:
      return open(
        frame.rdi as UserPath,
        (u32(frame.rsi) & 0x7fffc3) as OpenFlags,
        u32(frame.rdx) as FileMode,
      );
    case SystemCall.close:
      return close(i32(frame.rdi) as Fd);
    case SystemCall.stat:
      return stat(frame.rdi as UserPath, frame.rsi as Out<"stat">);
    case SystemCall.fstat:
      return fstat(i32(frame.rdi) as Fd, frame.rsi as Out<"stat">);
    case SystemCall.lstat:
      return lstat(frame.rdi as UserPath, frame.rsi as Out<"stat">);
    case SystemCall.poll:
      return poll(frame.rdi as InOutArray<"pollfd", "count">, u32(frame.rsi), i32(frame.rdx));
    case SystemCall.lseek:
      return lseek(i32(frame.rdi) as Fd, frame.rsi, u32(frame.rdx) as Whence);
    case SystemCall.mmap:
      return mmap(
        frame.rdi as Address,
        frame.rsi,
        u32(frame.rdx) as ProtectionFlags,
        u32(frame.r10) as MapFlags,
        i32(frame.r8) as Fd,
        frame.r9,
      );
    case SystemCall.mprotect:
      return mprotect(frame.rdi as Address, frame.rsi, u32(frame.rdx) as ProtectionFlags);
    case SystemCall.munmap:
      return munmap(frame.rdi as Address, frame.rsi);
    case SystemCall.brk:
      return brk(frame.rdi as Address);
    case SystemCall.rt_sigaction:
      return rt_sigaction(
        i32(frame.rdi) as SignalNumber,
        frame.rsi as In<"sigaction">,
        frame.rdx as Out<"sigaction">,
        frame.r10,
      );
    case SystemCall.rt_sigprocmask:
      return rt_sigprocmask(
        u32(frame.rdi) as MaskChange,
        frame.rsi as In<"sigset_t">,
        frame.rdx as Out<"sigset_t">,
        frame.r10,
      );
    case SystemCall.rt_sigreturn:
      return rt_sigreturn(frame);
    case SystemCall.ioctl:
      return ioctl(i32(frame.rdi) as Fd, u32(frame.rsi) as IoctlRequest, frame.rdx as CommandArgument);
    case SystemCall.pread64:
      return pread64(i32(frame.rdi) as Fd, frame.rsi as OutBuffer<"count">, frame.rdx, frame.r10);
    case SystemCall.pwrite64:
      return pwrite64(i32(frame.rdi) as Fd, frame.rsi as InBuffer<"count">, frame.rdx, frame.r10);
    case SystemCall.readv:
      return readv(i32(frame.rdi) as Fd, frame.rsi as OutArray<"iovec", "count">, i32(frame.rdx));
    case SystemCall.writev:
      return writev(i32(frame.rdi) as Fd, frame.rsi as InArray<"iovec", "count">, i32(frame.rdx));
    case SystemCall.access:
      return access(frame.rdi as UserPath, known(frame.rsi, 0x7) as AccessMode);
    case SystemCall.pipe:
      return pipe(frame.rdi as Out<"int[2]">);
    case SystemCall.select:
      return select(
        i32(frame.rdi),
        frame.rsi as InOut<"fd_set">,
        frame.rdx as InOut<"fd_set">,
        frame.r10 as InOut<"fd_set">,
        frame.r8 as InOut<"timeval">,
      );
    case SystemCall.sched_yield:
      return sched_yield();
    case SystemCall.mremap:
      return mremap(
        frame.rdi as Address,
        frame.rsi,
        frame.rdx,
        known(frame.r10, 0x3) as RemapFlags,
        frame.r8 as Address,
      );
    case SystemCall.msync:
      return msync(frame.rdi as Address, frame.rsi, known(frame.rdx, 0x7) as SyncFlags);
    case SystemCall.madvise:
      return madvise(frame.rdi as Address, frame.rsi, u32(frame.rdx) as MemoryAdvice);
    case SystemCall.dup:
      return dup(i32(frame.rdi) as Fd);
    case SystemCall.dup2:
      return dup2(i32(frame.rdi) as Fd, i32(frame.rsi) as Fd);
    case SystemCall.pause:
      return pause();
    case SystemCall.nanosleep:
      return nanosleep(frame.rdi as In<"timespec">, frame.rsi as Out<"timespec">);
    case SystemCall.getitimer:
      return getitimer(u32(frame.rdi) as IntervalTimerKind, frame.rsi as Out<"itimerval">);
    case SystemCall.alarm:
      return alarm(u32(frame.rdi));
    case SystemCall.setitimer:
      return setitimer(
        u32(frame.rdi) as IntervalTimerKind,
        frame.rsi as In<"itimerval">,
        frame.rdx as Out<"itimerval">,
      );
    case SystemCall.getpid:
      return getpid();
    case SystemCall.sendfile:
      return sendfile(i32(frame.rdi) as Fd, i32(frame.rsi) as Fd, frame.rdx as InOut<"off_t">, frame.r10);
    case SystemCall.sendto:
      return sendto(
        i32(frame.rdi) as Fd,
        frame.rsi as InBuffer<"count">,
        frame.rdx,
        (u32(frame.r10) & 0x4001c1eb) as MessageFlags,
        frame.r8 as InBuffer<"destinationLength">,
        u32(frame.r9),
      );
    case SystemCall.recvfrom:
      return recvfrom(
        i32(frame.rdi) as Fd,
        frame.rsi as OutBuffer<"count">,
        frame.rdx,
        (u32(frame.r10) & 0x4001c1eb) as MessageFlags,
        frame.r8 as OutName,
        frame.r9 as InOut<"socklen_t">,
      );
    case SystemCall.sendmsg:
      return sendmsg(
        i32(frame.rdi) as Fd,
        frame.rsi as In<"msghdr">,
        (u32(frame.rdx) & 0x4001c1eb) as MessageFlags,
      );
    case SystemCall.recvmsg:
      return recvmsg(
        i32(frame.rdi) as Fd,
        frame.rsi as InOut<"msghdr">,
        (u32(frame.rdx) & 0x4001c1eb) as MessageFlags,
      );
    case SystemCall.shutdown:
      return shutdown(i32(frame.rdi) as Fd, u32(frame.rsi) as ShutdownHow);
    case SystemCall.getsockname:
      return getsockname(i32(frame.rdi) as Fd, frame.rsi as OutName, frame.rdx as InOut<"socklen_t">);
    case SystemCall.getpeername:
      return getpeername(i32(frame.rdi) as Fd, frame.rsi as OutName, frame.rdx as InOut<"socklen_t">);
    case SystemCall.socketpair:
      return socketpair(
        u32(frame.rdi) as SocketFamily,
        known(frame.rsi, 0x8080f) as SocketKind,
        u32(frame.rdx),
        frame.r10 as Out<"int[2]">,
      );
    case SystemCall.setsockopt:
      return setsockopt(
        i32(frame.rdi) as Fd,
        u32(frame.rsi) as OptionLevel,
        u32(frame.rdx) as SocketOption,
        frame.r10 as InBuffer<"length">,
        u32(frame.r8),
      );
    case SystemCall.getsockopt:
      return getsockopt(
        i32(frame.rdi) as Fd,
        u32(frame.rsi) as OptionLevel,
        u32(frame.rdx) as SocketOption,
        frame.r10 as Address,
        frame.r8 as InOut<"socklen_t">,
      );
    case SystemCall.clone:
      return clone(
        frame,
        u32(frame.rdi) as CloneBits,
        frame.rsi as Address,
        frame.rdx as Out<"pid_t">,
        frame.r10 as Address,
        frame.r8,
      );
    case SystemCall.fork:
      return fork(frame);
    case SystemCall.vfork:
      return vfork(frame);
    case SystemCall.execve:
      return execve(frame, frame.rdi as UserPath, frame.rsi as UserStrings, frame.rdx as UserVariables);
    case SystemCall.exit:
      return exit(i32(frame.rdi));
    case SystemCall.wait4:
      return wait4(
        i32(frame.rdi) as Pid,
        frame.rsi as Out<"wstatus">,
        known(frame.rdx, 0xe000000b) as WaitFlags,
        frame.r10 as Out<"rusage">,
      );
    case SystemCall.kill:
      return kill(i32(frame.rdi) as Pid, i32(frame.rsi) as SignalNumber);
    case SystemCall.uname:
      return uname(frame.rdi as Out<"utsname">);
    case SystemCall.fcntl:
      return fcntl(i32(frame.rdi) as Fd, u32(frame.rsi) as FcntlCommand, frame.rdx as CommandArgument);
    case SystemCall.flock:
      return flock(i32(frame.rdi) as Fd, known(frame.rsi, 0xf) as FlockOperation);
    case SystemCall.fsync:
      return fsync(i32(frame.rdi) as Fd);
    case SystemCall.fdatasync:
      return fdatasync(i32(frame.rdi) as Fd);
    case SystemCall.truncate:
      return truncate(frame.rdi as UserPath, frame.rsi);
    case SystemCall.ftruncate:
      return ftruncate(i32(frame.rdi) as Fd, frame.rsi);
    case SystemCall.getcwd:
      return getcwd(frame.rdi as OutBuffer<"size">, frame.rsi);
    case SystemCall.chdir:
      return chdir(frame.rdi as UserPath);
    case SystemCall.fchdir:
      return fchdir(i32(frame.rdi) as Fd);
    case SystemCall.rename:
      return rename(frame.rdi as UserPath, frame.rsi as UserPath);
    case SystemCall.mkdir:
      return mkdir(frame.rdi as UserPath, u32(frame.rsi) as FileMode);
    case SystemCall.rmdir:
      return rmdir(frame.rdi as UserPath);
    case SystemCall.creat:
      return creat(frame.rdi as UserPath, u32(frame.rsi) as FileMode);
    case SystemCall.link:
      return link(frame.rdi as UserPath, frame.rsi as UserPath);
    case SystemCall.unlink:
      return unlink(frame.rdi as UserPath);
    case SystemCall.symlink:
      return symlink(frame.rdi as UserString, frame.rsi as UserPath);
    case SystemCall.readlink:
      return readlink(frame.rdi as UserPath, frame.rsi as OutBuffer<"size">, i32(frame.rdx));
    case SystemCall.chmod:
      return chmod(frame.rdi as UserPath, u32(frame.rsi) as FileMode);
    case SystemCall.fchmod:
      return fchmod(i32(frame.rdi) as Fd, u32(frame.rsi) as FileMode);
    case SystemCall.chown:
      return chown(frame.rdi as UserPath, u32(frame.rsi) as UserId, u32(frame.rdx) as GroupId);
    case SystemCall.fchown:
      return fchown(i32(frame.rdi) as Fd, u32(frame.rsi) as UserId, u32(frame.rdx) as GroupId);
    case SystemCall.lchown:
      return lchown(frame.rdi as UserPath, u32(frame.rsi) as UserId, u32(frame.rdx) as GroupId);
    case SystemCall.umask:
      return umask(u32(frame.rdi) as FileMode);
    case SystemCall.gettimeofday:
      return gettimeofday(frame.rdi as Out<"timeval">, frame.rsi as Out<"timezone">);
    case SystemCall.getrlimit:
      return getrlimit(u32(frame.rdi) as LimitKind, frame.rsi as Out<"rlimit">);
    case SystemCall.getrusage:
      return getrusage(i32(frame.rdi), frame.rsi as Out<"rusage">);
    case SystemCall.sysinfo:
      return sysinfo(frame.rdi as Out<"sysinfo">);
    case SystemCall.times:
      return times(frame.rdi as Out<"tms">);
    case SystemCall.getuid:
      return getuid();
    case SystemCall.syslog:
      return syslog(u32(frame.rdi) as LogAction, frame.rsi as OutBuffer<"size">, i32(frame.rdx));
    case SystemCall.getgid:
      return getgid();
    case SystemCall.setuid:
      return setuid(u32(frame.rdi) as UserId);
    case SystemCall.setgid:
      return setgid(u32(frame.rdi) as GroupId);
    case SystemCall.geteuid:
      return geteuid();
    case SystemCall.getegid:
      return getegid();
    case SystemCall.setpgid:
      return setpgid(i32(frame.rdi) as Pid, i32(frame.rsi) as Pid);
    case SystemCall.getppid:
      return getppid();
    case SystemCall.getpgrp:
      return getpgrp();
    case SystemCall.setsid:
      return setsid();
    case SystemCall.setreuid:
      return setreuid(u32(frame.rdi) as UserId, u32(frame.rsi) as UserId);
    case SystemCall.setregid:
      return setregid(u32(frame.rdi) as GroupId, u32(frame.rsi) as GroupId);
    case SystemCall.getgroups:
      return getgroups(i32(frame.rdi), frame.rsi as OutArray<"gid_t", "size">);
    case SystemCall.setgroups:
      return setgroups(u32(frame.rdi), frame.rsi as InArray<"gid_t", "size">);
    case SystemCall.setresuid:
      return setresuid(u32(frame.rdi) as UserId, u32(frame.rsi) as UserId, u32(frame.rdx) as UserId);
    case SystemCall.getresuid:
      return getresuid(frame.rdi as Out<"uid_t">, frame.rsi as Out<"uid_t">, frame.rdx as Out<"uid_t">);
    case SystemCall.setresgid:
      return setresgid(u32(frame.rdi) as GroupId, u32(frame.rsi) as GroupId, u32(frame.rdx) as GroupId);
    case SystemCall.getresgid:
      return getresgid(frame.rdi as Out<"gid_t">, frame.rsi as Out<"gid_t">, frame.rdx as Out<"gid_t">);
    case SystemCall.getpgid:
      return getpgid(i32(frame.rdi) as Pid);
    case SystemCall.setfsuid:
      return setfsuid(u32(frame.rdi) as UserId);
    case SystemCall.setfsgid:
      return setfsgid(u32(frame.rdi) as GroupId);
    case SystemCall.getsid:
      return getsid(i32(frame.rdi) as Pid);
    case SystemCall.capget:
      return capget(frame.rdi as InOut<"user_cap_header">, frame.rsi as Out<"user_cap_data">);
    case SystemCall.capset:
      return capset(frame.rdi as InOut<"user_cap_header">, frame.rsi as In<"user_cap_data">);
    case SystemCall.rt_sigpending:
      return rt_sigpending(frame.rdi as Out<"sigset_t">, frame.rsi);
    case SystemCall.rt_sigtimedwait:
      return rt_sigtimedwait(
        frame.rdi as In<"sigset_t">,
        frame.rsi as Out<"siginfo_t">,
        frame.rdx as In<"timespec">,
        frame.r10,
      );
    case SystemCall.rt_sigqueueinfo:
      return rt_sigqueueinfo(
        i32(frame.rdi) as Pid,
        i32(frame.rsi) as SignalNumber,
        frame.rdx as In<"siginfo_t">,
      );
    case SystemCall.rt_sigsuspend:
      return rt_sigsuspend(frame.rdi as In<"sigset_t">, frame.rsi);
    case SystemCall.sigaltstack:
      return sigaltstack(frame.rdi as In<"stack_t">, frame.rsi as Out<"stack_t">, frame);
    case SystemCall.mknod:
      return mknod(frame.rdi as UserPath, u32(frame.rsi) as FileMode, frame.rdx as DeviceNumber);
    case SystemCall.personality:
      return personality(u32(frame.rdi));
    case SystemCall.statfs:
      return statfs(frame.rdi as UserPath, frame.rsi as Out<"statfs">);
    case SystemCall.fstatfs:
      return fstatfs(i32(frame.rdi) as Fd, frame.rsi as Out<"statfs">);
    case SystemCall.getpriority:
      return getpriority(u32(frame.rdi) as PriorityWhich, i32(frame.rsi));
    case SystemCall.setpriority:
      return setpriority(u32(frame.rdi) as PriorityWhich, i32(frame.rsi), i32(frame.rdx));
    case SystemCall.sched_setparam:
      return sched_setparam(i32(frame.rdi) as Pid, frame.rsi as In<"sched_param">);
    case SystemCall.sched_getparam:
      return sched_getparam(i32(frame.rdi) as Pid, frame.rsi as Out<"sched_param">);
    case SystemCall.sched_setscheduler:
      return sched_setscheduler(
        i32(frame.rdi) as Pid,
        known(frame.rsi, 0xffffffff) as SchedulingPolicy,
        frame.rdx as In<"sched_param">,
      );
    case SystemCall.sched_getscheduler:
      return sched_getscheduler(i32(frame.rdi) as Pid);
    case SystemCall.sched_get_priority_max:
      return sched_get_priority_max(known(frame.rdi, 0xffffffff) as SchedulingPolicy);
    case SystemCall.sched_get_priority_min:
      return sched_get_priority_min(known(frame.rdi, 0xffffffff) as SchedulingPolicy);
    case SystemCall.sched_rr_get_interval:
      return sched_rr_get_interval(i32(frame.rdi) as Pid, frame.rsi as Out<"timespec">);
    case SystemCall.mlock:
      return mlock(frame.rdi as Address, frame.rsi);
    case SystemCall.munlock:
      return munlock(frame.rdi as Address, frame.rsi);
    case SystemCall.mlockall:
      return mlockall(known(frame.rdi, 0x7) as LockAllFlags);
    case SystemCall.munlockall:
      return munlockall();
    case SystemCall.prctl:
      return prctl(
        u32(frame.rdi) as PrctlOperation,
        frame.rsi as CommandArgument,
        frame.rdx,
        frame.r10,
        frame.r8,
      );
    case SystemCall.arch_prctl:
      return arch_prctl(u32(frame.rdi) as ArchOperation, frame.rsi as Address);
    case SystemCall.setrlimit:
      return setrlimit(u32(frame.rdi) as LimitKind, frame.rsi as In<"rlimit">);
    case SystemCall.chroot:
      return chroot(frame.rdi as UserPath);
    case SystemCall.sync:
      return sync();
    case SystemCall.mount:
      return mount(
        frame.rdi as UserString,
        frame.rsi as UserPath,
        frame.rdx as UserString,
        (u32(frame.r10) & 0x33efcff) as MountFlags,
        frame.r8 as UserString,
      );
    case SystemCall.umount2:
      return umount2(frame.rdi as UserPath, known(frame.rsi, 0xb) as UnmountFlags);
    case SystemCall.reboot:
      return reboot(u32(frame.rdi), u32(frame.rsi), u32(frame.rdx) as RebootCommand);
    case SystemCall.sethostname:
      return sethostname(frame.rdi as InBuffer<"length">, frame.rsi);
    case SystemCall.gettid:
      return gettid();
    case SystemCall.setxattr:
      return setxattr(frame.rdi as UserPath);
    case SystemCall.lsetxattr:
      return lsetxattr(frame.rdi as UserPath);
    case SystemCall.fsetxattr:
      return fsetxattr(i32(frame.rdi) as Fd);
    case SystemCall.getxattr:
      return getxattr(frame.rdi as UserPath);
    case SystemCall.lgetxattr:
      return lgetxattr(frame.rdi as UserPath);
    case SystemCall.fgetxattr:
      return fgetxattr(i32(frame.rdi) as Fd);
    case SystemCall.listxattr:
      return listxattr(frame.rdi as UserPath);
    case SystemCall.llistxattr:
      return llistxattr(frame.rdi as UserPath);
    case SystemCall.flistxattr:
      return flistxattr(i32(frame.rdi) as Fd);
    case SystemCall.removexattr:
      return removexattr(frame.rdi as UserPath);
    case SystemCall.lremovexattr:
      return lremovexattr(frame.rdi as UserPath);
    case SystemCall.fremovexattr:
      return fremovexattr(i32(frame.rdi) as Fd);
    case SystemCall.tkill:
      return tkill(i32(frame.rdi) as Pid, i32(frame.rsi) as SignalNumber);
    case SystemCall.time:
      return time(frame.rdi as Out<"time_t">);
    case SystemCall.futex:
      return futex(
        frame.rdi as Address,
        u32(frame.rsi) as FutexOperation,
        u32(frame.rdx),
        frame.r10 as In<"timespec">,
        frame.r8 as Address,
        u32(frame.r9),
      );
    case SystemCall.sched_setaffinity:
      return sched_setaffinity(i32(frame.rdi) as Pid, frame.rsi, frame.rdx as InBuffer<"size">);
    case SystemCall.sched_getaffinity:
      return sched_getaffinity(i32(frame.rdi) as Pid, frame.rsi, frame.rdx as OutBuffer<"size">);
    case SystemCall.epoll_create:
      return epoll_create(i32(frame.rdi));
    case SystemCall.getdents64:
      return getdents64(i32(frame.rdi) as Fd, frame.rsi as OutEntries<"size">, u32(frame.rdx));
    case SystemCall.set_tid_address:
      return set_tid_address(frame.rdi as Address);
    case SystemCall.fadvise64:
      return fadvise64(i32(frame.rdi) as Fd, frame.rsi, frame.rdx, u32(frame.r10) as FileAdvice);
    case SystemCall.timer_create:
      return timer_create(
        u32(frame.rdi) as ClockId,
        frame.rsi as In<"sigevent">,
        frame.rdx as Out<"timer_t">,
      );
    case SystemCall.timer_settime:
      return timer_settime(
        i32(frame.rdi),
        (u32(frame.rsi) & 0x1) as TimerFlags,
        frame.rdx as In<"itimerspec">,
        frame.r10 as Out<"itimerspec">,
      );
    case SystemCall.timer_gettime:
      return timer_gettime(i32(frame.rdi), frame.rsi as Out<"itimerspec">);
    case SystemCall.timer_getoverrun:
      return timer_getoverrun(i32(frame.rdi));
    case SystemCall.timer_delete:
      return timer_delete(i32(frame.rdi));
    case SystemCall.clock_settime:
      return clock_settime(u32(frame.rdi) as ClockId, frame.rsi as In<"timespec">);
    case SystemCall.clock_gettime:
      return clock_gettime(u32(frame.rdi) as ClockId, frame.rsi as Out<"timespec">);
    case SystemCall.clock_getres:
      return clock_getres(u32(frame.rdi) as ClockId, frame.rsi as Out<"timespec">);
    case SystemCall.clock_nanosleep:
      return clock_nanosleep(
        u32(frame.rdi) as ClockId,
        (u32(frame.rsi) & 0x1) as TimerFlags,
        frame.rdx as In<"timespec">,
        frame.r10 as Out<"timespec">,
      );
    case SystemCall.exit_group:
      return exit_group(i32(frame.rdi));
    case SystemCall.epoll_wait:
      return epoll_wait(
        i32(frame.rdi) as Fd,
        frame.rsi as OutArray<"epoll_event", "count">,
        i32(frame.rdx),
        i32(frame.r10),
      );
    case SystemCall.epoll_ctl:
      return epoll_ctl(
        i32(frame.rdi) as Fd,
        u32(frame.rsi) as EpollOperation,
        i32(frame.rdx) as Fd,
        frame.r10 as In<"epoll_event">,
      );
    case SystemCall.tgkill:
      return tgkill(i32(frame.rdi) as Pid, i32(frame.rsi) as Pid, i32(frame.rdx) as SignalNumber);
    case SystemCall.waitid:
      return waitid(
        u32(frame.rdi) as WaitKind,
        i32(frame.rsi) as Pid,
        frame.rdx as Out<"siginfo_t">,
        known(frame.r10, 0xe100000f) as WaitFlags,
        frame.r8 as Out<"rusage">,
      );
    case SystemCall.ioprio_set:
      return ioprio_set(u32(frame.rdi) as IoPriorityWhich, i32(frame.rsi), i32(frame.rdx));
    case SystemCall.ioprio_get:
      return ioprio_get(u32(frame.rdi) as IoPriorityWhich, i32(frame.rsi));
    case SystemCall.openat:
      return openat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        (u32(frame.rdx) & 0x7fffc3) as OpenFlags,
        u32(frame.r10) as FileMode,
      );
    case SystemCall.mkdirat:
      return mkdirat(i32(frame.rdi) as DirectoryFd, frame.rsi as UserPath, u32(frame.rdx) as FileMode);
    case SystemCall.mknodat:
      return mknodat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        u32(frame.rdx) as FileMode,
        frame.r10 as DeviceNumber,
      );
    case SystemCall.fchownat:
      return fchownat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        u32(frame.rdx) as UserId,
        u32(frame.r10) as GroupId,
        known(frame.r8, 0x1100) as AtFlags,
      );
    case SystemCall.newfstatat:
      return newfstatat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        frame.rdx as Out<"stat">,
        known(frame.r10, 0x1900) as AtFlags,
      );
    case SystemCall.unlinkat:
      return unlinkat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        known(frame.rdx, 0x200) as AtFlags,
      );
    case SystemCall.renameat:
      return renameat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        i32(frame.rdx) as DirectoryFd,
        frame.r10 as UserPath,
      );
    case SystemCall.linkat:
      return linkat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        i32(frame.rdx) as DirectoryFd,
        frame.r10 as UserPath,
        known(frame.r8, 0x1400) as AtFlags,
      );
    case SystemCall.symlinkat:
      return symlinkat(frame.rdi as UserString, i32(frame.rsi) as DirectoryFd, frame.rdx as UserPath);
    case SystemCall.readlinkat:
      return readlinkat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        frame.rdx as OutBuffer<"size">,
        i32(frame.r10),
      );
    case SystemCall.fchmodat:
      return fchmodat(i32(frame.rdi) as DirectoryFd, frame.rsi as UserPath, u32(frame.rdx) as FileMode);
    case SystemCall.faccessat:
      return faccessat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        known(frame.rdx, 0x7) as AccessMode,
      );
    case SystemCall.pselect6:
      return pselect6(
        i32(frame.rdi),
        frame.rsi as InOut<"fd_set">,
        frame.rdx as InOut<"fd_set">,
        frame.r10 as InOut<"fd_set">,
        frame.r8 as InOut<"timespec">,
        frame.r9 as In<"sigset_argpack">,
      );
    case SystemCall.ppoll:
      return ppoll(
        frame.rdi as InOutArray<"pollfd", "count">,
        u32(frame.rsi),
        frame.rdx as InOut<"timespec">,
        frame.r10 as In<"sigset_t">,
        frame.r8,
      );
    case SystemCall.set_robust_list:
      return set_robust_list(frame.rdi as Address, frame.rsi);
    case SystemCall.get_robust_list:
      return get_robust_list(i32(frame.rdi) as Pid, frame.rsi as Out<"address">, frame.rdx as Out<"size_t">);
    case SystemCall.utimensat:
      return utimensat(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        frame.rdx as In<"timespec[2]">,
        known(frame.r10, 0x1100) as AtFlags,
      );
    case SystemCall.epoll_pwait:
      return epoll_pwait(
        i32(frame.rdi) as Fd,
        frame.rsi as OutArray<"epoll_event", "count">,
        i32(frame.rdx),
        i32(frame.r10),
        frame.r8 as In<"sigset_t">,
        frame.r9,
      );
    case SystemCall.signalfd:
      return signalfd(i32(frame.rdi) as Fd, frame.rsi as In<"sigset_t">, frame.rdx);
    case SystemCall.timerfd_create:
      return timerfd_create(u32(frame.rdi) as ClockId, known(frame.rsi, 0x80800) as TimerFileOpenFlags);
    case SystemCall.eventfd:
      return eventfd(u32(frame.rdi));
    case SystemCall.fallocate:
      return fallocate(i32(frame.rdi) as Fd, u32(frame.rsi) as FallocateMode, frame.rdx, frame.r10);
    case SystemCall.timerfd_settime:
      return timerfd_settime(
        i32(frame.rdi) as Fd,
        known(frame.rsi, 0x3) as TimerFileFlags,
        frame.rdx as In<"itimerspec">,
        frame.r10 as Out<"itimerspec">,
      );
    case SystemCall.timerfd_gettime:
      return timerfd_gettime(i32(frame.rdi) as Fd, frame.rsi as Out<"itimerspec">);
    case SystemCall.signalfd4:
      return signalfd4(
        i32(frame.rdi) as Fd,
        frame.rsi as In<"sigset_t">,
        frame.rdx,
        known(frame.r10, 0x80800) as SignalFileFlags,
      );
    case SystemCall.eventfd2:
      return eventfd2(u32(frame.rdi), known(frame.rsi, 0x80801) as EventFlags);
    case SystemCall.epoll_create1:
      return epoll_create1(known(frame.rdi, 0x80000) as EpollFlags);
    case SystemCall.dup3:
      return dup3(i32(frame.rdi) as Fd, i32(frame.rsi) as Fd, known(frame.rdx, 0x80000) as OpenFlags);
    case SystemCall.pipe2:
      return pipe2(frame.rdi as Out<"int[2]">, known(frame.rsi, 0x84800) as OpenFlags);
    case SystemCall.preadv:
      return preadv(i32(frame.rdi) as Fd, frame.rsi as OutArray<"iovec", "count">, i32(frame.rdx), frame.r10);
    case SystemCall.pwritev:
      return pwritev(i32(frame.rdi) as Fd, frame.rsi as InArray<"iovec", "count">, i32(frame.rdx), frame.r10);
    case SystemCall.rt_tgsigqueueinfo:
      return rt_tgsigqueueinfo(
        i32(frame.rdi) as Pid,
        i32(frame.rsi) as Pid,
        i32(frame.rdx) as SignalNumber,
        frame.r10 as In<"siginfo_t">,
      );
    case SystemCall.prlimit64:
      return prlimit64(
        i32(frame.rdi) as Pid,
        u32(frame.rsi) as LimitKind,
        frame.rdx as In<"rlimit">,
        frame.r10 as Out<"rlimit">,
      );
    case SystemCall.syncfs:
      return syncfs(i32(frame.rdi) as Fd);
    case SystemCall.getcpu:
      return getcpu(frame.rdi as Out<"unsigned">, frame.rsi as Out<"unsigned">);
    case SystemCall.renameat2:
      return renameat2(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        i32(frame.rdx) as DirectoryFd,
        frame.r10 as UserPath,
        known(frame.r8, 0x3) as RenameFlags,
      );
    case SystemCall.getrandom:
      return getrandom(frame.rdi as OutBuffer<"count">, frame.rsi, known(frame.rdx, 0x7) as RandomFlags);
    case SystemCall.memfd_create:
      return memfd_create(frame.rdi as UserString, known(frame.rsi, 0x11) as MemfdFlags);
    case SystemCall.membarrier:
      return membarrier(u32(frame.rdi) as BarrierCommand, u32(frame.rsi));
    case SystemCall.copy_file_range:
      return copy_file_range(
        i32(frame.rdi) as Fd,
        frame.rsi as InOut<"off_t">,
        i32(frame.rdx) as Fd,
        frame.r10 as InOut<"off_t">,
        frame.r8,
        u32(frame.r9),
      );
    case SystemCall.statx:
      return statx(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        known(frame.rdx, 0x7900) as StatxFlags,
        u32(frame.r10) as StatxMask,
        frame.r8 as Out<"statx">,
      );
    case SystemCall.clone3:
      return clone3(frame, frame.rdi as In<"clone_args">, frame.rsi);
    case SystemCall.close_range:
      return close_range(u32(frame.rdi), u32(frame.rsi), known(frame.rdx, 0x6) as CloseRangeFlags);
    case SystemCall.faccessat2:
      return faccessat2(
        i32(frame.rdi) as DirectoryFd,
        frame.rsi as UserPath,
        known(frame.rdx, 0x7) as AccessMode,
        known(frame.r10, 0x1300) as AtFlags,
      );
    case SystemCall.epoll_pwait2:
      return epoll_pwait2(
        i32(frame.rdi) as Fd,
        frame.rsi as OutArray<"epoll_event", "count">,
        i32(frame.rdx),
        frame.r10 as In<"timespec">,
        frame.r8 as In<"sigset_t">,
        frame.r9,
      );
    default:
      throw Errno.ENOSYS;
  }
}

/** Flags without what the call does not know. Throws EINVAL. */
function known(register: u64, flags: u32): u32 {
  const value = u32(register);
  if ((value & ~flags) !== 0) throw Errno.EINVAL;
  return value;
}

/** The name of a call of Linux that is missed here; null: it is there, is no call, or is one that programs do without. */
export function missingName(number: u64): string | null {
  switch (number) {
    case SystemCall.mincore:
      return "mincore";
    case SystemCall.shmget:
      return "shmget";
    case SystemCall.shmat:
      return "shmat";
    case SystemCall.shmctl:
      return "shmctl";
    case SystemCall.socket:
      return "socket";
    case SystemCall.connect:
      return "connect";
    case SystemCall.accept:
      return "accept";
    case SystemCall.bind:
      return "bind";
    case SystemCall.listen:
      return "listen";
    case SystemCall.semget:
      return "semget";
    case SystemCall.semop:
      return "semop";
    case SystemCall.semctl:
      return "semctl";
    case SystemCall.shmdt:
      return "shmdt";
    case SystemCall.msgget:
      return "msgget";
    case SystemCall.msgsnd:
      return "msgsnd";
    case SystemCall.msgrcv:
      return "msgrcv";
    case SystemCall.msgctl:
      return "msgctl";
    case SystemCall.getdents:
      return "getdents";
    case SystemCall.ptrace:
      return "ptrace";
    case SystemCall.utime:
      return "utime";
    case SystemCall.uselib:
      return "uselib";
    case SystemCall.ustat:
      return "ustat";
    case SystemCall.sysfs:
      return "sysfs";
    case SystemCall.vhangup:
      return "vhangup";
    case SystemCall.modify_ldt:
      return "modify_ldt";
    case SystemCall.pivot_root:
      return "pivot_root";
    case SystemCall._sysctl:
      return "_sysctl";
    case SystemCall.adjtimex:
      return "adjtimex";
    case SystemCall.acct:
      return "acct";
    case SystemCall.settimeofday:
      return "settimeofday";
    case SystemCall.swapon:
      return "swapon";
    case SystemCall.swapoff:
      return "swapoff";
    case SystemCall.setdomainname:
      return "setdomainname";
    case SystemCall.iopl:
      return "iopl";
    case SystemCall.ioperm:
      return "ioperm";
    case SystemCall.create_module:
      return "create_module";
    case SystemCall.init_module:
      return "init_module";
    case SystemCall.delete_module:
      return "delete_module";
    case SystemCall.get_kernel_syms:
      return "get_kernel_syms";
    case SystemCall.query_module:
      return "query_module";
    case SystemCall.quotactl:
      return "quotactl";
    case SystemCall.nfsservctl:
      return "nfsservctl";
    case SystemCall.getpmsg:
      return "getpmsg";
    case SystemCall.putpmsg:
      return "putpmsg";
    case SystemCall.afs_syscall:
      return "afs_syscall";
    case SystemCall.tuxcall:
      return "tuxcall";
    case SystemCall.security:
      return "security";
    case SystemCall.readahead:
      return "readahead";
    case SystemCall.set_thread_area:
      return "set_thread_area";
    case SystemCall.io_setup:
      return "io_setup";
    case SystemCall.io_destroy:
      return "io_destroy";
    case SystemCall.io_getevents:
      return "io_getevents";
    case SystemCall.io_submit:
      return "io_submit";
    case SystemCall.io_cancel:
      return "io_cancel";
    case SystemCall.get_thread_area:
      return "get_thread_area";
    case SystemCall.lookup_dcookie:
      return "lookup_dcookie";
    case SystemCall.epoll_ctl_old:
      return "epoll_ctl_old";
    case SystemCall.epoll_wait_old:
      return "epoll_wait_old";
    case SystemCall.remap_file_pages:
      return "remap_file_pages";
    case SystemCall.restart_syscall:
      return "restart_syscall";
    case SystemCall.semtimedop:
      return "semtimedop";
    case SystemCall.utimes:
      return "utimes";
    case SystemCall.vserver:
      return "vserver";
    case SystemCall.mbind:
      return "mbind";
    case SystemCall.set_mempolicy:
      return "set_mempolicy";
    case SystemCall.get_mempolicy:
      return "get_mempolicy";
    case SystemCall.mq_open:
      return "mq_open";
    case SystemCall.mq_unlink:
      return "mq_unlink";
    case SystemCall.mq_timedsend:
      return "mq_timedsend";
    case SystemCall.mq_timedreceive:
      return "mq_timedreceive";
    case SystemCall.mq_notify:
      return "mq_notify";
    case SystemCall.mq_getsetattr:
      return "mq_getsetattr";
    case SystemCall.kexec_load:
      return "kexec_load";
    case SystemCall.add_key:
      return "add_key";
    case SystemCall.request_key:
      return "request_key";
    case SystemCall.keyctl:
      return "keyctl";
    case SystemCall.inotify_init:
      return "inotify_init";
    case SystemCall.inotify_add_watch:
      return "inotify_add_watch";
    case SystemCall.inotify_rm_watch:
      return "inotify_rm_watch";
    case SystemCall.migrate_pages:
      return "migrate_pages";
    case SystemCall.futimesat:
      return "futimesat";
    case SystemCall.unshare:
      return "unshare";
    case SystemCall.splice:
      return "splice";
    case SystemCall.tee:
      return "tee";
    case SystemCall.sync_file_range:
      return "sync_file_range";
    case SystemCall.vmsplice:
      return "vmsplice";
    case SystemCall.move_pages:
      return "move_pages";
    case SystemCall.accept4:
      return "accept4";
    case SystemCall.inotify_init1:
      return "inotify_init1";
    case SystemCall.perf_event_open:
      return "perf_event_open";
    case SystemCall.recvmmsg:
      return "recvmmsg";
    case SystemCall.fanotify_init:
      return "fanotify_init";
    case SystemCall.fanotify_mark:
      return "fanotify_mark";
    case SystemCall.name_to_handle_at:
      return "name_to_handle_at";
    case SystemCall.open_by_handle_at:
      return "open_by_handle_at";
    case SystemCall.clock_adjtime:
      return "clock_adjtime";
    case SystemCall.sendmmsg:
      return "sendmmsg";
    case SystemCall.setns:
      return "setns";
    case SystemCall.process_vm_readv:
      return "process_vm_readv";
    case SystemCall.process_vm_writev:
      return "process_vm_writev";
    case SystemCall.kcmp:
      return "kcmp";
    case SystemCall.finit_module:
      return "finit_module";
    case SystemCall.sched_setattr:
      return "sched_setattr";
    case SystemCall.sched_getattr:
      return "sched_getattr";
    case SystemCall.seccomp:
      return "seccomp";
    case SystemCall.kexec_file_load:
      return "kexec_file_load";
    case SystemCall.bpf:
      return "bpf";
    case SystemCall.execveat:
      return "execveat";
    case SystemCall.userfaultfd:
      return "userfaultfd";
    case SystemCall.mlock2:
      return "mlock2";
    case SystemCall.preadv2:
      return "preadv2";
    case SystemCall.pwritev2:
      return "pwritev2";
    case SystemCall.pkey_mprotect:
      return "pkey_mprotect";
    case SystemCall.pkey_alloc:
      return "pkey_alloc";
    case SystemCall.pkey_free:
      return "pkey_free";
    case SystemCall.io_pgetevents:
      return "io_pgetevents";
    case SystemCall.pidfd_send_signal:
      return "pidfd_send_signal";
    case SystemCall.io_uring_setup:
      return "io_uring_setup";
    case SystemCall.io_uring_enter:
      return "io_uring_enter";
    case SystemCall.io_uring_register:
      return "io_uring_register";
    case SystemCall.open_tree:
      return "open_tree";
    case SystemCall.move_mount:
      return "move_mount";
    case SystemCall.fsopen:
      return "fsopen";
    case SystemCall.fsconfig:
      return "fsconfig";
    case SystemCall.fsmount:
      return "fsmount";
    case SystemCall.fspick:
      return "fspick";
    case SystemCall.pidfd_open:
      return "pidfd_open";
    case SystemCall.openat2:
      return "openat2";
    case SystemCall.pidfd_getfd:
      return "pidfd_getfd";
    case SystemCall.process_madvise:
      return "process_madvise";
    case SystemCall.mount_setattr:
      return "mount_setattr";
    case SystemCall.quotactl_fd:
      return "quotactl_fd";
    case SystemCall.landlock_create_ruleset:
      return "landlock_create_ruleset";
    case SystemCall.landlock_add_rule:
      return "landlock_add_rule";
    case SystemCall.landlock_restrict_self:
      return "landlock_restrict_self";
    case SystemCall.memfd_secret:
      return "memfd_secret";
    case SystemCall.process_mrelease:
      return "process_mrelease";
    case SystemCall.futex_waitv:
      return "futex_waitv";
    case SystemCall.set_mempolicy_home_node:
      return "set_mempolicy_home_node";
    default:
      return null;
  }
}
