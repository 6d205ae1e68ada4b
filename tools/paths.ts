import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder: the nearest one above this module (bundled or not) that holds the launcher. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Everything the project makes goes below this folder, which git ignores. */
export const buildFolder = join(root, "build");

/** The compiler's objects, keyed by content; shared by all programs. */
export const cacheFolder = join(buildFolder, "cache");

/** The kernel as `tessera build` leaves it: ELF64 with a PVH note and a Multiboot2 header. */
export const kernelFile = join(buildFolder, "tessera.elf");
/** How deep the stacks of that kernel may get (compiler/stacks/stacks.ts), as JSON. */
export const stackBoundsFile = join(buildFolder, "tessera.stacks.json");

/** The kernel that is built with the sanitizer, for `tessera run --sanitize`. */
export const sanitizedKernelFile = join(buildFolder, "tessera-sanitized.elf");

/** The root file system that `tessera build` packs: a newc archive. */
export const initramfsFile = join(buildFolder, "initramfs.cpio");

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "tessera")) && existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no Tessera project in or above ${from}`);
  }
}
