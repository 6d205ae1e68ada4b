// What a program that wants to harm the kernel gives it: frames of handlers, flags and bases, program files, numbers at the edges of the mapping calls.
// It gets an errno, or a signal ends it; nothing is lost, and the next one runs.
// @guest-only
// @time-limit: 120
// @stdout: flags: 256 tried
// @stdout: frames: 1000 tried
// @stdout: bases: refused
// @stdout: single steps over system calls: taken
// @stdout: spoiled programs: 2000 tried
// @stdout: edges of mappings: 20000 tried
// @stdout: alternate stacks: 300 tried
// @stdout: vectors: refused
// @stdout: links in a circle: ELOOP
// @stdout: too long a path: ENAMETOOLONG
// @stdout: still well
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static uint64_t state = 88172645463325252;
static uint64_t random64(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}
static const uint64_t edges[] = {0, 1, 8, 4095, 4096, 4097, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x7ffffffff000, 0x7fffffffffff,
  0x800000000000, 0xffff7fffffffffff, 0xffff800000000000, 0xffffffff80000000, 0x7fffffffffffffff, 0x8000000000000000, -4096ull, -1ull};
static uint64_t edge(void) {
  uint64_t value = edges[random64() % (sizeof edges / sizeof *edges)];
  return random64() % 4 ? value : value + random64() % 8192 - 4096;
}

// Runs it in a process of its own, which may end in any way but must end.
static int apart(void (*act)(void)) {
  pid_t child = fork();
  if (child == 0) {
    alarm(5);
    act();
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  return status;
}

// ------------------------------------------------------------ flags and frames

static uint64_t flags;
static void setsFlags(void) {
  // In user mode, then into the kernel and back by each of the ways: system call, fault, interrupt.
  __asm__ volatile("pushq %0; popfq; syscall" : : "r"(flags), "a"(39) : "rcx", "r11", "memory", "cc");
  __asm__ volatile("pushq %0; popfq; ud2" : : "r"(flags) : "memory", "cc");
}

static int variant;
static void spoils(int signal, siginfo_t *info, void *at) {
  ucontext_t *context = at;
  greg_t *registers = context->uc_mcontext.gregs;
  uint64_t *words = (uint64_t *)context;
  uint8_t *fpu = (uint8_t *)context->uc_mcontext.fpregs;
  switch (variant % 10) {
    case 0: registers[REG_RIP] = edge(); break;
    case 1: registers[REG_RSP] = edge(); break;
    case 2: registers[REG_EFL] = random64(); break;
    case 3: registers[REG_CSGSFS] = random64(); break;
    case 4: context->uc_mcontext.fpregs = (void *)edge(); break;
    case 5: for (int i = 0; i < 20; i++) fpu[random64() % 512] = random64(); break;
    // The software's bytes, and the header behind the 512: sizes, states, reserved bits.
    case 6: for (int i = 0; i < 6; i++) fpu[464 + random64() % 48] = random64(); break;
    case 7: for (int i = 0; i < 6; i++) fpu[512 + random64() % 64] = random64(); break;
    case 8: for (int i = 0; i < 8; i++) words[random64() % 38] = edge(); break;
    case 9: for (int i = 0; i < 38; i++) words[i] = random64(); break;
  }
}
static void takesFrame(void) {
  struct sigaction action = {.sa_sigaction = spoils, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, NULL);
  raise(SIGUSR1);
  __asm__ volatile("fld1; faddp; fwait" : : : "memory");
}

// ------------------------------------------------------------ single steps

static volatile sig_atomic_t steps;
static void step(int signal) { steps++; }
static void stepsOverCalls(void) {
  signal(SIGTRAP, step);
  __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq; movl $39, %%eax; syscall; movl $110, %%eax; syscall; nop; pushfq; andq $~0x100, (%%rsp); popfq"
                   : : : "rax", "rcx", "r11", "memory", "cc");
  _exit(steps >= 6 ? 0 : 1);
}

// ------------------------------------------------------------ programs

static uint8_t image[65536];
static long imageSize;
static void runsSpoiled(void) {
  uint8_t copy[sizeof image];
  memcpy(copy, image, imageSize);
  // The headers are what the kernel reads: 64 bytes, and a few of 56.
  int changes = 1 + random64() % 4;
  for (int i = 0; i < changes; i++) {
    if (random64() & 1) copy[random64() % 400] = random64();
    else { uint64_t value = edge(); memcpy(copy + random64() % 50 * 8, &value, 8); }
  }
  // What it is stays, so that all of it is looked at.
  memcpy(copy, image, random64() % 20 ? 16 : 0);
  int fd = open("/tmp/spoiled", O_CREAT | O_TRUNC | O_WRONLY, 0700);
  write(fd, copy, random64() % 10 ? imageSize : random64() % imageSize);
  close(fd);
  struct rlimit little = {1, 1};
  setrlimit(RLIMIT_CORE, &little);
  alarm(1);
  execl("/tmp/spoiled", "spoiled", "end", NULL);
}

