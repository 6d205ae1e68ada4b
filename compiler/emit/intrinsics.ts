/** The operations of the unsafe module, `bits`, `Math` and `Atomic` (compiler/intrinsics.ts) in LLVM instructions. */

import type { Instruction, Operand } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import { isCounted, isInline, showType, U64, type Type } from "../types.ts";
import { emitConversion, resize } from "./arithmetic.ts";
import { zeroOf, type Code } from "./code.ts";
import { countPlace, retain } from "./counting.ts";
import { emitAtomic, emitBits } from "./machine-operations.ts";
import { memoryType, valueType } from "./types.ts";

/** An instruction that stands for an operation of the unsafe module, or of another name that the compiler knows. */
export type Intrinsic = Extract<Instruction, { op: "intrinsic" }>;

/** Emits the operation; the value it has, or null when it has none. */
type Emit = (code: Code, node: Intrinsic) => string | null;

/** Writes the operation that the intrinsic's name stands for. */
export function emitIntrinsic(code: Code, node: Intrinsic): void {
  const [group, name] = node.name.split(".");
  let value: string | null;
  if (group === "bits" && name) value = emitBits(code, node, name);
  else if (group === "Atomic" && name) value = emitAtomicPlace(code, node, name);
  else if (group === "Math" && name) value = emitMath(code, node, name);
  else value = (operations[node.name] ?? code.fail(`the intrinsic ${node.name} does not exist`))(code, node);
  if (node.result && value !== null) code.define(node.result, value);
}

/** An argument that the operation cannot do without. */
export const argument = (code: Code, node: Intrinsic, index: number): Operand =>
  node.args[index] ?? code.fail(`${node.name} lacks argument ${index}`);

const value = (code: Code, node: Intrinsic, index: number): string =>
  code.operand(argument(code, node, index));

const typeArgument = (code: Code, node: Intrinsic): Type =>
  node.types[0] ?? code.fail(`${node.name} lacks its type`);

/** The type of what a pointer argument points to. */
function pointee(code: Code, node: Intrinsic): Type {
  const type = code.typeOf(argument(code, node, 0));
  if (type.kind === "pointer") return type.element;
  if (type.kind === "ref") return type.to;
  return typeArgument(code, node);
}

const constant = (text: (code: Code, node: Intrinsic) => string): Emit => text;
const flag =
  (test: (type: Type) => boolean): Emit =>
  (code, node) =>
    test(typeArgument(code, node)) ? "true" : "false";

