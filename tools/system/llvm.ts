import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { searchFolders, which } from "./which.ts";

/** The release of LLVM that Tessera is developed with, and the oldest that it takes. */
export const oldestRelease = 22;

/** An installed program of LLVM. */
interface LlvmProgram {
  version: number;
  path: string;
}

/**
 * The newest installed release of an LLVM program, at least `minimum`: Debian's names carry the version
 * (`clang-22`), other systems' do not, so a plain name is taken when there is no numbered one.
 */
export function findLlvmTool(name: string, minimum = oldestRelease): string | undefined {
  return newest(numbered(name), minimum)?.path ?? newest(plain(name), minimum)?.path;
}

/** The release of the clang that is used, or undefined when there is none. */
export function installedRelease(): number | undefined {
  return (newest(numbered("clang"), oldestRelease) ?? newest(plain("clang"), oldestRelease))?.version;
}

/** The newest installed release of an LLVM program that was found to be too old, for the message. */
export function findOlderLlvm(name: string): LlvmProgram | undefined {
  return newest([...numbered(name), ...plain(name)], 0);
}

function newest(programs: LlvmProgram[], minimum: number): LlvmProgram | undefined {
  return programs.filter((p) => p.version >= minimum).sort((a, b) => b.version - a.version)[0];
}

/** The programs called `NAME-22` and so on. */
function numbered(name: string): LlvmProgram[] {
  return searchFolders()
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((entry) => ({ folder, entry })))
    .filter(({ entry }) => entry.startsWith(`${name}-`) && /^\d+$/.test(entry.slice(name.length + 1)))
    .map(({ folder, entry }) => ({
      version: Number(entry.slice(name.length + 1)),
      path: join(folder, entry),
    }));
}

/** The program of that plain name, with what its `--version` says. */
function plain(name: string): LlvmProgram[] {
  const path = which(name);
  if (path === undefined) return [];
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 5000 });
  const version = /(?:version|LLD) (\d+)\./.exec(stdout ?? "")?.[1];
  return version === undefined ? [] : [{ version: Number(version), path }];
}
