/**
 * Leaving: what docs/run-protocol.md says that the kernel does when process 1 ends, and on power-off, reset and panic. Each function writes its line to the
 * log port, waits until all serial output has left, and ends the machine in the best way that there is.
 */

import { asm, clobber, inp, addressOf } from "unsafe";
import { acpiPowerOff, acpiReset } from "./acpi/power.ts";
import { bootFlags } from "./boot/flags.ts";
import { disableInterrupts, halt } from "./cpu.ts";
import { TableRegister } from "./cpu/descriptors.ts";
import { TextBuffer } from "../../core/text-buffer.ts";
import { deepestStackUse } from "./memory/stacks.ts";
import { LogLevel, setEarlyConsole, writeReport } from "./log.ts";
import { inByte, outByte } from "./ports.ts";
import { COM_PORTS, serialDrain, serialExists, serialWrite } from "./serial-early.ts";

const KEYBOARD_STATUS = 0x64;
const KEYBOARD_RESET = 0xfe;
const RESET_CONTROL = 0xcf9;

/** Something to be done before the machine ends, while everything still works: drivers send what they have queued. */
export abstract class ShutdownHook {
  /** Must not throw. */
  abstract flush(): void;
}

const hooks: ShutdownHook[] = [];
const line = new TextBuffer();

/** Throws ENOMEM. */
export function addShutdownHook(hook: ShutdownHook): void {
  hooks.push(hook);
}

function flushDrivers(): void {
  for (let i: usize = 0; i < hooks.length; i++) hooks[i].flush();
}

/** Writes a line for the host to the log port, if there is one. */
export function controlLine(text: Span<u8>): void {
  if (!bootFlags.hasLogPort) return;
  const port = COM_PORTS[bootFlags.logPort];
  if (!serialExists(port)) return;
  serialWrite(port, text, false);
  serialWrite(port, "\n".bytes(), false);
}

function say(text: string): void {
  controlLine(text.bytes());
}

/** Waits until all that the serial ports have been given is out. */
function drainPorts(): void {
  for (let i: usize = 0; i < 4; i++) {
    if (serialExists(COM_PORTS[i])) serialDrain(COM_PORTS[i]);
  }
}

/** How deep the kernel stacks got, that of the running thread included. */
function reportStacks(): void {
  if (!bootFlags.paintsStacks) return;
  line.clear();
  line.text("tessera: stacks ");
  line.decimal(deepestStackUse());
  controlLine(line.span());
}

/** Process 1 has ended with this status, 0 to 255. */
export function exitMachine(status: u32): never {
  flushDrivers();
  disableInterrupts();
  reportStacks();
  line.clear();
  line.text("tessera: exit ");
  line.decimal(u64(status));
  controlLine(line.span());
  turnOff();
}

/** reboot(2), RB_POWER_OFF. */
export function powerOff(): never {
  flushDrivers();
  disableInterrupts();
  reportStacks();
  say("tessera: poweroff");
  turnOff();
}

/** reboot(2), RB_AUTOBOOT. */
export function reboot(): never {
  flushDrivers();
  disableInterrupts();
  say("tessera: reboot");
  drainPorts();
  resetMachine();
}

/** The end of a panic with `panic=exit`. The line was written before. */
export function leaveAfterPanic(): never {
  turnOff();
}

function turnOff(): never {
  drainPorts();
  if (bootFlags.exitPort !== 0) outByte(bootFlags.exitPort, 0);
  acpiPowerOff();
  setEarlyConsole(true);
  writeReport(LogLevel.Info, "It is now safe to turn off your computer.".bytes());
  halt();
}

/** Resets by ACPI, the chipset, the keyboard controller, and if all fails by a triple fault. */
export function resetMachine(): never {
  acpiReset();
  outByte(RESET_CONTROL, 0x06);
  for (let i: u32 = 0; i < 100_000 && (inByte(KEYBOARD_STATUS) & 2) !== 0; i++) continue;
  outByte(KEYBOARD_STATUS, KEYBOARD_RESET);
  for (let i: u32 = 0; i < 100_000; i++) inByte(KEYBOARD_STATUS);
  const nothing = new TableRegister();
  asm`lidt (${inp("D", addressOf(nothing).address)}); int3 /* ${clobber("memory")} */`;
  halt();
}
