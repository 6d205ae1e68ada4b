/** Counters of known frequency, to measure the others with: the HPET, the ACPI timer, the PIT. */

import { readU32, readU64 } from "../../../core/bytes.ts";
import { findTable } from "../acpi/tables.ts";
import type { PhysAddr } from "../address.ts";
import { MmioRegion } from "../mmio.ts";
import { inByte, inLong, outByte } from "../ports.ts";
import { ClockSource } from "./uptime.ts";

/** A counter that does not wrap in a lifetime. */
const NO_GAP = 0xffff_ffff_ffff_ffff;
const FEMTOSECONDS = 1_000_000_000_000_000;

/** The High Precision Event Timer's main counter (IA-PC HPET specification 1.0a, 2.3). */
class Hpet extends ClockSource {
  private readonly registers: MmioRegion;

  constructor(registers: MmioRegion, frequency: u64) {
    super("hpet", frequency, NO_GAP);
    this.registers = registers;
  }

  override read(): u64 {
    return this.registers.read64(0xf0);
  }
}

function findHpet(): ClockSource | null {
  const table = findTable("HPET");
  if (table === null || table.length < 52) return null;
  const registers = new MmioRegion(readU64(table.bytes(), 44) as PhysAddr, 1024);
  const capabilities = registers.read64(0);
  const period = capabilities >> 32;
  const isWide = (capabilities & (1 << 13)) !== 0;
  if (period === 0 || period > 100_000_000 || !isWide) return null;
  registers.write64(0x10, registers.read64(0x10) | 1);
  return new Hpet(registers, FEMTOSECONDS / period);
}

/** The power management timer (ACPI 6.5, 4.8.2.1): 24 or 32 bits, made 64 by adding up differences. Must be read every few seconds. */
class AcpiTimer extends ClockSource {
  private readonly port: u16;
  private last: u32;
  private sum: u64 = 0;

  constructor(port: u16) {
    super("acpi_pm", 3_579_545, 4_000_000_000);
    this.port = port;
    this.last = inLong(port);
  }

  override read(): u64 {
    const now = inLong(this.port);
    this.sum += u64((now - this.last) & 0xff_ffff);
    this.last = now;
    return this.sum;
  }
}

function findAcpiTimer(): ClockSource | null {
  const table = findTable("FACP");
  if (table === null || table.length < 80) return null;
  const port = u16(readU32(table.bytes(), 76));
  return port === 0 ? null : new AcpiTimer(port);
}

/** Channel 2 of the PIT (Intel 8254), which nothing but the speaker needs: counts down from 65536 again and again. */
class Pit extends ClockSource {
  private last: u16 = 0;
  private sum: u64 = 0;

  constructor() {
    super("pit", 1_193_182, 50_000_000);
    // Gate on, speaker off; mode 2, low byte and high byte.
    outByte(0x61, (inByte(0x61) & 0xfc) | 1);
    outByte(0x43, 0xb4);
    outByte(0x42, 0);
    outByte(0x42, 0);
    this.last = this.counter();
  }

  private counter(): u16 {
    outByte(0x43, 0x80);
    const low = u16(inByte(0x42));
    return low | (u16(inByte(0x42)) << 8);
  }

  override read(): u64 {
    const now = this.counter();
    this.sum += u64(u16(this.last - now));
    this.last = now;
    return this.sum;
  }
}

/** Readings after which a counter that has not moved does not count. */
const READINGS = 1000;

/** A machine without a PIT answers every reading with the same. Throws ENOMEM. */
function findPit(): ClockSource | null {
  const pit = new Pit();
  const first = pit.read();
  for (let i: u32 = 0; i < READINGS; i++) {
    if (pit.read() !== first) return pit;
  }
  return null;
}

/** The best of those that the machine has, or null. Throws ENOMEM. */
export function findReference(): ClockSource | null {
  return findHpet() ?? findAcpiTimer() ?? findPit();
}
