/** The registers of an interrupted program or kernel path, as the entry code pushes them. */
@struct
@size(176)
export class TrapFrame {
  r15: u64 = 0;
  r14: u64 = 0;
  r13: u64 = 0;
  r12: u64 = 0;
  rbp: u64 = 0;
  rbx: u64 = 0;
  r11: u64 = 0;
  r10: u64 = 0;
  r9: u64 = 0;
  r8: u64 = 0;
  rax: u64 = 0;
  rcx: u64 = 0;
  rdx: u64 = 0;
  rsi: u64 = 0;
  rdi: u64 = 0;
  /** Exception or interrupt number; `SYSTEM_CALL` for a frame made by `syscall`, whose rcx and r11 the program has lost. */
  vector: u64 = 0;
  /** The CPU's error code, 0 if it gave none. For a system call: its number (rax at entry), so that a call can be restarted. */
  error: u64 = 0;
  rip: u64 = 0;
  cs: u64 = 0;
  rflags: u64 = 0;
  rsp: u64 = 0;
  ss: u64 = 0;

  /** Whether the frame interrupted ring 3. */
  get isUser(): boolean {
    return (this.cs & 3) === 3;
  }
}

/** `TrapFrame.vector` of system calls: no interrupt has it. */
export const SYSTEM_CALL = 256;
