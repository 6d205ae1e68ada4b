/**
 * What a dynamically linked program needs besides itself: its loader, the libraries that the loader finds for it, and the cache
 * by which it finds them. Libraries that a program opens later on by their names (dlopen(3)) are not among these.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename } from "node:path";

/** The loaders of the C libraries that list libraries without running the program (ld.so(8)). Others are not run here. */
const loaders: ReadonlySet<string> = new Set(["ld-linux-x86-64.so.2", "ld-musl-x86_64.so.1"]);

const cache = "/etc/ld.so.cache";

/** The files that a program needs, or why they cannot be told. */
export type SharedLibraries = { readonly files: readonly string[] } | { readonly problem: string };

/** Paths on this machine, for the same paths in the guest. `interpreter`: the loader that the program names. */
export function sharedLibraries(program: string, interpreter: string): SharedLibraries {
  const needs = `it is dynamically linked and needs ${interpreter}`;
  if (!existsSync(interpreter))
    return {
      problem: `${needs}, which is neither here nor in the guest; link it with -static, or use --add`,
    };
  if (!loaders.has(basename(interpreter)))
    return { problem: `${needs}, which is not in the guest; add it and the libraries with --add` };
  const listed = spawnSync(interpreter, ["--list", program], { encoding: "utf8", timeout: 10_000 });
  if (listed.error) return { problem: `${needs}, which cannot be run here (${listed.error.message})` };
  const lines = `${listed.stdout}${listed.stderr}`.split("\n");
  const missing = lines.flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.[1] ?? []);
  if (missing.length > 0)
    return { problem: `it needs ${missing.join(", ")}, which this machine does not have` };
  if (listed.status !== 0)
    return {
      problem: `the libraries that it needs cannot be told: ${lines.find((line) => line !== "") ?? ""}`,
    };
  // `name => path (address)`, or the path alone; the kernel's own library has no path.
  const libraries = lines.flatMap((line) => /^\s*(?:\S+ => )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  const files = new Set([interpreter, ...libraries, ...(existsSync(cache) ? [cache] : [])]);
  return { files: [...files] };
}
