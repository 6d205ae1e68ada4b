/**
 * The module that the compiler adds to every program: the end of objects, the initialisation of modules, and the call of
 * `main` (docs/language.md, "What the compiler expects of the core library").
 */

import type { Function } from "../mir.ts";
import { ERROR, VOID } from "../types.ts";
import { callTypeSuffix, DESTROY_CALL } from "./call-types.ts";
import type { Code } from "./code.ts";
import { IMMORTAL } from "./constants.ts";
import { release } from "./counting.ts";
import { ModuleEmitter, type EmitOptions } from "./module.ts";
import { RECURSION_COUNTERS } from "./recursion.ts";
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
  if (options.target === "linux" && options.recursive?.length) module.addBody(RECURSION_COUNTERS);
  module.addBody(initializeFunction(module), "metal_initialize_modules");
  if (index.program.main) module.addBody(mainFunction(module), "metal_user_main");
  if (options.sanitizer?.kind === "library") module.addBody(sanitizerFunctions(module, options.sanitizer));
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
 * Destruction never recurses. Objects to be destroyed form a list through their count words, with the top bit set: a weak reference
 * that still sees the object takes that for no count. Who brings the first count to 0 destroys the object, and then all that came on
 * the list meanwhile: what its fields held, and what destructors let go of, also when they call functions that do.
 *
 * The list's word is 0 while nothing is being destroyed, `NOTHING_LEFT` or the first object's address while something is. There is one for each
 * thread, because destructors may sleep. Interrupts on a thread add to its list too, so the word is changed by one instruction after
 * the look at it. `metal_drop` gives up a count on behalf of a destroyed object.
 */
function releaseFunctions(module: ModuleEmitter): string {
  const plain = module.attributes("mustprogress");
  const list = module.options.target === "kernel" ? threadList : programList;
  for (const symbol of ["metal_release_slow", "metal_destroy", "metal_drop"]) module.noteDefined(symbol);
  const hasWeak = module.index.program.classes.some((c) => c.weak);
  if (hasWeak) module.functionReference("metal_weak_clear");
  const weakTest = hasWeak
    ? `  %vtable = load ptr, ptr %object, align 8
  %size.at = getelementptr inbounds i8, ptr %vtable, i64 8
  %size = load i64, ptr %size.at, align 8
  %weak = icmp slt i64 %size, 0
  br i1 %weak, label %clear, label %dispose
clear:
  %address = ptrtoint ptr %object to i64
  %cell = call i64 @metal_weak_clear(i64 %address)
  %last = icmp ne i64 %cell, 0
  br i1 %last, label %both, label %dispose
both:
  %cell.at = inttoptr i64 %cell to ptr
  call void @metal_dispose(ptr %cell.at)
  br label %dispose
`
    : `  br label %dispose
`;
  return `${list.definition}
define dso_local void @metal_release_slow(ptr %object) #${plain} {
${weakTest}dispose:
  tail call void @metal_dispose(ptr %object)
  ret void
}

define internal void @metal_dispose(ptr %object) #${plain} {
  br label %look
look:
${list.load("%head")}
  %idle = icmp eq i64 %head, 0
  br i1 %idle, label %destroy, label %link
link:
  %word = or i64 %head, ${TOP_BIT}
  %count = getelementptr inbounds i8, ptr %object, i64 8
  store i64 %word, ptr %count, align 8
  %first = ptrtoint ptr %object to i64
${list.exchange("%linked", "%head", "%first")}
  br i1 %linked, label %done, label %look
destroy:
  call void @metal_destroy(ptr %object)
  br label %done
done:
  ret void
}

define dso_local void @metal_drop(ptr %object) #${plain} {
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
  tail call void @metal_release_slow(ptr %object)
  br label %done
done:
  ret void
}

define dso_local void @metal_destroy(ptr %first) #${module.attributes("mustprogress noinline")} {
entry:
${list.begin}
  br label %next
next:
  %object = phi ptr [ %first, %entry ], [ %following, %unlinked ]
  %vtable = load ptr, ptr %object, align 8
  %destroy = load ptr, ptr %vtable, align 8
  call void %destroy(ptr %object)${callTypeSuffix(module, DESTROY_CALL)}
  br label %look
look:
${list.load("%head")}
  %end = icmp eq i64 %head, ${NOTHING_LEFT}
  br i1 %end, label %finish, label %unlink
unlink:
  %following = inttoptr i64 %head to ptr
  %link = getelementptr inbounds i8, ptr %following, i64 8
  %word = load i64, ptr %link, align 8
${list.linkOf("%rest", "%word")}
${list.exchange("%taken", "%head", "%rest")}
  br i1 %taken, label %unlinked, label %look
unlinked:
  br label %next
finish:
${list.exchange("%finished", `${NOTHING_LEFT}`, "0")}
  br i1 %finished, label %done, label %look
done:
  ret void
}
`;
}

const TOP_BIT = -0x8000_0000_0000_0000n;
/** The list's word when what is being destroyed is the last object. */
const NOTHING_LEFT = 1n;
/** Place in the kernel's CPU block (kernel/platform/cpu/block.ts) of the running thread's list. */
const LIST_IN_CPU_BLOCK = 72;

/** How a target reaches the list of the running thread; texts of LLVM that define the names given. */
interface DestructionList {
  readonly definition: string;
  readonly begin: string;
  load(result: string): string;
  /** Replaces the word if it is still as it was; whether it is. */
  exchange(isDone: string, old: string, replacement: string): string;
  /** The rest of the list from the word of the object before. */
  linkOf(result: string, word: string): string;
}

const segment = `ptr addrspace(256) inttoptr (i64 ${LIST_IN_CPU_BLOCK} to ptr addrspace(256))`;

/** The CPU block has the list of the thread that runs. No other CPU writes it, so the exchange needs no lock. */
const threadList: DestructionList = {
  definition: "",
  begin: `  store volatile i64 ${NOTHING_LEFT}, ${segment}, align 8`,
  load: (result) => `  ${result} = load volatile i64, ${segment}, align 8`,
  exchange: (isDone, old, replacement) =>
    `  ${isDone}.results = call { i64, i8 } asm sideeffect "cmpxchgq $3, %gs:${LIST_IN_CPU_BLOCK}", "={ax},={@ccz},0,r,~{memory},~{dirflag},~{fpsr},~{flags}"(i64 ${old}, i64 ${replacement})
  ${isDone}.flag = extractvalue { i64, i8 } ${isDone}.results, 1
  ${isDone} = trunc i8 ${isDone}.flag to i1`,
  // Addresses of the kernel have the top bit set.
  linkOf: (result, word) => `  ${result}.isEnd = icmp eq i64 ${word}, ${TOP_BIT | NOTHING_LEFT}
  ${result} = select i1 ${result}.isEnd, i64 ${NOTHING_LEFT}, i64 ${word}`,
};

/** A program has one thread. Its signal handlers only take a note (core/linux/signal.ts), so nothing comes between look and change. */
const programList: DestructionList = {
  definition: "@metal_destruction_list = internal global i64 0, align 8",
  begin: `  store i64 ${NOTHING_LEFT}, ptr @metal_destruction_list, align 8`,
  load: (result) => `  ${result} = load i64, ptr @metal_destruction_list, align 8`,
  exchange: (isDone, _old, replacement) => `  store i64 ${replacement}, ptr @metal_destruction_list, align 8
  ${isDone} = icmp eq i64 0, 0`,
  linkOf: (result, word) => `  ${result} = and i64 ${word}, ${0x7fff_ffff_ffff_ffffn}`,
};

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
