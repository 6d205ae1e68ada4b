/** The words of the command line that are needed before there is a heap, or during a panic. */

import { loaderFacts } from "./facts.ts";

/** What follows a panic's report: `panic=`. */
export enum PanicPolicy {
  Halt,
  Exit,
  Reboot,
}

/** The words of the command line that are needed before there is a heap (docs/run-protocol.md). */
@struct
export class BootFlags {
  panicPolicy: PanicPolicy = PanicPolicy.Halt;
  /** Port of QEMU's isa-debug-exit device, 0: none. `qemu_exit=`. */
  exitPort: u16 = 0;
  /** Serial port of the kernel log by its number, 0 for COM1. `log=ttyS1`. */
  logPort: usize = 0;
  /** There is a log port of its own, so the lines for the host are understood. */
  hasLogPort: boolean = false;
  /** `noacpi`, `noapic`, `notsc`: for tests of the fallbacks. */
  ignoreAcpi: boolean = false;
  ignoreApic: boolean = false;
  ignoreTsc: boolean = false;
  /** `stacks=painted`: it is told at the end how deep the kernel stacks got. */
  paintsStacks: boolean = false;
}

/** The flags of this boot. Written once, before there are threads. */
export const bootFlags = new BootFlags();

/** The command line up to ` -- `: what follows is for the first program. */
function kernelWords(): Span<u8> {
  const line = loaderFacts.commandLine.span().subspan(0, loaderFacts.commandLineLength);
  for (let at: usize = 0; at + 4 <= line.length; at++) {
    if (line.subspan(at, at + 4).equals(" -- ".bytes())) return line.subspan(0, at);
  }
  return line;
}

/** What follows the last word `name=`; the empty span at the end when there is no such word. */
function valueOf(name: string): Span<u8> {
  const line = kernelWords();
  const wanted = name.bytes();
  let value = line.subspan(line.length);
  let at: usize = 0;
  while (at < line.length) {
    let end = at;
    while (end < line.length && line[end] !== 0x20) end++;
    const word = line.subspan(at, end);
    if (word.length >= wanted.length && word.subspan(0, wanted.length).equals(wanted)) {
      value = word.subspan(wanted.length);
    }
    at = end + 1;
  }
  return value;
}

/** Whether the kernel's part of the command line has the word. */
export function hasWord(word: string): boolean {
  const line = kernelWords();
  const wanted = word.bytes();
  for (let at: usize = 0; at + wanted.length <= line.length; at++) {
    const end = at + wanted.length;
    const isWord = (at === 0 || line[at - 1] === 0x20) && (end === line.length || line[end] === 0x20);
    if (isWord && line.subspan(at, end).equals(wanted)) return true;
  }
  return false;
}

/** A hexadecimal number with 0x, or a decimal one; 0 when it is none. */
function numberOf(text: Span<u8>): u64 {
  const isHex = text.length > 2 && text[0] === 0x30 && text[1] === 0x78;
  let value: u64 = 0;
  for (let i: usize = isHex ? 2 : 0; i < text.length; i++) {
    const byte = text[i];
    if (byte >= 0x30 && byte <= 0x39) value = value * (isHex ? 16 : 10) + u64(byte - 0x30);
    else if (isHex && byte >= 0x61 && byte <= 0x66) value = value * 16 + u64(byte - 0x57);
    else return 0;
  }
  return value;
}

/** Reads the words. */
export function readBootFlags(): void {
  const panic = valueOf("panic=");
  if (panic.equals("exit".bytes())) bootFlags.panicPolicy = PanicPolicy.Exit;
  if (panic.equals("reboot".bytes())) bootFlags.panicPolicy = PanicPolicy.Reboot;
  bootFlags.exitPort = u16(numberOf(valueOf("qemu_exit=")));
  const logPort = valueOf("log=ttyS");
  if (logPort.length === 1 && logPort[0] >= 0x30 && logPort[0] <= 0x33) {
    bootFlags.logPort = usize(logPort[0] - 0x30);
    bootFlags.hasLogPort = true;
  }
  bootFlags.ignoreAcpi = hasWord("noacpi");
  bootFlags.ignoreApic = hasWord("noapic");
  bootFlags.paintsStacks = hasWord("stacks=painted");
  bootFlags.ignoreTsc = hasWord("notsc");
}
