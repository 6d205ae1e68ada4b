/**
 * I/O APICs (Intel 82093AA data sheet): each turns a run of "global system interrupts" into vectors. Registers are reached through
 * a window: the number at 0x00, the value at 0x10.
 */

import { Errno } from "../../../core/errno.ts";
import type { IoApicEntry, LineOverride, Madt } from "../acpi/madt.ts";
import type { PhysAddr } from "../address.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { MmioRegion } from "../mmio.ts";
import { InterruptController } from "./controller.ts";
import { endLocalInterrupt, localApicId } from "./local-apic.ts";
import { GLOBAL_VECTOR, TIMER_VECTOR } from "./vectors.ts";

const SELECT = 0x00;
const WINDOW = 0x10;
const VERSION = 0x01;
const REDIRECTION = 0x10;

const MASKED = 1 << 16;
const LEVEL = 1 << 15;
const ACTIVE_LOW = 1 << 13;

class IoApic {
  private readonly registers: MmioRegion;
  readonly first: u32;
  readonly inputs: u32;

  constructor(entry: IoApicEntry) {
    this.registers = new MmioRegion(entry.address as PhysAddr, 32);
    this.first = entry.firstGlobal;
    this.inputs = ((this.read(VERSION) >> 16) & 0xff) + 1;
    for (let i: u32 = 0; i < this.inputs; i++) this.set(i, MASKED, 0);
  }

  private read(register: u32): u32 {
    this.registers.write32(SELECT, register);
    return this.registers.read32(WINDOW);
  }

  private write(register: u32, value: u32): void {
    this.registers.write32(SELECT, register);
    this.registers.write32(WINDOW, value);
  }

  /** Sets an input's entry. The half with the mask comes last when it opens, so the entry is whole by then. */
  set(input: u32, low: u32, high: u32): void {
    this.write(REDIRECTION + input * 2 + 1, high);
    this.write(REDIRECTION + input * 2, low);
  }
}

/** Flags of a MADT override: the bus's own polarity and trigger are 0, for ISA active high and edge. */
function modeOf(flags: u16): u32 {
  const polarity: u32 = (flags & 3) === 3 ? ACTIVE_LOW : 0;
  const trigger: u32 = ((flags >> 2) & 3) === 3 ? LEVEL : 0;
  return polarity | trigger;
}

/** The I/O APICs of the machine as one controller. Lines of the ISA bus are found through the overrides of ACPI's table. Changed with interrupts off. */
export class IoApicController extends InterruptController {
  private readonly chips: IoApic[] = [];
  private readonly overrides: LineOverride[];
  /** Trigger and polarity by vector. */
  private readonly modes: u32[] = new Array<u32>(256);

  /** Throws ENOMEM. */
  constructor(madt: Madt) {
    super();
    this.overrides = madt.overrides;
    for (const entry of madt.ioApics) this.chips.push(new IoApic(entry));
  }

  private chipOf(gsi: u32): IoApic {
    for (const chip of this.chips) {
      if (gsi >= chip.first && gsi - chip.first < chip.inputs) return chip;
    }
    throw Errno.EINVAL;
  }

  private assign(gsi: u32, mode: u32): u32 {
    this.chipOf(gsi);
    const vector = GLOBAL_VECTOR + gsi;
    if (vector >= TIMER_VECTOR) throw Errno.EINVAL;
    this.modes[vector] = mode;
    return vector;
  }

  override vectorOfLine(line: u32): u32 {
    if (line > 15) throw Errno.EINVAL;
    for (const each of this.overrides) {
      if (u32(each.line) === line) return this.assign(each.global, modeOf(each.flags));
    }
    return this.assign(line, 0);
  }

  override vectorOfGlobal(gsi: u32): u32 {
    return this.assign(gsi, LEVEL | ACTIVE_LOW);
  }

  private set(vector: u32, mask: u32): void {
    const gsi = vector - GLOBAL_VECTOR;
    try {
      const chip = this.chipOf(gsi);
      const wasOn = disableInterrupts();
      chip.set(gsi - chip.first, vector | this.modes[vector] | mask, localApicId() << 24);
      restoreInterrupts(wasOn);
    } catch {
      panic("an interrupt vector that was never assigned");
    }
  }

  override unmask(vector: u32): void {
    this.set(vector, 0);
  }

  override mask(vector: u32): void {
    this.set(vector, MASKED);
  }

  override endOfInterrupt(_vector: u32): boolean {
    endLocalInterrupt();
    return true;
  }
}
