/** Where a program begins and ends: from the kernel's stack to the arguments of `main`, from its result to the exit status. */

import { asm } from "unsafe";
import { errorText } from "../error.ts";
import { exitNow } from "./abort.ts";
import { checkHeap } from "./allocator.ts";
import { consoleError } from "./console.ts";
import { reportLeaks } from "./leaks.ts";
import { argumentCount, argumentText, environmentHas, setProcessStack } from "./process-stack.ts";

/** The status of a program that `main` left with an error. */
const FAILED = 1;
/** The status of a checked run that leaked. */
const LEAKED = 99;

asm`
.weak metal_leak_check
.globl _start
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
 * `leakCheck` is not 0 when the program was compiled with the leak check: the compiler defines the symbol then.
 * @export metal_start
 */
export function start(stack: u64, leakCheck: u64): never {
  setProcessStack(stack);
  const isChecked = leakCheck !== 0 || environmentHas("METAL_CHECK=1");
  if (isChecked) checkHeap();
  initializeModules();
  const status = runMain();
  if (isChecked && !reportLeaks()) exitNow(LEAKED);
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
