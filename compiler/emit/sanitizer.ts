/**
 * What a program under LLVM's address sanitizer has besides: the sanitizer's runtime needs the C library, which calls `main`, and
 * asks for its settings by a function.
 */

import type { ModuleEmitter } from "./module.ts";
import { escapeText } from "./types.ts";

/** How programs under the address sanitizer report. */
export interface SanitizerOptions {
  /** Path of llvm-symbolizer, which gives addresses their lines; null leaves it to the runtime to find one. */
  readonly symbolizer: string | null;
}

/** The status of a program in which something was found, as of one whose leak check found something. */
const FOUND = 99;

/** How core/linux/start.ts is told that the heap is the sanitizer's. */
const SANITIZED = 2;

/** `main(argc, argv)` of C: the block that the kernel left on the stack begins with argc, right before argv. */
export function sanitizerFunctions(module: ModuleEmitter, options: SanitizerOptions): string {
  const attributes = module.attributes("");
  const settings = [
    `exitcode=${FOUND}`,
    // A program sees that there is no memory by ENOMEM.
    "allocator_may_return_null=1",
    `strip_path_prefix="${module.options.root}/"`,
    ...(options.symbolizer === null ? [] : [`external_symbolizer_path="${options.symbolizer}"`]),
  ].join(":");
  return `
@.sanitizer.settings = private constant [${Buffer.byteLength(settings) + 1} x i8] c"${escapeText(settings)}\\00"

define dso_local ptr @__asan_default_options() #${attributes} {
  ret ptr @.sanitizer.settings
}

define dso_local i32 @main(i32 %count, ptr %arguments) #${attributes} {
  %block = getelementptr i8, ptr %arguments, i64 -8
  %address = ptrtoint ptr %block to i64
  call void ${module.functionReference("metal_start")}(i64 %address, i64 ${SANITIZED})
  unreachable
}
`;
}
