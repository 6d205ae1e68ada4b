/** The text of one function in the making: values, blocks, and access to memory. */

import type { Function, Location, Operand, Place, Variable } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import { isInline, showType, type Type } from "../types.ts";
import type { FunctionDebug } from "./debug.ts";
import type { ModuleEmitter } from "./module.ts";
import { memberOffsets, membersOf, memoryType, valueType } from "./types.ts";

/** What the compiler got wrong, with the place in the source where it noticed. */
export class InternalError extends Error {
  readonly location: Location | null;
  constructor(message: string, location: Location | null = null) {
    super(message);
    this.location = location;
  }
}

/** One function's text being written, with the names that its variables have in it. */
export class Code {
  readonly module: ModuleEmitter;
  readonly fn: Function;
  readonly debug: FunctionDebug | null;
  /** Allocas, before everything else. */
  readonly entry: string[] = [];
  private readonly lines: string[] = [];
  /** Blocks that are hardly ever run, behind all others. */
  private readonly cold: string[] = [];
  private readonly values = new Map<Variable, string>();
  /** Variables that hold the address of an array's items. */
  readonly itemPointers = new Set<Variable>();
  private counter = 0;
  private suffix = "";
  location: Location;

  constructor(module: ModuleEmitter, fn: Function, debug: FunctionDebug | null) {
    this.module = module;
    this.fn = fn;
    this.debug = debug;
    this.location = fn.location;
  }

  /** Ends the compilation: something in the compiler is wrong. */
  fail(message: string): never {
    throw new InternalError(message, this.location);
  }

  // ------------------------------------------------------------ lines and blocks

  /** The place in the source to which the lines that follow belong. */
  at(location: Location): void {
    this.location = location;
    this.suffix = this.debug?.suffix(location) ?? "";
  }

  /** Adds an instruction. */
  line(text: string): void {
    this.lines.push(`  ${text}${this.suffix}`);
  }

  /** A line that debug locations do not belong to: records of variables. */
  plain(text: string): void {
    this.lines.push(`  ${text}`);
  }

  /** A line that defines a new value, whose name is returned. */
  value(text: string): string {
    const name = this.fresh();
    this.line(`${name} = ${text}`);
    return name;
  }

  /** A new name for a value. */
  fresh(): string {
    return `%v${this.counter++}`;
  }

  /** A new name for a block. */
  label(): string {
    return `c${this.counter++}`;
  }

  /** Begins a block. */
  begin(label: string): void {
    this.lines.push(`${label}:`);
  }

  /** Lines for a block at the end of the function. */
  outOfLine(label: string, emit: () => void): void {
    const start = this.lines.length;
    emit();
    const made = this.lines.splice(start);
    this.cold.push(`${label}:`, ...made);
  }

  /** Room in the frame, taken at the start of the function. Gives its address. */
  alloca(type: string, align: number, name = this.fresh()): string {
    this.entry.push(`  ${name} = alloca ${type}, align ${align}`);
    return name;
  }

  /** The whole body, blocks that are rarely reached at its end. */
  text(): string {
    return [...this.entry, ...this.lines, ...this.cold].join("\n");
  }

  // ------------------------------------------------------------ values

  /** Notes a variable's value. */
  define(variable: Variable, value: string): void {
    this.values.set(variable, value);
  }

  /** A variable's value; fails when it has none yet. */
  variable(variable: Variable): string {
    return (
      this.values.get(variable) ??
      this.fail(`variable ${variable.name ?? variable.id} of ${this.fn.name} has no value`)
    );
  }

  /** The type that an operand has in MIR. */
  typeOf(operand: Operand): Type {
    return operand.kind === "var" ? operand.variable.type : operand.type;
  }

  /** The value's text, without its type. */
  operand(operand: Operand): string {
    if (operand.kind === "var") return this.variable(operand.variable);
    return this.module.constants.operand(operand, false);
  }

  /** `type value`. */
  typed(operand: Operand): string {
    return `${valueType(this.typeOf(operand))} ${this.operand(operand)}`;
  }

  /** A member of a value that is a structure, as a value of its own. */
  extract(type: Type, value: string, index: number): string {
    const members = membersOf(type) ?? this.fail(`${showType(type)} has no members`);
    const member = this.value(`extractvalue ${valueType(type)} ${value}, ${index}`);
    return members[index]?.kind === "bool" ? this.value(`trunc i8 ${member} to i1`) : member;
  }

  /** A structure from values of its members. */
  aggregate(type: Type, values: readonly string[]): string {
    const members = membersOf(type) ?? this.fail(`${showType(type)} has no members`);
    let result = "poison";
    members.forEach((member, i) => {
      const value = this.toMemory(member, values[i]!);
      result = this.value(`insertvalue ${valueType(type)} ${result}, ${memoryType(member)} ${value}, ${i}`);
    });
    return result;
  }

  private toMemory(type: Type, value: string): string {
    if (type.kind !== "bool") return value;
    if (value === "true" || value === "false") return value === "true" ? "1" : "0";
    return this.value(`zext i1 ${value} to i8`);
  }

  // ------------------------------------------------------------ memory

  /** The address so many bytes behind another. */
  offset(pointer: string, bytes: number): string {
    return bytes === 0 ? pointer : this.value(`getelementptr inbounds i8, ptr ${pointer}, i64 ${bytes}`);
  }

