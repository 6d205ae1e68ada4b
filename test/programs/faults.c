// @build: musl-static glibc-static
// (QEMU's emulation raises no SIMD exceptions, so there is no case for them; its iretq and lretq read the user's
// stack as the kernel would, so that with SMAP the page fault's error code says "kernel" in user mode.)
// Programs that do what they must not: each ends by the signal that Linux gives, and the next one runs.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void readNull(void) { *(volatile int *)0; }
static void writeNull(void) { *(volatile int *)8 = 1; }
static void callNull(void) { ((void (*)(void))0)(); }
static void readKernel(void) { *(volatile int *)0xffffffff80000000; }
static void writeKernel(void) { *(volatile int *)0xffffffff80100000 = 1; }
static void callKernel(void) { ((void (*)(void))0xffffffff80100000)(); }
static void readDirectMap(void) { *(volatile int *)0xffff888000000000; }
static void readNonCanonical(void) { *(volatile int *)0x8000000000000000; }
static void callNonCanonical(void) { ((void (*)(void))0x1234567812345678)(); }
static void writeCode(void) { *(volatile char *)writeNull = 0; }
static void callData(void) { static char data[] = "\xc3"; ((void (*)(void))data)(); }
static void callStack(void) { char code[] = "\xc3"; ((void (*)(void))code)(); }
static void hlt(void) { __asm__ volatile("hlt"); }
static void cli(void) { __asm__ volatile("cli"); }
static void sti(void) { __asm__ volatile("sti"); }
static void portOut(void) { __asm__ volatile("outb %%al, $0x80" ::"a"(0)); }
static void readControl(void) { unsigned long x; __asm__ volatile("movq %%cr3, %0" : "=r"(x)); }
static void writeMsr(void) { __asm__ volatile("wrmsr" ::"c"(0xc0000080), "a"(0), "d"(0)); }
static void loadIdt(void) { char b[10] = {0}; __asm__ volatile("lidt %0" ::"m"(b)); }
static void invlpg(void) { __asm__ volatile("invlpg (%0)" ::"r"(0L)); }
static void swapgs(void) { __asm__ volatile("swapgs"); }
static void sysretHere(void) { __asm__ volatile("sysretq"); }
static void iretq(void) { __asm__ volatile("pushq $0\npushq $0\npushq $0\npushq $8\npushq $0\niretq"); }
static void farReturn(void) { __asm__ volatile("pushq $8\npushq $0\nlretq"); }
static void undefined(void) { __asm__ volatile("ud2"); }
static void breakpoint(void) { __asm__ volatile("int3"); }
static void interrupt13(void) { __asm__ volatile("int $13"); }
static void interrupt14(void) { __asm__ volatile("int $14"); }
static void interrupt32(void) { __asm__ volatile("int $32"); }
static void interrupt255(void) { __asm__ volatile("int $255"); }
static void divide(void) { __asm__ volatile("xorl %%ecx, %%ecx\ndivl %%ecx" ::: "eax", "ecx", "edx"); }
static void divideOverflow(void) { __asm__ volatile("idivl %%ecx" ::"a"(0x80000000), "d"(-1), "c"(-1)); }
static void singleStep(void) { __asm__ volatile("pushfq\norl $0x100, (%rsp)\npopfq\nnop"); }
static void nullSelector(void) { __asm__ volatile("movw %%ax, %%ss" ::"a"(0)); }
static void kernelSelector(void) { __asm__ volatile("movw %%ax, %%ds" ::"a"(0x10)); }
static void badStack(void) { __asm__ volatile("movq $0, %rsp\npushq %rax"); }
static void kernelStack(void) { __asm__ volatile("movq $-8, %rsp\npushq %rax"); }
static void stackKept(void) { __asm__ volatile("movq %rsp, %rbx\nmovq $0x1000, %rsp\nmovl $39, %eax\nsyscall\nmovq %rbx, %rsp"); }
static void misalignedSimd(void) { static char b[64]; __asm__ volatile("movaps 1(%0), %%xmm0" ::"r"(b) : "xmm0"); }
static void floatingPoint(void) { short control = 0x0340; __asm__ volatile("fldcw %0\nfld1\nfldz\nfdivrp\nfwait" ::"m"(control)); }

static volatile int depth;
static int overflow(int n) {
  volatile char space[4096];
  space[0] = (char)n;
  depth = n;
  return overflow(n + 1) + space[0];
}
static void overflowStack(void) { overflow(0); }
static void abortDefault(void) { raise(SIGABRT); }
static void exitNormally(void) {}

#define CASE(name) {#name, name}
static const struct { const char *name; void (*act)(void); } cases[] = {
  CASE(readNull), CASE(writeNull), CASE(callNull), CASE(readKernel), CASE(writeKernel), CASE(callKernel),
  CASE(readDirectMap), CASE(readNonCanonical), CASE(callNonCanonical), CASE(writeCode), CASE(callData),
  CASE(callStack), CASE(hlt), CASE(cli), CASE(sti), CASE(portOut), CASE(readControl), CASE(writeMsr),
  CASE(loadIdt), CASE(invlpg), CASE(swapgs), CASE(sysretHere), CASE(iretq), CASE(farReturn), CASE(undefined),
  CASE(breakpoint), CASE(interrupt13), CASE(interrupt14), CASE(interrupt32), CASE(interrupt255), CASE(divide),
  CASE(divideOverflow), CASE(singleStep), CASE(nullSelector), CASE(kernelSelector), CASE(badStack),
  CASE(kernelStack), CASE(stackKept), CASE(misalignedSimd),
  CASE(floatingPoint), CASE(overflowStack), CASE(abortDefault), CASE(exitNormally),
};

int main(void) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      cases[i].act();
      _exit(0);
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) printf("%s: %s (%d)\n", cases[i].name, strsignal(WTERMSIG(status)), WTERMSIG(status));
    else printf("%s: exit %d\n", cases[i].name, WEXITSTATUS(status));
  }
  return 0;
}
