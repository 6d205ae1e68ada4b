/** Inline assembly. */

import type { Instruction } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import { tupleType } from "../types.ts";
import type { Code } from "./code.ts";
import { escapeText, memoryType } from "./types.ts";

const ALWAYS_CLOBBERED = ["~{dirflag}", "~{fpsr}", "~{flags}"];

/** One asm`…`: its constraints as LLVM wants them, its outputs to the node's results. */
export function emitAssembly(code: Code, node: Extract<Instruction, { op: "asm" }>): void {
  const inputs = inputConstraints(node.constraints);
  const constraints = node.constraints.split(",").filter((c) => c !== "");
  const memoryInputs = new Set(inputs.flatMap((c, i) => (c === "m" || c === "*m" ? [i] : [])));
  let seen = 0;
  const rewritten = constraints.map((c) => {
    if (c.startsWith("=") || c.startsWith("~")) return c;
    return memoryInputs.has(seen++) ? "*m" : c;
  });
  for (const clobber of ALWAYS_CLOBBERED) if (!rewritten.includes(clobber)) rewritten.push(clobber);
  const args = node.inputs.map((input, i) => {
    if (!memoryInputs.has(i)) return inputText(code, input);
    const type = code.typeOf(input);
    const slot = code.alloca(memoryType(type), layoutOf(type).align);
    code.store(type, code.operand(input), slot);
    return `ptr elementtype(${memoryType(type)}) ${slot}`;
  });
  const outputs = node.outputs.map(memoryType);
  const result =
    outputs.length === 0 ? "void" : outputs.length === 1 ? outputs[0]! : `{ ${outputs.join(", ")} }`;
  const text = `call ${result} asm sideeffect "${escapeText(node.template)}", "${rewritten.join(",")}"(${args.join(", ")})`;
  if (result === "void") {
    code.line(text);
    return;
  }
  const value = code.value(text);
  if (!node.result) return;
  if (outputs.length === 1) {
    code.define(
      node.result,
      node.outputs[0]!.kind === "bool" ? code.value(`trunc i8 ${value} to i1`) : value,
    );
    return;
  }
  // The tuple has the same members, each in memory form.
  if (memoryType(tupleType(node.outputs)) !== result) code.fail("outputs of asm that are no tuple");
  code.define(node.result, value);
}

function inputText(code: Code, input: Parameters<Code["operand"]>[0]): string {
  const type = code.typeOf(input);
  // A function or string as an operand means its address.
  if (input.kind === "function") return `ptr ${code.module.functionReference(input.symbol)}`;
  if (type.kind === "bool") return `i8 ${code.value(`zext i1 ${code.operand(input)} to i8`)}`;
  return code.typed(input);
}

const inputConstraints = (constraints: string): string[] =>
  constraints.split(",").filter((c) => c !== "" && !c.startsWith("=") && !c.startsWith("~"));
