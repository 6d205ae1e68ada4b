/** System calls of Linux on x86-64: number in rax, arguments in rdi rsi rdx r10 r8 r9; rcx and r11 are lost. */

import { asm, clobber, inout, inp } from "unsafe";
import type { Errno } from "../errno.ts";

/** Numbers of the calls in use here (arch/x86/entry/syscalls/syscall_64.tbl). */
export enum Call {
  read = 0,
  write = 1,
  close = 3,
  fstat = 5,
  poll = 7,
  lseek = 8,
  mmap = 9,
  munmap = 11,
  rt_sigaction = 13,
  rt_sigprocmask = 14,
  ioctl = 16,
  writev = 20,
  nanosleep = 35,
  getpid = 39,
  fork = 57,
  execve = 59,
  wait4 = 61,
  kill = 62,
  uname = 63,
  fcntl = 72,
  ftruncate = 77,
  getcwd = 79,
  chdir = 80,
  sync = 162,
  umask = 95,
  sysinfo = 99,
  getuid = 102,
  syslog = 103,
  getgid = 104,
  setuid = 105,
  setgid = 106,
  geteuid = 107,
  getegid = 108,
  setpgid = 109,
  getppid = 110,
  setsid = 112,
  getpgid = 121,
  rt_sigsuspend = 130,
  reboot = 169,
  sethostname = 170,
  mount = 165,
  umount2 = 166,
  getdents64 = 217,
  clock_gettime = 228,
  exit_group = 231,
  openat = 257,
  mkdirat = 258,
  mknodat = 259,
  fchownat = 260,
  newfstatat = 262,
  unlinkat = 263,
  renameat = 264,
  linkat = 265,
  getrandom = 318,
  symlinkat = 266,
  readlinkat = 267,
  fchmodat = 268,
  faccessat = 269,
  utimensat = 280,
  dup3 = 292,
  pipe2 = 293,
  prctl = 157,
}

/** A system call; returns what the kernel does: below 0 and above -4096, the negative of an error. */
export function call0(number: Call): i64 {
  return asm<i64>`syscall /* ${inout("a", u64(number))} ${clobber("rcx")} ${clobber("r11")} ${clobber("memory")} */`;
}

/** As call0, with one argument. */
export function call1(number: Call, a: u64): i64 {
  return asm<i64>`syscall /* ${inout("a", u64(number))} ${inp("D", a)} ${clobber("rcx")} ${clobber("r11")} ${clobber("memory")} */`;
}

/** As call0, with two arguments. */
export function call2(number: Call, a: u64, b: u64): i64 {
  return asm<i64>`syscall /* ${inout("a", u64(number))} ${inp("D", a)} ${inp("S", b)} ${clobber("rcx")} ${clobber("r11")} ${clobber("memory")} */`;
}

/** As call0, with three arguments. */
export function call3(number: Call, a: u64, b: u64, c: u64): i64 {
  return asm<i64>`syscall /* ${inout("a", u64(number))} ${inp("D", a)} ${inp("S", b)} ${inp("d", c)} ${clobber("rcx")} ${clobber("r11")} ${clobber("memory")} */`;
}

/** As call0, with four arguments. */
export function call4(number: Call, a: u64, b: u64, c: u64, d: u64): i64 {
  return asm<i64>`syscall /* ${inout("a", u64(number))} ${inp("D", a)} ${inp("S", b)} ${inp("d", c)} ${inp("r10", d)} ${clobber("rcx")} ${clobber("r11")} ${clobber("memory")} */`;
}

/** As call0, with five arguments. */
export function call5(number: Call, a: u64, b: u64, c: u64, d: u64, e: u64): i64 {
  return asm<i64>`syscall /* ${inout("a", u64(number))} ${inp("D", a)} ${inp("S", b)} ${inp("d", c)} ${inp("r10", d)} ${inp("r8", e)} ${clobber("rcx")} ${clobber("r11")} ${clobber("memory")} */`;
}

/** As call0, with six arguments. */
export function call6(number: Call, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64): i64 {
  return asm<i64>`syscall /* ${inout("a", u64(number))} ${inp("D", a)} ${inp("S", b)} ${inp("d", c)} ${inp("r10", d)} ${inp("r8", e)} ${inp("r9", f)} ${clobber("rcx")} ${clobber("r11")} ${clobber("memory")} */`;
}

/** The result of a call, or the Errno that it stands for is thrown. */
export function checkResult(result: i64): u64 {
  if (result < 0) throw u32(-result) as Errno;
  return u64(result);
}

/** A file descriptor, or another `int`, as a call's argument. */
export function argument(value: i32): u64 {
  return u64(i64(value));
}
