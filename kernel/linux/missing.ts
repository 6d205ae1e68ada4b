/** Saying in the log which system calls programs ask for in vain. */

import { log } from "../platform/log.ts";
import { missingName } from "./dispatch.ts";

/** What has been said already: a bit for each number below 512, above which Linux has none. */
const reported = new FixedArray<u64, 8>();

/** Logs the call that is not there, the first time. What programs do without is not worth a line. Throws ENOMEM. */
export function reportMissing(number: u64): void {
  if (number >= 512) return;
  const name = missingName(number);
  const bit = u64(1) << (number & 63);
  if (name === null || (reported[number >> 6] & bit) !== 0) return;
  reported[number >> 6] |= bit;
  log.info(`system call ${name} (${number}) is not supported`);
}
