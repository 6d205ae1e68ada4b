/** The boot sequence. */

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
  startMemory();
  try {
    boot();
  } catch (error) {
    panic(`the kernel cannot start: ${errorText(error)}`);
  }
}

function boot(): never {
  startDevices();
  enableInterrupts();
  log.info("Tessera is up.");
  powerOff();
}
