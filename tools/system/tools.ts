import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { Failure } from "../failure.ts";
import { installCommand } from "./packages.ts";
import { requirements, type Purpose, type Requirement } from "./requirements.ts";
import { which } from "./which.ts";

/**
 * The newest installed release of an LLVM program, at least `minimum`: Debian's names carry the version
 * (`clang-22`), other systems' do not, so a plain name is taken when there is no numbered one.
 */
export function findLlvmTool(name: string, minimum = 22): string | undefined {
  let best: { version: number; path: string } | undefined;
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder)) {
      if (!entry.startsWith(`${name}-`)) continue;
      const version = Number(entry.slice(name.length + 1));
      if (version >= minimum && version > (best?.version ?? 0)) best = { version, path: join(folder, entry) };
    }
  }
  return best?.path ?? plainLlvmTool(name, minimum);
}

/** The program of that plain name, if its `--version` says that it is new enough. */
function plainLlvmTool(name: string, minimum: number): string | undefined {
  const path = which(name);
  if (path === undefined) return undefined;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 5000 });
  const version = /(?:version|LLD) (\d+)\./.exec(stdout ?? "")?.[1];
  return Number(version) >= minimum ? path : undefined;
}

/** Where the program of a requirement is, or undefined when it is missing. */
export function locate(requirement: Requirement): string | undefined {
  if (requirement.llvm) return findLlvmTool(requirement.program);
  if (requirement.files) return requirement.files.find((file) => existsSync(file));
  for (const name of [requirement.program, ...(requirement.aliases ?? [])]) {
    const path = which(name);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The path of a required program. Throws `Failure` with the command that installs it when it is missing. */
export function locateProgram(program: string): string {
  const requirement = requirements.find((r) => r.program === program);
  if (!requirement) throw new Error(`${program} is not among the requirements`);
  const path = locate(requirement);
  if (path === undefined) {
    throw new Failure(`missing on this machine: ${program}\n  to install: ${installCommand([requirement])}`);
  }
  return path;
}

/** The requirements of `purpose` that this machine does not meet. */
export function missingFor(purpose: Purpose): Requirement[] {
  return requirements.filter((r) => r.purposes.includes(purpose) && locate(r) === undefined);
}

/** Throws `Failure` naming what is missing for `purpose` and the command that installs it. */
export function requireTools(purpose: Purpose): void {
  const missing = missingFor(purpose);
  if (missing.length === 0) return;
  const names = missing.map((r) => r.program).join(", ");
  throw new Failure(`missing on this machine: ${names}\n  to install: ${installCommand(missing)}`);
}
