/** One instruction or terminator of MIR as LLVM instructions. */

import type { Instruction, Operand, Terminator } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import { isCounted, isInline, isPointerLike, showType, type Type } from "../types.ts";
import { emitArithmetic, emitComparison, emitConversion } from "./arithmetic.ts";
import { emitAssembly } from "./assembly.ts";
import { accessTag, noteItems } from "./aliasing.ts";
import { emitAllocation, emitCall } from "./calls.ts";
import { zeroOf, type Code } from "./code.ts";
import { countPlace, release, retain } from "./counting.ts";
import { ERROR_SLOT, resultType } from "./signature.ts";
import { slotOffset } from "../interface-slots.ts";
import { emitIntrinsic } from "./intrinsics.ts";
import { membersOf, valueType } from "./types.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["eq", "ne", "lt", "le", "gt", "ge"]);

/** Writes one instruction of MIR, of any kind. */
export function emitInstruction(code: Code, node: Instruction): void {
  switch (node.op) {
    case "binary": {
      const emit = COMPARISONS.has(node.operator) ? emitComparison : emitArithmetic;
      code.define(node.result, emit(code, node.operator, node.a, node.b));
      return;
    }
    case "unary": {
      const type = code.typeOf(node.a);
      const a = code.operand(node.a);
      if (node.operator === "not") {
        code.define(
          node.result,
          code.value(`xor ${valueType(type)} ${a}, ${type.kind === "bool" ? "true" : "-1"}`),
        );
      } else {
        code.define(
          node.result,
          code.value(
            type.kind === "float" ? `fneg ${valueType(type)} ${a}` : `sub ${valueType(type)} 0, ${a}`,
          ),
        );
      }
      return;
    }
    case "convert":
      code.define(node.result, emitConversion(code, node.a, node.result.type));
      return;
    case "load": {
      const value = code.load(node.place.type, code.address(node.place), "", accessTag(code, node.place));
      noteItems(code, node.place, node.result);
      if (node.mode === "copy") retain(code, node.place.type, value);
      code.define(node.result, value);
      return;
    }
    case "store":
      emitStore(code, node);
      return;
    case "copyPlace":
      emitCopyPlace(code, node);
      return;
    case "zeroPlace": {
      const { type } = node.place;
      if (isInline(type)) code.zeroBytes(code.address(node.place), type);
      else code.store(type, zeroOf(type), code.address(node.place));
      return;
    }
    case "reference":
      code.define(node.result, code.address(node.place));
      return;
    case "call":
      emitCall(code, node);
      return;
    case "allocate":
      emitAllocation(code, node.allocation, node.result, null);
      return;
    case "cast":
      code.define(node.result, castValue(code, node.a, node.result.type));
      return;
    case "toInterface": {
      const type = code.typeOf(node.a);
      if (membersOf(type)) code.define(node.result, code.operand(node.a));
      else {
        const itable = code.module.itableReference(node.itable.symbol);
        code.define(node.result, code.aggregate(node.result.type, [code.operand(node.a), itable]));
      }
      return;
    }
    case "wrap":
      code.define(node.result, wrapValue(code, node.a, node.result.type));
      return;
    case "unwrap": {
      const type = code.typeOf(node.a);
      const value = code.operand(node.a);
      code.define(node.result, isFlagged(type) ? code.extract(type, value, 0) : value);
      return;
    }
    case "isNull":
      code.define(node.result, isNull(code, node.a));
      return;
    case "instanceOf":
      emitInstanceOf(code, node);
      return;
    case "tuple":
      code.define(
        node.result,
        code.aggregate(
          node.result.type,
          node.elements.map((e) => code.operand(e)),
        ),
      );
      return;
    case "extract":
      code.define(node.result, code.extract(code.typeOf(node.a), code.operand(node.a), node.index));
      return;
    case "span":
      code.define(
        node.result,
        code.aggregate(node.result.type, [code.operand(node.data), code.operand(node.length)]),
      );
      return;
    case "spanPart":
      code.define(
        node.result,
        code.extract(code.typeOf(node.a), code.operand(node.a), node.part === "data" ? 0 : 1),
      );
      return;
    case "boundsCheck":
      emitBoundsCheck(code, node.index, node.length);
      return;
    case "panicIf":
      code.panicIf(code.operand(node.condition), () => code.panic(node.message));
      return;
    case "intrinsic":
      emitIntrinsic(code, node);
      return;
    case "asm":
      emitAssembly(code, node);
      return;
    case "landing":
      code.define(node.result, code.value(`load ptr, ptr ${ERROR_SLOT}, align 8`));
      code.line(`store ptr null, ptr ${ERROR_SLOT}, align 8`);
      return;
    case "copy":
      retain(code, code.typeOf(node.a), code.operand(node.a));
      code.define(node.result, code.operand(node.a));
      return;
    case "destroy": {
      const { root, steps, type } = node.place;
      const isValue =
        root.kind === "var" &&
        root.variable.kind === "temp" &&
        steps.length === 0 &&
        root.variable.type === type;
      if (isValue) release(code, type, code.variable(root.variable));
      else countPlace(code, type, code.address(node.place), "release");
      return;
    }
  }
}

