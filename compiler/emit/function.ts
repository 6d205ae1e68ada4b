/** A function of the program: attributes, locals, blocks. */

import { reachableBlocks, successors } from "../mir-blocks.ts";
import type { Block, Function } from "../mir.ts";
import { layoutOf } from "../type-layout.ts";
import { Code } from "./code.ts";
import { emitInstruction, emitTerminator } from "./instructions.ts";
import type { ModuleEmitter } from "./module.ts";
import { ERROR_SLOT, functionHeader, neverReturns, parameterName } from "./signature.ts";
import { memoryType } from "./types.ts";

/** The whole definition. */
export function emitFunction(module: ModuleEmitter, fn: Function, linkage: string, symbol?: string): string {
  const debug = module.debugFunction(fn);
  const code = new Code(module, fn, fn.attributes.naked ? null : debug);
  const blocks = reachableBlocks(fn);
  for (const p of fn.parameters) code.define(p, parameterName(p));
  if (fn.returnPlace) code.define(fn.returnPlace, parameterName(fn.returnPlace));
  if (!fn.attributes.naked) {
    allocateLocals(code, fn);
    prepareErrorSlot(code, fn);
    debug?.parameters(code, fn);
  }
  const first = blocks[0];
  if (first) code.line(`br label %b${first.id}`);
  for (const block of blocks) {
    code.begin(`b${block.id}`);
    for (const instruction of block.instructions) {
      code.at(instruction.location);
      emitInstruction(code, instruction);
      debug?.defined(code, instruction);
    }
    code.at(block.terminator.location);
    emitTerminator(code, block.terminator);
  }
  const text = fn.attributes.naked ? nakedText(code, first) : `entry:\n${code.text()}`;
  const section = fn.attributes.section ? ` section "${fn.attributes.section}"` : "";
  const attributes = module.attributes(
    attributesOf(module, fn, blocks),
    // A naked function has no frame to check.
    !fn.attributes.noSanitize && !fn.attributes.naked,
  );
  return `define ${linkage}${functionHeader(module, fn, true, symbol)} #${attributes}${section}${debug?.attachment ?? ""} {\n${text}\n}\n`;
}

/** A naked function is its assembly alone: one block. */
function nakedText(code: Code, first: Block | undefined): string {
  if (!first || first.terminator.op === "branch" || first.terminator.op === "switch") {
    code.fail(`the body of ${code.fn.name} is marked @naked and must be one asm`);
  }
  const lines = code
    .text()
    .split("\n")
    .filter((l) => l.includes(" asm "));
  return `entry:\n${lines.join("\n")}\n  unreachable`;
}

function allocateLocals(code: Code, fn: Function): void {
  for (const v of fn.variables) {
    if (v.kind !== "local") continue;
    const { align } = layoutOf(v.type);
    code.define(v, code.alloca(memoryType(v.type), align, `%l${v.id}`));
    code.debug?.local(code, v);
  }
}

/** Where called functions leave their errors. A function that can throw uses what its caller gave it. */
function prepareErrorSlot(code: Code, fn: Function): void {
  if (fn.throws) return;
  code.entry.push(`  ${ERROR_SLOT} = alloca swifterror ptr, align 8`);
  code.plain(`store ptr null, ptr ${ERROR_SLOT}, align 8`);
}

function attributesOf(module: ModuleEmitter, fn: Function, blocks: readonly Block[]): string {
  const a = fn.attributes;
  const list: string[] = [];
  if (!loopsForever(blocks)) list.push("mustprogress");
  if (a.naked) list.push("naked noinline");
  if (a.inline === "always") list.push("alwaysinline");
  // The kernel's reports have a line for each call.
  const isReported = module.options.sanitizer?.kind === "kernel" && a.inline === null;
  if ((a.inline === "never" || a.recursion !== null || isReported) && !a.naked) list.push("noinline");
  if (a.cold) list.push("cold");
  if (neverReturns(fn)) list.push("noreturn");
  if (a.noBuiltin) list.push(`"no-builtins"`);
  if (module.options.optimize === 0 && !a.naked && a.inline !== "always") list.push("noinline optnone");
  return [...new Set(list.join(" ").split(" "))].join(" ");
}

/** Whether some block cannot reach an end: a deliberate infinite loop. */
function loopsForever(blocks: readonly Block[]): boolean {
  const predecessors = new Map<Block, Block[]>();
  const work: Block[] = [];
  for (const block of blocks) {
    const targets = successors(block.terminator);
    if (targets.length === 0) work.push(block);
    for (const target of targets) {
      const known = predecessors.get(target);
      if (known) known.push(block);
      else predecessors.set(target, [block]);
    }
  }
  const ending = new Set<Block>(work);
  for (let block = work.pop(); block; block = work.pop()) {
    for (const p of predecessors.get(block) ?? []) {
      if (ending.has(p)) continue;
      ending.add(p);
      work.push(p);
    }
  }
  return ending.size < blocks.length;
}
