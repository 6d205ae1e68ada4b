/** What a class brings into the image: its method table and the function that destroys its objects. */

import type { Itable } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import { isCounted, type ClassInfo } from "../types.ts";
import type { Code } from "./code.ts";
import { IMMORTAL } from "./constants.ts";
import { forEachPointer, loop } from "./counting.ts";
import type { ModuleEmitter } from "./module.ts";
import { destroySymbol, vtableSymbol } from "./program-index.ts";
import { symbolName } from "./types.ts";

/** In the size word of the table: objects of the class have a weak cell. */
export const WEAK_FLAG = 1n << 63n;

/** The class's table (docs/language.md, "Objects in memory"), and the function that drops its fields. */
export function emitClass(module: ModuleEmitter, info: ClassInfo): string {
  const slots = info.virtuals.map((symbol) => `ptr ${symbol ? module.functionReference(symbol) : "null"}`);
  const size = BigInt(info.size) | (info.weak ? WEAK_FLAG : 0n);
  const fields = [
    `ptr ${symbolName(destroySymbol(info))}`,
    `i64 ${BigInt.asIntN(64, size)}`,
    `i32 ${info.firstId}`,
    `i32 ${info.lastId}`,
    `ptr ${module.constants.string(info.name)}`,
    ...slots,
  ];
  const types = fields.map((f) => f.split(" ")[0]);
  const table = `${symbolName(vtableSymbol(info))} = dso_local constant { ${types.join(", ")} } { ${fields.join(", ")} }, align 8${module.tableAttribute}`;
  return `${table}\n\n${destroyFunction(module, info)}\n`;
}

/** Drops what the object refers to, in order: its destructor, its fields, its memory. */
function destroyFunction(module: ModuleEmitter, info: ClassInfo): string {
  const header = `define internal void ${symbolName(destroySymbol(info))}(ptr %object) #${module.attributes("")}`;
  return module.helperFunction(header, (code) => {
    // An array's items go first: its destructor, if it has one, frees the memory that they lie in.
    if (info.special === "array") dropItems(code, info);
    if (info.destructor) {
      // References to the object that come and go meanwhile must not destroy it again.
      code.line(`store i64 ${IMMORTAL}, ptr ${code.offset("%object", 8)}, align 8`);
      callDestructor(code, info.destructor);
    }
    for (const field of info.fields) {
      if (isCounted(field.type)) {
        forEachPointer(code, field.type, code.offset("%object", field.offset), (pointer) =>
          drop(code, pointer),
        );
      }
    }
    if (info.special === "array" && !info.destructor) freeItems(code, info);
    if (info.special === "string") freeString(code);
    else free(code, "%object", `${info.size}`);
    code.line("ret void");
  });
}

function callDestructor(code: Code, symbol: string): void {
  const fn = code.module.index.functionOf(symbol) ?? code.fail(`the destructor ${symbol} does not exist`);
  const name = code.module.functionReference(symbol);
  if (!fn.throws) {
    code.line(`call void ${name}(ptr %object)`);
    return;
  }
  code.entry.push("  %error = alloca swifterror ptr, align 8");
  code.line("store ptr null, ptr %error, align 8");
  code.line(`call void ${name}(ptr %object, ptr swifterror %error)`);
}

/** Gives up one count; an object that has none left is put on the list of what is still to be destroyed. */
function drop(code: Code, pointer: string): void {
  code.module.declareRuntime("metal_drop");
  code.line(`call void @metal_drop(ptr ${pointer})`);
}

function dropItems(code: Code, info: ClassInfo): void {
  const element = info.element;
  if (!element || !isCounted(element)) return;
  const length = code.value(`load i64, ptr ${code.offset("%object", 16)}, align 8`);
  const data = code.value(`load ptr, ptr ${code.offset("%object", 32)}, align 8`);
  const { size } = layoutOf(element);
  loop(code, length, (index) => {
    const item = code.value(`getelementptr [${size} x i8], ptr ${data}, i64 ${index}`);
    forEachPointer(code, element, item, (pointer) => drop(code, pointer));
  });
}

function freeItems(code: Code, info: ClassInfo): void {
  const { size } = layoutOf(info.element ?? code.fail(`the array ${info.name} has no element type`));
  const capacity = code.value(`load i64, ptr ${code.offset("%object", 24)}, align 8`);
  const data = code.value(`load ptr, ptr ${code.offset("%object", 32)}, align 8`);
  const bytes = code.value(`mul i64 ${capacity}, ${size}`);
  const [some, done] = [code.label(), code.label()];
  const isEmpty = code.value(`icmp eq i64 ${bytes}, 0`);
  code.line(`br i1 ${isEmpty}, label %${done}, label %${some}`);
  code.begin(some);
  free(code, data, bytes);
  code.line(`br label %${done}`);
  code.begin(done);
}

/** The library knows how large the block of a string is. */
function freeString(code: Code): void {
  // The module of strings itself defines it.
  if (!code.module.defines("metal_free_string")) code.module.declareRuntime("metal_free_string");
  const address = code.value("ptrtoint ptr %object to i64");
  code.line(`call void @metal_free_string(i64 ${address})`);
}

function free(code: Code, pointer: string, size: string): void {
  code.module.declareRuntime("metal_free");
  const address = code.value(`ptrtoint ptr ${pointer} to i64`);
  code.line(`call void @metal_free(i64 ${address}, i64 ${size})`);
}

/** The table of functions by which a class serves as an interface. */
export function emitItable(module: ModuleEmitter, itable: Itable): string {
  module.noteDefined(itable.symbol);
  const functions = itable.functions.map((symbol) => `ptr ${module.functionReference(symbol)}`);
  return `${symbolName(itable.symbol)} = dso_local constant [${functions.length} x ptr] [${functions.join(", ")}], align 8${module.tableAttribute}`;
}
