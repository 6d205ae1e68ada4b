/**
 * Where a flow of control has been: the chain of frame pointers, as functions and lines of the sources. All code keeps frame pointers. Never
 * faults: addresses are looked up in the page tables first.
 */

import { pointer } from "unsafe";
import { bootStackGuard, textEnd, textStart } from "./boot/image.ts";
import { TextBuffer } from "../../core/text-buffer.ts";
import { describeAddress } from "./line-table.ts";
import { LogLevel, writeReport } from "./log.ts";
import { isKernelMapped } from "./memory/kernel-map.ts";

const MOST_FRAMES = 40;

const line = new TextBuffer();

function isReadable(address: u64): boolean {
  return (
    (address & 7) === 0 &&
    isKernelMapped(address) &&
    isKernelMapped(address + 15) &&
    address !== bootStackGuard()
  );
}

/** Logs the calls that led to an instruction, innermost first. */
export function printBacktrace(rip: u64, rbp: u64): void {
  printFrame(rip);
  let frame = rbp;
  for (let i: u32 = 0; i < MOST_FRAMES && isReadable(frame); i++) {
    const words = pointer<u64>(frame);
    const next = words[0];
    const back = words[1];
    if (back < textStart() || back >= textEnd()) return;
    // The call, not the instruction after it, which may belong to another line.
    printFrame(back - 1);
    if (next <= frame) return;
    frame = next;
  }
}

function printFrame(address: u64): void {
  line.clear();
  line.text("  at ");
  describeAddress(line, address);
  writeReport(LogLevel.Panic, line.span());
}
