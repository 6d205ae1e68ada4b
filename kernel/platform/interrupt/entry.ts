/**
 * Every way into the kernel and out of it.
 *
 * Interrupts and exceptions: the CPU pushes ss, rsp, rflags, cs, rip and for some exceptions an error code; a stub for each vector pushes
 * what is missing, and the common code the other registers, which makes a `TrapFrame`. SWAPGS changes between the program's and the
 * kernel's GS base, so it must run exactly when the privilege level changes. Exceptions that can come at any instruction (debug, NMI, double
 * fault, machine check: also between the entry of a system call and its SWAPGS) look at the base itself instead: programs cannot set one in the
 * upper half, as CR4.FSGSBASE is off. They run on stacks of their own; if they came from ring 3 they move to the thread's stack.
 *
 * System calls: SYSCALL leaves the stack pointer as it was, with interrupts off by the mask of `MSR_SYSCALL_MASK`. SYSRET faults
 * in ring 0 with the program's stack when rcx is not canonical (CVE-2012-0217), so it is used only for lower-half addresses; and as it loads
 * rcx and r11, only when the frame has rip and rflags there too, the latter without what a program must not have. Every other return is IRET, of
 * frames that `finishUserReturn` has made safe.
 */

import { asm } from "unsafe";

asm`
  .cfi_sections .debug_frame
  .macro SAVE_REGISTERS
  pushq %rdi
  pushq %rsi
  pushq %rdx
  pushq %rcx
  pushq %rax
  pushq %r8
  pushq %r9
  pushq %r10
  pushq %r11
  pushq %rbx
  pushq %rbp
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  .endm

  .macro RESTORE_REGISTERS
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbp
  popq %rbx
  popq %r11
  popq %r10
  popq %r9
  popq %r8
  popq %rax
  popq %rcx
  popq %rdx
  popq %rsi
  popq %rdi
  .endm

  # How a debugger finds the interrupted registers from a frame at the stack pointer.
  .macro FRAME_UNWIND
  .cfi_startproc simple
  .cfi_signal_frame
  .cfi_def_cfa %rsp, 176
  .cfi_offset %rip, -40
  .cfi_offset %rsp, -16
  .cfi_offset %rdi, -64
  .cfi_offset %rsi, -72
  .cfi_offset %rdx, -80
  .cfi_offset %rcx, -88
  .cfi_offset %rax, -96
  .cfi_offset %r8, -104
  .cfi_offset %r9, -112
  .cfi_offset %r10, -120
  .cfi_offset %r11, -128
  .cfi_offset %rbx, -136
  .cfi_offset %rbp, -144
  .cfi_offset %r12, -152
  .cfi_offset %r13, -160
  .cfi_offset %r14, -168
  .cfi_offset %r15, -176
  .endm

  # CLAC where the CPU has SMAP (see cpu/protection.ts): programs may have set the flag.
  .macro CLEAR_ACCESS
1:
  nopl (%rax)
  .pushsection .smap_sites,"a",@progbits
  .quad 1b, 0xca
  .popsection
  .endm

  .text
  .balign 16
  .globl interrupt_stubs
interrupt_stubs:
  .set stub_vector, 0
  .rept 256
  .balign 16
  .if stub_vector != 8 && (stub_vector < 10 || stub_vector > 14) && stub_vector != 17 && stub_vector != 21 && stub_vector != 29 && stub_vector != 30
  pushq $0
  .endif
  pushq $stub_vector
  .if stub_vector == 1 || stub_vector == 2 || stub_vector == 8 || stub_vector == 18
  jmp paranoid_entry
  .elseif stub_vector < 32
  jmp exception_entry
  .else
  jmp interrupt_entry
  .endif
  .set stub_vector, stub_vector + 1
  .endr

  # Calls a function with the frame at the stack pointer.
  .macro CALL_HANDLER symbol, handler
  .type \symbol,@function
\symbol:
  FRAME_UNWIND
  movq %rsp, %rdi
  callq \handler
  nop
  .cfi_endproc
  .endm

  .balign 16
  .type interrupt_entry,@function
interrupt_entry:
  cld
  testb $3, 24(%rsp)
  jnz user_entry
  CLEAR_ACCESS
  SAVE_REGISTERS
  CALL_HANDLER interrupt_call, handle_kernel_interrupt
  jmp interrupt_return

  .balign 16
  .type exception_entry,@function
exception_entry:
  cld
  testb $3, 24(%rsp)
  jnz user_entry
  CLEAR_ACCESS
  SAVE_REGISTERS
  CALL_HANDLER exception_call, handle_kernel_exception
  jmp interrupt_return

  .balign 16
  .type user_entry,@function
user_entry:
  swapgs
  CLEAR_ACCESS
  SAVE_REGISTERS
  CALL_HANDLER user_trap_call, handle_user_trap
  .globl interrupt_return
interrupt_return:
  RESTORE_REGISTERS
  addq $16, %rsp
  testb $3, 8(%rsp)
  jz 3f
  swapgs
3:
  iretq

  .balign 16
  .type paranoid_entry,@function
paranoid_entry:
  cld
  CLEAR_ACCESS
  SAVE_REGISTERS
  FRAME_UNWIND
  testb $3, 144(%rsp)
  jnz 6f
  # MSR_GS_BASE
  movl $0xC0000101, %ecx
  rdmsr
  xorl %ebx, %ebx
  testl %edx, %edx
  js 4f
  swapgs
  movl $1, %ebx
4:
  movq %rsp, %rdi
  callq handle_kernel_exception
  .cfi_endproc
  testl %ebx, %ebx
  jz 5f
  swapgs
5:
  RESTORE_REGISTERS
  addq $16, %rsp
  iretq
6:
  swapgs
  movq %gs:8, %rax
  subq $176, %rax
  movq %rsp, %rsi
  movq %rax, %rdi
  movl $22, %ecx
  rep movsq
  movq %rax, %rsp
  jmp user_trap_call

  .balign 16
  .globl system_call_entry
  .type system_call_entry,@function
system_call_entry:
  swapgs
  movq %rsp, %gs:16
  movq %gs:8, %rsp
  pushq $0x2b
  pushq %gs:16
  pushq %r11
  pushq $0x33
  pushq %rcx
  pushq %rax
  pushq $256
  SAVE_REGISTERS
  FRAME_UNWIND
  movq %rsp, %rdi
  callq handle_system_call
  .cfi_endproc
  movq 136(%rsp), %rcx
  cmpq %rcx, 88(%rsp)
  jne 7f
  movq 152(%rsp), %r11
  cmpq %r11, 48(%rsp)
  jne 7f
  shrq $47, %rcx
  jnz 7f
  # Of the flags interrupts must be on, and trap, resume, I/O privilege, nested task, virtual 8086 mode off.
  movl %r11d, %eax
  andl $0x37300, %eax
  cmpl $0x200, %eax
  jne 7f
  RESTORE_REGISTERS
  movq 40(%rsp), %rsp
  swapgs
  sysretq
7:
  movq %rsp, %rdi
  callq finish_user_return
  jmp interrupt_return

  # enter_user(frame): interrupts are off, the frame was made safe.
  .balign 16
  .globl enter_user
enter_user:
  movq %rdi, %rsp
  jmp interrupt_return

  # switch_stacks(save, stack): stores the stack pointer at "save" and goes on where "stack" was left.
  .balign 16
  .globl switch_stacks
  .type switch_stacks,@function
switch_stacks:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  retq

  # Where a new thread's stack returns to.
  .balign 16
  .globl thread_start
  .type thread_start,@function
thread_start:
  xorl %ebp, %ebp
  callq begin_thread
  ud2
`;