const operations: Readonly<Record<string, Emit>> = {
  pointer: (code, node) => code.value(`inttoptr i64 ${value(code, node, 0)} to ptr`),
  addressOf: (code, node) => code.address(node.places[0] ?? code.fail("addressOf lacks its place")),
  dataOf(code, node) {
    const type = code.typeOf(argument(code, node, 0));
    if (type.kind === "span") return code.extract(type, value(code, node, 0), 0);
    return code.offset(value(code, node, 0), 24);
  },
  "Ptr.add"(code, node) {
    const element = pointee(code, node);
    return code.element(value(code, node, 0), element, argument(code, node, 1));
  },
  "Ptr.cast": (code, node) => value(code, node, 0),
  "Ptr.address": (code, node) => code.value(`ptrtoint ptr ${value(code, node, 0)} to i64`),
  "Ptr.span"(code, node) {
    const type = node.result?.type ?? code.fail("Ptr.span without a result");
    return code.aggregate(type, [value(code, node, 0), value(code, node, 1)]);
  },
  arrayData: (code, node) => code.value(`load ptr, ptr ${code.offset(value(code, node, 0), 32)}, align 8`),
  objectAddress: (code, node) =>
    code.value(`ptrtoint ptr ${code.objectPointer(argument(code, node, 0))} to i64`),
  leakReference: (code, node) =>
    code.value(`ptrtoint ptr ${code.objectPointer(argument(code, node, 0))} to i64`),
  objectAt(code, node) {
    const object = code.value(`inttoptr i64 ${value(code, node, 0)} to ptr`);
    if (node.result) retain(code, node.result.type, object);
    return object;
  },
  adoptReference: (code, node) => code.value(`inttoptr i64 ${value(code, node, 0)} to ptr`),
  className(code, node) {
    const vtable = code.value(`load ptr, ptr ${code.objectPointer(argument(code, node, 0))}, align 8`);
    return code.value(`load ptr, ptr ${code.offset(vtable, 24)}, align 8`);
  },
  errnoOf(code, node) {
    const address = code.value(`ptrtoint ptr ${value(code, node, 0)} to i64`);
    const isErrno = code.value(`icmp ult i64 ${address}, 4096`);
    const number = code.value(`trunc i64 ${address} to i32`);
    return code.value(`select i1 ${isErrno}, i32 ${number}, i32 0`);
  },

  volatileLoad: (code, node) => code.load(pointee(code, node), value(code, node, 0), "volatile "),
  volatileStore(code, node) {
    code.store(pointee(code, node), value(code, node, 1), value(code, node, 0), "volatile ");
    return null;
  },
  atomicLoad: (code, node) => emitAtomic(code, "load", pointee(code, node), value(code, node, 0), []),
  atomicStore: (code, node) =>
    emitAtomic(code, "store", pointee(code, node), value(code, node, 0), [value(code, node, 1)]),
  atomicExchange: (code, node) =>
    emitAtomic(code, "exchange", pointee(code, node), value(code, node, 0), [value(code, node, 1)]),
  atomicCompareExchange: (code, node) =>
    emitAtomic(code, "compareExchange", pointee(code, node), value(code, node, 0), [
      value(code, node, 1),
      value(code, node, 2),
    ]),
  atomicAdd: (code, node) =>
    emitAtomic(code, "fetchAdd", pointee(code, node), value(code, node, 0), [value(code, node, 1)]),
  fence(code) {
    code.line("fence seq_cst");
    return null;
  },
  compilerBarrier(code) {
    code.line(`call void asm sideeffect "", "~{memory}"()`);
    return null;
  },
  copyBytes: (code, node) => memory(code, node, "memcpy", "ptr"),
  moveBytes: (code, node) => memory(code, node, "memmove", "ptr"),
  fillBytes: (code, node) => memory(code, node, "memset", "i8"),
  compareBytes(code, node) {
    const name = code.module.functionReference("memcmp");
    const args = node.args.map((a) => code.typed(a));
    return code.value(`call i32 ${name}(${args.join(", ")})`);
  },
  gsLoad(code, node) {
    const type = typeArgument(code, node);
    return loadSegment(code, type, segmentPointer(code, node));
  },
  gsStore(code, node) {
    const operand = argument(code, node, 1);
    const type = code.typeOf(operand);
    const text =
      type.kind === "bool" ? code.value(`zext i1 ${code.operand(operand)} to i8`) : code.operand(operand);
    code.line(
      `store volatile ${memoryType(type)} ${text}, ptr addrspace(256) ${segmentPointer(code, node)}, align ${layoutOf(type).align}`,
    );
    return null;
  },

  sizeOf: constant((code, node) => `${layoutOf(typeArgument(code, node)).size}`),
  alignOf: constant((code, node) => `${layoutOf(typeArgument(code, node)).align}`),
  offsetOf(code, node) {
    const type = typeArgument(code, node);
    const name = argument(code, node, 0);
    if ((type.kind !== "class" && type.kind !== "struct") || name.kind !== "string")
      return code.fail("offsetOf needs a class and a name");
    const field = type.info.fields.find((f) => f.name === name.value);
    return `${(field ?? code.fail(`${type.info.name} has no field ${name.value}`)).offset}`;
  },
  integerBits(code, node) {
    const operand = argument(code, node, 0);
    const type = code.typeOf(operand);
    if (type.kind === "int") return resize(code, code.operand(operand), type.bits, 64, type.signed);
    return emitConversion(code, operand, U64);
  },
  setVtable(code, node) {
    const type = typeArgument(code, node);
    if (type.kind !== "class") return code.fail(`${showType(type)} has no method table`);
    const object = code.objectPointer(argument(code, node, 0));
    code.line(`store ptr ${code.module.vtableReference(type.info)}, ptr ${object}, align 8`);
    return null;
  },
  vtableOf(code, node) {
    const type = typeArgument(code, node);
    if (type.kind !== "class") return code.fail(`${showType(type)} has no method table`);
    return code.value(`ptrtoint ptr ${code.module.vtableReference(type.info)} to i64`);
  },
  isCounted: flag(isCounted),
  isInteger: flag((type) => type.kind === "int" || type.kind === "bool"),
  isFloat: flag((type) => type.kind === "float"),
  isString: flag((type) => type.kind === "class" && type.info.special === "string"),

  takeAt(code, node) {
    const type = pointee(code, node);
    const from = value(code, node, 0);
    if (!isInline(type)) return code.load(type, from);
    code.copyBytes(
      code.address(node.places[0] ?? code.fail("takeAt of a struct lacks its place")),
      from,
      type,
    );
    return null;
  },
  initializeAt(code, node) {
    const type = pointee(code, node);
    const to = value(code, node, 0);
    if (isInline(type)) {
      const from = value(code, node, 1);
      countPlace(code, type, from, "retain");
      code.copyBytes(to, from, type);
    } else {
      code.store(type, value(code, node, 1), to);
    }
    return null;
  },
  dropAt(code, node) {
    countPlace(code, pointee(code, node), value(code, node, 0), "release");
    return null;
  },
  bitCast(code, node) {
    const to = node.result?.type ?? typeArgument(code, node);
    return bitCast(code, argument(code, node, 0), to);
  },
  zero: constant((code, node) => zeroOf(typeArgument(code, node))),
  assume(code, node) {
    code.module.declareIntrinsic("declare void @llvm.assume(i1 noundef)");
    code.line(`call void @llvm.assume(i1 ${value(code, node, 0)})`);
    return null;
  },
  unreachable(code) {
    // The block goes on for LLVM, though never for the machine.
    code.module.declareIntrinsic("declare void @llvm.assume(i1 noundef)");
    code.line("call void @llvm.assume(i1 false)");
    return null;
  },

  functionAddress(code, node) {
    const operand = argument(code, node, 0);
    if (operand.kind !== "function") return code.fail("functionAddress needs the name of a function");
    return code.value(`ptrtoint ptr ${code.module.functionReference(operand.symbol)} to i64`);
  },
  symbolAddress(code, node) {
    const operand = argument(code, node, 0);
    if (operand.kind !== "string") return code.fail("symbolAddress needs a string literal");
    return code.value(`ptrtoint ptr ${code.module.symbolReference(operand.value)} to i64`);
  },
  callAddress(code, node) {
    const target = code.value(`inttoptr i64 ${value(code, node, 0)} to ptr`);
    const args = node.args.slice(1).map((a) => code.typed(a));
    const result = node.result ? valueType(node.result.type) : "void";
    const text = `call ${result} ${target}(${args.join(", ")})`;
    if (node.result) return code.value(text);
    code.line(text);
    return null;
  },
  framePointer(code) {
    code.module.declareIntrinsic("declare ptr @llvm.frameaddress.p0(i32 immarg)");
    const frame = code.value("call ptr @llvm.frameaddress.p0(i32 0)");
    return code.value(`ptrtoint ptr ${frame} to i64`);
  },
  initializeModules(code) {
    code.module.declareRuntime("metal_initialize_modules");
    code.line("call void @metal_initialize_modules()");
    return null;
  },
};

