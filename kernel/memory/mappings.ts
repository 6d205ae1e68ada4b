/** Who maps a file: asked when a file that was mapped becomes shorter, so that the pages that it lost go from the programs as well. */

import type { AddressSpace } from "./address-space.ts";
import type { PageSource } from "./region.ts";

/** Knows all address spaces: the process layer. */
export abstract class AddressSpaces {
  /** All address spaces in use. Throws ENOMEM. */
  abstract all(): AddressSpace[];
}

let spaces: AddressSpaces | null = null;

/** Called once, when the kernel starts. */
export function setAddressSpaces(value: AddressSpaces): void {
  spaces = value;
}

/**
 * Takes the source's pages from `first` on out of all address spaces, those that a program has written copies of as well (as truncate(2) does): the
 * next access asks the source anew. The source has given them up already, and none of its locks that `share` takes is held. Throws ENOMEM.
 */
export function forgetMappings(source: PageSource, first: u64): void {
  if (!source.wasMapped || spaces === null) return;
  for (const space of spaces.all()) space.forget(source, first);
}
