/**
 * What a program under LLVM's address sanitizer has besides: the sanitizer's library needs the C library, which calls `main`, and
 * asks for its settings by a function.
 */

import type { Global } from "../mir.ts";
import type { ModuleEmitter } from "./module.ts";
import { escapeText, symbolName } from "./types.ts";

/** Who is told of accesses: the kernel's own runtime, or LLVM's library. */
export type Sanitizer = { readonly kind: "kernel" } | SanitizerLibrary;

/** How programs under the address sanitizer report. */
interface SanitizerLibrary {
  readonly kind: "library";
  /** Path of llvm-symbolizer, which gives addresses their lines; null leaves it to the runtime to find one. */
  readonly symbolizer: string | null;
}

/**
 * Where the source declares a global, for the kernel's reports (kernel/platform/sanitizer/globals.ts): its link name and the place, both
 * zero-terminated. Nothing in it refers to the global, which would keep it in the image. Its name is added to those that LLVM must keep.
 */
export function globalPlace(global: Global, used: string[]): string {
  const { file, line } = global.location;
  const text = `${global.symbol}\0${file}:${line}\0`;
  const name = symbolName(`${global.symbol}.place`);
  used.push(name);
  return `${name} = internal constant [${Buffer.byteLength(text)} x i8] c"${escapeText(text)}", section ".global_places", align 1`;
}

/** The status of a program in which something was found, as of one whose leak check found something. */
const FOUND = 99;

/** How core/linux/start.ts is told that the heap is the sanitizer's. */
const SANITIZED = 2;

/** `main(argc, argv)` of C: the block that the kernel left on the stack begins with argc, right before argv. */
export function sanitizerFunctions(module: ModuleEmitter, options: SanitizerLibrary): string {
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
