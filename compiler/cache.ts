/**
 * Objects of modules, kept by the content that they were made from: the text of the module in LLVM's language (which has all
 * whole-program facts that it depends on), clang's options and its version.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { findTool, run, versionOf } from "./toolchain.ts";

export interface CompileUnit {
  /** The module's path, for messages. */
  readonly path: string;
  /** LLVM's language. */
  readonly text: string;
}

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

export interface ObjectOptions {
  readonly cacheDir: string;
  readonly clangOptions: readonly string[];
  readonly kind: "obj" | "asm";
  readonly progress?: ((message: string) => void) | undefined;
}

/** Compiles the units that are not in the cache, as many at once as there are processors. The results are in their order. */
export async function makeObjects(
  units: readonly CompileUnit[],
  options: ObjectOptions,
): Promise<ObjectFile[]> {
  const clang = await findTool("clang");
  const settings = await objectSettings(options);
  const folder = join(options.cacheDir, "objects");
  mkdirSync(folder, { recursive: true });
  const extension = options.kind === "obj" ? "o" : "s";
  const objects = units.map((unit): ObjectFile => {
    const key = createHash("sha256").update(settings).update(unit.text).digest("hex");
    return { unit, file: join(folder, `${key}.${extension}`) };
  });
  const missing = objects.filter((o) => !isCached(o.file));
  // The largest first, so that the last ones to end are short.
  missing.sort((a, b) => b.unit.text.length - a.unit.text.length);
  let next = 0;
  let done = 0;
  const report = (): void => options.progress?.(`compiling modules (${done} of ${missing.length} done)`);
  report();
  const worker = async (): Promise<void> => {
    for (let object = missing[next++]; object; object = missing[next++]) {
      await compileOnce(clang, object, options);
      done++;
      report();
    }
  };
  await Promise.all(Array.from({ length: Math.min(missing.length, availableParallelism()) }, worker));
  return objects;
}

/** All that an object depends on besides the text. */
export async function objectSettings(options: Pick<ObjectOptions, "clangOptions" | "kind">): Promise<string> {
  const version = await versionOf(await findTool("clang"));
  return `${version}\0${options.clangOptions.join("\0")}\0${options.kind}\0`;
}

/** A file that is used is kept: whoever cleans the cache goes by its time. */
export function isCached(file: string): boolean {
  if (!existsSync(file)) return false;
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
    // The text stays for whoever looks into the mistake.
    throw new CodeGenerationError(
      unit.path,
      `${result.stderr.trim().split("\n").slice(0, 4).join("\n")}\n(the text is ${source})`,
    );
  }
  rmSync(source, { force: true });
  renameSync(draft, file);
}
