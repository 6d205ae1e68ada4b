/**
 * MIR as a text that tells everything the back end can know of it: what has the same text compiles to the same. Classes,
 * globals and tables stand in it by their names; `declarationsText` tells what they are.
 */

import { randomUUID } from "node:crypto";
import type { Block, Extern, Function, Global, Itable, Location, Module, Program, Variable } from "./mir.ts";
import type { ClassInfo, Field } from "./types.ts";

/** Every property of T has to be mentioned, those that are added later too. */
type Parts<T> = { readonly [K in keyof Required<T>]: unknown };

/** A text that is the same for functions from which the same code is made, lines included. */
export function functionText(fn: Function): string {
  const parts: Parts<Function> = {
    symbol: fn.symbol,
    name: fn.name,
    module: fn.module,
    location: fn.location,
    parameters: fn.parameters,
    result: fn.result,
    returnPlace: fn.returnPlace,
    attributes: fn.attributes,
    variables: fn.variables.map(variableParts),
    blocks: fn.blocks.map((block) => [block, block.instructions, block.terminator]),
    throws: fn.throws,
  };
  return textOf(parts);
}

function variableParts(v: Variable): unknown[] {
  const parts: Parts<Variable> = { id: v.id, type: v.type, kind: v.kind, name: v.name, location: v.location };
  return Object.values(parts);
}

/** What a module has besides its functions. `classes`: those that it declares. */
export function moduleText(module: Module, classes: readonly ClassInfo[]): string {
  const parts: Parts<Module> = {
    path: module.path,
    functions: null,
    globals: module.globals.map((global) => Object.values(global)),
    assembly: module.assembly,
    initializer: module.initializer,
    // These are for the order of initialisation, and for reports.
    imports: null,
    lines: null,
    unsafeLines: null,
  };
  return textOf({ ...parts, classLines: classes.map((info) => info.line) });
}

/** What all modules of a program can see of each other besides functions. */
export function declarationsText(program: Program): string {
  const parts: Parts<Program> = {
    target: program.target,
    modules: program.modules.map((module) => [module.path, module.globals.map(outsideOfGlobal)]),
    classes: program.classes.map(classParts),
    itables: program.itables.map(itableParts),
    externs: program.externs.map(externParts),
    // These are for the module that the compiler adds.
    order: null,
    main: null,
  };
  return textOf(parts);
}

function classParts(info: ClassInfo): unknown[] {
  const parts: Parts<ClassInfo> = {
    name: info.name,
    symbol: info.symbol,
    module: info.module,
    // For the debugger, and the own module's business.
    line: null,
    isStruct: info.isStruct,
    packed: info.packed,
    base: info.base,
    subclasses: info.subclasses,
    fields: info.fields.map(fieldParts),
    size: info.size,
    align: info.align,
    weak: info.weak,
    virtuals: info.virtuals,
    destructor: info.destructor,
    special: info.special,
    element: info.element,
    firstId: info.firstId,
    lastId: info.lastId,
  };
  return Object.values(parts);
}

function fieldParts({ name, type, isReadonly, isHidden, offset }: Field): unknown[] {
  const parts: Parts<Field> = { name, type, isReadonly, isHidden: isHidden ?? false, offset };
  return Object.values(parts);
}

function itableParts({ symbol, interface: target, info, functions }: Itable): unknown[] {
  const parts: Parts<Itable> = { symbol, interface: target, info, functions };
  return Object.values(parts);
}

function externParts({ symbol, parameters, result }: Extern): unknown[] {
  const parts: Parts<Extern> = { symbol, parameters, result };
  return Object.values(parts);
}

/** The contents, and the position for the debugger, are the own module's business. */
function outsideOfGlobal({ symbol, name, module, type, isConstant, section, exported }: Global): unknown[] {
  const hidden = { location: null, initial: null };
  const parts: Parts<Global> = { symbol, name, module, type, isConstant, section, exported, ...hidden };
  return Object.values(parts);
}

const textOf = (parts: object): string => {
  const writer = new Writer();
  for (const part of Object.values(parts)) writer.write(part);
  return writer.text;
};

/** What can stand in MIR, by a property that nothing else has. */
type Node = { key: string } | { symbol: string } | Block | Variable | Location;

class Writer {
  text = "";

  write(value: unknown): void {
    if (typeof value === "string") this.text += `"${value.length}:${value}`;
    else if (Object.is(value, -0)) this.text += " -0";
    else if (typeof value !== "object" || value === null) this.text += ` ${typeof value} ${String(value)}`;
    else if (Array.isArray(value)) this.list(value);
    else this.node(value as Node);
  }

  private list(items: readonly unknown[]): void {
    this.text += `[${items.length}`;
    for (const item of items) this.write(item);
  }

  private node(node: Node): void {
    if ("key" in node) this.text += `:${node.key};`;
    else if ("column" in node) this.text += `@${node.file}:${node.line}:${node.column};`;
    else if ("instructions" in node) this.text += `b${node.id};`;
    else if ("id" in node) this.text += `v${node.id};`;
    // Operands and callees have a kind besides the symbol that they mention.
    else if ("symbol" in node && !("kind" in node)) this.text += `#${node.symbol};`;
    else this.plain(node);
  }

  /** Something that is nothing but its properties. */
  private plain(value: object): void {
    const prototype: unknown = Object.getPrototypeOf(value);
    // What a text cannot tell is never the same.
    if (prototype !== Object.prototype) this.text += randomUUID();
    this.text += "{";
    for (const name in value) {
      this.text += name;
      this.write(value[name as keyof typeof value]);
    }
    this.text += "}";
  }
}
