/** MIR as text, to be read while working on the compiler: what `--emit mir` writes. */

import type {
  Block,
  Call,
  Callee,
  Function,
  Instruction,
  Operand,
  Place,
  Terminator,
  Variable,
} from "./mir.ts";
import type { Type } from "./types.ts";

/** A function as text, one instruction a line. */
export function printFunction(fn: Function): string {
  const parameters = fn.parameters.map((p) => `${show(p)}: ${p.type.key}`).join(", ");
  const head = `function ${fn.symbol}(${parameters}): ${fn.result.key}${fn.throws ? " throws" : ""}`;
  return [head, ...fn.blocks.flatMap(printBlock), ""].join("\n");
}

function printBlock(block: Block): string[] {
  const lines = [...block.instructions.map(printNode), printNode(block.terminator)];
  return [`b${block.id}:`, ...lines.map((line) => `  ${line}`)];
}

const show = (variable: Variable): string =>
  `${variable.kind[0]}${variable.id}${variable.name ? `.${variable.name}` : ""}`;

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case "var":
      return show(operand.variable);
    case "int":
    case "float":
      return `${operand.value}:${operand.type.key}`;
    case "string":
      return JSON.stringify(operand.value);
    case "function":
      return `&${operand.symbol}`;
    case "data":
      return `data[${operand.items.map(printOperand).join(", ")}]`;
    case "zero":
      return `zero:${operand.type.key}`;
  }
}

function printPlace(place: Place): string {
  const root = place.root;
  let text: string;
  if (root.kind === "var") text = show(root.variable);
  else if (root.kind === "global") text = `@${root.global.symbol}`;
  else if (root.kind === "object") text = `${printOperand(root.object)}->`;
  else text = `${printOperand(root.pointer)}*`;
  for (const step of place.steps) {
    text +=
      step.kind === "field"
        ? `.${step.info.fields[step.index]?.name ?? step.index}`
        : `[${printOperand(step.index)}]`;
  }
  return text;
}

function printCallee(callee: Callee): string {
  if (callee.kind === "direct") return callee.symbol;
  if (callee.kind === "closure") return `closure ${printOperand(callee.closure)}`;
  return `${callee.kind} ${callee.info.name}#${callee.slot}`;
}

const printCall = (call: Call): string =>
  `${printCallee(call.callee)}(${call.args.map(printOperand).join(", ")})${call.dest ? ` into ${printPlace(call.dest)}` : ""}`;

function printNode(node: Instruction | Terminator): string {
  const known = new Set([
    "op",
    "location",
    "result",
    "callee",
    "args",
    "parameterTypes",
    "returnType",
    "dest",
  ]);
  const isCall = node.op === "call" || node.op === "invoke";
  const rest = Object.entries(node)
    .filter(([key]) => !known.has(key) || (key === "args" && !isCall))
    .map(([key, value]) => `${key}=${printPart(value)}`);
  const result = "result" in node && node.result ? `${show(node.result)}: ${node.result.type.key} = ` : "";
  const call = isCall ? [printCall(node)] : [];
  return `${result}${[node.op, ...call, ...rest].join(" ")}`;
}

/** Parts are told apart by their form: operands, places, blocks, types, lists of them, plain values. */
function printPart(part: unknown): string {
  if (part === null || typeof part !== "object") return String(part);
  if (Array.isArray(part)) return `[${part.map(printPart).join(", ")}]`;
  if ("instructions" in part && "id" in part) return `b${String(part.id)}`;
  if ("steps" in part) return printPlace(part as Place);
  if ("key" in part) return (part as Type).key;
  if (
    "kind" in part &&
    ["var", "int", "float", "string", "function", "data", "zero"].includes(String(part.kind))
  ) {
    return printOperand(part as Operand);
  }
  if ("symbol" in part) return String(part.symbol);
  return `{${Object.entries(part)
    .map(([key, value]) => `${key}: ${printPart(value)}`)
    .join(", ")}}`;
}
