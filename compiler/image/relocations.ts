/**
 * The list of the places in a kernel's image that hold addresses of the image, by which it moves itself (kernel/platform/boot/relocate.ts).
 *
 * For the code, the constants and the variables one after the other: ULEB128 numbers, 0 ends them. A number is the distance in bytes
 * from the place before (the first: from the part's beginning) times 2, plus 1 for a place of 8 bytes, else it has 4, and 1 added to all that.
 */

import type { ElfImage } from "./elf.ts";
import { uleb } from "./leb128.ts";

/** The sections that are moved, in the order of the list. */
const PARTS = [".text", ".rodata", ".data"];

/** AMD64 ABI, table 4.9. All others that the code model allows count from where they are, so they stay right. */
const R_X86_64_64 = 1;
const R_X86_64_32 = 10;
const R_X86_64_32S = 11;

/** `base`: the address that the lowest byte of memory would have in the image; addresses below are no addresses of the image. */
export function makeRelocations(image: ElfImage, base: bigint): Buffer {
  const out: number[] = [];
  for (const part of PARTS) {
    let last = 0;
    for (const { offset, type, target } of image.relocations(part)) {
      const isWide = type === R_X86_64_64;
      if (target < base || !(isWide || type === R_X86_64_32S || type === R_X86_64_32)) continue;
      uleb(out, (offset - last) * 2 + (isWide ? 1 : 0) + 1);
      last = offset;
    }
    out.push(0);
  }
  return Buffer.from(out);
}
