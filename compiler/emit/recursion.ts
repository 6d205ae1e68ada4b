/**
 * Functions with `@recursive N`: each has a counter for every thread, and a call that would make it active more than N times at once throws ELOOP.
 * Around the body, which stays a function of its own, stands one that counts; interrupts that come in between leave the counter as they found it.
 */

import type { Function } from "../mir.ts";
import { isInline } from "../types.ts";
import { InternalError } from "./code.ts";
import { emitFunction } from "./function.ts";
import type { ModuleEmitter } from "./module.ts";
import { ERROR_SLOT, functionHeader, parameterName, resultType } from "./signature.ts";
import { symbolName, valueType } from "./types.ts";

/** The symbol of the body of a function whose recursion is counted. */
export const bodySymbol = (symbol: string): string => `${symbol}.body`;

const ELOOP = 40;
/** Place in the kernel's CPU block (kernel/platform/cpu/block.ts) of the running thread's counters, and how many there are. */
const COUNTERS_IN_CPU_BLOCK = 80;
const MOST_COUNTERS = 8;

/** In programs, which have one thread, the counters are a global. */
export const RECURSION_COUNTERS = `@metal_recursion_counters = dso_local global [${MOST_COUNTERS} x i8] zeroinitializer`;

/** The definition of a function, with that of its body if its recursion is counted. */
export function emitCountedFunction(module: ModuleEmitter, fn: Function, linkage: string): string {
  const most = fn.attributes.recursion;
  if (most === null) return emitFunction(module, fn, linkage);
  const body = bodySymbol(fn.symbol);
  const place = counterPlace(module, fn);
  const result = resultType(fn);
  const isVoid = result === "void";
  const arguments_ = fn.parameters.map((p) => `${valueType(p.type)} ${parameterName(p)}`);
  if (isInline(fn.result))
    arguments_.unshift(`ptr ${fn.returnPlace ? parameterName(fn.returnPlace) : "%result"}`);
  arguments_.push(`ptr swifterror ${ERROR_SLOT}`);
  const call = `call ${result} ${symbolName(body)}(${arguments_.join(", ")})`;
  return `define ${linkage}${functionHeader(module, fn, true)} #${module.attributes("")} {
  %count = load volatile i8, ${place}, align 1
  %full = icmp uge i8 %count, ${most}
  br i1 %full, label %refused, label %counted
refused:
  store ptr inttoptr (i64 ${ELOOP} to ptr), ptr ${ERROR_SLOT}, align 8
  ${isVoid ? "ret void" : `ret ${valueType(fn.result)} zeroinitializer`}
counted:
  %more = add i8 %count, 1
  store volatile i8 %more, ${place}, align 1
  ${isVoid ? call : `%value = ${call}`}
  store volatile i8 %count, ${place}, align 1
  ${isVoid ? "ret void" : `ret ${valueType(fn.result)} %value`}
}

${emitFunction(module, fn, "internal ", body)}`;
}

function counterPlace(module: ModuleEmitter, fn: Function): string {
  const number = module.options.recursive?.indexOf(fn.symbol) ?? -1;
  if (number < 0 || number >= MOST_COUNTERS)
    throw new InternalError(`there are more than ${MOST_COUNTERS} functions with @recursive`, fn.location);
  if (module.options.target === "kernel")
    return `ptr addrspace(256) inttoptr (i64 ${COUNTERS_IN_CPU_BLOCK + number} to ptr addrspace(256))`;
  module.symbolReference("metal_recursion_counters");
  return `ptr getelementptr inbounds (i8, ptr @metal_recursion_counters, i64 ${number})`;
}
