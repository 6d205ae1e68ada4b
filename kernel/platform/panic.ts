/**
 * The end of the kernel after a broken invariant: a report (what, where, registers, backtrace), then the policy of the command line's
 * `panic=` (docs/run-protocol.md). Works without heap, locks, or drivers.
 */

import { framePointer, gsLoad, gsStore, pointer } from "unsafe";
import { printBacktrace } from "./backtrace.ts";
import { bootFlags, PanicPolicy } from "./boot/flags.ts";
import { disableInterrupts, halt } from "./cpu.ts";
import { imageSlide } from "./boot/image.ts";
import { readCr3 } from "./cpu/registers.ts";
import { SYSTEM_CALL, type TrapFrame } from "./interrupt/trap-frame.ts";
import { TextBuffer } from "../../core/text-buffer.ts";
import { LogLevel, setEarlyConsole, writeReport } from "./log.ts";
import { controlLine, leaveAfterPanic, resetMachine } from "./power.ts";

/** Offset of `CpuBlock.panicDepth`. */
const PANIC_DEPTH = 60;

const line = new TextBuffer();

function say(): void {
  writeReport(LogLevel.Panic, line.span());
  line.clear();
}

/** Whether this is the first panic; one that comes out of its report gets no report of its own. */
function enterPanic(): void {
  disableInterrupts();
  const depth = gsLoad<u32>(PANIC_DEPTH);
  gsStore<u32>(PANIC_DEPTH, depth + 1);
  if (depth > 1) halt();
  setEarlyConsole(true);
  if (depth === 1) {
    line.clear();
    line.text("panic within a panic");
    say();
    carryOutPolicy();
  }
}

function carryOutPolicy(): never {
  if (bootFlags.panicPolicy === PanicPolicy.Exit) leaveAfterPanic();
  if (bootFlags.panicPolicy === PanicPolicy.Reboot) resetMachine();
  line.clear();
  line.text("The kernel has stopped.");
  say();
  halt();
}

/** Begins the report: the line for the host, and the message. */
function announce(message: Span<u8>): void {
  line.clear();
  line.text("tessera: panic ");
  line.untrusted(message);
  controlLine(line.span());
  line.clear();
  line.text("PANIC: ");
  line.untrusted(message);
  say();
  if (imageSlide() === 0) return;
  line.text("  the image lies 0x");
  line.number(imageSlide(), 16, 1, true);
  line.text(" above where it was linked; nokaslr leaves it there");
  say();
}

/** Begins a report of another module, which writes its lines to the log and then calls `endPanic`. */
export function beginPanic(message: Span<u8>): void {
  enterPanic();
  announce(message);
}

/** Ends the kernel as the command line says. */
export function endPanic(): never {
  carryOutPolicy();
}

/**
 * `panic()`, failed assertions, `!` on null, division by zero, as the compiler finds them.
 * @export metal_panic
 */
export function panicAt(message: string, location: string): never {
  enterPanic();
  announce(message.bytes());
  line.text("  at ");
  line.text(location);
  say();
  printCaller(framePointer());
  carryOutPolicy();
}

/**
 * An index outside its array.
 * @export metal_bounds_panic
 */
export function boundsPanic(index: u64, length: u64, location: string): never {
  enterPanic();
  announce("index out of bounds".bytes());
  line.text("  index ");
  line.decimal(index);
  line.text(", length ");
  line.decimal(length);
  line.text(", at ");
  line.text(location);
  say();
  printCaller(framePointer());
  carryOutPolicy();
}

/** The backtrace of the function that called the one with this frame. */
export function printCaller(frameAddress: u64): void {
  const frame = pointer<u64>(frameAddress);
  printBacktrace(frame[1] - 1, frame[0]);
}

/** A trap that the kernel did not expect: reports it and ends the kernel. */
export function reportTrap(frame: TrapFrame, address: u64): never {
  enterPanic();
  announce(describe(frame.vector).bytes());
  if (frame.vector === 14) {
    line.text(describeAccess(frame.error));
    line.text(" address ");
    line.number(address, 16, 16, true);
    say();
  }
  printRegisters(frame);
  printBacktrace(frame.rip, frame.rbp);
  carryOutPolicy();
}

function describeAccess(error: u64): string {
  if ((error & 16) !== 0) return "  executing";
  return (error & 2) !== 0 ? "  writing" : "  reading";
}

function describe(vector: u64): string {
  switch (vector) {
    case 0:
      return "division error in the kernel";
    case 2:
      return "non-maskable interrupt";
    case 3:
      return "breakpoint in the kernel";
    case 6:
      return "invalid instruction in the kernel";
    case 8:
      return "double fault (kernel stack overflow?)";
    case 13:
      return "general protection fault in the kernel";
    case 14:
      return "page fault in the kernel";
    case 18:
      return "machine check";
    case SYSTEM_CALL:
      return "unexpected system call";
    default:
      return "unexpected exception in the kernel";
  }
}

function register(name: string, value: u64): void {
  line.text(name);
  line.number(value, 16, 16, true);
}

function printRegisters(frame: TrapFrame): void {
  register("  rip ", frame.rip);
  register("  rsp ", frame.rsp);
  register("  flags ", frame.rflags);
  say();
  register("  rax ", frame.rax);
  register("  rbx ", frame.rbx);
  register("  rcx ", frame.rcx);
  register("  rdx ", frame.rdx);
  say();
  register("  rsi ", frame.rsi);
  register("  rdi ", frame.rdi);
  register("  rbp ", frame.rbp);
  register("  r8  ", frame.r8);
  say();
  register("  r9  ", frame.r9);
  register("  r10 ", frame.r10);
  register("  r11 ", frame.r11);
  register("  r12 ", frame.r12);
  say();
  register("  r13 ", frame.r13);
  register("  r14 ", frame.r14);
  register("  r15 ", frame.r15);
  register("  cr3 ", readCr3());
  say();
  line.text("  cs ");
  line.hex(frame.cs);
  line.text("  ss ");
  line.hex(frame.ss);
  line.text("  vector ");
  line.decimal(frame.vector);
  line.text("  error ");
  line.hex(frame.error);
  say();
}