// ---------------------------------------------------------------- memory

function emitStore(code: Code, node: Extract<Instruction, { op: "store" }>): void {
  const { type } = node.place;
  if (isInline(type)) code.fail(`a store of ${showType(type)}, which lives in places only`);
  const address = code.address(node.place);
  const value = code.operand(node.value);
  const tag = accessTag(code, node.place);
  const old = isCounted(type) && !node.init ? code.load(type, address, "", tag) : null;
  code.store(type, value, address, "", tag);
  if (old !== null) release(code, type, old, true);
}

function emitCopyPlace(code: Code, node: Extract<Instruction, { op: "copyPlace" }>): void {
  const { type } = node.to;
  const from = code.address(node.from);
  const to = code.address(node.to);
  countPlace(code, type, from, "retain");
  if (node.init || !isCounted(type)) {
    code.copyBytes(to, from, type);
    return;
  }
  // What was there is dropped when the new value is in place: its destructors may look.
  const old = code.alloca(`[${layoutOf(type).size} x i8]`, 16);
  code.copyBytes(old, to, type);
  code.copyBytes(to, from, type);
  countPlace(code, type, old, "release");
}

// ---------------------------------------------------------------- nullables and casts

/** A nullable with a flag of its own, { value, present }. */
const isFlagged = (type: Type): boolean =>
  type.kind === "nullable" &&
  !isPointerLike(type.of) &&
  type.of.kind !== "ref" &&
  type.of.kind !== "interface";

function wrapValue(code: Code, operand: Operand, type: Type): string {
  const value = code.operand(operand);
  return isFlagged(type) && !isFlagged(code.typeOf(operand)) ? code.aggregate(type, [value, "true"]) : value;
}

/** Whether a nullable operand holds null, as an i1. */
export function isNull(code: Code, operand: Operand): string {
  const type = code.typeOf(operand);
  const value = code.operand(operand);
  if (isFlagged(type)) return code.value(`xor i1 ${code.extract(type, value, 1)}, true`);
  const pointer = membersOf(type) ? code.extract(type, value, 0) : value;
  return code.value(`icmp eq ptr ${pointer}, null`);
}

function castValue(code: Code, operand: Operand, to: Type): string {
  const from = code.typeOf(operand);
  const value = code.operand(operand);
  if (from.kind === "interface" && isPointerLike(to)) return code.objectPointer(operand);
  if (valueType(from) !== valueType(to)) return emitConversion(code, operand, to);
  const offset = tableOffset(from, to);
  if (offset === 0) return value;
  const table = code.value(`getelementptr i8, ptr ${code.extract(from, value, 1)}, i64 ${offset * 8}`);
  return code.aggregate(to, [code.extract(from, value, 0), table]);
}

/** Where in the table of one interface that of another lies. */
function tableOffset(from: Type, to: Type): number {
  const [a, b] = [from, to].map((type) => (type.kind === "nullable" ? type.of : type));
  return a?.kind === "interface" && b?.kind === "interface" ? (slotOffset(a.info, b.info) ?? 0) : 0;
}

