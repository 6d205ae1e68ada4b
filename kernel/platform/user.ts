/**
 * The one door to the memory of programs. Every address may be anything at all: what lies outside the lower half, or faults and
 * cannot be resolved, throws EFAULT. Pages that are only not there yet are brought in (`FaultHandler.resolveUserPage`), so these may sleep.
 *
 * A thread that is to end (SIGKILL) gets EINTR for every access, and in the middle of a long one: whatever reaches a program's memory in a loop
 * ends with it, however long the program wants it to be.
 *
 * The assembly below is the only code that touches such addresses. Its loads and stores are in the exception table; STAC and CLAC (see cpu/protection.ts) open
 * and close access where the CPU has SMAP.
 */

import { addressOf, asm, dataOf, isSanitized, sizeOf } from "unsafe";
import { Errno } from "../../core/errno.ts";
import { PAGE_SIZE, USER_LIMIT } from "./address.ts";
import { checkAlive } from "./thread-flags.ts";

asm`
  .macro OPEN_ACCESS
7:
  nopl (%rax)
  .pushsection .smap_sites,"a",@progbits
  .quad 7b, 0xcb
  .popsection
  .endm

  .macro CLOSE_ACCESS
8:
  nopl (%rax)
  .pushsection .smap_sites,"a",@progbits
  .quad 8b, 0xca
  .popsection
  .endm

  .macro MAY_FAULT at, fixup
  .pushsection .extable,"a",@progbits
  .quad \at, \fixup
  .popsection
  .endm

  .text
  # user_copy(to, from, count): bytes that were not copied. Words first, then the rest; after a fault in a word, byte by byte.
  .balign 16
  .globl user_copy
  .type user_copy,@function
user_copy:
  OPEN_ACCESS
  cmpq $256, %rdx
  jae 4f
1:
  cmpq $8, %rdx
  jb 2f
10:
  movq (%rsi), %rax
11:
  movq %rax, (%rdi)
  addq $8, %rsi
  addq $8, %rdi
  subq $8, %rdx
  jmp 1b
2:
  testq %rdx, %rdx
  jz 3f
12:
  movb (%rsi), %al
13:
  movb %al, (%rdi)
  incq %rsi
  incq %rdi
  decq %rdx
  jmp 2b
3:
  CLOSE_ACCESS
  movq %rdx, %rax
  retq
4:
  movq %rdx, %rcx
  shrq $3, %rcx
  andl $7, %edx
14:
  rep movsq
  jmp 2b
  # A fault in the long copy: the words that are left, and the rest.
5:
  leaq (%rdx,%rcx,8), %rdx
  jmp 2b
  MAY_FAULT 10b, 2b
  MAY_FAULT 11b, 2b
  MAY_FAULT 12b, 3b
  MAY_FAULT 13b, 3b
  MAY_FAULT 14b, 5b

  # user_fill(to, byte, count): bytes that were not set.
  .balign 16
  .globl user_fill
  .type user_fill,@function
user_fill:
  OPEN_ACCESS
  movq %rdx, %rcx
  movzbl %sil, %eax
  movabsq $0x0101010101010101, %rsi
  imulq %rsi, %rax
  andl $7, %edx
  shrq $3, %rcx
20:
  rep stosq
  movl %edx, %ecx
21:
  rep stosb
  xorl %edx, %edx
22:
  CLOSE_ACCESS
  leaq (%rdx,%rcx), %rax
  retq
  # A fault in a word: its bytes one by one.
23:
  leaq (%rdx,%rcx,8), %rcx
  xorl %edx, %edx
  jmp 21b
24:
  xorl %edx, %edx
  jmp 22b
  MAY_FAULT 20b, 23b
  MAY_FAULT 21b, 24b

  # user_find_zero(from, limit): index of the first zero byte, limit if there is none, -1 after a fault.
  .balign 16
  .globl user_find_zero
  .type user_find_zero,@function
user_find_zero:
  OPEN_ACCESS
  xorl %eax, %eax
30:
  cmpq %rsi, %rax
  jae 32f
31:
  cmpb $0, (%rdi,%rax)
  je 32f
  incq %rax
  jmp 30b
32:
  CLOSE_ACCESS
  retq
33:
  movq $-1, %rax
  jmp 32b
  MAY_FAULT 31b, 33b

  # user_load64(from, to), and so on: 0, or 1 after a fault. "to" is the kernel's.
  .balign 16
  .globl user_load64
user_load64:
  OPEN_ACCESS
40:
  movq (%rdi), %rax
  CLOSE_ACCESS
  movq %rax, (%rsi)
  xorl %eax, %eax
  retq
  MAY_FAULT 40b, user_fault

  .balign 16
  .globl user_load32
user_load32:
  OPEN_ACCESS
41:
  movl (%rdi), %eax
  CLOSE_ACCESS
  movl %eax, (%rsi)
  xorl %eax, %eax
  retq
  MAY_FAULT 41b, user_fault

  .balign 16
  .globl user_store64
user_store64:
  OPEN_ACCESS
42:
  movq %rsi, (%rdi)
  CLOSE_ACCESS
  xorl %eax, %eax
  retq
  MAY_FAULT 42b, user_fault

  .balign 16
  .globl user_store32
user_store32:
  OPEN_ACCESS
43:
  movl %esi, (%rdi)
  CLOSE_ACCESS
  xorl %eax, %eax
  retq
  MAY_FAULT 43b, user_fault

  # user_compare_exchange32(at, expected, desired, found)
  .balign 16
  .globl user_compare_exchange32
user_compare_exchange32:
  OPEN_ACCESS
  movl %esi, %eax
44:
  lock cmpxchgl %edx, (%rdi)
  CLOSE_ACCESS
  movl %eax, (%rcx)
  xorl %eax, %eax
  retq
  MAY_FAULT 44b, user_fault

user_fault:
  CLOSE_ACCESS
  movl $1, %eax
  retq
`;

