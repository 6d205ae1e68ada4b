/** The MADT (ACPI 6.5, 5.2.12): interrupt controllers and CPUs. */

import { readU16, readU32, readU64 } from "../../../core/bytes.ts";
import { findTable } from "./tables.ts";

const TYPE_LOCAL_APIC = 0;
const TYPE_IO_APIC = 1;
const TYPE_OVERRIDE = 2;
const TYPE_LOCAL_APIC_ADDRESS = 5;
const TYPE_LOCAL_X2APIC = 9;
const ENABLED = 1;

/** An I/O APIC (ACPI 6.5, 5.2.12.3): its id, the physical address of its registers, and which interrupts it takes. */
export class IoApicEntry {
  readonly id: u8;
  readonly address: u64;
  /** First global system interrupt that arrives there. */
  readonly firstGlobal: u32;

  constructor(id: u8, address: u64, firstGlobal: u32) {
    this.id = id;
    this.address = address;
    this.firstGlobal = firstGlobal;
  }
}

/** An ISA line that is not the global system interrupt of its number, edge-triggered and active high. */
export class LineOverride {
  readonly line: u8;
  readonly global: u32;
  /** Bits 0-1: polarity (3: active low), bits 2-3: trigger (3: level). */
  readonly flags: u16;

  constructor(line: u8, global: u32, flags: u16) {
    this.line = line;
    this.global = global;
    this.flags = flags;
  }
}

/** What the table says of interrupts and CPUs, as far as the kernel uses it. */
export class Madt {
  localApicAddress: u64 = 0;
  readonly ioApics: IoApicEntry[] = [];
  readonly overrides: LineOverride[] = [];
  /** Local APIC ids of the CPUs that can be used. */
  readonly cpus: u32[] = [];
}

/** Reads the MADT; null when there is none. Throws ENOMEM. */
export function readMadt(): Madt | null {
  const table = findTable("APIC");
  if (table === null) return null;
  const bytes = table.bytes();
  const madt = new Madt();
  madt.localApicAddress = u64(readU32(bytes, 36));
  let at: usize = 44;
  while (at + 2 <= bytes.length) {
    const length = usize(bytes[at + 1]);
    if (length < 2 || at + length > bytes.length) break;
    readEntry(madt, bytes.subspan(at, at + length));
    at += length;
  }
  return madt;
}

function readEntry(madt: Madt, entry: Span<u8>): void {
  switch (entry[0]) {
    case TYPE_LOCAL_APIC:
      if (entry.length >= 8 && (readU32(entry, 4) & ENABLED) !== 0) madt.cpus.push(u32(entry[3]));
      break;
    case TYPE_IO_APIC:
      if (entry.length >= 12)
        madt.ioApics.push(new IoApicEntry(entry[2], u64(readU32(entry, 4)), readU32(entry, 8)));
      break;
    case TYPE_OVERRIDE:
      if (entry.length >= 10)
        madt.overrides.push(new LineOverride(entry[3], readU32(entry, 4), readU16(entry, 8)));
      break;
    case TYPE_LOCAL_APIC_ADDRESS:
      if (entry.length >= 12) madt.localApicAddress = readU64(entry, 4);
      break;
    case TYPE_LOCAL_X2APIC:
      if (entry.length >= 16 && (readU32(entry, 8) & ENABLED) !== 0) madt.cpus.push(readU32(entry, 4));
      break;
    default:
      break;
  }
}
