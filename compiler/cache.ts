/**
 * Objects of modules, kept by the content that they were made from: the text of the module in LLVM's language (which has all
 * whole-program facts that it depends on), clang's options and its version.
 */

import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { findTool, run, ToolchainError, versionOf } from "./toolchain.ts";

/** A module's text for LLVM. */
export interface CompileUnit {
  /** The module's path, for messages. */
  readonly path: string;
  /** LLVM's language. */
  readonly text: string;
}

/** What LLVM made of a unit: an object, or assembly. */
export interface ObjectFile {
  readonly unit: CompileUnit;
  readonly file: string;
}

/** What clang says about a text of ours is a mistake of the compiler. */
export class CodeGenerationError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** What has to be found out before objects can be made. */
export interface ObjectSetup {
  readonly clang: string;
  /** All that an object depends on besides its text. */
  readonly settings: string;
}

interface ObjectOptions {
  readonly cacheDir: string;
  readonly clangOptions: readonly string[];
  readonly kind: "obj" | "asm";
  readonly progress?: ((message: string) => void) | undefined;
}

/** Compiles units that are not in the cache, as many at once as there are processors, from the moment that they are added. */
export class ObjectMaker {
  private readonly options: ObjectOptions;
  private readonly setup: ObjectSetup;
  private readonly objects: ObjectFile[] = [];
  private readonly waiting: ObjectFile[] = [];
  private readonly workers: Promise<void>[] = [];
  private running = 0;
  private all = 0;
  private done = 0;

  constructor(setup: ObjectSetup, options: ObjectOptions) {
    this.setup = setup;
    this.options = options;
    mkdirSync(join(options.cacheDir, "objects"), { recursive: true });
  }

  add(unit: CompileUnit): void {
    const { kind, cacheDir } = this.options;
    const key = createHash("sha256").update(this.setup.settings).update(unit.text).digest("hex");
    const object = { unit, file: join(cacheDir, "objects", `${key}.${kind === "obj" ? "o" : "s"}`) };
    this.objects.push(object);
    if (isCached(object.file)) return;
    this.waiting.push(object);
    this.all++;
    if (this.running >= availableParallelism()) return;
    this.running++;
    const worker = this.work().finally(() => this.running--);
    // If what adds the units fails itself, nobody asks for this one's end.
    worker.catch(() => undefined);
    this.workers.push(worker);
  }

  private async work(): Promise<void> {
    for (let object = this.next(); object; object = this.next()) {
      await compileOnce(this.setup.clang, object, this.options);
      this.done++;
      this.report();
    }
  }

  /** The largest first, so that the last ones to end are short. */
  private next(): ObjectFile | undefined {
    this.waiting.sort((a, b) => a.unit.text.length - b.unit.text.length);
    return this.waiting.pop();
  }

  private report(): void {
    this.options.progress?.(`compiling modules (${this.done} of ${this.all} done)`);
  }

  /** The objects of all units, in the order in which they were added. Throws CodeGenerationError and ToolchainError. */
  async finish(): Promise<ObjectFile[]> {
    this.report();
    // What fails first is reported when the others have ended too.
    const ends = await Promise.allSettled(this.workers);
    const failed = ends.find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
    return this.objects;
  }
}

/** Throws ToolchainError when there is no clang. */
export async function setUpObjects(
  options: Pick<ObjectOptions, "clangOptions" | "kind">,
): Promise<ObjectSetup> {
  const clang = await findTool("clang");
  return {
    clang,
    settings: `${await versionOf(clang)}\0${options.clangOptions.join("\0")}\0${options.kind}\0`,
  };
}

/**
 * Whether the file is there, and not empty, as a crash of the machine leaves what was just written. A file that is used is kept: whoever
 * cleans the cache goes by its time.
 */
export function isCached(file: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.size) return false;
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // A cache that cannot be written to can still be read.
  }
  return true;
}

const inProgress = new Map<string, Promise<void>>();

/** Programs that this process compiles side by side have modules in common: each is compiled once. */
function compileOnce(clang: string, object: ObjectFile, options: ObjectOptions): Promise<void> {
  const { file } = object;
  const running =
    inProgress.get(file) ?? compileOne(clang, object, options).finally(() => inProgress.delete(file));
  inProgress.set(file, running);
  return running;
}

async function compileOne(clang: string, { unit, file }: ObjectFile, options: ObjectOptions): Promise<void> {
  const draft = `${file}.${process.pid}`;
  const source = `${draft}.ll`;
  writeFileSync(source, unit.text);
  const mode = options.kind === "obj" ? "-c" : "-S";
  const result = await run(clang, [...options.clangOptions, mode, "-x", "ir", source, "-o", draft]);
  if (result.status !== 0) {
    rmSync(draft, { force: true });
    if (/unable to open output file|IO failure on output stream/.test(result.stderr)) {
      rmSync(source, { force: true });
      throw new ToolchainError(`${draft} cannot be written:\n${result.stderr.trim()}`);
    }
    // The text stays for whoever looks into the mistake.
    throw new CodeGenerationError(
      unit.path,
      `${result.stderr.trim().split("\n").slice(0, 4).join("\n")}\n(the text is ${source})`,
    );
  }
  rmSync(source, { force: true });
  renameSync(draft, file);
}
