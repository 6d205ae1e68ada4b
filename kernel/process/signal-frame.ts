/**
 * The stack frame of a signal handler on x86-64 (Linux's struct rt_sigframe, arch/x86/include/uapi/asm/sigcontext.h):
 *
 *     rsp → return address (the action's restorer), ucontext, siginfo, then at a 64-byte boundary the FPU state
 *
 * The FPU state is in XSAVE's form where the CPU has that; the bytes that FXSAVE leaves to software say so, and a mark ends it
 * (`struct _fpx_sw_bytes`). A frame without these is taken to have the 512 bytes of FXSAVE alone.
 *
 * The 128 bytes below the interrupted stack pointer (the red zone) stay untouched; rsp is 8 modulo 16, as after a call.
 * rt_sigreturn(2) restores everything from it; what a program writes there is checked like any other input.
 */

import { readU32 } from "../../core/bytes.ts";
import { Errno } from "../../core/errno.ts";
import { FPU_SOFTWARE_OFFSET } from "../platform/context.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import type { SignalInfo, SignalSet } from "./signal.ts";
import { Signal } from "./signal.ts";

/** `stack_t`. */
@struct
@size(24)
export class SignalStack {
  address: u64 = 0;
  flags: i32 = 0;
  padding: u32 = 0;
  length: u64 = 0;
}

/** SS_ONSTACK: the handler runs on it. */
export const STACK_ON: i32 = 1;
/** SS_AUTODISARM: it is not set while a handler runs on it, and set again by rt_sigreturn(2). */
export const AUTO_DISARM: i32 = -0x8000_0000;
/** SS_DISABLE: there is none. */
export const STACK_DISABLED: i32 = 2;

/** `struct sigcontext`. */
@struct
@size(256)
export class SignalContext {
  r8: u64 = 0;
  r9: u64 = 0;
  r10: u64 = 0;
  r11: u64 = 0;
  r12: u64 = 0;
  r13: u64 = 0;
  r14: u64 = 0;
  r15: u64 = 0;
  rdi: u64 = 0;
  rsi: u64 = 0;
  rbp: u64 = 0;
  rbx: u64 = 0;
  rdx: u64 = 0;
  rax: u64 = 0;
  rcx: u64 = 0;
  rsp: u64 = 0;
  rip: u64 = 0;
  rflags: u64 = 0;
  cs: u16 = 0;
  gs: u16 = 0;
  fs: u16 = 0;
  ss: u16 = 0;
  error: u64 = 0;
  vector: u64 = 0;
  oldMask: u64 = 0;
  faultAddress: u64 = 0;
  fpuState: u64 = 0;
  reserved = new FixedArray<u64, 8>();

  /** Takes the registers of the interrupted program. */
  save(frame: TrapFrame): void {
    this.r8 = frame.r8;
    this.r9 = frame.r9;
    this.r10 = frame.r10;
    this.r11 = frame.r11;
    this.r12 = frame.r12;
    this.r13 = frame.r13;
    this.r14 = frame.r14;
    this.r15 = frame.r15;
    this.rdi = frame.rdi;
    this.rsi = frame.rsi;
    this.rbp = frame.rbp;
    this.rbx = frame.rbx;
    this.rdx = frame.rdx;
    this.rax = frame.rax;
    this.rcx = frame.rcx;
    this.rsp = frame.rsp;
    this.rip = frame.rip;
    this.rflags = frame.rflags;
    this.cs = u16(frame.cs);
    this.ss = u16(frame.ss);
    this.error = frame.error;
    this.vector = frame.vector;
  }

  /** Gives the registers back. Segments stay the user's own, and of the flags only those that a program may set change. */
  restore(frame: TrapFrame): void {
    frame.r8 = this.r8;
    frame.r9 = this.r9;
    frame.r10 = this.r10;
    frame.r11 = this.r11;
    frame.r12 = this.r12;
    frame.r13 = this.r13;
    frame.r14 = this.r14;
    frame.r15 = this.r15;
    frame.rdi = this.rdi;
    frame.rsi = this.rsi;
    frame.rbp = this.rbp;
    frame.rbx = this.rbx;
    frame.rdx = this.rdx;
    frame.rax = this.rax;
    frame.rcx = this.rcx;
    frame.rsp = this.rsp;
    frame.rip = this.rip;
    frame.rflags = (frame.rflags & ~USER_FLAGS) | (this.rflags & USER_FLAGS);
  }
}

