import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSystemError } from "../../compiler/toolchain.ts";
import { Failure } from "../failure.ts";
import { locateProgram } from "../system/tools.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

/** The GRUB modules that the image needs: without this list the image takes three times as long to make. */
const modules = "multiboot2 normal iso9660 biosdisk all_video gfxterm";

/** Makes an ISO image that starts the kernel through GRUB and Multiboot2. Throws `Failure` with GRUB's message, and what the file system throws. */
export function makeCdImage(options: {
  image: string;
  kernel: string;
  initramfs: string;
  commandLine: string;
}): void {
  using scratch = new TemporaryFolder("cd");
  const folder = scratch.file("content");
  mkdirSync(join(folder, "boot", "grub"), { recursive: true });
  copyFileSync(options.kernel, join(folder, "boot", "tessera.elf"));
  copyFileSync(options.initramfs, join(folder, "boot", "initramfs.cpio"));
  writeFileSync(join(folder, "boot", "grub", "grub.cfg"), grubConfiguration(options.commandLine));
  // Made here and copied, so that a place that cannot be written to is told in one line, not in a page of xorriso's.
  const image = scratch.file("image.iso");
  const grub = spawnSync(
    locateProgram("grub-mkrescue"),
    [
      "-o",
      image,
      `--install-modules=${modules}`,
      "--locales=",
      "--fonts=",
      "--themes=",
      "--compress=no",
      folder,
    ],
    { encoding: "utf8" },
  );
  if (grub.error) throw new Failure(`grub-mkrescue: ${grub.error.message}`);
  if (grub.status !== 0) throw new Failure(`grub-mkrescue failed:\n${grub.stderr.trimEnd()}`);
  write(options.image, readFileSync(image));
}

/** Not by copyFileSync, which removes what it could not copy to, be it a device. */
function write(file: string, contents: Buffer): void {
  try {
    writeFileSync(file, contents);
  } catch (error) {
    throw isSystemError(error) ? new Failure(`${file} cannot be written: ${error.message}`) : error;
  }
}

function grubConfiguration(commandLine: string): string {
  // GRUB takes $, quotes and separators apart unless they are quoted; a single quote ends the quotation. Each word
  // by itself, because GRUB passes a word with spaces on in quotes.
  const quoted = commandLine
    .split(" ")
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(" ");
  return `set timeout=0
set default=0
menuentry "Tessera" {
  multiboot2 /boot/tessera.elf ${quoted}
  module2 /boot/initramfs.cpio
  boot
}
`;
}
