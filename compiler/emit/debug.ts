/** DWARF: lines, functions, variables and types, so that a debugger shows the TypeScript source. */

import { basename, dirname, resolve } from "node:path";
import type { Function, Global, Instruction, Location, Variable } from "../mir.ts";
import { isInline } from "../types.ts";
import type { Code } from "./code.ts";
import { DebugTypes } from "./debug-types.ts";
import { neverReturns } from "./signature.ts";
import type { Metadata } from "./metadata.ts";
import { escapeText, valueType } from "./types.ts";

interface Options {
  readonly optimize: number;
  readonly root: string;
}

/** What a debugger is told of one module: files, globals, types. */
export class DebugInfo {
  readonly metadata: Metadata;
  readonly types: DebugTypes;
  readonly unit: number;
  private readonly options: Options;
  private readonly files = new Map<string, number>();
  private readonly globals: number[] = [];

  constructor(metadata: Metadata, path: string, options: Options) {
    this.metadata = metadata;
    this.options = options;
    this.unit = metadata.reserve();
    this.types = new DebugTypes(metadata, path, (file) => this.file(file));
    this.file(path);
    this.path = path;
  }

  private readonly path: string;

  /** The number of a source file's node. */
  file(path: string): number {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    // A file outside of the root has an absolute path already.
    const directory = resolve(this.options.root, dirname(path));
    const id = this.metadata.node(
      `!DIFile(filename: "${escapeText(basename(path))}", directory: "${escapeText(directory)}")`,
    );
    this.files.set(path, id);
    return id;
  }

  /** The description of a function with a body. */
  function(fn: Function): FunctionDebug {
    return new FunctionDebug(this, fn, this.options.optimize === 0);
  }

  /** The attachment of a global's definition. */
  global(global: Global): string {
    const variable = this.metadata.add(
      `distinct !DIGlobalVariable(name: "${escapeText(global.name)}", linkageName: "${escapeText(global.symbol)}", scope: !${this.unit}, ` +
        `file: !${this.file(global.location.file)}, line: ${global.location.line}, type: !${this.types.node(global.type)}, isLocal: false, isDefinition: true)`,
    );
    const expression = this.metadata.add(
      `!DIGlobalVariableExpression(var: !${variable}, expr: !DIExpression())`,
    );
    this.globals.push(expression);
    return `, !dbg !${expression}`;
  }

  /** The named metadata of the module. */
  finish(): string[] {
    // Without name tables: gdb 13 takes those of several modules in one image for damaged, and makes its own.
    // The unit's own name is relative to the root, all other files have their folders: line tables need no look at the unit.
    const file = this.metadata.node(
      `!DIFile(filename: "${escapeText(this.path)}", directory: "${escapeText(this.options.root)}")`,
    );
    const globals = this.metadata.add(`!{${this.globals.map((g) => `!${g}`).join(", ")}}`);
    this.metadata.define(
      this.unit,
      `distinct !DICompileUnit(language: DW_LANG_C_plus_plus_14, file: !${file}, producer: "Metal TypeScript", ` +
        `isOptimized: ${this.options.optimize > 0}, runtimeVersion: 0, emissionKind: FullDebug, globals: !${globals}, nameTableKind: None)`,
    );
    const flags = [
      // Valgrind 3.19 gives up on some of DWARF 5.
      `!{i32 7, !"Dwarf Version", i32 4}`,
      `!{i32 2, !"Debug Info Version", i32 3}`,
      `!{i32 7, !"frame-pointer", i32 2}`,
    ];
    const ids = flags.map((flag) => this.metadata.add(flag));
    return [
      `!llvm.dbg.cu = !{!${this.unit}}`,
      `!llvm.module.flags = !{${ids.map((id) => `!${id}`).join(", ")}}`,
    ];
  }
}

/** What a debugger is told of one function: lines, parameters, locals. */
export class FunctionDebug {
  private readonly info: DebugInfo;
  private readonly scope: number;
  private readonly fn: Function;
  private readonly spills: boolean;