/** CF PF AF ZF SF TF DF OF RF AC. */
const USER_FLAGS: u64 = 0x5_0dd5;

/** `struct ucontext`. */
@struct
@size(304)
export class UserContext {
  flags: u64 = 0;
  link: u64 = 0;
  stack = new SignalStack();
  context = new SignalContext();
  mask: SignalSet = 0;
}

/** `siginfo_t`: the union's members lie over each other, so they are written by hand. */
@struct
@size(128)
export class UserSignalInfo {
  signal: i32 = 0;
  error: i32 = 0;
  code: i32 = 0;
  padding: u32 = 0;
  private first: u64 = 0;
  private second: u64 = 0;
  third: u64 = 0;
  rest = new FixedArray<u64, 11>();

  /** Fills in what the signal has; a fault's address lies where the sender's ids lie otherwise. */
  set(info: SignalInfo): void {
    this.signal = i32(info.signal);
    this.code = info.code;
    if (info.isFault) {
      this.first = info.value;
      return;
    }
    this.first = u64(u32(info.pid)) | (u64(info.uid) << 32);
    this.second = info.signal === Signal.SIGCHLD ? u64(u32(info.status)) : info.value;
  }

  /** sigqueue(3)'s value as the program wrote it. */
  get value(): u64 {
    return this.second;
  }

  /** The sender's process in the lower half, its user in the upper; of a fault the address. */
  get sender(): u64 {
    return this.first;
  }
}

/** What lies on a program's stack while a handler runs (`struct rt_sigframe`); sigreturn(2) takes it off again. */
@struct
@size(440)
export class SignalFrame {
  returnAddress: u64 = 0;
  context = new UserContext();
  info = new UserSignalInfo();
}

/**
 * What a frame says of its FPU state, in the bytes that the CPU leaves to software (`struct _fpx_sw_bytes`): a magic number, the
 * size of all, the states that are in it, and their size. Padding follows.
 */
export function describeFpu(marks: Span<u64>, states: u64, stateSize: u64): void {
  marks[0] = u64(FIRST_MAGIC) | ((stateSize + 4) << 32);
  marks[1] = states;
  marks[2] = stateSize;
}

/** Whether the marks in a frame's state, and the one behind it, say that it is all there. */
export function isWholeFpu(state: Span<u8>, stateSize: u64): boolean {
  return (
    readU32(state, FPU_SOFTWARE_OFFSET) === FIRST_MAGIC &&
    u64(readU32(state, FPU_SOFTWARE_OFFSET + 16)) === stateSize &&
    readU32(state, stateSize) === LAST_MAGIC
  );
}

const FIRST_MAGIC: u32 = 0x4650_5853;
/** The mark behind the state. */
export const LAST_MAGIC: u32 = 0x4650_5845;

/** `uc_flags`: the state is XSAVE's; ss is saved, and restored as it is. */
export const CONTEXT_XSTATE: u64 = 1;
export const CONTEXT_STACK_SEGMENT: u64 = 6;

/** What a handler's frame takes of its stack at most beside the FPU state: itself, the mark behind the state, and what alignment leaves unused. */
export const SIGNAL_FRAME_ROOM: u64 = 640;

/** Where a frame and the FPU state above it go on a stack that is free below `top`. */
@struct
export class FramePosition {
  readonly frame: u64;
  readonly fpu: u64;

  /** Throws EFAULT when there is no room above address 0. */
  constructor(top: u64, fpuSize: u64) {
    if (top < fpuSize + 1024) throw Errno.EFAULT;
    this.fpu = (top - fpuSize) & ~u64(63);
    this.frame = ((this.fpu - 440) & ~u64(15)) - 8;
  }
}