// ------------------------------------------------------------ memory

static void mapsAtEdges(void) {
  for (int i = 0; i < 1000; i++) {
    switch (random64() % 8) {
      case 0: case 1: syscall(SYS_mmap, edge(), edge(), random64() & 7, (random64() & 0x10013) | 0x22, -1, edge() & ~4095ull); break;
      case 2: syscall(SYS_mremap, edge() & ~4095ull, edge(), edge(), random64() & 3, edge() & ~4095ull); break;
      case 3: syscall(SYS_mprotect, edge(), edge(), random64() & 7); break;
      case 4: syscall(SYS_madvise, edge(), edge(), random64() % 20); break;
      case 5: syscall(SYS_brk, edge()); break;
      case 6: syscall(SYS_msync, edge(), edge(), random64() & 7); break;
      case 7: if (random64() % 50 == 0) syscall(SYS_munmap, edge(), edge()); break;
    }
  }
}

static void takesOnAlternate(void) {
  stack_t stack = {(void *)edge(), random64() & 3, edge()};
  syscall(SYS_sigaltstack, &stack, NULL);
  struct sigaction action = {.sa_sigaction = spoils, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  variant = 8;
  sigaction(SIGSEGV, &action, NULL);
  raise(SIGSEGV);
}

static long freeKiB(void) {
  struct sysinfo info;
  for (int i = 0; i < 20; i++) usleep(200);
  sysinfo(&info);
  return info.freeram / 1024;
}

int main(int count, char **args) {
  if (count > 1) return 0;
  mkdir("/tmp", 0777);
  long before = freeKiB();

  int tried = 0;
  for (int i = 0; i < 256; i++, tried++) {
    flags = i < 64 ? 1ull << i | 2 : random64();
    apart(setsFlags);
  }
  printf("flags: %d tried\n", tried);
  for (variant = 0; variant < 1000; variant++) { random64(); apart(takesFrame); }
  printf("frames: %d tried\n", variant);

  int refused = 1;
  for (int i = 0; i < 20; i++) {
    if (edges[i] < 0x7ffffffff000) continue;
    for (int code = 0x1001; code <= 0x1002; code++) {
      if (syscall(SYS_arch_prctl, code, edges[i]) == 0 || errno != EPERM) refused = 0;
    }
  }
  puts(refused ? "bases: refused" : "bases: taken");
  puts(apart(stepsOverCalls) == 0 ? "single steps over system calls: taken" : "single steps over system calls: lost");
  fflush(stdout);

  int self = open("/proc/self/exe", O_RDONLY);
  imageSize = read(self, image, sizeof image);
  close(self);
  for (tried = 0; tried < 2000; tried++) { random64(); apart(runsSpoiled); }
  printf("spoiled programs: %d tried\n", tried);
  for (tried = 0; tried < 20000; tried += 1000) { random64(); apart(mapsAtEdges); }
  printf("edges of mappings: %d tried\n", tried);
  for (tried = 0; tried < 300; tried++) { random64(); apart(takesOnAlternate); }
  printf("alternate stacks: %d tried\n", tried);

  struct iovec vectors[3] = {{args, 8}, {args, -1ull}, {args, 8}};
  int zero = open("/dev/zero", O_RDONLY);
  refused = readv(zero, vectors, 3) < 0 && errno == EINVAL;
  refused &= syscall(SYS_readv, zero, vectors, 1025) < 0 && errno == EINVAL;
  refused &= syscall(SYS_readv, zero, vectors, -1) < 0 && errno == EINVAL;
  refused &= syscall(SYS_readv, zero, (void *)-16ull, 2) < 0 && errno == EFAULT;
  refused &= syscall(SYS_pread64, zero, args, 8, -1ull) < 0;
  puts(refused ? "vectors: refused" : "vectors: taken");

  symlink("/tmp/circle2", "/tmp/circle");
  symlink("/tmp/circle", "/tmp/circle2");
  printf("links in a circle: %s\n", open("/tmp/circle", O_RDONLY) < 0 && errno == ELOOP ? "ELOOP" : "?");
  static char path[8192];
  memset(path, 'a', sizeof path - 1);
  for (int i = 0; i < 8000; i += 100) path[i] = '/';
  printf("too long a path: %s\n", open(path, O_RDONLY) < 0 && errno == ENAMETOOLONG ? "ENAMETOOLONG" : "?");
  unlink("/tmp/spoiled");
  long lost = before - freeKiB();
  if (lost > 1000) printf("%ld KiB lost\n", lost);
  puts("still well");
  return 0;
}
