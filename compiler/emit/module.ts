/** One module as textual LLVM IR: globals, classes, functions, and the declarations of what they refer to. */

import type { Function, Global, Module } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import { isInline, VOID, type ClassInfo, type Type } from "../types.ts";
import { emitClass, emitItable } from "./classes.ts";
import { Code, InternalError } from "./code.ts";
import { Constants } from "./constants.ts";
import { DebugInfo } from "./debug.ts";
import { emitFunction } from "./function.ts";
import { emitCountedFunction } from "./recursion.ts";
import { functionHeader } from "./signature.ts";
import { globalPlace, type Sanitizer } from "./sanitizer.ts";
import { emitThunk } from "./thunk.ts";
import { Metadata } from "./metadata.ts";
import { vtableSymbol, type ProgramIndex } from "./program-index.ts";
import { commonAttributes, DATA_LAYOUT, TRIPLE, type TargetName } from "./target.ts";
import { escapeText, memoryType, symbolName } from "./types.ts";

/** What emission depends on besides the program. */
export interface EmitOptions {
  readonly target: TargetName;
  readonly optimize: 0 | 1 | 2 | 3;
  /** Folder that source paths are relative to. */
  readonly root: string;
  /** Symbols of the functions whose recursion is counted, in the order of their counters. */
  readonly recursive?: readonly string[];
  /** Name what indirect calls reach (emit/call-types.ts). */
  readonly hasCallTypes?: boolean;
  /** Memory accesses are checked. */
  readonly sanitizer?: Sanitizer | undefined;
}

/** Functions of the core library that compiled code calls. */
const RUNTIME: Readonly<Record<string, string>> = {
  metal_allocate: "declare noalias ptr @metal_allocate(i64 noundef) #ALLOCATE",
  metal_free: "declare void @metal_free(i64, i64)",
  metal_free_string: "declare void @metal_free_string(i64)",
  metal_panic: "declare void @metal_panic(ptr, ptr) #COLD",
  metal_bounds_panic: "declare void @metal_bounds_panic(i64, i64, ptr) #COLD",
  metal_release_slow: "declare dso_local void @metal_release_slow(ptr) #SLOW",
  metal_drop: "declare dso_local void @metal_drop(ptr)",
  metal_initialize_modules: "declare dso_local void @metal_initialize_modules()",
  memcmp: "declare i32 @memcmp(ptr, ptr, i64)",
};

/** One module's text being put together: bodies, and all that these turn out to need (declarations, constants, attributes, debug information). */
export class ModuleEmitter {
  readonly index: ProgramIndex;
  readonly options: EmitOptions;
  readonly constants: Constants;
  readonly metadata = new Metadata();
  readonly path: string;
  private readonly debugInfo: DebugInfo;
  /** Symbol → the line that declares it. */
  private readonly declarations = new Map<string, string>();
  private readonly intrinsics = new Set<string>();
  private readonly once = new Map<string, string>();
  private readonly attributeGroups = new Map<string, number>();
  private readonly defined = new Set<string>();
  private readonly bodies: string[] = [];
  /** What LLVM must keep though nothing refers to it. */
  private readonly used: string[] = [];
  private readonly copies: Function[] = [];
  private readonly copied = new Set<string>();

  constructor(path: string, index: ProgramIndex, options: EmitOptions) {
    this.path = path;
    this.index = index;
    this.options = options;
    this.constants = new Constants(this);
    this.debugInfo = new DebugInfo(this.metadata, path, options);
  }

  /** The text of a source module. */
  emit(module: Module): string {
    for (const fn of module.functions) this.defined.add(fn.symbol);
    for (const global of module.globals) this.defined.add(global.symbol);
    const globals = module.globals.map((g) => this.globalDefinition(g));
    for (const fn of module.functions) this.bodies.push(emitCountedFunction(this, fn, this.linkageOf(fn)));
    for (const info of this.index.program.classes)
      if (this.index.homeOf(info) === this.path && !info.isStruct) this.addClass(info);
    for (const itable of this.index.program.itables) {
      if (itable.info.module === this.path) this.bodies.push(emitItable(this, itable));
    }
    this.emitCopies();
    return this.finish(module.assembly, globals);
  }

  /** Adds a class's method table and the function that destroys its objects. */
  addClass(info: ClassInfo): void {
    this.defined.add(vtableSymbol(info));
    this.bodies.push(emitClass(this, info));
  }

  /** Adds a definition that was made elsewhere, which defines the symbol if there is one. */
  addBody(text: string, symbol?: string): void {
    if (symbol) this.defined.add(symbol);
    this.bodies.push(text);
  }

  private linkageOf(fn: Function): string {
    return this.index.isPublic(fn.symbol) ? "dso_local " : "internal ";
  }

  /** Small functions of other modules, so that LLVM can inline calls of them. */
  private emitCopies(): void {
    // The list grows by what the copies call.
    for (const fn of this.copies) this.bodies.push(emitFunction(this, fn, "available_externally dso_local "));
  }

