/** How a program ends when something is wrong with it: by its own hand, without needing anything that may be broken. */

import { dataOf, fillBytes } from "unsafe";
import { argument, Call, call0, call1, call2, call3, call4 } from "./syscalls.ts";

const SIGABRT = 6;
const SIG_UNBLOCK = 1;
const STDERR = 2;

/** Writes bytes to standard error; gives up when that fails. */
export function printError(bytes: Span<u8>): void {
  let at: usize = 0;
  while (at < bytes.length) {
    const written = call3(Call.write, STDERR, dataOf(bytes).address + at, bytes.length - at);
    if (written <= 0) return;
    at += u64(written);
  }
}

/**
 * Ends the program at once with a status, 0 to 255.
 * @export metal_exit
 */
export function exitNow(status: i32): never {
  while (true) call1(Call.exit_group, argument(status));
}

/** Ends the program by SIGABRT, whatever it has done to that signal: the shell sees status 134. */
export function abort(): never {
  // struct sigaction of the kernel: handler (0, the default), flags, restorer, mask.
  const action = new FixedArray<u64, 4>();
  fillBytes(dataOf(action.span()).cast<u8>(), 0, 32);
  const place = dataOf(action.span());
  call4(Call.rt_sigaction, SIGABRT, place.address, 0, 8);
  place[0] = 1 << (SIGABRT - 1);
  call4(Call.rt_sigprocmask, SIG_UNBLOCK, place.address, 0, 8);
  call2(Call.kill, u64(call0(Call.getpid)), SIGABRT);
  exitNow(134);
}
