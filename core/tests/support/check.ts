/** The helpers of the core library's tests: count what is wrong and say where. */

import { Errno } from "../../errno.ts";

let failures: u32 = 0;

/** Notes a failure unless the condition holds. */
export function check(condition: boolean, what: string): void {
  if (condition) return;
  failures += 1;
  console.log(`wrong: ${what}`);
}

/** Notes a failure unless both are the same. */
export function equal<T>(found: T, expected: T, what: string): void {
  if (found === expected) return;
  failures += 1;
  console.log(`wrong: ${what}: ${found} instead of ${expected}`);
}

/** Notes a failure unless the function throws this Errno. */
export function throwsErrno(expected: Errno, what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    equal(errnoOf(error), i32(expected), what);
    return;
  }
  failures += 1;
  console.log(`wrong: ${what}: nothing was thrown`);
}

/** Prints "ok" if nothing was wrong; the exit status. */
export function finish(): i32 {
  if (failures === 0) console.log("ok");
  return failures === 0 ? 0 : 1;
}
