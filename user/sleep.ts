/** sleep: waits so many seconds. */

import { SECOND, sleep } from "../core/linux/system.ts";
import { ANY_NUMBER, complain, parseOptions, requireOperands, USAGE_STATUS } from "./support/command.ts";

const USAGE = "sleep SECONDS[.FRACTION][s|m|h|d]…";

/** Nanoseconds in a text such as `1.5` or `2m`, or null. */
function parseDuration(text: string): u64 | null {
  let unit = SECOND;
  let digits = text;
  if (text.endsWith("s") || text.endsWith("m") || text.endsWith("h") || text.endsWith("d")) {
    digits = text.slice(0, text.length - 1);
    if (text.endsWith("m")) unit *= 60;
    if (text.endsWith("h")) unit *= 3600;
    if (text.endsWith("d")) unit *= 86400;
  }
  const point = digits.indexOf(".");
  const whole = parseInteger(point < 0 ? digits : `0${digits.slice(0, u64(point))}`, 10);
  const fraction = point < 0 ? "0" : digits.slice(u64(point) + 1, u64(point) + 10);
  const part = parseInteger(fraction.padEnd(9, "0"), 10);
  if (whole === null || part === null || whole < 0 || part < 0 || whole > 1_000_000_000) return null;
  return u64(whole) * unit + (u64(part) * (unit / SECOND) * SECOND) / 1_000_000_000;
}

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "");
  requireOperands(USAGE, options, 1, ANY_NUMBER);
  for (const text of options.operands) {
    const duration = parseDuration(text);
    if (duration === null) {
      complain("sleep", `${text}: is no time`);
      return USAGE_STATUS;
    }
    sleep(duration);
  }
  return 0;
}
