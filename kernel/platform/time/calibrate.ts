/** How fast the time-stamp counter and the APIC's timer run. */

import { features } from "../cpu/features.ts";
import { CpuidResult } from "../cpu/registers.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { apicTimerTicks, hasLocalApic, startApicTimer } from "../interrupt/local-apic.ts";
import { waitForSecond } from "./rtc.ts";
import { type ClockSource, readTsc } from "./uptime.ts";

/** How long is measured, as a part of a second. Longer would be a little more exact, and the boot that much slower. */
const PART_OF_SECOND = 1000;

/** How fast the counters of this machine run. */
@struct
export class Frequencies {
  /** Ticks of a second; 0: unknown, or there is none. */
  tsc: u64 = 0;
  apicTimer: u64 = 0;
  /** They were told by the CPU or the hypervisor, not measured. */
  isTold: boolean = false;
}

/** The frequencies of this machine. Written once, while the kernel starts. */
export const frequencies = new Frequencies();

/** What the CPU says of its crystal (leaf 0x15, Intel SDM 2A, CPUID) or the hypervisor of the counter (leaf 0x40000010, VMware's and KVM's). */
function toldFrequency(): u64 {
  const leaf = new CpuidResult();
  if (features.maxLeaf >= 0x15) {
    leaf.read(0x15);
    if (leaf.eax !== 0 && leaf.ebx !== 0 && leaf.ecx !== 0)
      return (u64(leaf.ecx) * u64(leaf.ebx)) / u64(leaf.eax);
  }
  if (features.hypervisor) {
    leaf.read(0x4000_0000);
    if (leaf.eax >= 0x4000_0010 && leaf.eax < 0x4000_0100) {
      leaf.read(0x4000_0010);
      return u64(leaf.eax) * 1000;
    }
  }
  return 0;
}

/** One reading of everything at the same moment. */
@struct
class Sample {
  reference: u64 = 0;
  tsc: u64 = 0;
  apic: u32 = 0;

  /** Reads all but the reference. */
  now(): void {
    this.tsc = features.tsc ? readTsc() : u64(0);
    if (hasLocalApic()) this.apic = apicTimerTicks();
  }

  /** Reads until two readings of the counter around the reference are close together: nothing came in between. */
  take(reference: ClockSource): void {
    let best: u64 = 0xffff_ffff_ffff_ffff;
    for (let i: u32 = 0; i < 5; i++) {
      const before = features.tsc ? readTsc() : u64(0);
      const value = reference.read();
      const after = features.tsc ? readTsc() : u64(0);
      if (after - before >= best) continue;
      best = after - before;
      this.reference = value;
      this.tsc = before + best / 2;
      if (hasLocalApic()) this.apic = apicTimerTicks();
    }
  }
}

/**
 * Measures against the reference, for a thousandth of a second; without one, against the CPU's counter if its frequency is told, else for
 * a second of the CMOS clock. Returns by what, or null when there is nothing to measure by.
 */
export function measureFrequencies(reference: ClockSource | null): string | null {
  frequencies.tsc = features.tsc ? toldFrequency() : u64(0);
  frequencies.isTold = frequencies.tsc !== 0;
  const wasOn = disableInterrupts();
  if (hasLocalApic()) startApicTimer(0xffff_ffff);
  const by =
    reference !== null ? measureBy(reference) : frequencies.isTold ? measureByTsc() : measureByCmosClock();
  if (hasLocalApic()) startApicTimer(0);
  restoreInterrupts(wasOn);
  return by;
}

function measureBy(reference: ClockSource): string {
  const first = new Sample();
  const last = new Sample();
  first.take(reference);
  while (reference.read() - first.reference < reference.frequency / PART_OF_SECOND) continue;
  last.take(reference);
  setFrequencies(first, last, reference.frequency, last.reference - first.reference);
  return reference.name;
}

/** What there is to know is how fast the APIC's timer is. */
function measureByTsc(): string {
  const first = new Sample();
  const last = new Sample();
  first.now();
  while (readTsc() - first.tsc < frequencies.tsc / PART_OF_SECOND) continue;
  last.now();
  setFrequencies(first, last, frequencies.tsc, last.tsc - first.tsc);
  return "tsc";
}

function measureByCmosClock(): string | null {
  const first = new Sample();
  const last = new Sample();
  if (!waitForSecond()) return null;
  first.now();
  if (!waitForSecond()) return null;
  last.now();
  setFrequencies(first, last, 1, 1);
  return "rtc";
}

/** Between the samples there were so many ticks of a counter of that frequency. */
function setFrequencies(first: Sample, last: Sample, frequency: u64, elapsed: u64): void {
  if (features.tsc && !frequencies.isTold) {
    frequencies.tsc = bits.multiplyDivide(last.tsc - first.tsc, frequency, elapsed);
  }
  if (hasLocalApic()) {
    frequencies.apicTimer = bits.multiplyDivide(u64(first.apic - last.apic), frequency, elapsed);
  }
}
