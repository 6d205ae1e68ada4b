/**
 * Turning off and resetting by ACPI. The values for the sleep state S5 are in a package `_S5_` of the DSDT's byte code (ACPI 6.5, 7.4.2), which
 * is found by its name: `08 "_S5_" 12 length count value value …`. Read at boot, so that a panic can use it.
 */

import { readU32, readU64 } from "../../../core/bytes.ts";
import { inWord, outByte, outWord } from "../ports.ts";
import { MmioRegion } from "../mmio.ts";
import { findTable, mapTable } from "./tables.ts";
import type { PhysAddr } from "../address.ts";

/** Offsets in the FADT (ACPI 6.5, 5.2.9). */
const DSDT = 40;
const SMI_COMMAND = 48;
const ACPI_ENABLE = 52;
const PM1A_CONTROL = 64;
const PM1B_CONTROL = 68;
const FLAGS = 112;
const RESET_REGISTER = 116;
const RESET_VALUE = 128;
const X_DSDT = 140;
const SLEEP_CONTROL = 244;

const FLAG_RESET_SUPPORTED = 1 << 10;
const FLAG_HARDWARE_REDUCED = 1 << 20;
const SLEEP_ENABLE = 1 << 13;
const SLEEP_CONTROL_ENABLE = 1 << 5;
const SCI_ENABLE = 1;

const SPACE_MEMORY = 0;
const SPACE_IO = 1;

@struct
class PowerRegisters {
  pm1a: u16 = 0;
  pm1b: u16 = 0;
  typeA: u16 = 0;
  typeB: u16 = 0;
  hasS5: boolean = false;
  smiCommand: u16 = 0;
  acpiEnable: u8 = 0;
  resetPort: u16 = 0;
  sleepPort: u16 = 0;
  resetValue: u8 = 0;
}

const registers = new PowerRegisters();
/** Reset and sleep registers that are in memory. */
let resetMemory: MmioRegion | null = null;
let sleepMemory: MmioRegion | null = null;

/** Reads the FADT and finds S5. Throws ENOMEM. */
export function readPowerTables(): void {
  const fadt = findTable("FACP");
  if (fadt === null || fadt.length < 116) return;
  const bytes = fadt.bytes();
  registers.pm1a = u16(readU32(bytes, PM1A_CONTROL));
  registers.pm1b = u16(readU32(bytes, PM1B_CONTROL));
  registers.smiCommand = u16(readU32(bytes, SMI_COMMAND));
  registers.acpiEnable = bytes[ACPI_ENABLE];
  const flags = readU32(bytes, FLAGS);
  if ((flags & FLAG_RESET_SUPPORTED) !== 0 && bytes.length > RESET_VALUE) {
    const address = readU64(bytes, RESET_REGISTER + 4);
    registers.resetValue = bytes[RESET_VALUE];
    if (bytes[RESET_REGISTER] === SPACE_IO) registers.resetPort = u16(address);
    else if (bytes[RESET_REGISTER] === SPACE_MEMORY) resetMemory = new MmioRegion(address as PhysAddr, 1);
  }
  if ((flags & FLAG_HARDWARE_REDUCED) !== 0 && bytes.length >= SLEEP_CONTROL + 12) {
    const address = readU64(bytes, SLEEP_CONTROL + 4);
    if (bytes[SLEEP_CONTROL] === SPACE_IO) registers.sleepPort = u16(address);
    else if (bytes[SLEEP_CONTROL] === SPACE_MEMORY && address !== 0)
      sleepMemory = new MmioRegion(address as PhysAddr, 1);
  }
  let dsdt = u64(readU32(bytes, DSDT));
  if (dsdt === 0 && bytes.length >= X_DSDT + 8) dsdt = readU64(bytes, X_DSDT);
  const table = mapTable(dsdt);
  if (table !== null) findS5(table.bytes());
}

/** Looks for the package in the byte code. */
function findS5(code: Span<u8>): void {
  for (let at: usize = 36; at + 12 < code.length; at++) {
    if (code[at] !== 0x5f || code[at + 1] !== 0x53 || code[at + 2] !== 0x35 || code[at + 3] !== 0x5f)
      continue;
    if (code[at + 4] !== 0x12) continue;
    // The package's length takes 1 to 4 bytes, by the top bits of the first; then comes the number of elements.
    const element = at + 5 + usize(code[at + 5] >> 6) + 2;
    readElements(code.subspan(element));
    return;
  }
}

function readElements(code: Span<u8>): void {
  let at: usize = 0;
  const values = new FixedArray<u16, 2>();
  for (let i: usize = 0; i < 2 && at + 1 < code.length; i++) {
    // BytePrefix and a byte, or ZeroOp, OneOp.
    if (code[at] === 0x0a) {
      values[i] = u16(code[at + 1]);
      at += 2;
    } else {
      values[i] = u16(code[at]);
      at += 1;
    }
  }
  registers.typeA = values[0];
  registers.typeB = values[1];
  registers.hasS5 = true;
}

/** Turns the machine off; returns when it cannot. */
export function acpiPowerOff(): void {
  if (!registers.hasS5) return;
  const sleepValue = u8((registers.typeA << 2) | SLEEP_CONTROL_ENABLE);
  if (registers.sleepPort !== 0) outByte(registers.sleepPort, sleepValue);
  const memory = sleepMemory;
  if (memory !== null) memory.write8(0, sleepValue);
  if (registers.pm1a === 0) return;
  enableAcpi();
  outWord(registers.pm1a, (registers.typeA << 10) | SLEEP_ENABLE);
  if (registers.pm1b !== 0) outWord(registers.pm1b, (registers.typeB << 10) | SLEEP_ENABLE);
  // It may take a moment.
  for (let i: u32 = 0; i < 1_000_000; i++) inWord(registers.pm1a);
}

/** Takes the power registers over from the firmware, if it still has them. */
function enableAcpi(): void {
  if (registers.smiCommand === 0 || registers.acpiEnable === 0 || (inWord(registers.pm1a) & SCI_ENABLE) !== 0)
    return;
  outByte(registers.smiCommand, registers.acpiEnable);
  for (let i: u32 = 0; i < 100_000 && (inWord(registers.pm1a) & SCI_ENABLE) === 0; i++) continue;
}

/** Resets the machine by the register of the FADT; returns when there is none. */
export function acpiReset(): void {
  if (registers.resetPort !== 0) outByte(registers.resetPort, registers.resetValue);
  const memory = resetMemory;
  if (memory !== null) memory.write8(0, registers.resetValue);
}
