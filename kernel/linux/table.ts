/**
 * The system calls: which function carries out which number (arch/x86/entry/syscalls/syscall_64.tbl of Linux).
 *
 * Each function's comment is its manual page; docs/syscalls.md is made from these files by `tools/docs`. Arguments come in rdi, rsi, rdx,
 * r10, r8 and r9; what is narrower than a register is cut to its width, as C does.
 */

import { Errno } from "../../core/errno.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { log } from "../platform/log.ts";
import { fcntl, flock, ioctl } from "./control.ts";
import { chdir, chroot, fchdir, getcwd, getdents64, readlink, readlinkat } from "./directory.ts";
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
  mmap,
  mprotect,
  mremap,
  msync,
  munlock,
  munmap,
  mlockall,
  munlockall,
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
  sched_getaffinity,
  sched_setaffinity,
  sched_yield,
  setpriority,
  ioprio_get,
  ioprio_set,
  membarrier,
  sched_getparam,
  sched_get_priority_max,
  sched_get_priority_min,
  sched_getscheduler,
  sched_rr_get_interval,
  sched_setparam,
  sched_setscheduler,
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
  sigaltstack,
  tgkill,
  tkill,
} from "./signal.ts";
import { getpeername, getsockname, shutdown, socketpair } from "./socket.ts";
import { recvfrom, recvmsg, sendmsg, sendto } from "./socket-message.ts";
import { getsockopt, setsockopt } from "./socket-option.ts";
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
import { wait4, waitid } from "./wait.ts";

import {
  eventfd,
  eventfd2,
  signalfd,
  signalfd4,
  timerfd_create,
  timerfd_gettime,
  timerfd_settime,
} from "./event.ts";
import { epoll_create, epoll_create1, epoll_ctl, epoll_pwait, epoll_pwait2, epoll_wait } from "./epoll.ts";
import { timer_create, timer_delete, timer_getoverrun, timer_gettime, timer_settime } from "./timer.ts";
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
import { capget } from "./capabilities.ts";

