/** The LLVM programs that the compiler runs: clang for objects, lld for images. */

import { spawn } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env, platform } from "node:process";

/** The oldest release whose textual IR this compiler writes. */
const OLDEST = 22;

/** A problem with the installed tools, worded for the user. */
export class ToolchainError extends Error {}

/** Whether the system reports this error, such as a missing permission or a full disk: its message says which, and mostly of what file. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

const found = new Map<string, string>();

/** The newest installed release of an LLVM program: `clang-22` and newer, or a plain `clang` that is new enough. Throws ToolchainError. */
export async function findTool(name: string): Promise<string> {
  const known = found.get(name);
  if (known) return known;
  const path = newestNumbered(name) ?? (await plainProgram(name));
  if (!path) {
    throw new ToolchainError(
      `${name} ${OLDEST} or newer is not installed (\`./tessera doctor\` says how to get it)`,
    );
  }
  found.set(name, path);
  return path;
}

/** Where Homebrew keeps LLVM, which it does not put into PATH because macOS brings a clang of its own. */
const BREW = ["/opt/homebrew/opt", "/usr/local/opt"].flatMap((folder) => [
  `${folder}/llvm/bin`,
  `${folder}/lld/bin`,
]);

/** The folders in which programs are looked for: those of PATH, and on macOS Homebrew's. */
export function searchFolders(): string[] {
  const path = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return platform === "darwin" ? [...path, ...BREW] : path;
}

function newestNumbered(name: string): string | null {
  let best: { version: number; path: string } | null = null;
  for (const folder of searchFolders()) {
    for (const entry of list(folder)) {
      if (!entry.startsWith(`${name}-`)) continue;
      const version = Number(entry.slice(name.length + 1));
      if (Number.isInteger(version) && version >= OLDEST && version > (best?.version ?? 0))
        best = { version, path: join(folder, entry) };
    }
  }
  return best?.path ?? null;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function plainProgram(name: string): Promise<string | null> {
  for (const folder of searchFolders()) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
    } catch {
      continue;
    }
    const { stdout } = await run(path, ["--version"]);
    const version = /(?:version|LLD) (\d+)\./.exec(stdout)?.[1];
    if (version && Number(version) >= OLDEST) return path;
  }
  return null;
}

const versions = new Map<string, Promise<string>>();

/** The first line of `--version`: part of what objects are cached by. */
export function versionOf(path: string): Promise<string> {
  const known = versions.get(path) ?? run(path, ["--version"]).then((r) => r.stdout.split("\n")[0] ?? "");
  versions.set(path, known);
  return known;
}

interface RunResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Throws ToolchainError when it cannot be started. */
export function run(path: string, args: readonly string[]): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error) => reject(new ToolchainError(`cannot start ${path}: ${error.message}`)));
    child.on("close", (status) => resolve({ status: status ?? 1, stdout, stderr }));
  });
}
