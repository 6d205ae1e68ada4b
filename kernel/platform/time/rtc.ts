/** The CMOS real-time clock (Motorola MC146818): the date, read once at boot. */

import { daysSinceEpoch } from "./calendar.ts";
import { inByte, outByte } from "../ports.ts";

const UPDATE_IN_PROGRESS = 0x80;
const FORMAT_BINARY = 0x04;
const FORMAT_24_HOURS = 0x02;

function readRegister(index: u8): u8 {
  outByte(0x70, index);
  return inByte(0x71);
}

function decode(value: u8, isBinary: boolean): u64 {
  return isBinary ? u64(value) : u64(value >> 4) * 10 + u64(value & 15);
}

/** Seconds since 1970-01-01T00:00Z by the clock; 0 when there is none. */
export function readRealTimeClock(): u64 {
  for (let tries: u32 = 0; tries < 10_000; tries++) {
    if ((readRegister(0x0a) & UPDATE_IN_PROGRESS) !== 0) continue;
    const first = readDate();
    // Unchanged in a second reading: no update fell in between.
    if (readDate() === first) return first;
  }
  return 0;
}

/** Readings that last for more than a second, on any machine. */
const MANY = 100_000_000;

/**
 * Waits for the moment at which a second of the clock ends, to measure by when there is nothing better. False when there is no clock, or
 * it stands.
 */
export function waitForSecond(): boolean {
  if (readRegister(0x0b) === 0xff) return false;
  const first = readRegister(0x00);
  for (let i: u32 = 0; i < MANY; i++) {
    if (readRegister(0x00) !== first) return true;
  }
  return false;
}

function readDate(): u64 {
  const format = readRegister(0x0b);
  if (format === 0xff) return 0;
  const isBinary = (format & FORMAT_BINARY) !== 0;
  const seconds = decode(readRegister(0x00), isBinary);
  const minutes = decode(readRegister(0x02), isBinary);
  const rawHours = readRegister(0x04);
  const day = decode(readRegister(0x07), isBinary);
  const month = decode(readRegister(0x08), isBinary);
  const year = decode(readRegister(0x09), isBinary) + 2000;
  let hours = decode(rawHours & 0x7f, isBinary);
  if ((format & FORMAT_24_HOURS) === 0) hours = (hours % 12) + ((rawHours & 0x80) !== 0 ? 12 : 0);
  if (month === 0 || month > 12 || day === 0) return 0;
  return daysSinceEpoch(year, month, day) * 86_400 + hours * 3600 + minutes * 60 + seconds;
}
