/** date: prints the time, UTC, in a format if one is given. */

import { STDOUT, writeText } from "../core/linux/file.ts";
import { realTime, SECOND } from "../core/linux/system.ts";
import { complain, parseOptions, requireOperands, USAGE_STATUS } from "./support/command.ts";
import { CalendarTime } from "./support/calendar.ts";

const USAGE = "date [-u] [-d @SECONDS] [+FORMAT]";

export function main(args: string[]): i32 {
  const options = parseOptions(USAGE, args, "ud:");
  requireOperands(USAGE, options, 0, 1);
  let epoch: i64 = i64(realTime() / SECOND);
  const given = options.value("d");
  if (given !== null) {
    const value = given.startsWith("@") ? parseInteger(given.slice(1), 10) : null;
    const limit: i64 = 100_000_000_000;
    if (value === null || value > limit || value < -limit) {
      complain("date", `${given}: is no time; @SECONDS since 1970 is`);
      return USAGE_STATUS;
    }
    epoch = value;
  }
  const format = options.operands.length === 0 ? "+%a %b %e %H:%M:%S UTC %Y" : options.operands[0];
  if (!format.startsWith("+")) {
    complain("date", `${format}: a format begins with +`);
    return USAGE_STATUS;
  }
  writeText(STDOUT, `${new CalendarTime(epoch).format(format.slice(1))}\n`);
  return 0;
}
