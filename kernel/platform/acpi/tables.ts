/** Finding ACPI tables (ACPI 6.5, 5.2): the root table lists the others by address. */

import { pointer } from "unsafe";
import { readU32, readU64 } from "../../../core/bytes.ts";
import { bootFlags } from "../boot/flags.ts";
import { loaderFacts } from "../boot/facts.ts";
import { log } from "../log.ts";
import { mapFirmware } from "../memory/kernel-map.ts";

const HEADER_SIZE = 36;
/** No table is larger; what says so is broken. */
const LARGEST = 0x100_0000;

/** A table: its bytes lie in memory that stays mapped. */
export class AcpiTable {
  readonly signature: string;
  private readonly address: u64;
  readonly length: usize;

  constructor(signature: string, address: u64, length: usize) {
    this.signature = signature;
    this.address = address;
    this.length = length;
  }

  bytes(): Span<u8> {
    return pointer<u8>(this.address).span(this.length);
  }
}

const tables: AcpiTable[] = [];

/** The first table with the signature, or null. */
export function findTable(signature: string): AcpiTable | null {
  for (const table of tables) {
    if (table.signature === signature) return table;
  }
  return null;
}

/** Maps the table at a physical address; null when it is broken. Throws ENOMEM. */
export function mapTable(physical: u64): AcpiTable | null {
  if (physical === 0) return null;
  const header = pointer<u8>(mapFirmware(physical, HEADER_SIZE)).span(HEADER_SIZE);
  const length = usize(readU32(header, 4));
  if (length < HEADER_SIZE || length > LARGEST) return null;
  const address = mapFirmware(physical, length);
  const bytes = pointer<u8>(address).span(length);
  let sum: u8 = 0;
  for (const byte of bytes) sum += byte;
  if (sum !== 0) return null;
  return new AcpiTable(String.fromBytes(bytes.subspan(0, 4)), address, length);
}

/** Finds all tables of the machine; none when it has no ACPI. Throws ENOMEM. */
export function readAcpiTables(): void {
  if (bootFlags.ignoreAcpi) return;
  const isWide = loaderFacts.xsdt !== 0;
  const root = mapTable(isWide ? loaderFacts.xsdt : loaderFacts.rsdt);
  if (root === null) return;
  const width: usize = isWide ? 8 : 4;
  const entries = root.bytes();
  for (let at: usize = HEADER_SIZE; at + width <= root.length; at += width) {
    const table = mapTable(isWide ? readU64(entries, at) : u64(readU32(entries, at)));
    if (table === null) log.warn("ACPI: a table with a wrong checksum is ignored");
    else tables.push(table);
  }
}