  /** The text of the module: all that was defined, and declarations of what that mentions. */
  finish(assembly: readonly string[], globals: readonly string[]): string {
    const declarations = [...this.declarations]
      .filter(([symbol]) => !this.isDefined(symbol))
      .map(([, line]) => this.resolveGroups(line));
    const asm = assembly
      .flatMap((text) => text.split("\n"))
      .map((line) => `module asm "${escapeText(line)}"`);
    // Emission above may still have asked for groups and nodes, so these come last.
    const flags = this.debugInfo.finish();
    return [
      `source_filename = "${escapeText(this.path)}"`,
      `target datalayout = "${DATA_LAYOUT}"`,
      `target triple = "${TRIPLE}"`,
      "",
      ...asm,
      ...this.constants.definitions,
      ...globals,
      "",
      ...this.bodies,
      ...(this.used.length > 0 ? [keep(this.used)] : []),
      ...this.once.values(),
      ...declarations,
      ...this.intrinsics,
      "",
      ...[...this.attributeGroups].map(([text, id]) => `attributes #${id} = { ${text} }`),
      "",
      ...flags,
      this.metadata.text(),
      "",
    ].join("\n");
  }

  // ------------------------------------------------------------ declarations

  private isDefined(symbol: string): boolean {
    return this.defined.has(symbol) || this.copied.has(symbol);
  }

  /** The name of a function; declares it, or copies it here when that is worth it. */
  functionReference(symbol: string, atCall = false): string {
    const fn = this.index.functionOf(symbol);
    if (!fn) return this.externReference(symbol);
    if (atCall && !this.isDefined(symbol) && this.index.isCopyable(fn)) {
      this.copied.add(symbol);
      this.copies.push(fn);
    } else if (!this.isDefined(symbol) && !this.declarations.has(symbol)) {
      this.declarations.set(symbol, `declare dso_local ${functionHeader(this, fn, false)}`);
    }
    return symbolName(symbol);
  }

  private externReference(symbol: string): string {
    const extern = this.index.externs.get(symbol);
    if (extern && !this.declarations.has(symbol) && !RUNTIME[symbol]) {
      const parameters = extern.parameters.map((p) => (isInline(p) ? "ptr" : memoryTypeOfParameter(p)));
      const result = isInline(extern.result) ? "void" : memoryTypeOfParameter(extern.result);
      const all = isInline(extern.result) ? ["ptr", ...parameters] : parameters;
      const ends = extern.result.kind === "never" ? ` #${this.attributes("noreturn")}` : "";
      this.declarations.set(
        symbol,
        `declare dso_local ${result} ${symbolName(symbol)}(${all.join(", ")})${ends}`,
      );
    } else if (RUNTIME[symbol]) {
      this.declareRuntime(symbol);
    } else if (!extern && !this.declarations.has(symbol)) {
      throw new InternalError(`${symbol} is called but is neither a function of the program nor declared`);
    }
    return symbolName(symbol);
  }

  /** Makes sure that a function of the core library is declared which compiled code calls by itself. */
  declareRuntime(symbol: string): void {
    const line = RUNTIME[symbol];
    if (line && !this.declarations.has(symbol)) this.declarations.set(symbol, line);
  }

  /** Whether this module itself defines the function (then calls must use its own signature). */
  defines(symbol: string): boolean {
    return this.defined.has(symbol);
  }

  private resolveGroups(line: string): string {
    return line
      .replace(
        "#ALLOCATE",
        `#${this.attributes('nofree willreturn allockind("alloc,zeroed") allocsize(0) "alloc-family"="metal"')}`,
      )
      .replace("#COLD", `#${this.attributes("cold noreturn")}`)
      .replace("#SLOW", `#${this.attributes("cold")}`);
  }

  /** Makes sure that a function of LLVM is declared. */
  declareIntrinsic(line: string): void {
    this.intrinsics.add(line);
  }

  /** An assembly symbol, of which nothing is known but the address. */
  symbolReference(symbol: string): string {
    if (this.index.functionOf(symbol)) return this.functionReference(symbol);
    const global = this.index.globals.get(symbol);
    if (global) return this.globalReference(global);
    if (this.index.externs.has(symbol) || RUNTIME[symbol]) return this.externReference(symbol);
    if (!this.declarations.has(symbol))
      this.declarations.set(symbol, `${symbolName(symbol)} = external dso_local global i8`);
    return symbolName(symbol);
  }

  /** The name of a global, which is declared if another module defines it. */
  globalReference(global: Global): string {
    if (!this.isDefined(global.symbol) && !this.declarations.has(global.symbol)) {
      const align = globalAlign(global);
      const name = symbolName(global.symbol);
      this.declarations.set(
        global.symbol,
        `${name} = external dso_local global ${memoryType(global.type)}, align ${align}`,
      );
    }
    return symbolName(global.symbol);
  }

  private globalDefinition(global: Global): string {
    if (this.options.sanitizer?.kind === "kernel") this.bodies.push(globalPlace(global, this.used));
    const align = globalAlign(global);
    const linkage = this.index.isPublic(global.symbol) || global.exported ? "dso_local " : "internal ";
    const kind =
      global.isConstant && global.initial && global.initial.kind !== "zero" && !global.section
        ? "constant"
        : "global";
    const section = global.section ? `, section "${escapeText(global.section)}"` : "";
    const debug = this.debugInfo.global(global);
    return `${symbolName(global.symbol)} = ${linkage}${kind} ${this.constants.data(global.type, global.initial)}${section}, align ${align}${debug}`;
  }

