/** How many entries of a program's page table are in use: a number in the record of the table's frame. */

import { PAGE_SHIFT } from "../address.ts";
import { recordOf } from "./chunks.ts";

/** Entries in use of a table. */
export function entryCount(table: u64): u32 {
  return recordOf(table >> PAGE_SHIFT).value.next;
}

/** Adds to it, modulo 2^32. */
export function changeEntryCount(table: u64, by: u32): void {
  recordOf(table >> PAGE_SHIFT).value.next += by;
}
