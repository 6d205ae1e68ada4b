/** What is valid TypeScript but outside the language: a located diagnostic each, with what to write instead. */

import type { LoadedProgram } from "../load.ts";
import type { ErrorList } from "../report-error.ts";
import { checkUnsafeImports } from "./unsafe-boundary.ts";

export function checkSubset(loaded: LoadedProgram, unsafeFolders: readonly string[], errors: ErrorList): void {
  for (const file of loaded.own) checkUnsafeImports(file, unsafeFolders, errors);
}