function emitAtomicPlace(code: Code, node: Intrinsic, name: string): string | null {
  const place = node.places[0] ?? code.fail(`${node.name} lacks its place`);
  const type = node.types[0] ?? place.type;
  return emitAtomic(
    code,
    name,
    type,
    code.address(place),
    node.args.map((a) => code.operand(a)),
  );
}

const MATH: Readonly<Record<string, string>> = {
  sqrt: "sqrt",
  abs: "fabs",
  floor: "floor",
  ceil: "ceil",
  trunc: "trunc",
};

function emitMath(code: Code, node: Intrinsic, name: string): string {
  const operation = MATH[name] ?? code.fail(`Math.${name} does not exist`);
  const rounds = name !== "sqrt" && name !== "abs";
  if (rounds) return roundToInteger(code, operation, value(code, node, 0));
  code.module.declareIntrinsic(`declare double @llvm.${operation}.f64(double)`);
  return code.value(`call double @llvm.${operation}.f64(double ${value(code, node, 0)})`);
}

/** Without SSE4.1 LLVM would call the C library: through i64, which all values with a fraction fit into. */
function roundToInteger(code: Code, operation: string, x: string): string {
  code.module.declareIntrinsic("declare double @llvm.fabs.f64(double)");
  code.module.declareIntrinsic("declare double @llvm.copysign.f64(double, double)");
  const magnitude = code.value(`call double @llvm.fabs.f64(double ${x})`);
  const hasFraction = code.value(`fcmp olt double ${magnitude}, 0x4330000000000000`);
  const bounded = code.value(`select i1 ${hasFraction}, double ${x}, double 0.0`);
  const whole = code.value(`fptosi double ${bounded} to i64`);
  let rounded = code.value(`sitofp i64 ${whole} to double`);
  if (operation !== "trunc") {
    const [test, step] = operation === "floor" ? ["ogt", "-1.0"] : ["olt", "1.0"];
    const off = code.value(`fcmp ${test} double ${rounded}, ${bounded}`);
    const stepped = code.value(`fadd double ${rounded}, ${step}`);
    rounded = code.value(`select i1 ${off}, double ${stepped}, double ${rounded}`);
  }
  const signed = code.value(`call double @llvm.copysign.f64(double ${rounded}, double ${x})`);
  return code.value(`select i1 ${hasFraction}, double ${signed}, double ${x}`);
}

