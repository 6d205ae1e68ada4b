/**
 * The module that the compiler adds to every program: the end of objects, the initialisation of modules, and the call of
 * `main` (docs/language.md, "What the compiler expects of the core library").
 */

import type { Function } from "../mir.ts";
import { ERROR, VOID } from "../types.ts";
import type { Code } from "./code.ts";
import { IMMORTAL } from "./constants.ts";
import { release } from "./counting.ts";
import { ModuleEmitter, type EmitOptions } from "./module.ts";
import type { ProgramIndex } from "./program-index.ts";
import { sanitizerFunctions } from "./sanitizer.ts";

/** Path of the module in messages and in the cache. */
export const GLUE_PATH = "(program)";

/** The text of the module that belongs to no source file: what only the whole program knows. */
export function emitGlue(index: ProgramIndex, options: EmitOptions): string {
  const module = new ModuleEmitter(GLUE_PATH, index, options);
  module.addBody(specialTables(module));
  for (const info of index.program.classes)
    if (index.homeOf(info) === null && !info.isStruct) module.addClass(info);
  module.addBody(releaseFunctions(module));
  module.addBody(initializeFunction(module), "metal_initialize_modules");
  if (index.program.main) module.addBody(mainFunction(module), "metal_user_main");
  if (options.sanitizer) module.addBody(sanitizerFunctions(module, options.sanitizer));
  return module.finish([], []);
}

/** Tables of closures without captures, which are static and never destroyed, and of strings in programs without core. */
function specialTables(module: ModuleEmitter): string {
  module.noteDefined("metal.closure.vtable");
  const lines = [table("metal.closure.vtable", 24)];
  if (!module.index.stringClass) {
    module.noteDefined("metal.string.vtable");
    lines.push(table("metal.string.vtable", 24));
  }
  return lines.join("\n");
}

const table = (name: string, size: number): string =>
  `@${name} = dso_local constant { ptr, i64, i32, i32, ptr } { ptr null, i64 ${size}, i32 0, i32 0, ptr null }, align 8`;

/**
 * Objects to be destroyed form a list through their count words, with the top bit set: a weak reference that still sees the
 * object takes that for no count. `metal_drop` gives up a count on behalf of a destroyed object.
 */
function releaseFunctions(module: ModuleEmitter): string {
  const isKernel = module.options.target === "kernel";
  const plain = module.attributes("mustprogress");
  module.noteDefined("metal_release_slow");
  module.noteDefined("metal_drop");
  const hasWeak = module.index.program.classes.some((c) => c.weak);
  if (hasWeak) module.functionReference("metal_weak_clear");
  const weakTest = hasWeak
    ? `  %vtable = load ptr, ptr %object, align 8
  %size.at = getelementptr inbounds i8, ptr %vtable, i64 8
  %size = load i64, ptr %size.at, align 8
  %weak = icmp slt i64 %size, 0
  br i1 %weak, label %clear, label %link
clear:
  %address = ptrtoint ptr %object to i64
  call void @metal_weak_clear(i64 %address)
  br label %link
link:
`
    : "";
  const unlink = isKernel
    ? `  %end = icmp eq i64 %word, ${TOP_BIT}
  %rest = select i1 %end, i64 0, i64 %word`
    : `  %rest = and i64 %word, ${0x7fff_ffff_ffff_ffffn}`;
  return `
define internal void @push(ptr %object, ptr %list) #${plain} {
${weakTest}  %head = load i64, ptr %list, align 8
  %word = or i64 %head, ${TOP_BIT}
  %count = getelementptr inbounds i8, ptr %object, i64 8
  store i64 %word, ptr %count, align 8
  store ptr %object, ptr %list, align 8
  ret void
}

define dso_local void @metal_drop(ptr %object, ptr %list) #${plain} {
  %address = ptrtoint ptr %object to i64
  %none = icmp ult i64 %address, 4096
  br i1 %none, label %done, label %some
some:
  %count = getelementptr inbounds i8, ptr %object, i64 8
  %old = load atomic i64, ptr %count monotonic, align 8
  %static = icmp ugt i64 %old, ${IMMORTAL >> 1n}
  br i1 %static, label %done, label %counted
counted:
  %was = atomicrmw sub ptr %count, i64 1 acq_rel, align 8
  %last = icmp eq i64 %was, 1
  br i1 %last, label %dead, label %done
dead:
  call void @push(ptr %object, ptr %list)
  br label %done
done:
  ret void
}

define dso_local void @metal_release_slow(ptr %first) #${plain} {
  %list = alloca ptr, align 8
  store ptr null, ptr %list, align 8
  call void @push(ptr %first, ptr %list)
  br label %next
next:
  %object = load ptr, ptr %list, align 8
  %none = icmp eq ptr %object, null
  br i1 %none, label %done, label %some
some:
  %link = getelementptr inbounds i8, ptr %object, i64 8
  %word = load i64, ptr %link, align 8
${unlink}
  store i64 %rest, ptr %list, align 8
  %vtable = load ptr, ptr %object, align 8
  %destroy = load ptr, ptr %vtable, align 8
  call void %destroy(ptr %object, ptr %list)
  br label %next
done:
  ret void
}
`;
}