/** @extern user_copy */
declare function userCopy(to: u64, from: u64, count: u64): u64;
/** @extern user_fill */
declare function userFill(to: u64, byte: u64, count: u64): u64;
/** @extern user_find_zero */
declare function userFindZero(from: u64, limit: u64): u64;
/** @extern user_load64 */
declare function userLoad64(from: u64, to: u64): u32;
/** @extern user_load32 */
declare function userLoad32(from: u64, to: u64): u32;
/** @extern user_store64 */
declare function userStore64(to: u64, value: u64): u32;
/** @extern user_store32 */
declare function userStore32(to: u64, value: u32): u32;
/** @extern user_compare_exchange32 */
declare function userCompareExchange32(at: u64, expected: u32, desired: u32, found: u64): u32;

/** Throws EFAULT unless the bytes lie in the lower half, EINTR when the thread is to end. */
function check(address: u64, length: u64): void {
  checkAlive();
  if (address >= USER_LIMIT || length > USER_LIMIT - address) throw Errno.EFAULT;
}

/** The kernel's side of a copy, which no compiled code looks at: reports memory that may not be used. @extern sanitizer_check */
declare function checkMemory(address: u64, length: u64, isWrite: boolean): void;

/** `to.length` bytes from user memory. Throws EFAULT; some may have been copied then. */
export function copyFromUser(to: Span<u8>, address: u64): void {
  check(address, to.length);
  if (isSanitized()) checkMemory(dataOf(to).address, to.length, true);
  copy(dataOf(to).address, address, to.length);
}

/** All of `from` to user memory. Throws EFAULT; some may have been copied then. */
export function copyToUser(address: u64, from: Span<u8>): void {
  check(address, from.length);
  if (isSanitized()) checkMemory(dataOf(from).address, from.length, false);
  copy(address, dataOf(from).address, from.length);
}

/** A page at a time, or the thread could not be ended. */
function copy(to: u64, from: u64, length: u64): void {
  for (let done: u64 = 0; ; done += PAGE_SIZE) {
    const step = bits.min(length - done, PAGE_SIZE);
    if (userCopy(to + done, from + done, step) !== 0) throw Errno.EFAULT;
    if (length - done <= PAGE_SIZE) return;
    checkAlive();
  }
}

/** Sets bytes of user memory. Throws EFAULT. */
export function fillUser(address: u64, byte: u8, length: u64): void {
  check(address, length);
  for (let done: u64 = 0; ; done += PAGE_SIZE) {
    const step = bits.min(length - done, PAGE_SIZE);
    if (userFill(address + done, u64(byte), step) !== 0) throw Errno.EFAULT;
    if (length - done <= PAGE_SIZE) return;
    checkAlive();
  }
}

/** As `copyFromUser`, as far as it goes: returns how many bytes were copied. */
export function copySomeFromUser(to: Span<u8>, address: u64): u64 {
  const length = withinUser(address, to.length);
  return length - userCopy(dataOf(to).address, address, length);
}

