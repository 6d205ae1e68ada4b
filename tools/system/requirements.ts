/** What a system package is needed for. */
export type Purpose = "compile" | "sanitize" | "run" | "debug" | "image" | "test";

/** The package managers whose package names are known here. */
export type Manager = "apt" | "dnf" | "pacman" | "brew";

/** One program (or data file) of the system that Tessera uses. */
export interface Requirement {
  /** The program's name, or a word for the thing when `files` is given. */
  program: string;
  /** Other names of the program. */
  aliases?: string[];
  /** An LLVM program: Debian gives it the major version as a suffix, and 22 or newer is needed. */
  llvm?: boolean;
  /** Files of which one has to exist, for what is not a program. */
  files?: string[];
  /** Names of which clang has to find one among its own files, for what comes with it. */
  clangFiles?: string[];
  purposes: Purpose[];
  why: string;
  /** The package that holds it; absent where a system has no such package. */
  packages: Partial<Record<Manager, string>>;
}

const llvmPackages = { dnf: "llvm", pacman: "llvm", brew: "llvm" };

/** All that the command needs of the system, and where it comes from. */
export const requirements: Requirement[] = [
  {
    program: "clang",
    llvm: true,
    purposes: ["compile"],
    why: "turns LLVM code into machine code",
    packages: { apt: "clang-22", dnf: "clang", pacman: "clang", brew: "llvm" },
  },
  {
    program: "ld.lld",
    llvm: true,
    purposes: ["compile"],
    why: "links the kernel and programs",
    packages: { apt: "lld-22", dnf: "lld", pacman: "lld", brew: "lld" },
  },
  {
    program: "llvm-objcopy",
    llvm: true,
    purposes: ["compile"],
    why: "edits object files",
    packages: { apt: "llvm-22", ...llvmPackages },
  },
  {
    program: "llvm-symbolizer",
    llvm: true,
    purposes: ["sanitize", "test"],
    why: "names the lines in sanitizer reports",
    packages: { apt: "llvm-22", ...llvmPackages },
  },
  {
    program: "the runtime of clang's address sanitizer",
    clangFiles: ["libclang_rt.asan-x86_64.a", "libclang_rt.asan.a"],
    purposes: ["sanitize", "test"],
    why: "checks the memory accesses of programs (compile --sanitize)",
    packages: { apt: "libclang-rt-22-dev", dnf: "compiler-rt", pacman: "compiler-rt", brew: "llvm" },
  },
  {
    program: "qemu-system-x86_64",
    purposes: ["run"],
    why: "the virtual machine",
    packages: { apt: "qemu-system-x86", dnf: "qemu-system-x86", pacman: "qemu-system-x86", brew: "qemu" },
  },
  {
    program: "ovmf",
    files: [
      "/usr/share/OVMF/OVMF_CODE.fd",
      "/usr/share/OVMF/OVMF_CODE_4M.fd",
      "/usr/share/edk2/ovmf/OVMF_CODE.fd",
      "/usr/share/edk2/x64/OVMF_CODE.4m.fd",
      "/opt/homebrew/share/qemu/edk2-x86_64-code.fd",
      "/usr/local/share/qemu/edk2-x86_64-code.fd",
    ],
    purposes: ["image", "test"],
    why: "UEFI firmware for the virtual machine",
    packages: { apt: "ovmf", dnf: "edk2-ovmf", pacman: "edk2-ovmf", brew: "qemu" },
  },
  {
    program: "gdb",
    purposes: ["debug", "test"],
    why: "tessera debug",
    packages: { apt: "gdb", dnf: "gdb", pacman: "gdb", brew: "gdb" },
  },
  {
    program: "grub-mkrescue",
    aliases: ["grub2-mkrescue", "i686-elf-grub-mkrescue"],
    purposes: ["image", "test"],
    why: "makes the ISO image",
    packages: { apt: "grub-common", dnf: "grub2-tools-extra", pacman: "grub", brew: "i686-elf-grub" },
  },
  {
    program: "grub modules for BIOS",
    files: ["/usr/lib/grub/i386-pc/multiboot2.mod", "/usr/share/grub/i386-pc/multiboot2.mod"],
    purposes: ["image", "test"],
    why: "the boot loader on the ISO image",
    packages: { apt: "grub-pc-bin", dnf: "grub2-pc-modules", pacman: "grub", brew: "i686-elf-grub" },
  },
  {
    program: "xorriso",
    purposes: ["image", "test"],
    why: "writes the ISO image",
    packages: { apt: "xorriso", dnf: "xorriso", pacman: "libisoburn", brew: "xorriso" },
  },
  {
    program: "mformat",
    purposes: ["image", "test"],
    why: "grub-mkrescue needs mtools",
    packages: { apt: "mtools", dnf: "mtools", pacman: "mtools", brew: "mtools" },
  },
  {
    program: "busybox",
    purposes: ["test"],
    why: "an unmodified Linux program to run",
    packages: { apt: "busybox-static", dnf: "busybox", pacman: "busybox" },
  },
  {
    program: "musl-gcc",
    purposes: ["test"],
    why: "builds static test programs",
    packages: { apt: "musl-tools", dnf: "musl-gcc", pacman: "musl" },
  },
  {
    program: "g++",
    purposes: ["test"],
    why: "builds test programs against the GNU C library",
    packages: { apt: "g++", dnf: "gcc-c++", pacman: "gcc", brew: "gcc" },
  },
  {
    program: "valgrind",
    purposes: ["test"],
    why: "counts instructions in the benchmarks",
    packages: { apt: "valgrind", dnf: "valgrind", pacman: "valgrind" },
  },
];
