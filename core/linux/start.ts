/** Where a program begins and ends: from the kernel's stack to the arguments of `main`, from its result to the exit status. */

import { asm } from "unsafe";
import { errorText } from "../error.ts";
import { exitNow } from "./abort.ts";
import { chooseHeap, HeapKind } from "./allocator.ts";
import { consoleError } from "./console.ts";
import { reportLeaks } from "./leaks.ts";
import { argumentCount, argumentText, environmentHas, setProcessStack } from "./process-stack.ts";
import { reportSanitizerLeaks } from "./sanitizer.ts";

/** The status of a program that `main` left with an error. */
const FAILED = 1;
/** The status of a checked run that leaked. */
const LEAKED = 99;

// Weak: the C library's takes its place under the address sanitizer.
asm`
.weak metal_leak_check
.weak _start
.type _start, @function
_start:
  xorl %ebp, %ebp
  movq %rsp, %rdi
  movq $metal_leak_check, %rsi
  andq $-16, %rsp
  call metal_start
  hlt
.size _start, .-_start
`;

/**
 * Runs the initialisers of all modules; made by the compiler. Ends the program when one of them throws.
 * @extern metal_initialize_modules
 */
declare function initializeModules(): void;

/**
 * Calls `main`; made by the compiler. What main throws goes to `metal_uncaught`.
 * @extern metal_user_main
 */
declare function callMain(args: string[]): i32;

/** The arguments behind the program's name. Throws ENOMEM. */
function collectArguments(): string[] {
  const result: string[] = [];
  for (let i: usize = 1; i < argumentCount(); i++) result.push(argumentText(i));
  return result;
}

function runMain(): i32 {
  try {
    return callMain(collectArguments());
  } catch (error) {
    return reportUncaught(error);
  }
}

/**
 * `heap` is a HeapKind: a program that was compiled with the leak check has the guarded heap (the compiler defines
 * `metal_leak_check` then), one under the address sanitizer is started by the C library and the compiler's `main`.
 * @export metal_start
 */
export function start(stack: u64, heap: u64): never {
  setProcessStack(stack);
  const isGuarded = heap === HeapKind.plain && environmentHas("METAL_CHECK=1");
  const kind = isGuarded ? HeapKind.guarded : (u32(heap) as HeapKind);
  chooseHeap(kind);
  initializeModules();
  const status = runMain();
  if (kind === HeapKind.guarded && !reportLeaks()) exitNow(LEAKED);
  if (kind === HeapKind.sanitized) reportSanitizerLeaks();
  exitNow(status);
}

/**
 * Prints an error that nobody caught and returns the program's exit status.
 * @export metal_uncaught
 */
export function reportUncaught(error: unknown): i32 {
  try {
    consoleError(`uncaught error: ${errorText(error)}`);
  } catch {
    consoleError("uncaught error");
  }
  return FAILED;
}