/** As `copyToUser`, as far as it goes: returns how many bytes were copied. */
export function copySomeToUser(address: u64, from: Span<u8>): u64 {
  const length = withinUser(address, from.length);
  return length - userCopy(address, dataOf(from).address, length);
}

/** As `fillUser`, as far as it goes: returns how many bytes were set. */
export function fillSomeOfUser(address: u64, byte: u8, length: u64): u64 {
  const within = withinUser(address, length);
  return within - userFill(address, u64(byte), within);
}

/** How many of the bytes lie in the lower half. */
function withinUser(address: u64, length: u64): u64 {
  return address >= USER_LIMIT ? 0 : bits.min(length, USER_LIMIT - address);
}

/** Reads from the program's memory, at any alignment. Throws EFAULT. */
export function readUser16(address: u64): u16 {
  let value: u16 = 0;
  const place = addressOf(value);
  check(address, 2);
  if (userCopy(place.address, address, 2) !== 0) throw Errno.EFAULT;
  return place.value;
}

/** Reads from the program's memory in one access. Throws EFAULT. */
export function readUser32(address: u64): u32 {
  let value: u32 = 0;
  const place = addressOf(value);
  check(address, 4);
  if (userLoad32(address, place.address) !== 0) throw Errno.EFAULT;
  return place.value;
}

/** Reads from the program's memory in one access. Throws EFAULT. */
export function readUser64(address: u64): u64 {
  let value: u64 = 0;
  const place = addressOf(value);
  check(address, 8);
  if (userLoad64(address, place.address) !== 0) throw Errno.EFAULT;
  return place.value;
}

/** Writes to the program's memory. Throws EFAULT. */
export function writeUser8(address: u64, value: u8): void {
  let copy = value;
  const place = addressOf(copy);
  check(address, 1);
  if (userCopy(address, place.address, 1) !== 0) throw Errno.EFAULT;
}

/** Writes to the program's memory in one access. Throws EFAULT. */
export function writeUser32(address: u64, value: u32): void {
  check(address, 4);
  if (userStore32(address, value) !== 0) throw Errno.EFAULT;
}

/** Writes to the program's memory in one access. Throws EFAULT. */
export function writeUser64(address: u64, value: u64): void {
  check(address, 8);
  if (userStore64(address, value) !== 0) throw Errno.EFAULT;
}

/** Atomically: stores `desired` if the word is `expected`; returns what was found (futex(2)). Throws EFAULT, EINVAL unless aligned to 4. */
export function compareExchangeUser32(address: u64, expected: u32, desired: u32): u32 {
  let found: u32 = 0;
  const place = addressOf(found);
  checkWord(address);
  if (userCompareExchange32(address, expected, desired, place.address) !== 0) throw Errno.EFAULT;
  return place.value;
}

function checkWord(address: u64): void {
  if ((address & 3) !== 0) throw Errno.EINVAL;
  check(address, 4);
}

/** Length of the string at the address, without its zero byte; `limit` when there is none among the first `limit` bytes. Throws EFAULT. */
export function userStringLength(address: u64, limit: u64): u64 {
  if (address >= USER_LIMIT) throw Errno.EFAULT;
  const length = userFindZero(address, bits.min(limit, USER_LIMIT - address));
  if (length === 0xffff_ffff_ffff_ffff) throw Errno.EFAULT;
  return length;
}

/** The bytes before the terminating zero. Throws ENAMETOOLONG when there is none among the first `limit`, EFAULT, ENOMEM. */
export function copyStringFromUser(address: u64, limit: u64): string {
  const length = userStringLength(address, limit);
  if (length >= limit) throw Errno.ENAMETOOLONG;
  const bytes = new Array<u8>(length);
  copyFromUser(bytes.span(), address);
  return String.fromBytes(bytes.span());
}

/** Fills a struct from user memory. T holds no references. Throws EFAULT. */
export function loadStruct<T>(address: u64, into: T): void {
  check(address, sizeOf<T>());
  if (isSanitized()) checkMemory(addressOf(into).address, sizeOf<T>(), true);
  if (userCopy(addressOf(into).address, address, sizeOf<T>()) !== 0) throw Errno.EFAULT;
}

/** Writes a struct to user memory. Throws EFAULT. */
export function storeStruct<T>(address: u64, from: T): void {
  check(address, sizeOf<T>());
  if (isSanitized()) checkMemory(addressOf(from).address, sizeOf<T>(), false);
  if (userCopy(address, addressOf(from).address, sizeOf<T>()) !== 0) throw Errno.EFAULT;
}
