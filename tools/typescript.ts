/**
 * The official checker, for the bundle in place of `import ts from "typescript"`: an import would first look through its 9 MB for
 * the names that it exports, which takes longer than all the rest of loading it.
 *
 * To read and compile those 9 MB takes a fifth of a second of every run, and the functions that are compiled at their first call
 * as much again: so the engine's compiled form of them is kept in `build/cache` after a run that had to make it.
 */

import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pid, versions } from "node:process";
import { Script } from "node:vm";
import { cacheFolder } from "./paths.ts";

type TypeScript = typeof import("typescript");
type Wrapper = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

export default load();

function load(): TypeScript {
  const here = createRequire(import.meta.url);
  const file = here.resolve("typescript");
  const { size, mtimeMs } = statSync(file);
  // The engine itself refuses a form that another engine, or one with other flags, has made.
  const compiledFile = join(cacheFolder, `typescript-${versions.v8}-${size}-${Math.round(mtimeMs)}.compiled`);
  const compiled = readIfThere(compiledFile);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
  const script = new Script(source, { filename: file, ...(compiled ? { cachedData: compiled } : {}) });
  const module = { exports: {} };
  (script.runInThisContext() as Wrapper)(module.exports, createRequire(file), module, file, dirname(file));
  if (!compiled || script.cachedDataRejected) {
    // At the end, when the functions that a run needs have been compiled.
    process.once("exit", () => keep(script, compiledFile));
  }
  return module.exports as TypeScript;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** A run does its work without this file too. */
function keep(script: Script, file: string): void {
  const draft = `${file}.${pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, script.createCachedData());
    renameSync(draft, file);
  } catch {
    // A folder that cannot be written to, or a disk that is full.
  }
}
