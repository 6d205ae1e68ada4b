/** The interrupt descriptor table (Intel SDM 3A, 6.14): one for all CPUs, a gate for each stub of entry.ts. */

import { addressOf, asm, clobber, inp, symbolAddress } from "unsafe";
import { KERNEL_CODE, TableRegister } from "../cpu/descriptors.ts";
import { InterruptStack } from "../cpu/tss.ts";

const VECTORS = 256;
const STUB_SIZE = 16;
/** A present 64-bit interrupt gate (interrupts are off in the handler). */
const GATE = 0x8e;
/** The same, which programs may use by INT3 and INTO. */
const USER_GATE = 0xee;

const table = new FixedArray<u64, 512>();

function stackOf(vector: u64): u64 {
  switch (vector) {
    case 1:
      return InterruptStack.Debug;
    case 2:
      return InterruptStack.NonMaskable;
    case 8:
      return InterruptStack.DoubleFault;
    case 18:
      return InterruptStack.MachineCheck;
    default:
      return InterruptStack.None;
  }
}

function setGate(vector: u64): void {
  const stub = symbolAddress("interrupt_stubs") + vector * STUB_SIZE;
  const type: u64 = vector === 3 || vector === 4 ? USER_GATE : GATE;
  const low = (stub & 0xffff) | (u64(KERNEL_CODE) << 16) | (stackOf(vector) << 32) | (type << 40);
  table[vector * 2] = low | ((stub & 0xffff_0000) << 32);
  table[vector * 2 + 1] = stub >> 32;
}

/** Fills the table. Once. */
export function buildInterruptTable(): void {
  for (let vector: u64 = 0; vector < VECTORS; vector++) setGate(vector);
}

/** Loads it into this CPU. */
export function loadInterruptTable(): void {
  const register = new TableRegister();
  register.limit = VECTORS * 16 - 1;
  register.base = addressOf(table).address;
  asm`lidt (${inp("D", addressOf(register).address)}) /* ${clobber("memory")} */`;
}
