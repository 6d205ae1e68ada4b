import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Failure } from "../failure.ts";
import { findLlvmTool } from "./llvm.ts";
import { missingMessage } from "./packages.ts";
import { requirements, type Purpose, type Requirement } from "./requirements.ts";
import { which } from "./which.ts";

/** Where the program of a requirement is, or undefined when it is missing. */
export function locate(requirement: Requirement): string | undefined {
  if (requirement.llvm) return findLlvmTool(requirement.program);
  if (requirement.files) return requirement.files.find((file) => existsSync(file));
  if (requirement.clangFiles) return locateClangFile(requirement.clangFiles);
  for (const name of [requirement.program, ...(requirement.aliases ?? [])]) {
    const path = which(name);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The first of these files that clang finds among its own. */
function locateClangFile(names: string[]): string | undefined {
  const clang = findLlvmTool("clang");
  if (clang === undefined) return undefined;
  for (const name of names) {
    const { stdout } = spawnSync(clang, [`--print-file-name=${name}`], { encoding: "utf8", timeout: 5000 });
    const path = (stdout ?? "").trim();
    // What it does not find it prints as it was given.
    if (path !== name && existsSync(path)) return path;
  }
  return undefined;
}

/** The path of a required program. Throws `Failure` with the command that installs it when it is missing. */
export function locateProgram(program: string): string {
  const requirement = requirements.find((r) => r.program === program);
  if (!requirement) throw new Error(`${program} is not among the requirements`);
  const path = locate(requirement);
  if (path === undefined) throw new Failure(missingMessage([requirement]));
  return path;
}

/** The requirements of `purpose` that this machine does not meet. */
export function missingFor(purpose: Purpose): Requirement[] {
  return requirements.filter((r) => r.purposes.includes(purpose) && locate(r) === undefined);
}

/** Throws `Failure` naming what is missing for `purpose` and the command that installs it. */
export function requireTools(purpose: Purpose): void {
  const missing = missingFor(purpose);
  if (missing.length > 0) throw new Failure(missingMessage(missing));
}
