/** Look-ups over the whole program that every module's emission needs, and which symbols other modules refer to. */

import type { Extern, Function, Global, Module, Operand, Program } from "../mir.ts";
import { slotKey, visitNode, visitStatic, type Node } from "../mir-walk.ts";
import { allNodes } from "../ownership/prepare.ts";
import type { ClassInfo } from "../types.ts";

/** Functions up to this many instructions are copied into the modules that call them, for LLVM to inline. */
const COPY_LIMIT = 24;

/** Link names of a class's table, and of the function that drops the fields of its objects. */
export const vtableSymbol = (info: ClassInfo): string => `${info.symbol}.vtable`;
export const destroySymbol = (info: ClassInfo): string => `${info.symbol}.destroy`;

/** Finds what modules ask about the rest of the program, and notes the questions (compiler/emitted-modules.ts). */
export class ProgramIndex {
  readonly program: Program;
  readonly globals = new Map<string, Global>();
  readonly externs = new Map<string, Extern>();
  readonly stringClass: ClassInfo | null;
  private readonly functions = new Map<string, Function>();
  private readonly moduleOf = new Map<string, string>();
  private readonly crossing = new Set<string>();
  private readonly throwingSlots = new Set<string>();
  private readonly modulePaths: ReadonlySet<string>;
  private readonly candidates: ReadonlySet<Function>;
  private readonly asked = new Set<string>();
  private readonly labels = new Map<string, ReadonlySet<string>>();

  /** `candidates`: small functions, counted, which may be copied between modules. */
  constructor(program: Program, candidates: ReadonlySet<Function>) {
    this.program = program;
    this.modulePaths = new Set(program.modules.map((m) => m.path));
    for (const module of program.modules) {
      for (const fn of module.functions) {
        this.functions.set(fn.symbol, fn);
        this.moduleOf.set(fn.symbol, module.path);
      }
      for (const global of module.globals) {
        this.globals.set(global.symbol, global);
        this.moduleOf.set(global.symbol, module.path);
      }
    }
    for (const e of program.externs) this.externs.set(e.symbol, e);
    this.stringClass = program.classes.find((c) => c.special === "string") ?? null;
    this.candidates = candidates;
    for (const info of program.classes) {
      info.virtuals.forEach((symbol, slot) => {
        if (symbol && this.functions.get(symbol)?.throws) this.throwingSlots.add(slotKey(info, slot));
      });
    }
    this.findCrossing();
  }

  /** The function with the symbol, if the program has its body. */
  functionOf(symbol: string): Function | undefined {
    this.asked.add(`function ${symbol}`);
    return this.functions.get(symbol);
  }

  /** The module that has a class's method table. */
  homeOf(info: ClassInfo): string | null {
    return this.modulePaths.has(info.module) ? info.module : null;
  }

  /** Whether a function of one module is referred to from outside, so that it needs a public symbol. */
  isPublic(symbol: string): boolean {
    this.asked.add(`public ${symbol}`);
    return this.crossing.has(symbol);
  }

  /** Whether a method in a slot of the class, or of one that extends it, can throw. */
  slotThrows(info: ClassInfo, slot: number): boolean {
    const key = slotKey(info, slot);
    this.asked.add(`slot ${key}`);
    return this.throwingSlots.has(key);
  }

  /** The facts about functions that were asked for since the last call, for `answer`. */
  takeQuestions(): string[] {
    const questions = [...this.asked];
    this.asked.clear();
    return questions;
  }

  /** All that the answer to a question tells about this program, as a text. `hashOf`: of all that is in a function. */
  answer(question: string, hashOf: (fn: Function) => string): string {
    const space = question.indexOf(" ");
    const subject = question.slice(space + 1);
    switch (question.slice(0, space)) {
      case "public":
        return String(this.crossing.has(subject));
      case "slot":
        return String(this.throwingSlots.has(subject));
      default: {
        const fn = this.functions.get(subject);
        if (!fn) return "none";
        return this.isCopyable(fn) ? hashOf(fn) : outsideOf(fn);
      }
    }
  }

  /** Small enough, and free to be copied into other modules. */
  isCopyable(fn: Function): boolean {
    const a = fn.attributes;
    if (
      !this.candidates.has(fn) ||
      a.naked ||
      a.inline === "never" ||
      a.section ||
      a.noBuiltin ||
      a.cold ||
      a.recursion !== null
    )
      return false;
    if (this.usesLocalLabels(fn)) return false;
    if (a.inline === "always") return true;
    return sizeOf(fn) <= COPY_LIMIT;
  }

  /** Labels of a module's assembly can only be meant by its own code. */
  private usesLocalLabels(fn: Function): boolean {
    const labels = this.labelsOf(fn.module);
    if (labels.size === 0) return false;
    for (const node of allNodes(fn)) {
      if (node.op === "asm" && wordsOf(node.template).some((w) => labels.has(w))) return true;
      if (node.op === "intrinsic" && node.args.some((a) => a.kind === "string" && labels.has(a.value)))
        return true;
    }
    return false;
  }

