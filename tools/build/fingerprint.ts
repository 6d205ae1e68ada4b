import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { root } from "../paths.ts";

/** Every file below `folder` with the extension .ts; none if the folder does not exist. */
export function sourcesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** `entry` and every file that it imports by a relative path, directly or not. */
export function importClosure(entry: string): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file) || !existsSync(file)) return;
    found.add(file);
    for (const [, path] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g)) {
      if (path) visit(resolve(dirname(file), path));
    }
  };
  visit(entry);
  return [...found];
}

/** One hash of names, sizes and modification times, and of `settings`: what a product was made from. */
export function fingerprint(files: string[], settings: string): string {
  const hash = createHash("sha256").update(settings);
  for (const file of [...files].sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`\0${relative(root, file)}\0${size}\0${mtimeMs}`);
  }
  return hash.digest("hex");
}

const stampOf = (product: string): string => `${product}.made-from`;

/** Whether `product` exists, is not empty (as a crash of the machine leaves it), and was last made from `print`. */
export function isUpToDate(product: string, print: string): boolean {
  const stamp = stampOf(product);
  const size = statSync(product, { throwIfNoEntry: false })?.size ?? 0;
  return size > 0 && existsSync(stamp) && readFileSync(stamp, "utf8") === print;
}

/** Notes that `product` is about to be made: until it is, what is there may be of any sources. */
export function markStale(product: string): void {
  rmSync(stampOf(product), { force: true });
}

/** Notes that `product` has just been made from `print`. */
export function markUpToDate(product: string, print: string): void {
  mkdirSync(dirname(product), { recursive: true });
  writeFileSync(stampOf(product), print);
}
