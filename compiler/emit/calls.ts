/** Calls of all kinds, and allocation of objects and closures. */

import type { Allocation, Call, Operand, Variable } from "../mir.ts";
import { isInline, type Type } from "../types.ts";
import { callTypeSuffix, closureCall, interfaceCall, virtualCall } from "./call-types.ts";
import type { Code } from "./code.ts";
import { release } from "./counting.ts";
import { ERROR_SLOT } from "./signature.ts";
import { extension, memoryType, valueType } from "./types.ts";

const ENOMEM = 12;

/** Emits the call and defines its result. The error it may leave in the slot is the caller's affair. */
export function emitCall(code: Code, call: Call & { readonly result: Variable | null }): void {
  const { pointer, args, throws } = resolve(code, call);
  const result = resultOf(call.returnType);
  const parameters = args.map((a) => (a.kind === "text" ? a.text : passed(code, a.operand)));
  if (isInline(call.returnType)) {
    if (!call.dest) code.fail("a call whose inline result goes nowhere");
    parameters.unshift(`ptr ${code.address(call.dest)}`);
  }
  if (throws) parameters.push(`ptr swifterror ${ERROR_SLOT}`);
  const isNever = call.returnType.kind === "never" && !throws;
  const attributes = isNever ? ` #${code.module.attributes("nomerge noreturn")}` : "";
  const text = `call ${result} ${pointer}(${parameters.join(", ")})${attributes}${callTypeOf(code, call)}`;
  if (result === "void") {
    code.line(text);
    return;
  }
  const value = code.value(text);
  if (call.result) code.define(call.result, value);
}

function callTypeOf(code: Code, { callee }: Call): string {
  switch (callee.kind) {
    case "direct":
      return "";
    case "virtual":
      return callTypeSuffix(code.module, virtualCall(callee.info, callee.slot));
    case "interface":
      return callTypeSuffix(code.module, interfaceCall(callee.info, callee.slot));
    case "closure":
      return callTypeSuffix(code.module, closureCall(plain(code.typeOf(callee.closure)).key));
  }
}

const plain = (type: Type): Type => (type.kind === "nullable" ? plain(type.of) : type);

const resultOf = (type: Type): string =>
  isInline(type) ? "void" : `${extension(type)}${type.kind === "bool" ? "i1" : memoryType(type)}`;

function passed(code: Code, operand: Operand): string {
  const type = code.typeOf(operand);
  return `${valueType(type)} ${extension(type)}${code.operand(operand)}`;
}

type Argument =
  { readonly kind: "operand"; readonly operand: Operand } | { readonly kind: "text"; readonly text: string };

interface Target {
  readonly pointer: string;
  readonly args: readonly Argument[];
  readonly throws: boolean;
}

const operandArguments = (args: readonly Operand[]): Argument[] =>
  args.map((operand) => ({ kind: "operand", operand }));

function resolve(code: Code, call: Call): Target {
  const { callee, args } = call;
  const { index } = code.module;
  switch (callee.kind) {
    case "direct": {
      const fn = index.functionOf(callee.symbol);
      return {
        pointer: code.module.functionReference(callee.symbol, true),
        args: operandArguments(args),
        throws: fn?.throws ?? false,
      };
    }
    case "virtual": {
      const object = code.operand(args[0] ?? code.fail("a virtual call without a receiver"));
      const vtable = code.value(`load ptr, ptr ${object}, align 8`);
      const pointer = loadConstant(code, code.offset(vtable, 32 + 8 * callee.slot));
      return { pointer, args: operandArguments(args), throws: index.slotThrows(callee.info, callee.slot) };
    }
    case "interface": {
      const receiver = args[0] ?? code.fail("an interface call without a receiver");
      const type = code.typeOf(receiver);
      const fat = code.operand(receiver);
      const object = code.extract(type, fat, 0);
      const itable = code.extract(type, fat, 1);
      const pointer = loadConstant(code, code.offset(itable, 8 * callee.slot));
      return {
        pointer,
        args: [{ kind: "text", text: `ptr ${object}` }, ...operandArguments(args.slice(1))],
        throws: true,
      };
    }
    case "closure": {
      const closure = code.operand(callee.closure);
      const pointer = code.value(`load ptr, ptr ${code.offset(closure, 16)}, align 8`);
      return {
        pointer,
        args: [{ kind: "text", text: `ptr ${closure}` }, ...operandArguments(args)],
        throws: true,
      };
    }
  }
}

/** Method tables never change. */
function loadConstant(code: Code, address: string): string {
  return code.value(
    `load ptr, ptr ${address}, align 8, !invariant.load !${code.module.metadata.node("!{}")}`,
  );
}

// ---------------------------------------------------------------- allocation

/** Makes the object, or leaves ENOMEM in the error slot and goes to the error block (null: the allocation cannot fail). */
export function emitAllocation(
  code: Code,
  allocation: Allocation,
  result: Variable,
  errorBlock: number | null,
): void {
  if (allocation.kind === "closure" && allocation.captures.length === 0) {
    const fn = code.module.index.functionOf(allocation.code);
    const parameterCount =
      (fn ?? code.fail(`${allocation.code}, the code of a closure, does not exist`)).parameters.length - 1;
    code.define(result, code.module.constants.closure(allocation.code, parameterCount));
    return;
  }
  const { info } = allocation;
  const object = allocate(code, info.size);
  const isMissing = code.value(`icmp eq ptr ${object}, null`);
  const [failed, made] = [code.label(), code.label()];
  code.line(`br i1 ${isMissing}, label %${failed}, label %${made}, !prof !${code.module.unlikely()}`);
  code.outOfLine(failed, () => {
    if (allocation.kind === "closure") {
      for (const c of allocation.captures)
        if (c.kind === "var") release(code, code.typeOf(c), code.operand(c));
    }
    if (errorBlock === null) {
      code.panic("out of memory");
      code.line("unreachable");
      return;
    }
    code.line(`store ptr inttoptr (i64 ${ENOMEM} to ptr), ptr ${ERROR_SLOT}, align 8`);
    code.line(`br label %b${errorBlock}`);
  });
  code.begin(made);
  code.line(`store ptr ${code.module.vtableReference(info)}, ptr ${object}, align 8`);
  code.line(`store i64 1, ptr ${code.offset(object, 8)}, align 8`);
  if (allocation.kind === "closure") {
    code.line(
      `store ptr ${code.module.functionReference(allocation.code)}, ptr ${code.offset(object, 16)}, align 8`,
    );
    allocation.captures.forEach((capture, i) => {
      const field = info.fields[i] ?? code.fail(`a closure without a field for capture ${i}`);
      code.store(field.type, code.operand(capture), code.offset(object, field.offset));
    });
  }
  code.define(result, object);
}

/** Zeroed memory as a pointer, or null. The module that defines the allocator sees it return an integer. */
function allocate(code: Code, size: number): string {
  if (code.module.defines("metal_allocate")) {
    const address = code.value(`call i64 @metal_allocate(i64 ${size})`);
    return code.value(`inttoptr i64 ${address} to ptr`);
  }
  code.module.declareRuntime("metal_allocate");
  return code.value(`call ptr @metal_allocate(i64 ${size})`);
}