/** Carries out the call of the frame. Returns its result. Throws what the call throws, ENOSYS when there is no such call. */
export function dispatch(frame: TrapFrame): i64 {
  switch (frame.rax) {
    case 0:
      return read(i32(frame.rdi), frame.rsi, frame.rdx);
    case 1:
      return write(i32(frame.rdi), frame.rsi, frame.rdx);
    case 2:
      return open(frame.rdi, i32(frame.rsi), u32(frame.rdx));
    case 3:
      return close(i32(frame.rdi));
    case 4:
      return stat(frame.rdi, frame.rsi);
    case 5:
      return fstat(i32(frame.rdi), frame.rsi);
    case 6:
      return lstat(frame.rdi, frame.rsi);
    case 7:
      return poll(frame.rdi, u32(frame.rsi), i32(frame.rdx));
    case 8:
      return lseek(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 9:
      return mmap(frame.rdi, frame.rsi, u32(frame.rdx), u32(frame.r10), i32(frame.r8), frame.r9);
    case 10:
      return mprotect(frame.rdi, frame.rsi, u32(frame.rdx));
    case 11:
      return munmap(frame.rdi, frame.rsi);
    case 12:
      return brk(frame.rdi);
    case 13:
      return rt_sigaction(i32(frame.rdi), frame.rsi, frame.rdx, frame.r10);
    case 14:
      return rt_sigprocmask(u32(frame.rdi), frame.rsi, frame.rdx, frame.r10);
    case 15:
      return rt_sigreturn(frame);
    case 16:
      return ioctl(i32(frame.rdi), u32(frame.rsi), frame.rdx);
    case 17:
      return pread64(i32(frame.rdi), frame.rsi, frame.rdx, frame.r10);
    case 18:
      return pwrite64(i32(frame.rdi), frame.rsi, frame.rdx, frame.r10);
    case 19:
      return readv(i32(frame.rdi), frame.rsi, i32(frame.rdx));
    case 20:
      return writev(i32(frame.rdi), frame.rsi, i32(frame.rdx));
    case 21:
      return access(frame.rdi, u32(frame.rsi));
    case 22:
      return pipe(frame.rdi);
    case 23:
      return select(i32(frame.rdi), frame.rsi, frame.rdx, frame.r10, frame.r8);
    case 24:
      return sched_yield();
    case 25:
      return mremap(frame.rdi, frame.rsi, frame.rdx, u32(frame.r10), frame.r8);
    case 26:
      return msync(frame.rdi, frame.rsi, u32(frame.rdx));
    case 28:
      return madvise(frame.rdi, frame.rsi, u32(frame.rdx));
    case 32:
      return dup(i32(frame.rdi));
    case 33:
      return dup2(i32(frame.rdi), i32(frame.rsi));
    case 34:
      return pause();
    case 35:
      return nanosleep(frame.rdi, frame.rsi);
    case 36:
      return getitimer(u32(frame.rdi), frame.rsi);
    case 37:
      return alarm(u32(frame.rdi));
    case 38:
      return setitimer(u32(frame.rdi), frame.rsi, frame.rdx);
    case 39:
      return getpid();
    case 40:
      return sendfile(i32(frame.rdi), i32(frame.rsi), frame.rdx, frame.r10);
    case 44:
      return sendto(i32(frame.rdi), frame.rsi, frame.rdx, u32(frame.r10), frame.r8, u32(frame.r9));
    case 45:
      return recvfrom(i32(frame.rdi), frame.rsi, frame.rdx, u32(frame.r10), frame.r8, frame.r9);
    case 46:
      return sendmsg(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 47:
      return recvmsg(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 48:
      return shutdown(i32(frame.rdi), u32(frame.rsi));
    case 51:
      return getsockname(i32(frame.rdi), frame.rsi, frame.rdx);
    case 52:
      return getpeername(i32(frame.rdi), frame.rsi, frame.rdx);
    case 53:
      return socketpair(u32(frame.rdi), u32(frame.rsi), u32(frame.rdx), frame.r10);
    case 54:
      return setsockopt(i32(frame.rdi), u32(frame.rsi), u32(frame.rdx), frame.r10, u32(frame.r8));
    case 55:
      return getsockopt(i32(frame.rdi), u32(frame.rsi), u32(frame.rdx), frame.r10, frame.r8);
    case 56:
      return clone(frame, frame.rdi, frame.rsi, frame.rdx, frame.r10, frame.r8);
    case 57:
      return fork(frame);
    case 58:
      return vfork(frame);
    case 59:
      return execve(frame, frame.rdi, frame.rsi, frame.rdx);
    case 60:
      return exit(i32(frame.rdi));
    case 61:
      return wait4(i32(frame.rdi), frame.rsi, u32(frame.rdx), frame.r10);
    case 62:
      return kill(i32(frame.rdi), i32(frame.rsi));
    case 63:
      return uname(frame.rdi);
    case 72:
      return fcntl(i32(frame.rdi), u32(frame.rsi), frame.rdx);
    case 73:
      return flock(i32(frame.rdi), u32(frame.rsi));
    case 74:
      return fsync(i32(frame.rdi));
    case 75:
      return fdatasync(i32(frame.rdi));
    case 76:
      return truncate(frame.rdi, frame.rsi);
    case 77:
      return ftruncate(i32(frame.rdi), frame.rsi);
    case 79:
      return getcwd(frame.rdi, frame.rsi);
    case 80:
      return chdir(frame.rdi);
    case 81:
      return fchdir(i32(frame.rdi));
    case 82:
      return rename(frame.rdi, frame.rsi);
    case 83:
      return mkdir(frame.rdi, u32(frame.rsi));
    case 84:
      return rmdir(frame.rdi);
    case 85:
      return creat(frame.rdi, u32(frame.rsi));
    case 86:
      return link(frame.rdi, frame.rsi);
    case 87:
      return unlink(frame.rdi);
    case 88:
      return symlink(frame.rdi, frame.rsi);
    case 89:
      return readlink(frame.rdi, frame.rsi, i32(frame.rdx));
    case 90:
      return chmod(frame.rdi, u32(frame.rsi));
    case 91:
      return fchmod(i32(frame.rdi), u32(frame.rsi));
    case 92:
      return chown(frame.rdi, u32(frame.rsi), u32(frame.rdx));
    case 93:
      return fchown(i32(frame.rdi), u32(frame.rsi), u32(frame.rdx));
    case 94:
      return lchown(frame.rdi, u32(frame.rsi), u32(frame.rdx));
    case 95:
      return umask(u32(frame.rdi));
    case 96:
      return gettimeofday(frame.rdi, frame.rsi);
    case 97:
      return getrlimit(u32(frame.rdi), frame.rsi);
    case 98:
      return getrusage(i32(frame.rdi), frame.rsi);
    case 99:
      return sysinfo(frame.rdi);
    case 100:
      return times(frame.rdi);
    case 102:
      return getuid();
    case 103:
      return syslog(u32(frame.rdi), frame.rsi, i32(frame.rdx));
    case 104:
      return getgid();
    case 105:
      return setuid(u32(frame.rdi));
    case 106:
      return setgid(u32(frame.rdi));
    case 107:
      return geteuid();
    case 108:
      return getegid();
    case 109:
      return setpgid(i32(frame.rdi), i32(frame.rsi));
    case 110:
      return getppid();
    case 111:
      return getpgrp();
    case 112:
      return setsid();
    case 113:
      return setreuid(u32(frame.rdi), u32(frame.rsi));
    case 114:
      return setregid(u32(frame.rdi), u32(frame.rsi));
    case 115:
      return getgroups(i32(frame.rdi), frame.rsi);
    case 116:
      return setgroups(i32(frame.rdi), frame.rsi);
    case 117:
      return setresuid(u32(frame.rdi), u32(frame.rsi), u32(frame.rdx));
    case 118:
      return getresuid(frame.rdi, frame.rsi, frame.rdx);
    case 119:
      return setresgid(u32(frame.rdi), u32(frame.rsi), u32(frame.rdx));
    case 120:
      return getresgid(frame.rdi, frame.rsi, frame.rdx);
    case 121:
      return getpgid(i32(frame.rdi));
    case 124:
      return getsid(i32(frame.rdi));
    case 125:
      return capget(frame.rdi, frame.rsi);
    case 127:
      return rt_sigpending(frame.rdi, frame.rsi);
    case 128:
      return rt_sigtimedwait(frame.rdi, frame.rsi, frame.rdx, frame.r10);
    case 129:
      return rt_sigqueueinfo(i32(frame.rdi), i32(frame.rsi), frame.rdx);
    case 130:
      return rt_sigsuspend(frame.rdi, frame.rsi);
    case 131:
      return sigaltstack(frame.rdi, frame.rsi, frame);
    case 133:
      return mknod(frame.rdi, u32(frame.rsi), frame.rdx);
    case 135:
      return personality(u32(frame.rdi));
    case 137:
      return statfs(frame.rdi, frame.rsi);
    case 138:
      return fstatfs(i32(frame.rdi), frame.rsi);
    case 140:
      return getpriority(u32(frame.rdi), i32(frame.rsi));
    case 141:
      return setpriority(u32(frame.rdi), i32(frame.rsi), i32(frame.rdx));
    case 142:
      return sched_setparam(i32(frame.rdi), frame.rsi);
    case 143:
      return sched_getparam(i32(frame.rdi), frame.rsi);
    case 144:
      return sched_setscheduler(i32(frame.rdi), u32(frame.rsi), frame.rdx);
    case 145:
      return sched_getscheduler(i32(frame.rdi));
    case 146:
      return sched_get_priority_max(u32(frame.rdi));
    case 147:
      return sched_get_priority_min(u32(frame.rdi));
    case 148:
      return sched_rr_get_interval(i32(frame.rdi), frame.rsi);
    case 149:
      return mlock(frame.rdi, frame.rsi);
    case 150:
      return munlock(frame.rdi, frame.rsi);
    case 151:
      return mlockall(u32(frame.rdi));
    case 152:
      return munlockall();
    case 157:
      return prctl(u32(frame.rdi), frame.rsi);
    case 158:
      return arch_prctl(u32(frame.rdi), frame.rsi);
    case 160:
      return setrlimit(u32(frame.rdi), frame.rsi);
    case 161:
      return chroot(frame.rdi);
    case 162:
      return sync();
    case 165:
      return mount(frame.rdi, frame.rsi, frame.rdx, frame.r10, frame.r8);
    case 166:
      return umount2(frame.rdi, u32(frame.rsi));
    case 169:
      return reboot(u32(frame.rdi), u32(frame.rsi), u32(frame.rdx));
    case 170:
      return sethostname(frame.rdi, frame.rsi);
    case 186:
      return gettid();
    case 188:
      return setxattr(frame.rdi);
    case 189:
      return lsetxattr(frame.rdi);
    case 190:
      return fsetxattr(i32(frame.rdi));
    case 191:
      return getxattr(frame.rdi);
    case 192:
      return lgetxattr(frame.rdi);
    case 193:
      return fgetxattr(i32(frame.rdi));
    case 194:
      return listxattr(frame.rdi);
    case 195:
      return llistxattr(frame.rdi);
    case 196:
      return flistxattr(i32(frame.rdi));
    case 197:
      return removexattr(frame.rdi);
    case 198:
      return lremovexattr(frame.rdi);
    case 199:
      return fremovexattr(i32(frame.rdi));
    case 200:
      return tkill(i32(frame.rdi), i32(frame.rsi));
    case 201:
      return time(frame.rdi);
    case 202:
      return futex(frame.rdi, u32(frame.rsi), u32(frame.rdx), frame.r10, frame.r8, u32(frame.r9));
    case 203:
      return sched_setaffinity(i32(frame.rdi), frame.rsi, frame.rdx);
    case 204:
      return sched_getaffinity(i32(frame.rdi), frame.rsi, frame.rdx);
    case 213:
      return epoll_create(i32(frame.rdi));
    case 217:
      return getdents64(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 218:
      return set_tid_address(frame.rdi);
    case 221:
      return fadvise64(i32(frame.rdi), frame.rsi, frame.rdx, u32(frame.r10));
    case 222:
      return timer_create(u32(frame.rdi), frame.rsi, frame.rdx);
    case 223:
      return timer_settime(i32(frame.rdi), u32(frame.rsi), frame.rdx, frame.r10);
    case 224:
      return timer_gettime(i32(frame.rdi), frame.rsi);
    case 225:
      return timer_getoverrun(i32(frame.rdi));
    case 226:
      return timer_delete(i32(frame.rdi));
    case 227:
      return clock_settime(u32(frame.rdi), frame.rsi);
    case 228:
      return clock_gettime(u32(frame.rdi), frame.rsi);
    case 229:
      return clock_getres(u32(frame.rdi), frame.rsi);
    case 230:
      return clock_nanosleep(u32(frame.rdi), u32(frame.rsi), frame.rdx, frame.r10);
    case 231:
      return exit_group(i32(frame.rdi));
    case 232:
      return epoll_wait(i32(frame.rdi), frame.rsi, i32(frame.rdx), i32(frame.r10));
    case 233:
      return epoll_ctl(i32(frame.rdi), u32(frame.rsi), i32(frame.rdx), frame.r10);
    case 234:
      return tgkill(i32(frame.rdi), i32(frame.rsi), i32(frame.rdx));
    case 247:
      return waitid(u32(frame.rdi), i32(frame.rsi), frame.rdx, u32(frame.r10), frame.r8);
    case 251:
      return ioprio_set(u32(frame.rdi), i32(frame.rsi), i32(frame.rdx));
    case 252:
      return ioprio_get(u32(frame.rdi), i32(frame.rsi));
    case 257:
      return openat(i32(frame.rdi), frame.rsi, i32(frame.rdx), u32(frame.r10));
    case 258:
      return mkdirat(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 259:
      return mknodat(i32(frame.rdi), frame.rsi, u32(frame.rdx), frame.r10);
    case 260:
      return fchownat(i32(frame.rdi), frame.rsi, u32(frame.rdx), u32(frame.r10), u32(frame.r8));
    case 262:
      return newfstatat(i32(frame.rdi), frame.rsi, frame.rdx, u32(frame.r10));
    case 263:
      return unlinkat(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 264:
      return renameat(i32(frame.rdi), frame.rsi, i32(frame.rdx), frame.r10);
    case 265:
      return linkat(i32(frame.rdi), frame.rsi, i32(frame.rdx), frame.r10, u32(frame.r8));
    case 266:
      return symlinkat(frame.rdi, i32(frame.rsi), frame.rdx);
    case 267:
      return readlinkat(i32(frame.rdi), frame.rsi, frame.rdx, i32(frame.r10));
    case 268:
      return fchmodat(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 269:
      return faccessat(i32(frame.rdi), frame.rsi, u32(frame.rdx));
    case 270:
      return pselect6(i32(frame.rdi), frame.rsi, frame.rdx, frame.r10, frame.r8, frame.r9);
    case 271:
      return ppoll(frame.rdi, u32(frame.rsi), frame.rdx, frame.r10, frame.r8);
    case 273:
      return set_robust_list(frame.rdi, frame.rsi);
    case 274:
      return get_robust_list(i32(frame.rdi), frame.rsi, frame.rdx);
    case 280:
      return utimensat(i32(frame.rdi), frame.rsi, frame.rdx, u32(frame.r10));
    case 281:
      return epoll_pwait(i32(frame.rdi), frame.rsi, i32(frame.rdx), i32(frame.r10), frame.r8, frame.r9);
    case 282:
      return signalfd(i32(frame.rdi), frame.rsi, frame.rdx);
    case 283:
      return timerfd_create(u32(frame.rdi), u32(frame.rsi));
    case 284:
      return eventfd(u32(frame.rdi));
    case 285:
      return fallocate(i32(frame.rdi), u32(frame.rsi), frame.rdx, frame.r10);
    case 286:
      return timerfd_settime(i32(frame.rdi), u32(frame.rsi), frame.rdx, frame.r10);
    case 287:
      return timerfd_gettime(i32(frame.rdi), frame.rsi);
    case 289:
      return signalfd4(i32(frame.rdi), frame.rsi, frame.rdx, u32(frame.r10));
    case 290:
      return eventfd2(u32(frame.rdi), u32(frame.rsi));
    case 291:
      return epoll_create1(u32(frame.rdi));
    case 292:
      return dup3(i32(frame.rdi), i32(frame.rsi), u32(frame.rdx));
    case 293:
      return pipe2(frame.rdi, u32(frame.rsi));
    case 295:
      return preadv(i32(frame.rdi), frame.rsi, i32(frame.rdx), frame.r10);
    case 296:
      return pwritev(i32(frame.rdi), frame.rsi, i32(frame.rdx), frame.r10);
    case 302:
      return prlimit64(i32(frame.rdi), u32(frame.rsi), frame.rdx, frame.r10);
    case 306:
      return syncfs(i32(frame.rdi));
    case 309:
      return getcpu(frame.rdi, frame.rsi);
    case 316:
      return renameat2(i32(frame.rdi), frame.rsi, i32(frame.rdx), frame.r10, u32(frame.r8));
    case 318:
      return getrandom(frame.rdi, frame.rsi, u32(frame.rdx));
    case 319:
      return memfd_create(frame.rdi, u32(frame.rsi));
    case 324:
      return membarrier(u32(frame.rdi), u32(frame.rsi));
    case 326:
      return copy_file_range(i32(frame.rdi), frame.rsi, i32(frame.rdx), frame.r10, frame.r8, u32(frame.r9));
    case 332:
      return statx(i32(frame.rdi), frame.rsi, u32(frame.rdx), u32(frame.r10), frame.r8);
    case 435:
      return clone3(frame, frame.rdi, frame.rsi);
    case 436:
      return close_range(u32(frame.rdi), u32(frame.rsi), u32(frame.rdx));
    case 439:
      return faccessat2(i32(frame.rdi), frame.rsi, u32(frame.rdx), u32(frame.r10));
    case 441:
      return epoll_pwait2(i32(frame.rdi), frame.rsi, i32(frame.rdx), frame.r10, frame.r8, frame.r9);
    default:
      return unsupported(frame.rax);
  }
}

/** Numbers that programs asked for in vain, so that each is logged once: a bit for each below 1024. */
const reported = new FixedArray<u64, 16>();

function unsupported(number: u64): i64 {
  if (number < 1024) {
    const bit = u64(1) << (number & 63);
    if ((reported[number >> 6] & bit) === 0) {
      reported[number >> 6] |= bit;
      log.info(`system call ${number} is not supported`);
    }
  }
  throw Errno.ENOSYS;
}
