/**
 * Which stack an address is on.
 * @nosanitize
 */

import { places } from "../address.ts";
import { bootStackGuard, bootStackTop } from "../boot/image.ts";
import { INTERRUPT_STACKS, interruptStackTop } from "../cpu/interrupt-stacks.ts";

/** Bytes of a thread's kernel stack: frames are larger for their red zones. The guard below takes as much again. */
export const SANITIZED_STACK_SIZE = 32768;
const SLOT_SIZE = 65536;
const AREA_SIZE = 0x0000_0080_0000_0000;

/** Upper end of the stack with the address; 0 if it is on none. */
export function stackTopOf(address: u64): u64 {
  if (address >= places.stacks && address - places.stacks < AREA_SIZE) return (address | (SLOT_SIZE - 1)) + 1;
  if (address >= bootStackGuard() && address < bootStackTop()) return bootStackTop();
  for (let i: u64 = 1; i <= INTERRUPT_STACKS; i++) {
    if (address < interruptStackTop(i) && interruptStackTop(i) - address <= 8192) return interruptStackTop(i);
  }
  return 0;
}