const TOP_BIT = -0x8000_0000_0000_0000n;

/** Runs the initialisers in order. An error there ends the program with a report; in the kernel, with a panic. */
function initializeFunction(module: ModuleEmitter): string {
  return module.helperFunction(
    `define dso_local void @metal_initialize_modules() #${module.attributes("")}`,
    (code) => {
      declareErrorSlot(code);
      for (const path of module.index.program.order) {
        const symbol = module.index.program.modules.find((m) => m.path === path)?.initializer;
        const fn = symbol ? module.index.functionOf(symbol) : undefined;
        if (!fn) continue;
        callPlain(code, fn, [], () => initializerFailed(code, path));
      }
      code.line("ret void");
    },
  );
}

function declareErrorSlot(code: Code): void {
  code.entry.push("  %error = alloca swifterror ptr, align 8");
  code.line("store ptr null, ptr %error, align 8");
}

/** Calls a function, with what happens when it throws. */
function callPlain(
  code: Code,
  fn: Function,
  args: readonly string[],
  failed: (error: string) => void,
): string | null {
  const name = code.module.functionReference(fn.symbol);
  const passed = fn.throws ? [...args, "ptr swifterror %error"] : args;
  const isVoid = fn.result === VOID || fn.result.kind === "never";
  const result = isVoid ? null : code.value(`call i32 ${name}(${passed.join(", ")})`);
  if (isVoid) code.line(`call void ${name}(${passed.join(", ")})`);
  if (!fn.throws) return result;
  const error = code.value("load ptr, ptr %error, align 8");
  const isError = code.value(`icmp ne ptr ${error}, null`);
  const [bad, good] = [code.label(), code.label()];
  code.line(`br i1 ${isError}, label %${bad}, label %${good}`);
  code.begin(bad);
  code.line("store ptr null, ptr %error, align 8");
  failed(error);
  code.begin(good);
  return result;
}

function initializerFailed(code: Code, path: string): void {
  code.panic(`an error was thrown while the module ${path} was initialised`);
  code.line("unreachable");
}

/** `metal_user_main(args: string[]): i32`: the program's status; an error is reported and makes it 1. */
function mainFunction(module: ModuleEmitter): string {
  const { main } = module.index.program;
  return module.helperFunction(
    `define dso_local i32 @metal_user_main(ptr %args) #${module.attributes("")}`,
    (code) => {
      const fn =
        module.index.functionOf(main?.symbol ?? "") ?? code.fail("the program's main does not exist");
      declareErrorSlot(code);
      const status = callPlain(code, fn, main?.takesArguments ? ["ptr %args"] : [], (error) => {
        if (!module.index.functionOf("metal_uncaught")) {
          code.line("ret i32 1");
          return;
        }
        const failed = code.value(`call i32 ${module.functionReference("metal_uncaught")}(ptr ${error})`);
        release(code, ERROR, error);
        code.line(`ret i32 ${failed}`);
      });
      code.line(`ret i32 ${status ?? "0"}`);
    },
  );
}
