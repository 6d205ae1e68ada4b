import { asm, out } from "unsafe";

/** Turns interrupts off on this CPU; returns whether they were on, for `restoreInterrupts`. @inline */
export function disableInterrupts(): boolean {
  const flags = asm<u64>`pushfq; popq ${out("r")}; cli`;
  return (flags & 0x200) !== 0;
}

/** The same for those who know that they are on. @inline */
export function interruptsOff(): void {
  asm`cli`;
}

/** Turns interrupts back on if they were on. @inline */
export function restoreInterrupts(wasOn: boolean): void {
  if (wasOn) asm`sti`;
}

/** @inline */
export function enableInterrupts(): void {
  asm`sti`;
}

/**
 * Sleeps until the next interrupt, which is handled before this returns. To be called with interrupts off, and returns
 * with them off: one that arrives between the caller's last look and the sleep ends the sleep.
 */
export function waitForInterrupt(): void {
  // STI takes effect after the next instruction, so nothing gets between it and HLT (Intel SDM, STI).
  asm`sti; hlt; cli`;
}

/** For loops that wait for another CPU or a device. @inline */
export function pause(): void {
  asm`pause`;
}

/** Stops this CPU for good. */
export function halt(): never {
  for (;;) asm`cli; hlt`;
}
