/**
 * Where the kernel begins: from the boot loader's 32-bit protected mode without paging into long mode in the higher half.
 *
 * Two ways lead here. QEMU and other hypervisors use PVH: the ELF note of type 18 names the 32-bit entry, and EBX points to
 * `hvm_start_info` (Xen, docs/misc/pvh.pandoc). GRUB uses Multiboot2: the header at the beginning of the file asks for it, EAX has the
 * magic number and EBX points to the tags (Multiboot2 3.1, 3.3).
 *
 * Sections `.boot.*` are linked at their physical addresses; all other symbols are 0xffffffff80000000 above theirs, and adding
 * 0x80000000 (modulo 2^64) makes the one from the other.
 *
 * The first page tables map the first 4 GiB twice, with 2 MiB pages: where they are, for the code below, and at the direct map's lowest place; and what lies
 * in the first 64 MiB where the kernel is linked. relocate.ts may then move both, and memory/kernel-map.ts replaces the tables.
 */

import { asm } from "unsafe";

asm`
  .section .boot.header,"a",@progbits
  .balign 8
multiboot_header:
  .long 0xE85250D6, 0, multiboot_header_end - multiboot_header
  .long 0x100000000 - (0xE85250D6 + (multiboot_header_end - multiboot_header))
  # A frame buffer is welcome: type 5, optional; any width and height, 32 bits
  .short 5, 1
  .long 20, 0, 0, 32
  .balign 8
  # Modules at page boundaries: type 6
  .short 6, 0
  .long 8
  .balign 8
  .short 0, 0
  .long 8
multiboot_header_end:

  .section .note.pvh,"a",@note
  .balign 4
  .long 4, 4, 18
  .asciz "Xen"
  .long pvh_start

  .section .boot.text,"ax",@progbits
  .code32
  .globl pvh_start
pvh_start:
  movl $1, %ebp
  jmp 1f
  .globl _start
_start:
  cmpl $0x36d76289, %eax
  movl $boot_wrong_loader, %esi
  jne boot_refuse
  movl $2, %ebp
1:
  cli
  cld
  movl %ebx, %esi
  movl $(boot_stack_top + 0x80000000), %esp

  # Long mode, and the features that go with every 64-bit CPU?
  movl $0x80000000, %eax
  cpuid
  cmpl $0x80000001, %eax
  jb 2f
  movl $0x80000001, %eax
  cpuid
  btl $29, %edx
  jc 3f
2:
  movl $boot_no_long_mode, %esi
  jmp boot_refuse
3:
  movl %edx, %ebx

  # 4 page directories of 2 MiB pages: present, writable, large
  movl $(boot_directories + 0x80000000), %edi
  movl $0x83, %eax
  movl $2048, %ecx
4:
  movl %eax, (%edi)
  addl $0x200000, %eax
  addl $8, %edi
  decl %ecx
  jnz 4b

  movl $(boot_pointers + 0x80000000), %edi
  movl $(boot_directories + 0x80000003), %eax
  movl %eax, (%edi)
  addl $0x1000, %eax
  movl %eax, 8(%edi)
  addl $0x1000, %eax
  movl %eax, 16(%edi)
  addl $0x1000, %eax
  movl %eax, 24(%edi)
  movl $(boot_kernel_pointers + 0x80000000), %edi
  movl $(boot_image_directories + 0x80000003), 510*8(%edi)
  movl $(boot_image_directories + 0x80001003), 511*8(%edi)

  # The image: the first 64 MiB
  movl $(boot_image_directories + 0x80000000), %edi
  movl $0x83, %eax
  movl $32, %ecx
5:
  movl %eax, (%edi)
  addl $0x200000, %eax
  addl $8, %edi
  decl %ecx
  jnz 5b

  movl $(boot_root + 0x80000000), %edi
  movl $(boot_pointers + 0x80000003), 0(%edi)
  movl $(boot_pointers + 0x80000003), 256*8(%edi)
  movl $(boot_kernel_pointers + 0x80000003), 511*8(%edi)
  movl %edi, %cr3

  # CR4: physical address extension. EFER: long mode, and no-execute where the CPU has it
  movl $0x20, %eax
  movl %eax, %cr4
  movl $0xC0000080, %ecx
  rdmsr
  orl $0x100, %eax
  btl $20, %ebx
  jnc 5f
  orl $0x800, %eax
5:
  wrmsr
  # CR0: paging, write protection, native FPU errors, monitor coprocessor, protected mode
  movl $0x80010033, %eax
  movl %eax, %cr0
  lgdt boot_gdt_pointer
  ljmp $0x10, $boot_long_mode

# Says the line at ESI on COM1, on COM2, where the host that runs us looks for it (docs/run-protocol.md), and on a VGA
# text screen, and stops.
boot_refuse:
  cli
  movl %esi, %esp
  movl $0xb8000, %edi
  movl $0x3f8, %ebp
6:
  movb (%esi), %bl
  testb %bl, %bl
  jz 8f
  leal 5(%ebp), %edx
  movl $100000, %ecx
7:
  inb %dx, %al
  testb $0x20, %al
  jnz 9f
  decl %ecx
  jnz 7b
9:
  movl %ebp, %edx
  movb %bl, %al
  outb %al, %dx
  incl %esi
  cmpb $0x20, %bl
  jb 6b
  movb $0x4f, %bh
  movw %bx, (%edi)
  addl $2, %edi
  jmp 6b
8:
  # The screen of the second time is behind what is shown.
  movl $0xb9000, %edi
  movl %esp, %esi
  cmpl $0x2f8, %ebp
  movl $0x2f8, %ebp
  jne 6b
10:
  hlt
  jmp 10b

  .code64
boot_long_mode:
  movl $0x18, %eax
  movl %eax, %ss
  xorl %eax, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %fs
  movl %eax, %gs
  movabsq $boot_stack_top, %rsp
  movl %ebp, %edi
  movl %esi, %esi
  xorl %ebp, %ebp
  pushq %rdi
  pushq %rsi
  movabsq $boot_relocate, %rax
  call *%rax
  # RAX: how far the image now lies from where it was linked. Nothing of the old place is used any more.
  popq %rsi
  popq %rdi
  movabsq $boot_stack_top, %rsp
  addq %rax, %rsp
  # No return address: backtraces end here.
  pushq $0
  movabsq $kernel_start, %rcx
  addq %rax, %rcx
  jmp *%rcx

  .section .boot.data,"aw",@progbits
  .balign 8
boot_gdt:
  .quad 0
  .quad 0
  .quad 0x00af9b000000ffff
  .quad 0x00cf93000000ffff
boot_gdt_pointer:
  .word 31
  .long boot_gdt
boot_no_long_mode:
  .asciz "tessera: panic Tessera needs a 64-bit CPU (x86-64), and this one is none\n"
boot_wrong_loader:
  .asciz "tessera: panic Tessera must be started by a Multiboot2 or PVH boot loader\n"

  .section .bss,"aw",@nobits
  .balign 4096
  .globl boot_root
boot_root:
  .skip 4096
boot_pointers:
  .skip 4096
boot_kernel_pointers:
  .skip 4096
  .globl boot_directories
boot_directories:
  .skip 16384
  .globl boot_image_directories
boot_image_directories:
  .skip 8192
  .globl boot_direct_pointers
boot_direct_pointers:
  .skip 4096
  .globl boot_stack_guard
boot_stack_guard:
  .skip 4096
  .skip 32768
  .globl boot_stack_top
boot_stack_top:
  .text
`;