  constructor(info: DebugInfo, fn: Function, spills: boolean) {
    this.info = info;
    this.fn = fn;
    this.spills = spills;
    const { metadata, types } = info;
    const parameters = fn.parameters.map((p) => `!${types.node(p.type)}`);
    const result =
      fn.result.kind === "void" || fn.result.kind === "never" ? "null" : `!${types.node(fn.result)}`;
    const list = metadata.node(`!{${[result, ...parameters].join(", ")}}`);
    const type = metadata.node(`!DISubroutineType(types: !${list})`);
    const file = info.file(fn.location.file);
    const flags = neverReturns(fn) ? ", flags: DIFlagNoReturn" : "";
    this.scope = metadata.add(
      `distinct !DISubprogram(name: "${escapeText(fn.name)}", linkageName: "${escapeText(fn.symbol)}", scope: !${file}, file: !${file}, ` +
        `line: ${fn.location.line}, type: !${type}, scopeLine: ${fn.location.line}, spFlags: DISPFlagDefinition${this.isOptimized()}, unit: !${info.unit}${flags})`,
    );
  }

  private isOptimized(): string {
    return this.spills ? "" : " | DISPFlagOptimized";
  }

  /** What is attached to the function's definition. */
  get attachment(): string {
    return ` !dbg !${this.scope}`;
  }

  private locationNode(location: Location): number {
    // Code that was lowered from another file (a default, a field's initialiser) has that file's scope.
    const scope =
      location.file === this.fn.location.file
        ? this.scope
        : this.info.metadata.node(
            `!DILexicalBlockFile(scope: !${this.scope}, file: !${this.info.file(location.file)}, discriminator: 0)`,
          );
    return this.info.metadata.node(
      `!DILocation(line: ${location.line}, column: ${Math.min(location.column, 65535)}, scope: !${scope})`,
    );
  }

  /** What is attached to an instruction of a place in the source. */
  suffix(location: Location): string {
    return `, !dbg !${this.locationNode(location)}`;
  }

  private variableNode(variable: Variable, argument: number): number {
    const location = variable.location ?? this.fn.location;
    const arg = argument > 0 ? `arg: ${argument}, ` : "";
    return this.info.metadata.add(
      `!DILocalVariable(name: "${escapeText(variable.name ?? "")}", ${arg}scope: !${this.scope}, file: !${this.info.file(this.fn.location.file)}, ` +
        `line: ${location.line}, type: !${this.info.types.node(variable.type)})`,
    );
  }

  private at(variable: Variable): string {
    return `!${this.locationNode(variable.location ?? this.fn.location)}`;
  }

  /** Records the parameters. Without optimisation they are spilled, or the debugger loses them. */
  parameters(code: Code, fn: Function): void {
    fn.parameters.forEach((p, i) => {
      if (p.name !== null) this.record(code, p, code.variable(p), i + 1);
    });
  }

  /** Records where a named local lies. */
  local(code: Code, variable: Variable): void {
    if (variable.name === null) return;
    const node = this.variableNode(variable, 0);
    code.plain(
      `#dbg_declare(ptr ${code.variable(variable)}, !${node}, !DIExpression(), ${this.at(variable)})`,
    );
  }

  /** Records a temporary that has a name, after the instruction that defines it. */
  defined(code: Code, instruction: Instruction): void {
    const result = "result" in instruction ? instruction.result : null;
    if (result?.name) this.record(code, result, code.variable(result), 0);
  }

  private record(code: Code, variable: Variable, value: string, argument: number): void {
    const node = this.variableNode(variable, argument);
    if (isInline(variable.type)) return;
    const type = valueType(variable.type);
    if (!this.spills) {
      if (!value.startsWith("%") && !value.startsWith("@") && !/^(-?\d+|true|false|null)$/.test(value))
        return;
      code.plain(`#dbg_value(${type} ${value}, !${node}, !DIExpression(), ${this.at(variable)})`);
      return;
    }
    // No location on the spill: the debugger stops behind it.
    const slot = code.alloca(type, 8);
    code.plain(`#dbg_declare(ptr ${slot}, !${node}, !DIExpression(), ${this.at(variable)})`);
    code.plain(`store ${type} ${value}, ptr ${slot}, align 8`);
  }
}
