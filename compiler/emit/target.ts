/** What the two targets ask of LLVM: attributes of functions, and clang's options. */

export type TargetName = "kernel" | "linux";

const KERNEL_FEATURES = "-x87,-mmx,-sse,-sse2,-sse3,-ssse3,-sse4.1,-sse4.2,-avx,-avx2,+soft-float";

/** What LLVM is told of the machine. The layout is that of x86-64, and has to be the one that LLVM itself takes for the triple. */
export const TRIPLE = "x86_64-unknown-linux-gnu";
export const DATA_LAYOUT = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128";

/**
 * Where the kernel's sanitizer has the byte for eight bytes of memory: at address / 8 + this. The same number is in
 * kernel/platform/sanitizer/shadow.ts.
 */
const KERNEL_SHADOW_OFFSET = "0xdfffe00000000000";

/** Attributes that every function has. With `sanitize` its memory accesses are checked. */
export function commonAttributes(target: TargetName, sanitize: boolean): string {
  // In the kernel an interrupt can come in any function, and its backtrace should name the caller of that one too. A program is
  // traced from panics alone, which are calls: functions without calls need no frame.
  const frames = target === "kernel" || sanitize ? "all" : "non-leaf";
  const common = `nounwind "frame-pointer"="${frames}" "target-cpu"="x86-64" "tune-cpu"="generic"`;
  // The reports of the sanitizer's library unwind by tables.
  return target === "kernel"
    ? `${common} noredzone "use-soft-float"="true" "target-features"="${KERNEL_FEATURES}"${sanitize ? ` ${KERNEL_SANITIZED}` : ""}`
    : `${common} "target-features"="+sse,+sse2,+fxsr,+cx8,+x87"${sanitize ? " sanitize_address uwtable" : ""}`;
}

/** As Linux has it for KASAN: the checks inline, red zones on the stack and around globals, copies by `__asan_memcpy` and its like. */
const KERNEL_SANITIZER = [
  "-fsanitize=kernel-address",
  ...[
    `-asan-mapping-offset=${KERNEL_SHADOW_OFFSET}`,
    "-asan-kernel-mem-intrinsic-prefix=1",
    "-asan-stack=1",
    "-asan-globals=1",
  ].flatMap((option) => ["-mllvm", option]),
];

/** A tail call would leave its caller out of the reports. */
const KERNEL_SANITIZED = `sanitize_address "disable-tail-calls"="true"`;

/** Options of clang for a module in textual IR. */
export function clangOptions(
  target: TargetName,
  optimize: 0 | 1 | 2 | 3,
  sanitize = false,
  hasCallTypes = false,
): string[] {
  const options = [
    `--target=${TRIPLE}`,
    `-O${optimize}`,
    "-Wno-override-module",
    "-ffunction-sections",
    "-fdata-sections",
  ];
  // FastISel folds a load from a swifterror slot wrongly (LLVM 22), so it is off.
  if (optimize === 0) options.push("-mllvm", "-fast-isel=0");
  if (sanitize) options.push(...(target === "kernel" ? KERNEL_SANITIZER : ["-fsanitize=address"]));
  if (hasCallTypes) options.push("-fstack-size-section", "-fexperimental-call-graph-section");
  options.push("-fno-pic", target === "kernel" ? "-mcmodel=kernel" : "-mcmodel=small");
  return options;
}
