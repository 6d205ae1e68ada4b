// Dates as days.
// @run
// @sanitize
// @stdout: 0
// @stdout: 59
// @stdout: 365
// @stdout: 11016
// @stdout: 11017
// @stdout: 19782
// @stdout: 47541

import { daysSinceEpoch } from "../time/calendar.ts";

export function main(): void {
  console.log(daysSinceEpoch(1970, 1, 1));
  console.log(daysSinceEpoch(1970, 3, 1));
  console.log(daysSinceEpoch(1971, 1, 1));
  console.log(daysSinceEpoch(2000, 2, 29));
  console.log(daysSinceEpoch(2000, 3, 1));
  console.log(daysSinceEpoch(2024, 2, 29));
  console.log(daysSinceEpoch(2100, 3, 1));
}
