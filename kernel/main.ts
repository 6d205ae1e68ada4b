/** The boot sequence. */

import { Errno } from "../core/errno.ts";
import { enableInterrupts } from "./platform/cpu.ts";
import { log } from "./platform/log.ts";
import { powerOff } from "./platform/power.ts";
import { readBootLoader, startCpu, startDevices, startMemory } from "./platform/start.ts";

/**
 * Where boot/entry.ts goes once the CPU is in long mode: `protocol` says who started the kernel, and `address` is what it passed.
 * @export kernel_start
 */
export function kernelStart(protocol: u64, address: u64): never {
  startCpu();
  readBootLoader(protocol, address);
  try {
    startMemory();
    boot();
  } catch (error) {
    reportFailure(errnoOf(error));
  }
}

/** Says why the kernel does not start, even if it is for want of memory. */
function reportFailure(errno: i32): never {
  if (errno === i32(Errno.ENOMEM)) panic("the kernel cannot start: there is not enough memory");
  panic("the kernel cannot start: a device or a table of the firmware is not as it should be");
}

function boot(): never {
  startDevices();
  enableInterrupts();
  log.info("Tessera is up.");
  powerOff();
}
