/** Bringing up the machine, in the order of what needs what. main.ts calls the steps. */

// For what they give to assembly and to compiled code.
import "../../core/memory.ts";
import "./boot/entry.ts";
import "./boot/relocate.ts";
import "./interrupt/dispatch.ts";
import "./interrupt/entry.ts";
import "./panic.ts";
import { initializeModules, isSanitized, symbolAddress } from "unsafe";
import { PAGE_SIZE, places } from "./address.ts";
import { readMadt } from "./acpi/madt.ts";
import { readPowerTables } from "./acpi/power.ts";
import { readAcpiTables } from "./acpi/tables.ts";
import { loaderFacts } from "./boot/facts.ts";
import { bootFlags, readBootFlags } from "./boot/flags.ts";
import { bootEnd, bootStart, imageToPhysical, kernelEnd, kernelStart } from "./boot/image.ts";
import { bootInfo } from "./boot/info.ts";
import { freeMemory, presentMemory } from "./boot/memory-map.ts";
import { readMultibootTags } from "./boot/multiboot2.ts";
import { PVH } from "./boot/protocol.ts";
import { readStartInfo } from "./boot/pvh.ts";
import { adoptBootBlock } from "./cpu/block.ts";
import { loadDescriptors, USER_BASE, KERNEL_CODE } from "./cpu/descriptors.ts";
import { features } from "./cpu/features.ts";
import { startFpu } from "./cpu/fpu.ts";
import { patchSmapSites, protectCpu } from "./cpu/protection.ts";
import { MSR_LSTAR, MSR_STAR, MSR_SYSCALL_MASK, writeMsr } from "./cpu/registers.ts";
import { startClock } from "./clock.ts";
import { buildInterruptTable, loadInterruptTable } from "./interrupt/idt.ts";
import { IoApicController } from "./interrupt/io-apic.ts";
import { setInterruptController } from "./interrupt/lines.ts";
import { hasLocalApic, localApicMode, startLocalApic } from "./interrupt/local-apic.ts";
import { PicController, resetPics } from "./interrupt/pic.ts";
import { log, startEarlyConsole } from "./log.ts";
import { addMemory, startBuddy } from "./memory/buddy.ts";
import { directorySize, placeDirectory } from "./memory/chunks.ts";
import { startHeap } from "./memory/heap.ts";
import { buildKernelMap } from "./memory/kernel-map.ts";
import { registerCpu } from "./percpu.ts";
import { startRamShadow, startShadow } from "./sanitizer/shadow-map.ts";

/** `syscall` clears all flags but bit 1, which is always set. */
const SYSTEM_CALL_MASK = 0x25_7fd5;

/**
 * From the first instruction in the higher half to a CPU that can report its faults.
 * @nosanitize
 */
export function startCpu(): void {
  if (isSanitized()) startShadow();
  adoptBootBlock();
  features.detect();
  loadDescriptors();
  buildInterruptTable();
  loadInterruptTable();
  protectCpu();
  patchSmapSites();
  startFpu();
  writeMsr(MSR_STAR, (u64(USER_BASE) << 48) | (u64(KERNEL_CODE) << 32));
  writeMsr(MSR_LSTAR, symbolAddress("system_call_entry"));
  writeMsr(MSR_SYSCALL_MASK, SYSTEM_CALL_MASK);
}

/** Reads what the loader left, and finds the console for the first messages. */
export function readBootLoader(protocol: u64, address: u64): void {
  const isKnown = protocol === PVH ? readStartInfo(address) : readMultibootTags(address);
  readBootFlags();
  startEarlyConsole(bootFlags.logPort);
  if (!isKnown) panic("the kernel cannot start: the boot loader gave no memory map");
}

/** The memory map without what is in use, frames, page tables, heap, and the modules' initialisers. From here on there is `new`. */
export function startMemory(): void {
  presentMemory.alignInward();
  const imageStart = u64(imageToPhysical(kernelStart()));
  const imageEnd = u64(imageToPhysical(kernelEnd()));
  freeMemory.alignInward();
  // The first page is never given out: frame 0 means none.
  freeMemory.remove(0, PAGE_SIZE);
  freeMemory.remove(bootStart(), imageEnd);
  freeMemory.remove(imageStart, imageEnd);
  reserveInitrd();
  reserveDirectory();
  if (isSanitized()) startRamShadow();
  startBuddy();
  buildKernelMap();
  startHeap();
  initializeModules();
  registerCpu();
  addMemory(bootStart(), bootEnd());
}

function reserveInitrd(): void {
  const mask = ~(u64(PAGE_SIZE) - 1);
  freeMemory.remove(
    loaderFacts.initrdStart & mask,
    (loaderFacts.initrdStart + loaderFacts.initrdSize + PAGE_SIZE - 1) & mask,
  );
}

/** Finds room below 4 GiB (the first page tables' reach) for the frame directory. */
function reserveDirectory(): void {
  const top = presentMemory.endOf(presentMemory.count - 1);
  const size = directorySize(top);
  for (let i: usize = 0; i < freeMemory.count; i++) {
    const start = freeMemory.startOf(i);
    if (freeMemory.endOf(i) - start < size || start + size > 0x1_0000_0000) continue;
    freeMemory.remove(start, start + size);
    placeDirectory(start + places.directMap, top);
    return;
  }
  panic("the kernel cannot start: there is not enough memory");
}

/** ACPI tables, interrupt controllers, clock and timer. Interrupts are still off. Throws ENOMEM. */
export function startDevices(): void {
  log.info(`boot: ${bootInfo().protocol}, command line "${bootInfo().commandLine}"`);
  log.info(`cpu: ${features.brandName()}`);
  log.info(`memory: ${freeMemory.total() >> 10} KiB free of ${presentMemory.total() >> 10} KiB`);
  readAcpiTables();
  readPowerTables();
  startInterruptControllers();
  startClock();
}

function startInterruptControllers(): void {
  resetPics();
  const madt = bootFlags.ignoreApic ? null : readMadt();
  const usesIoApic = madt !== null && madt.ioApics.length > 0 && features.apic;
  if (features.apic && !bootFlags.ignoreApic)
    startLocalApic(madt === null ? u64(0) : madt.localApicAddress, !usesIoApic);
  if (madt !== null && usesIoApic) setInterruptController(new IoApicController(madt));
  else setInterruptController(new PicController());
  log.info(
    `interrupts: ${usesIoApic ? "I/O APIC" : "PIC"}${hasLocalApic() ? `, local ${localApicMode()}` : ""}`,
  );
}
