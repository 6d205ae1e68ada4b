/** The boot sequence. */

import { Errno } from "../core/errno.ts";
import { startConsoles } from "./device/consoles.ts";
import { setJobControl } from "./device/tty/job-control.ts";
import { setSystemInformation } from "./file/proc-fs/system-information.ts";
import { startFiles } from "./file/root.ts";
import { LinuxSystemCalls, TracedSystemCalls } from "./linux/handler.ts";
import { Tracer } from "./linux/trace/tracer.ts";
import { setAddressSpaces } from "./memory/mappings.ts";
import { adoptContext } from "./platform/context.ts";
import { enableInterrupts } from "./platform/cpu.ts";
import { setFaultHandler, setSystemCallHandler } from "./platform/interrupts.ts";
import { bootOption, initArguments } from "./platform/boot/info.ts";
import { reportUnknownWords } from "./platform/boot/known-words.ts";
import { setReservePolicy } from "./platform/memory/reserve.ts";
import { log } from "./platform/log.ts";
import { RecordPort } from "./platform/record-port.ts";
import { readBootLoader, startCpu, startDevices, startMemory } from "./platform/start.ts";
import { setSystemEnd } from "./process/exit.ts";
import { startFirstProcess } from "./process/first-process.ts";
import { LiveSystem } from "./process/process-views.ts";
import { ProgramReserve } from "./process/memory-reserve.ts";
import { ProcessSpaces } from "./process/process-table.ts";
import { ProgramFaults } from "./process/program-faults.ts";
import { setSessionTerminals } from "./process/job-control.ts";
import { MachineEnd } from "./process/machine-end.ts";
import { SystemTerminals, TerminalJobs } from "./process/terminal-jobs.ts";
import { setProgramObserver } from "./process/program-observer.ts";
import { IdleThread } from "./task/kernel-thread.ts";
import { setStandardSlice } from "./task/thread.ts";
import { startLoadAverages } from "./task/load-averages.ts";
import { idleLoop, startScheduler } from "./task/scheduler.ts";

/**
 * Where boot/entry.ts goes once the CPU is in long mode: `protocol` says who started the kernel, and `address` is what it passed.
 * @export kernel_start
 * @entry boot 0
 * @nosanitize
 */
export function kernelStart(protocol: u64, address: u64): never {
  startCpu();
  readBootLoader(protocol, address);
  try {
    startMemory();
    startDevices();
    startTasks();
    startPrograms();
  } catch (error) {
    reportFailure(errnoOf(error));
  }
  enableInterrupts();
  idleLoop();
}

/** Says why the kernel does not start, even if it is for want of memory. */
function reportFailure(errno: i32): never {
  if (errno === i32(Errno.ENOMEM)) panic("the kernel cannot start: there is not enough memory");
  panic("the kernel cannot start: a device or a table of the firmware is not as it should be");
}

/** From here on there are threads: this flow of control becomes the idle one. */
function startTasks(): void {
  const slice = parseInteger(bootOption("slice") ?? "", 10);
  if (slice !== null && slice > 0) setStandardSlice(u64(slice));
  const idle = new IdleThread();
  adoptContext(idle);
  startScheduler(idle);
}

/** The root file system, what connects programs with the kernel, and process 1. */
function startPrograms(): void {
  startLoadAverages();
  setFaultHandler(new ProgramFaults());
  startSystemCalls();
  setSystemEnd(new MachineEnd());
  setJobControl(new TerminalJobs());
  setSessionTerminals(new SystemTerminals());
  setSystemInformation(new LiveSystem());
  setAddressSpaces(new ProcessSpaces());
  setReservePolicy(new ProgramReserve());
  const root = startFiles();
  startConsoles();
  reportUnknownWords();
  startFirstProcess(root, firstPrograms(), initArguments(), [
    "HOME=/",
    "TERM=linux",
    "PATH=/bin:/sbin:/usr/bin:/usr/sbin",
  ]);
}

/** Tracing them, where the command line names a port for that. */
function startSystemCalls(): void {
  const address = bootOption("trace");
  const port = address === null ? null : RecordPort.at(u16(parseInteger(address) ?? 0));
  if (port === null) {
    if (address !== null) log.warn(`trace=${address}: there is no device that takes records`);
    setSystemCallHandler(new LinuxSystemCalls());
    return;
  }
  const tracer = new Tracer(port);
  setSystemCallHandler(new TracedSystemCalls(tracer));
  setProgramObserver(tracer);
}

/** What `init=` names, else the usual places. */
function firstPrograms(): string[] {
  const named = bootOption("init");
  return named === null || named.length === 0 ? ["/bin/init", "/init"] : [named];
}
