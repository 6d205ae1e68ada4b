/** Ring 3: system calls, faults, and what a program must not be able to do to the kernel. */

import { asm, isSanitized, pointer, symbolAddress } from "unsafe";
import type { VirtAddr } from "../address.ts";
import { armDeadline, monotonicNanoseconds } from "../clock.ts";
import { prepareSwitch, switchContext, switchToPrepared, ThreadContext } from "../context.ts";
import { disableInterrupts, enableInterrupts } from "../cpu.ts";
import { allocateFrame, frameBytes, frameStatistics } from "../frames.ts";
import {
  enterUser,
  FaultHandler,
  setFaultHandler,
  setSystemCallHandler,
  SystemCallHandler,
  TrapFrame,
  Vector,
} from "../interrupts.ts";
import { PageFlags, PageTable } from "../paging.ts";
import { currentContext, currentCpu } from "../percpu.ts";

// Each faulting instruction is two bytes long, and the fault handler skips it. r15 counts the system calls that came back right.
asm`
  .section .rodata.user_program,"a",@progbits
  .globl user_program
user_program:
  xorl %r15d, %r15d
  # Registers are kept over a system call.
  movq $0x1122334455667788, %rbx
  movq $0x99aabbccddeeff00, %r8
  movl $0x12345678, %eax
  movd %eax, %xmm5
  movl $1, %eax
  syscall
  cmpl $77, %eax
  jne 9f
  movq $0x1122334455667788, %rcx
  cmpq %rcx, %rbx
  jne 9f
  # Another thread runs meanwhile; the vector registers are kept.
  movl $2, %eax
  syscall
  movd %xmm5, %eax
  cmpl $0x12345678, %eax
  jne 9f
  incl %r15d
  # Faults: a null pointer, an invalid instruction, a privileged one (with a prefix to make it two bytes), a gate that is not there
  xorl %ecx, %ecx
  movb (%rcx), %al
  ud2
  ds hlt
  int $0x80
  movabsq $0xffff800000001000, %rcx
  movb (%rcx), %al
  # Single step, also over a system call
  pushfq
  orl $0x100, (%rsp)
  popfq
  movl $3, %eax
  syscall
  nop
  pushfq
  andl $~0x100, (%rsp)
  popfq
  # The alignment-check flag, which would open programs' pages to the kernel; the direction flag
  pushfq
  orl $0x40400, (%rsp)
  popfq
  movl $3, %eax
  syscall
  cld
  incl %r15d
  # Segments of its own choice
  movl $0x2b, %eax
  movl %eax, %ds
  xorl %eax, %eax
  movl %eax, %gs
  movl $3, %eax
  syscall
  incl %r15d
  # A return to where no address is
  movl $4, %eax
  syscall
  incl %r15d
  # Time passes, and interrupts come.
  movl $6, %eax
8:
  movl $3, %eax
  syscall
  cmpl $78, %eax
  jne 8b
  incl %r15d
9:
  movl $5, %eax
  syscall
  ud2
  .globl user_program_end
user_program_end:
  .text
`;

const CODE: VirtAddr = 0x40_0000;
const STACK: VirtAddr = 0x40_1000;
const NOWHERE = 0x8000_0000_0000;

let other: ThreadContext | null = null;
let ticks: u64 = 0;
let faults: u64 = 0;
let steps: u64 = 0;
let ends: u64 = 0;

class Hooks extends FaultHandler {
  override handleUserFault(frame: TrapFrame, vector: u64, _error: u64, address: u64): void {
    if (vector === u64(Vector.Debug)) {
      steps++;
      return;
    }
    faults++;
    if (vector === u64(Vector.PageFault)) assert(address === frame.rcx, "the address of a page fault");
    if (frame.rip === NOWHERE) frame.rip = frame.rbx;
    else frame.rip += 2;
  }
  override resolveUserPage(_address: u64, _isWrite: boolean): boolean {
    return false;
  }
  override handleUserReturn(_frame: TrapFrame): void {
    currentCpu().needsReschedule = false;
    currentContext().hasPendingWork = false;
  }
  override handleTimer(): void {
    ticks++;
    currentCpu().needsReschedule = true;
  }
}

class Calls extends SystemCallHandler {
  override call(frame: TrapFrame): void {
    switch (frame.rax) {
      case 1:
        frame.rax = 77;
        break;
      case 2:
        leave();
        break;
      case 3:
        frame.rax = ticks > 0 ? 78 : 77;
        break;
      case 4:
        frame.rbx = frame.rip;
        frame.rip = NOWHERE;
        break;
      case 5:
        assert(frame.r15 === 5, "a program that found something wrong");
        ends++;
        leave();
        break;
      default:
        panic("a system call that the program does not make");
    }
  }
}

/** Runs the main thread. */
function leave(): void {
  disableInterrupts();
  prepareSwitch(other!);
  switchToPrepared();
  enableInterrupts();
}

class Program extends ThreadContext {
  /** Kept for as long as the thread runs in it. */
  readonly table: PageTable;

  constructor(table: PageTable) {
    super();
    this.table = table;
    this.pageTableRoot = table.root;
  }

  override begin(): never {
    try {
      this.resetUserState();
    } catch {
      panic("no memory for a program's registers");
    }
    const frame = new TrapFrame();
    frame.rip = CODE;
    frame.rsp = STACK + 0xff0;
    // What no program may have: rings, I/O, nested tasks.
    frame.rflags = 0x7000;
    frame.cs = 0x10;
    enterUser(frame);
  }
}

function runProgram(idle: ThreadContext): void {
  const table = PageTable.create();
  const code = allocateFrame();
  const start = symbolAddress("user_program");
  frameBytes(code).copyFrom(pointer<u8>(start).span(symbolAddress("user_program_end") - start));
  table.map(CODE, code, PageFlags.User);
  table.map(STACK, allocateFrame(), PageFlags.User | PageFlags.Write | PageFlags.NoExecute);
  const program = new Program(table);
  ticks = 0;
  armDeadline(monotonicNanoseconds() + 2_000_000);
  disableInterrupts();
  // Until its call 2, and then until its end.
  switchContext(idle, program);
  switchContext(idle, program);
  enableInterrupts();
}

export function testUserMode(idle: ThreadContext): void {
  other = idle;
  setFaultHandler(new Hooks());
  setSystemCallHandler(new Calls());
  runProgram(idle);
  const before = frameStatistics().free;
  for (let i: u64 = 0; i < 3; i++) runProgram(idle);
  assert(ends === 4, "programs that ended");
  assert(faults === 4 * 6, "faults of the programs");
  assert(steps >= 4 * 3, "single steps of the programs");
  assert(isSanitized() || frameStatistics().free === before, "programs lost frames");
  other = null;
}
