/**
 * Modules that need not be emitted again: their objects of an earlier run are what would be made now.
 *
 * While a module is counted and emitted, it is noted which facts about functions of other modules were asked for
 * (`ProgramIndex.takeQuestions`, `WholeProgram.takeQuestions`). An object is used again when its own functions and globals are
 * the same, all declarations of the program are the same (classes, tables, globals), and the same questions have the same
 * answers. Emission is a function of these, so the object is the same to the bit.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isCached } from "./cache.ts";
import type { ProgramIndex } from "./emit/program-index.ts";
import { hashTexts } from "./hash-texts.ts";
import { declarationsText, functionText, moduleText } from "./mir-text.ts";
import type { Function, Module, Program } from "./mir.ts";
import type { WholeProgram } from "./ownership/whole-program.ts";
import type { ClassInfo } from "./types.ts";

/** What is kept about a module. */
export interface EmittedModule {
  /** Hash of its functions and globals. */
  readonly own: string;
  readonly counting: readonly string[];
  readonly emission: readonly string[];
  /** Hash of the answers to those. */
  readonly answers: string;
  /** Absolute path. */
  readonly object: string;
  /** Whether it mentions the table of lines. */
  readonly wantsLines: boolean;
}

interface Store {
  /** Hash of the declarations and of the settings. */
  readonly common: string;
  readonly modules: Readonly<Record<string, EmittedModule>>;
}

/** What is known of the modules from the last time, and what is learnt of them now. */
export class EmittedModules {
  private readonly file: string;
  private readonly index: ProgramIndex;
  private readonly facts: WholeProgram;
  private readonly common: string;
  private readonly before: Store["modules"];
  /** By the module that declares them. */
  private readonly classes = new Map<string, ClassInfo[]>();
  private readonly now = new Map<string, EmittedModule>();
  private readonly own = new Map<string, string>();
  private readonly hashes = new Map<Function, string>();

  /** To be made when all candidates for copies are counted, and nothing else. */
  constructor(
    file: string,
    settings: readonly string[],
    program: Program,
    index: ProgramIndex,
    facts: WholeProgram,
  ) {
    this.file = file;
    this.index = index;
    this.facts = facts;
    this.common = hashTexts([...settings, declarationsText(program)]);
    for (const info of program.classes) {
      const own = this.classes.get(info.module);
      if (own) own.push(info);
      else this.classes.set(info.module, [info]);
    }
    const store = readStore(file);
    this.before = store?.common === this.common ? store.modules : {};
  }

  /** What an earlier run has made of the module, if it would be made again. To be asked before the module is counted. */
  find(module: Module): EmittedModule | null {
    const own = hashTexts([
      moduleText(module, this.classes.get(module.path) ?? []),
      ...module.functions.map((fn) => this.hashOf(fn)),
    ]);
    this.own.set(module.path, own);
    const found = this.before[module.path];
    if (!found || found.own !== own) return null;
    if (found.answers !== this.answers(found) || !isCached(found.object)) return null;
    this.now.set(module.path, found);
    return found;
  }

  /** Notes what was made of a module that was not found. */
  add(module: string, emitted: Omit<EmittedModule, "own" | "answers">): void {
    const own = this.own.get(module);
    if (own !== undefined) this.now.set(module, { ...emitted, own, answers: this.answers(emitted) });
  }

  /** The object of a module that was found or added. */
  object(module: string): string | undefined {
    return this.now.get(module)?.object;
  }

  /** Whether one of them mentions the table of lines. */
  get wantsLines(): boolean {
    return [...this.now.values()].some((each) => each.wantsLines);
  }

  keep(): void {
    const store: Store = { common: this.common, modules: Object.fromEntries(this.now) };
    const draft = `${this.file}.${process.pid}`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(draft, JSON.stringify(store));
      renameSync(draft, this.file);
    } catch {
      // The next run emits everything again.
    }
  }

  private answers({ counting, emission }: Pick<EmittedModule, "counting" | "emission">): string {
    const hashOf = (fn: Function): string => this.hashOf(fn);
    return hashTexts([
      ...counting.map((question) => String(this.facts.answer(question))),
      ...emission.map((question) => this.index.answer(question, hashOf)),
    ]);
  }

  /** As the function was when this object was made, or when it was first asked for. */
  private hashOf(fn: Function): string {
    let known = this.hashes.get(fn);
    if (known === undefined) this.hashes.set(fn, (known = hashTexts([functionText(fn)])));
    return known;
  }
}

function readStore(file: string): Store | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Store;
  } catch {
    return null;
  }
}