  /** The address of a place. */
  address(place: Place): string {
    let pointer = this.rootAddress(place);
    let pending = 0;
    for (const step of place.steps) {
      if (step.kind === "field") {
        const field =
          step.info.fields[step.index] ?? this.fail(`${step.info.name} has no field ${step.index}`);
        pending += field.offset;
        continue;
      }
      pointer = this.offset(pointer, pending);
      pending = 0;
      pointer = this.element(pointer, step.element, step.index);
    }
    return this.offset(pointer, pending);
  }

  private rootAddress({ root, type, steps }: Place): string {
    switch (root.kind) {
      case "var": {
        if (root.variable.kind !== "local") return this.variable(root.variable);
        // A local of type `ref` stands for what it refers to, unless the place is the reference itself.
        const isTarget =
          root.variable.type.kind === "ref" && (steps.length > 0 || type !== root.variable.type);
        return isTarget
          ? this.value(`load ptr, ptr ${this.variable(root.variable)}, align 8`)
          : this.variable(root.variable);
      }
      case "global":
        return this.module.globalReference(root.global);
      case "object":
        return this.objectPointer(root.object);
      case "pointer": {
        const pointer = this.operand(root.pointer);
        return this.typeOf(root.pointer).kind === "span"
          ? this.extract(this.typeOf(root.pointer), pointer, 0)
          : pointer;
      }
    }
  }

  /** The object's address, also from an interface. */
  objectPointer(operand: Operand): string {
    const type = this.typeOf(operand);
    const value = this.operand(operand);
    return membersOf(type) ? this.extract(type, value, 0) : value;
  }

  /** The address of an item behind a pointer to the first. */
  element(pointer: string, element: Type, index: Operand): string {
    const type =
      isInline(element) || membersOf(element) ? `[${layoutOf(element).size} x i8]` : memoryType(element);
    if (index.kind === "int" && index.value === 0n) return pointer;
    return this.value(`getelementptr ${type}, ptr ${pointer}, ${this.typed(index)}`);
  }

  /** Loads a value; structures member by member, which LLVM optimises better. `tag` is an attachment for each access. */
  load(type: Type, pointer: string, prefix = "", tag = ""): string {
    const members = membersOf(type);
    if (members) {
      const offsets = memberOffsets(members);
      return this.aggregate(
        type,
        members.map((m, i) => this.load(m, this.offset(pointer, offsets[i]!), prefix, tag)),
      );
    }
    const { align } = layoutOf(type);
    const facts = this.module.loadFacts(type);
    const loaded = this.value(
      `load ${prefix}${memoryType(type)}, ptr ${pointer}, align ${align}${facts}${tag}`,
    );
    return type.kind === "bool" ? this.value(`trunc i8 ${loaded} to i1`) : loaded;
  }

  /** Stores a value; structures member by member. `tag` is an attachment for each access. */
  store(type: Type, value: string, pointer: string, prefix = "", tag = ""): void {
    const members = membersOf(type);
    if (members) {
      const offsets = memberOffsets(members);
      members.forEach((member, i) => {
        const part = value === "zeroinitializer" ? zeroOf(member) : this.extract(type, value, i);
        this.store(member, part, this.offset(pointer, offsets[i]!), prefix, tag);
      });
      return;
    }
    const { align } = layoutOf(type);
    this.line(
      `store ${prefix}${memoryType(type)} ${this.toMemory(type, value)}, ptr ${pointer}, align ${align}${tag}`,
    );
  }

  /** Copies what a value of the type takes from one place that does not overlap the other. */
  copyBytes(to: string, from: string, type: Type): void {
    const { size, align } = layoutOf(type);
    if (size === 0) return;
    this.module.declareIntrinsic("declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1 immarg)");
    this.line(
      `call void @llvm.memcpy.p0.p0.i64(ptr align ${align} ${to}, ptr align ${align} ${from}, i64 ${size}, i1 false)`,
    );
  }

  /** Clears what a value of the type takes. */
  zeroBytes(pointer: string, type: Type): void {
    const { size, align } = layoutOf(type);
    if (size === 0) return;
    this.module.declareIntrinsic("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1 immarg)");
    this.line(`call void @llvm.memset.p0.i64(ptr align ${align} ${pointer}, i8 0, i64 ${size}, i1 false)`);
  }

  // ------------------------------------------------------------ panics

  /** Ends the program when the condition holds. */
  panicIf(condition: string, call: () => void): void {
    if (condition === "false") return;
    const bad = this.label();
    const good = this.label();
    this.line(`br i1 ${condition}, label %${bad}, label %${good}, !prof !${this.module.unlikely()}`);
    this.outOfLine(bad, () => {
      call();
      this.line("unreachable");
    });
    this.begin(good);
  }

  /** The place in the source, as a string object. */
  locationString(): string {
    const { file, line, column } = this.location;
    return this.module.constants.string(`${file}:${line}:${column}`);
  }

  /** Calls the panic with a message and the place in the source. */
  panic(message: string): void {
    this.module.declareRuntime("metal_panic");
    const text = this.module.constants.string(message);
    this.line(
      `call void @metal_panic(ptr ${text}, ptr ${this.locationString()}) #${this.module.attributes("nomerge noreturn cold")}`,
    );
  }
}

/** The zero of a type as text. */
export function zeroOf(type: Type): string {
  if (membersOf(type) || isInline(type)) return "zeroinitializer";
  if (type.kind === "bool") return "false";
  if (type.kind === "int") return "0";
  if (type.kind === "float") return "0.0";
  return "null";
}
