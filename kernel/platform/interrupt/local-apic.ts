/**
 * The local APIC: this CPU's own interrupt controller and timer (Intel SDM 3A, 11). In x2APIC mode its registers are model-specific
 * registers, else they lie in memory.
 */

import { volatileLoad, volatileStore, pointer } from "unsafe";
import type { PhysAddr } from "../address.ts";
import { features } from "../cpu/features.ts";
import { MSR_APIC_BASE, MSR_X2APIC, readMsr, writeMsr } from "../cpu/registers.ts";
import { mapDevice } from "../mmio.ts";
import { ERROR_VECTOR, SPURIOUS_VECTOR, TIMER_VECTOR } from "./vectors.ts";

const BASE_ENABLED = 1 << 11;
const BASE_X2APIC = 1 << 10;

/** Register numbers: offset in memory / 16. */
const ID = 0x02;
const TASK_PRIORITY = 0x08;
const END_OF_INTERRUPT = 0x0b;
const SPURIOUS = 0x0f;
const ERROR_STATUS = 0x28;
const TIMER = 0x32;
const LINT0 = 0x35;
const LINT1 = 0x36;
const ERROR = 0x37;
const INITIAL_COUNT = 0x38;
const CURRENT_COUNT = 0x39;
const DIVIDE = 0x3e;

const SOFTWARE_ENABLE = 1 << 8;
const MASKED = 1 << 16;
const DELIVER_NMI = 4 << 8;
const DELIVER_EXTERNAL = 7 << 8;
const TIMER_DEADLINE_MODE = 2 << 17;
const DIVIDE_BY_1 = 0xb;

@struct
class ApicState {
  isOn: boolean = false;
  usesMsrs: boolean = false;
  /** Where the registers lie; 0 in x2APIC mode. */
  base: u64 = 0;
}

const state = new ApicState();

function read(register: u32): u32 {
  if (state.usesMsrs) return u32(readMsr(MSR_X2APIC + register));
  return volatileLoad(pointer<u32>(state.base + u64(register) * 16));
}

function write(register: u32, value: u32): void {
  if (state.usesMsrs) writeMsr(MSR_X2APIC + register, u64(value));
  else volatileStore(pointer<u32>(state.base + u64(register) * 16), value);
}

/** Turns this CPU's APIC on. `external`: the PICs' interrupts come through it (there is no I/O APIC). Throws ENOMEM. */
export function startLocalApic(address: u64, external: boolean): void {
  const base = readMsr(MSR_APIC_BASE) | BASE_ENABLED;
  if (features.x2apic) {
    writeMsr(MSR_APIC_BASE, base);
    writeMsr(MSR_APIC_BASE, base | BASE_X2APIC);
    state.usesMsrs = true;
  } else {
    writeMsr(MSR_APIC_BASE, base);
    const physical = address !== 0 ? address : base & 0x000f_ffff_ffff_f000;
    if (state.base === 0) state.base = mapDevice(physical as PhysAddr, 4096);
  }
  write(TASK_PRIORITY, 0);
  write(TIMER, MASKED);
  write(LINT0, external ? DELIVER_EXTERNAL : MASKED);
  write(LINT1, DELIVER_NMI);
  write(ERROR_STATUS, 0);
  write(ERROR, ERROR_VECTOR);
  write(DIVIDE, DIVIDE_BY_1);
  write(SPURIOUS, SOFTWARE_ENABLE | SPURIOUS_VECTOR);
  state.isOn = true;
}

/** Whether the local APIC is in use: the CPU has one, and no word on the command line forbids it. */
export function hasLocalApic(): boolean {
  return state.isOn;
}

/** "x2APIC", or "APIC". */
export function localApicMode(): string {
  return state.usesMsrs ? "x2APIC" : "APIC";
}

/** The id of this CPU's APIC, by which interrupts are sent to it; 0 where none is in use. */
export function localApicId(): u32 {
  if (!state.isOn) return 0;
  return state.usesMsrs ? read(ID) : read(ID) >> 24;
}

/** Tells the APIC that the interrupt has been handled. */
export function endLocalInterrupt(): void {
  write(END_OF_INTERRUPT, 0);
}

/** Has the timer count down from a number of ticks, and then interrupt; 0 stops it. */
export function startApicTimer(ticks: u32): void {
  write(INITIAL_COUNT, ticks);
}

/** Ticks left. */
export function apicTimerTicks(): u32 {
  return read(CURRENT_COUNT);
}

/** Lets the timer interrupt: by its count, or when the time-stamp counter reaches MSR_TSC_DEADLINE. */
export function unmaskApicTimer(byDeadline: boolean): void {
  write(TIMER, TIMER_VECTOR | (byDeadline ? TIMER_DEADLINE_MODE : 0));
}
