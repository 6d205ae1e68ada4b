/** Which handlers each interrupt vector has. */

import { Errno } from "../../../core/errno.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import type { InterruptController } from "./controller.ts";
import type { InterruptHandler } from "./handler.ts";

/** Vectors of device interrupts: 0x20 to 0xef. */
const FIRST_VECTOR = 0x20;
const VECTOR_COUNT = 0xd0;

class Line {
  /** Replaced, never changed, so that the interrupt may read it at any time. */
  handlers: InterruptHandler[] = [];
  /** Interrupts so far (/proc/interrupts). */
  count: u64 = 0;
}

let controller: InterruptController | null = null;
/** By vector less FIRST_VECTOR; made when first used. */
const lines: (Line | null)[] = new Array<Line | null>(VECTOR_COUNT);

/** Sets which chips deliver interrupts. Called once while the kernel starts, before `registerInterrupt`. */
export function setInterruptController(chosen: InterruptController): void {
  controller = chosen;
}

function theController(): InterruptController {
  if (controller === null) throw Errno.ENODEV;
  return controller;
}

function addHandler(vector: u32, handler: InterruptHandler): void {
  const line = lines[vector - FIRST_VECTOR] ?? new Line();
  const handlers = line.handlers.slice();
  handlers.push(handler);
  const wasOn = disableInterrupts();
  line.handlers = handlers;
  lines[vector - FIRST_VECTOR] = line;
  restoreInterrupts(wasOn);
  theController().unmask(vector);
}

/**
 * Connects an ISA interrupt line (0 to 15; the MADT's overrides are applied) to a handler and unmasks it. Lines may be shared: all
 * handlers of a line are called. Throws ENOMEM, EINVAL for a line that the machine does not have, ENODEV before there is a controller.
 */
export function registerInterrupt(line: u32, handler: InterruptHandler): void {
  addHandler(theController().vectorOfLine(line), handler);
}

/** The same for an input of the I/O APICs (a "global system interrupt"), level-triggered and active low, as PCI's are. */
export function registerGlobalInterrupt(gsi: u32, handler: InterruptHandler): void {
  addHandler(theController().vectorOfGlobal(gsi), handler);
}

/** Masks the line when no handler is left. Throws ENOMEM, EINVAL. */
export function unregisterInterrupt(line: u32, handler: InterruptHandler): void {
  const vector = theController().vectorOfLine(line);
  const known = lines[vector - FIRST_VECTOR];
  if (known === null) return;
  const handlers: InterruptHandler[] = [];
  for (const each of known.handlers) {
    if (each !== handler) handlers.push(each);
  }
  const wasOn = disableInterrupts();
  known.handlers = handlers;
  restoreInterrupts(wasOn);
  if (handlers.length === 0) theController().mask(vector);
}

/** Runs the handlers of a vector. In interrupt context. */
export function dispatchInterrupt(vector: u32): void {
  const active = controller;
  if (active === null) return;
  const line =
    vector >= FIRST_VECTOR && vector < FIRST_VECTOR + VECTOR_COUNT ? lines[vector - FIRST_VECTOR] : null;
  if (line !== null) {
    line.count++;
    const handlers = line.handlers;
    for (let i: usize = 0; i < handlers.length; i++) handlers[i].handle();
  }
  active.endOfInterrupt(vector);
}