  private labelsOf(path: string): ReadonlySet<string> {
    const known = this.labels.get(path);
    if (known) return known;
    const labels = new Set<string>();
    for (const text of this.program.modules.find((m) => m.path === path)?.assembly ?? []) {
      for (const [, label] of text.matchAll(/^\s*([\w.$]+):/gm)) if (label) labels.add(label);
    }
    this.labels.set(path, labels);
    return labels;
  }

  private findCrossing(): void {
    const references = new Map<string, Set<string>>();
    for (const fn of this.functions.values()) {
      const set = referencesOf(fn);
      references.set(fn.symbol, set);
      for (const symbol of set) if (this.moduleOf.get(symbol) !== fn.module) this.crossing.add(symbol);
    }
    for (const module of this.program.modules) {
      for (const text of module.assembly) this.crossAssembly(text);
      if (module.initializer) this.crossing.add(module.initializer);
      for (const global of module.globals) visitStatic(global.initial, (o) => this.crossOperand(o, module));
    }
    for (const fn of this.functions.values()) {
      if (fn.attributes.exported) this.crossing.add(fn.symbol);
      for (const node of allNodes(fn)) if (node.op === "asm") this.crossAssembly(node.template);
    }
    for (const itable of this.program.itables)
      for (const symbol of itable.functions) this.crossing.add(symbol);
    for (const info of this.program.classes) {
      const others = [...info.virtuals, info.destructor];
      for (const symbol of others)
        if (symbol && this.moduleOf.get(symbol) !== info.module) this.crossing.add(symbol);
    }
    if (this.program.main) this.crossing.add(this.program.main.symbol);
    this.crossCopies(references);
  }

  /** What a copied body refers to is referred to from wherever it is copied to. */
  private crossCopies(references: ReadonlyMap<string, ReadonlySet<string>>): void {
    const work = [...this.crossing];
    for (let symbol = work.pop(); symbol; symbol = work.pop()) {
      const fn = this.functions.get(symbol);
      if (!fn || !this.isCopyable(fn)) continue;
      for (const other of references.get(symbol) ?? []) {
        if (this.crossing.has(other)) continue;
        this.crossing.add(other);
        work.push(other);
      }
    }
  }

  private crossOperand(operand: Operand, module: Module): void {
    if (operand.kind === "function" && this.moduleOf.get(operand.symbol) !== module.path)
      this.crossing.add(operand.symbol);
  }

  private crossAssembly(text: string): void {
    for (const symbol of wordsOf(text)) if (this.moduleOf.has(symbol)) this.crossing.add(symbol);
  }
}

/** The functions that may be small enough to be copied. Counting only adds to them. */
export function copyCandidates(program: Program): Set<Function> {
  const small = new Set<Function>();
  for (const { functions } of program.modules)
    for (const fn of functions)
      if (fn.attributes.inline === "always" || sizeOf(fn) <= COPY_LIMIT) small.add(fn);
  return small;
}

const sizeOf = (fn: Function): number =>
  fn.blocks.reduce((size, block) => size + block.instructions.length + 1, 0);

/** What a caller can tell of a function. */
function outsideOf(fn: Function): string {
  const types = [...fn.parameters.map((p) => p.type.key), fn.result.key].join(", ");
  return `${fn.module} ${types} ${fn.throws} ${fn.returnPlace !== null} ${JSON.stringify(fn.attributes)}`;
}

/** What may be symbols in assembly: quoted when they are not plain names; in templates `$` is doubled. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]+)"|[^\s,()"'`;:@+-]+/g)].flatMap(([token, quoted]) => {
    const name = quoted ?? token;
    return [name, name.replace(/^[$*]+/, ""), name.replaceAll("$$", "$")];
  });
}

/** Functions and globals that a body refers to. */
export function referencesOf(fn: Function): Set<string> {
  const found = new Set<string>();
  for (const node of allNodes(fn)) visitReferences(node, (symbol) => found.add(symbol));
  return found;
}

function visitReferences(node: Node, onSymbol: (symbol: string) => void): void {
  if ((node.op === "call" || node.op === "invoke") && node.callee.kind === "direct")
    onSymbol(node.callee.symbol);
  if ((node.op === "allocate" || node.op === "invokeAllocate") && node.allocation.kind === "closure")
    onSymbol(node.allocation.code);
  const isSymbolAddress = node.op === "intrinsic" && node.name === "symbolAddress";
  visitNode(
    node,
    (o) => {
      if (o.kind === "function") onSymbol(o.symbol);
      else if (o.kind === "string" && isSymbolAddress) onSymbol(o.value);
    },
    (p) => {
      if (p.root.kind === "global") onSymbol(p.root.global.symbol);
    },
  );
}
