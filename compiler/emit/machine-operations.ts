/** Atomic access and the operations on bits that have no operator. */

import { layoutOf } from "../type-layout.ts";
import { showType, type Type } from "../types.ts";
import type { Code } from "./code.ts";
import type { Intrinsic } from "./intrinsics.ts";
import { memoryType, valueType } from "./types.ts";

const READ_MODIFY_WRITE: Readonly<Record<string, string>> = {
  exchange: "xchg",
  fetchAdd: "add",
  fetchSubtract: "sub",
  fetchAnd: "and",
  fetchOr: "or",
  fetchXor: "xor",
};

/** Sequentially consistent access to one number, boolean or pointer. */
export function emitAtomic(
  code: Code,
  operation: string,
  type: Type,
  pointer: string,
  args: readonly string[],
): string | null {
  const memory = memoryType(type);
  const { align } = layoutOf(type);
  if (!/^(i8|i16|i32|i64|ptr|float|double)$/.test(memory)) code.fail(`an atomic of ${showType(type)}`);
  const stored = (value: string): string =>
    type.kind === "bool" ? code.value(`zext i1 ${value} to i8`) : value;
  const loaded = (value: string): string =>
    type.kind === "bool" ? code.value(`trunc i8 ${value} to i1`) : value;
  const first = args[0] ?? "";
  switch (operation) {
    case "load":
      return loaded(code.value(`load atomic ${memory}, ptr ${pointer} seq_cst, align ${align}`));
    case "store":
      code.line(`store atomic ${memory} ${stored(first)}, ptr ${pointer} seq_cst, align ${align}`);
      return null;
    case "compareExchange": {
      const [expected, desired] = [
        stored(first),
        stored(args[1] ?? code.fail("compareExchange needs two values")),
      ];
      const pair = code.value(
        `cmpxchg ptr ${pointer}, ${memory} ${expected}, ${memory} ${desired} seq_cst seq_cst, align ${align}`,
      );
      return loaded(code.value(`extractvalue { ${memory}, i1 } ${pair}, 0`));
    }
    default: {
      const name = READ_MODIFY_WRITE[operation] ?? code.fail(`Atomic.${operation} does not exist`);
      return loaded(
        code.value(`atomicrmw ${name} ptr ${pointer}, ${memory} ${stored(first)} seq_cst, align ${align}`),
      );
    }
  }
}

/** `bits.*`. The operand's type is that of the first argument. */
export function emitBits(code: Code, node: Intrinsic, name: string): string {
  const operands = node.args;
  const first = operands[0] ?? code.fail(`bits.${name} without arguments`);
  const type = code.typeOf(first);
  const llvm = valueType(type);
  const args = operands.map((o) => code.operand(o));
  const [a, b] = [args[0] ?? "", args[1] ?? ""];
  const isSigned = type.kind === "int" && type.signed;
  const call = (intrinsic: string, parameters: string, result = llvm): string => {
    const full = `llvm.${intrinsic}.${llvm}`;
    const types = parameters.split(", ").map((p) => p.split(" ")[0] + (p.startsWith("i1 ") ? " immarg" : ""));
    code.module.declareIntrinsic(`declare ${result} @${full}(${types.join(", ")})`);
    return code.value(`call ${result} @${full}(${parameters})`);
  };
  switch (name) {
    case "popCount":
      return call("ctpop", `${llvm} ${a}`);
    case "leadingZeros":
      return call("ctlz", `${llvm} ${a}, i1 false`);
    case "trailingZeros":
      return call("cttz", `${llvm} ${a}, i1 false`);
    case "rotateLeft":
      return call("fshl", `${llvm} ${a}, ${llvm} ${a}, ${llvm} ${b}`);
    case "rotateRight":
      return call("fshr", `${llvm} ${a}, ${llvm} ${a}, ${llvm} ${b}`);
    case "swapBytes":
      return llvm === "i8" ? a : call("bswap", `${llvm} ${a}`);
    case "min":
    case "max":
      if (type.kind === "float") {
        const isFirst = code.value(`fcmp ${name === "min" ? "olt" : "ogt"} ${llvm} ${a}, ${b}`);
        return code.value(`select i1 ${isFirst}, ${llvm} ${a}, ${llvm} ${b}`);
      }
      return call(`${isSigned ? "s" : "u"}${name}`, `${llvm} ${a}, ${llvm} ${b}`);
    case "addOverflows":
      return overflows(code, `${isSigned ? "s" : "u"}add`, llvm, a, b);
    case "subtractOverflows":
      return overflows(code, `${isSigned ? "s" : "u"}sub`, llvm, a, b);
    case "multiplyOverflows":
      return overflows(code, `${isSigned ? "s" : "u"}mul`, llvm, a, b);
    case "multiplyHigh": {
      const wide = wideProduct(code, a, b);
      return code.value(`trunc i128 ${code.value(`lshr i128 ${wide}, 64`)} to i64`);
    }
    case "multiplyDivide":
      return multiplyDivide(code, a, b, args[2] ?? code.fail("bits.multiplyDivide needs three values"));
    case "fromF64":
      return code.value(`bitcast double ${a} to i64`);
    case "toF64":
      return code.value(`bitcast i64 ${a} to double`);
    default:
      return code.fail(`bits.${name} does not exist`);
  }
}

function overflows(code: Code, operation: string, llvm: string, a: string, b: string): string {
  const name = `llvm.${operation}.with.overflow.${llvm}`;
  code.module.declareIntrinsic(`declare { ${llvm}, i1 } @${name}(${llvm}, ${llvm})`);
  const pair = code.value(`call { ${llvm}, i1 } @${name}(${llvm} ${a}, ${llvm} ${b})`);
  return code.value(`extractvalue { ${llvm}, i1 } ${pair}, 1`);
}

function wideProduct(code: Code, a: string, b: string): string {
  const x = code.value(`zext i64 ${a} to i128`);
  const y = code.value(`zext i64 ${b} to i128`);
  return code.value(`mul i128 ${x}, ${y}`);
}

/** By the machine's division of 128 by 64 bits; the high half is reduced first so that the quotient always fits. */
function multiplyDivide(code: Code, a: string, b: string, c: string): string {
  const isZero = code.value(`icmp eq i64 ${c}, 0`);
  code.panicIf(isZero, () => code.panic("division by zero"));
  const wide = wideProduct(code, a, b);
  const low = code.value(`trunc i128 ${wide} to i64`);
  const high = code.value(`trunc i128 ${code.value(`lshr i128 ${wide}, 64`)} to i64`);
  const reduced = code.value(`urem i64 ${high}, ${c}`);
  const pair = code.value(
    `call { i64, i64 } asm "divq $4", "={ax},={dx},{ax},{dx},r,~{dirflag},~{fpsr},~{flags}"(i64 ${low}, i64 ${reduced}, i64 ${c})`,
  );
  return code.value(`extractvalue { i64, i64 } ${pair}, 0`);
}