  private vtable(symbol: string): string {
    if (!this.isDefined(symbol) && !this.declarations.has(symbol)) {
      this.declarations.set(symbol, `${symbolName(symbol)} = external dso_local constant [32 x i8], align 8`);
    }
    return symbolName(symbol);
  }

  /** The name of a class's method table, likewise. */
  vtableReference(info: ClassInfo): string {
    return this.vtable(vtableSymbol(info));
  }

  /** The method table of strings. */
  stringVtable(): string {
    const info = this.index.stringClass;
    return this.vtable(info ? vtableSymbol(info) : "metal.string.vtable");
  }

  /** The method table of closures that capture nothing. */
  closureVtable(): string {
    return this.vtable("metal.closure.vtable");
  }

  /** The name of the table by which a class serves as an interface. */
  itableReference(symbol: string): string {
    if (!this.isDefined(symbol) && !this.declarations.has(symbol)) {
      this.declarations.set(symbol, `${symbolName(symbol)} = external dso_local constant [8 x i8], align 8`);
    }
    return symbolName(symbol);
  }

  /** Notes that this module defines the symbol. */
  noteDefined(symbol: string): void {
    this.defined.add(symbol);
  }

  // ------------------------------------------------------------ helpers

  /** A helper of this module's own, made at its first use. */
  defineOnce(name: string, make: () => string): void {
    if (this.once.has(name)) return;
    this.once.set(name, "");
    this.once.set(name, make());
  }

  /** A function that has no source. */
  helperFunction(header: string, emit: (code: Code) => void): string {
    const code = new Code(this, syntheticFunction(this.path), null);
    emit(code);
    return `${header} {\n${code.text()}\n}`;
  }

  /** The function to call when a function of the program is a value: it takes a closure before its parameters, and may throw. */
  closureCode(symbol: string, parameterCount: number): string {
    const fn = this.index.functionOf(symbol);
    // The code of a closure already takes the closure as its first parameter.
    if (fn && fn.throws && fn.parameters.length === parameterCount + 1) return this.functionReference(symbol);
    const name = `@${JSON.stringify(`${symbol}.closure`)}`;
    this.defineOnce(name, () => emitThunk(this, name, symbol));
    return name;
  }

  /** The number of an attribute group that has these attributes besides those of every function; `isChecked` under a sanitizer. */
  attributes(extra: string, isChecked = true): number {
    const isCallSite = extra.startsWith("nomerge");
    const sanitize = this.options.sanitizer !== undefined && isChecked;
    const text = isCallSite ? extra : `${commonAttributes(this.options.target, sanitize)} ${extra}`.trim();
    const known = this.attributeGroups.get(text);
    if (known !== undefined) return known;
    this.attributeGroups.set(text, this.attributeGroups.size);
    return this.attributeGroups.size - 1;
  }

  /** The number of the node by which a branch is almost never taken. */
  unlikely(): number {
    return this.metadata.node(`!{!"branch_weights", i32 1, i32 1048575}`);
  }

  /**
   * Behind constants that refer to code: a sanitizer keeps the globals around which it has red zones, and so all code that they
   * refer to, whether anything reaches it or not.
   */
  get tableAttribute(): string {
    return this.options.sanitizer ? ", no_sanitize_address" : "";
  }

  /** What LLVM may assume about a loaded value of a type. */
  loadFacts(type: Type): string {
    return type.kind === "bool" ? `, !range !${this.metadata.node("!{i8 0, i8 2}")}` : "";
  }

  /** The description of a function for debuggers. */
  debugFunction(fn: Function): ReturnType<DebugInfo["function"]> {
    return this.debugInfo.function(fn);
  }
}

const keep = (symbols: readonly string[]): string =>
  `@llvm.compiler.used = appending global [${symbols.length} x ptr] [${symbols.map((s) => `ptr ${s}`).join(", ")}], section "llvm.metadata"`;

/** Large data is aligned for vector instructions, but not in sections, whose contents may form a table. */
function globalAlign(global: Global): number {
  const { size, align } = layoutOf(global.type);
  return global.section === null && size >= 16 ? Math.max(align, 16) : align;
}

function memoryTypeOfParameter(type: Type): string {
  if (type.kind === "bool") return "i1 zeroext";
  return memoryType(type);
}

function syntheticFunction(path: string): Function {
  const location = { file: path, line: 1, column: 1 };
  return {
    symbol: "",
    name: "compiler-made function",
    module: path,
    location,
    parameters: [],
    result: VOID,
    returnPlace: null,
    attributes: {
      exported: false,
      naked: false,
      inline: null,
      section: null,
      cold: false,
      noBuiltin: false,
      recursion: null,
      entries: [],
      noSanitize: false,
      noReturn: false,
    },
    variables: [],
    blocks: [],
    throws: false,
  };
}
