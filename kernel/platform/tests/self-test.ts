/**
 * A kernel that tests the platform on whatever machine it is started: test/boot/platform.test.ts builds and boots it. The word
 * `test=` of the command line says what it does: nothing for all that must work, else one thing that must end in a panic.
 */

import { Errno } from "../../../core/errno.ts";
import { bootOption } from "../boot/info.ts";
import { adoptContext, ThreadContext } from "../context.ts";
import { enableInterrupts } from "../cpu.ts";
import { log } from "../log.ts";
import { powerOff } from "../power.ts";
import { readBootLoader, startCpu, startDevices, startMemory } from "../start.ts";
import { breakSomething } from "./forbidden.ts";
import { testHeap } from "./heap-checks.ts";
import { plantBug } from "./planted-bugs.ts";
import { testPageTables } from "./page-table-checks.ts";
import { testThreads, testTimer } from "./thread-checks.ts";
import { testUserMode } from "./user-mode-checks.ts";

/**
 * @export kernel_start
 * @nosanitize
 */
export function kernelStart(protocol: u64, address: u64): never {
  startCpu();
  readBootLoader(protocol, address);
  try {
    startMemory();
    runTests();
  } catch (error) {
    panic(errnoOf(error) === i32(Errno.ENOMEM) ? "self-test: no memory" : "self-test: an error");
  }
}

function runTests(): never {
  startDevices();
  enableInterrupts();
  const idle = new ThreadContext(false);
  adoptContext(idle);
  const test = bootOption("test");
  if (test !== null) {
    breakSomething(test);
    plantBug(test);
    panic("self-test: nothing happened");
  }
  testHeap();
  testPageTables();
  testTimer();
  testThreads(idle);
  testUserMode(idle);
  log.info("self-test: passed");
  powerOff();
}