function memory(code: Code, node: Intrinsic, name: string, second: string): null {
  const suffix = name === "memset" ? "p0.i64" : "p0.p0.i64";
  code.module.declareIntrinsic(`declare void @llvm.${name}.${suffix}(ptr, ${second}, i64, i1 immarg)`);
  const args = [
    `ptr ${value(code, node, 0)}`,
    `${second} ${value(code, node, 1)}`,
    `i64 ${value(code, node, 2)}`,
  ];
  code.line(`call void @llvm.${name}.${suffix}(${args.join(", ")}, i1 false)`);
  return null;
}

function segmentPointer(code: Code, node: Intrinsic): string {
  return code.value(`inttoptr i64 ${value(code, node, 0)} to ptr addrspace(256)`);
}

function loadSegment(code: Code, type: Type, pointer: string): string {
  const loaded = code.value(
    `load volatile ${memoryType(type)}, ptr addrspace(256) ${pointer}, align ${layoutOf(type).align}`,
  );
  return type.kind === "bool" ? code.value(`trunc i8 ${loaded} to i1`) : loaded;
}

function bitCast(code: Code, operand: Operand, to: Type): string {
  const from = code.typeOf(operand);
  const text = code.operand(operand);
  const [f, t] = [valueType(from), valueType(to)];
  if (f === t) return text;
  if (f === "ptr" || t === "ptr") return emitConversion(code, operand, to);
  const isPlain = (type: Type): boolean => type.kind === "int" || type.kind === "float";
  if (isPlain(from) && isPlain(to) && layoutOf(from).size === layoutOf(to).size)
    return code.value(`bitcast ${f} ${text} to ${t}`);
  if (from.kind === "int" || from.kind === "bool") return emitConversion(code, operand, to);
  if (layoutOf(from).size !== layoutOf(to).size)
    code.fail(`bitCast from ${showType(from)} to ${showType(to)}, which differ in size`);
  const slot = code.alloca(
    memoryType(from),
    Math.max(layoutOf(from).align, layoutOf(to).align, layoutOf(U64).align),
  );
  code.store(from, text, slot);
  return code.load(to, slot);
}