function emitInstanceOf(code: Code, node: Extract<Instruction, { op: "instanceOf" }>): void {
  const type = code.typeOf(node.a);
  const object = code.objectPointer(node.a);
  const { info } = node;
  const inner = type.kind === "nullable" ? type.of : type;
  const test = (): string => {
    const vtable = code.value(`load ptr, ptr ${object}, align 8`);
    if (info.subclasses.length === 0)
      return code.value(`icmp eq ptr ${vtable}, ${code.module.vtableReference(info)}`);
    const id = code.value(`load i32, ptr ${code.offset(vtable, 16)}, align 4`);
    const relative = code.value(`sub i32 ${id}, ${info.firstId}`);
    return code.value(`icmp ule i32 ${relative}, ${info.lastId - info.firstId}`);
  };
  if (type.kind !== "nullable" && inner.kind !== "error") {
    code.define(node.result, test());
    return;
  }
  const result = code.alloca("i1", 1);
  const [some, done] = [code.label(), code.label()];
  const address = code.value(`ptrtoint ptr ${object} to i64`);
  const isObject = code.value(`icmp ugt i64 ${address}, ${inner.kind === "error" ? 4095 : 0}`);
  code.line(`store i1 false, ptr ${result}, align 1`);
  code.line(`br i1 ${isObject}, label %${some}, label %${done}`);
  code.begin(some);
  code.line(`store i1 ${test()}, ptr ${result}, align 1`);
  code.line(`br label %${done}`);
  code.begin(done);
  code.define(node.result, code.value(`load i1, ptr ${result}, align 1`));
}

function emitBoundsCheck(code: Code, indexOperand: Operand, lengthOperand: Operand): void {
  const index = code.operand(indexOperand);
  const length = code.operand(lengthOperand);
  if (
    indexOperand.kind === "int" &&
    lengthOperand.kind === "int" &&
    BigInt.asUintN(64, indexOperand.value) < lengthOperand.value
  )
    return;
  const bad = code.value(`icmp uge i64 ${index}, ${length}`);
  code.panicIf(bad, () => {
    code.module.declareRuntime("metal_bounds_panic");
    const place = code.locationString();
    code.line(
      `call void @metal_bounds_panic(i64 ${index}, i64 ${length}, ptr ${place}) #${code.module.attributes("nomerge noreturn cold")}`,
    );
  });
}

// ---------------------------------------------------------------- terminators

/** Writes the end of a block. */
export function emitTerminator(code: Code, node: Terminator): void {
  switch (node.op) {
    case "goto":
      code.line(`br label %b${node.target.id}`);
      return;
    case "branch":
      code.line(
        `br i1 ${code.operand(node.condition)}, label %b${node.then.id}, label %b${node.otherwise.id}`,
      );
      return;
    case "switch": {
      const type = code.typeOf(node.value);
      const cases = node.cases.map(
        (c) => `${valueType(type)} ${caseValue(type, c.value)}, label %b${c.target.id}`,
      );
      code.line(`switch ${code.typed(node.value)}, label %b${node.otherwise.id} [ ${cases.join(" ")} ]`);
      return;
    }
    case "invoke":
      emitCall(code, node);
      branchOnError(code, node.normal.id, node.error.id);
      return;
    case "invokeAllocate":
      emitAllocation(code, node.allocation, node.result, node.error.id);
      code.line(`br label %b${node.normal.id}`);
      return;
    case "return":
      code.line(
        node.value && !isInline(code.fn.result) && resultType(code.fn) !== "void"
          ? `ret ${code.typed(node.value)}`
          : "ret void",
      );
      return;
    case "raise": {
      if (!code.fn.throws) code.fail(`${code.fn.name} raises an error but was not found to throw`);
      code.line(`store ptr ${code.operand(node.error)}, ptr ${ERROR_SLOT}, align 8`);
      const type = code.fn.result;
      code.line(resultType(code.fn) === "void" ? "ret void" : `ret ${valueType(type)} ${undefinedOf(type)}`);
      return;
    }
    case "unreachable":
      code.line("unreachable");
      return;
  }
}

/** Nobody looks at the result of a function that throws, but a narrow one must be extended, so it is defined. */
const undefinedOf = (type: Type): string =>
  type.kind === "int" || type.kind === "bool" ? zeroOf(type) : "undef";

const caseValue = (type: Type, value: bigint): string =>
  type.kind === "int" ? BigInt.asIntN(type.bits, value).toString() : value === 0n ? "false" : "true";

function branchOnError(code: Code, normal: number, error: number): void {
  const raised = code.value(`load ptr, ptr ${ERROR_SLOT}, align 8`);
  const isError = code.value(`icmp ne ptr ${raised}, null`);
  code.line(`br i1 ${isError}, label %b${error}, label %b${normal}, !prof !${code.module.unlikely()}`);
}
