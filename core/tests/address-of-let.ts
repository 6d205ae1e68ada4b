// A variable whose address is taken lies in memory, though nothing assigns it by name.
// @run
// @sanitize
// @optimize: 0 2
// @stdout: 7
import { addressOf, pointer } from "unsafe";

export function main(): void {
  let value: u64 = 0;
  pointer<u64>(addressOf(value).address).value = 7;
  console.log(value);
}
