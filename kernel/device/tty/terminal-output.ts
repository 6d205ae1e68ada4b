import type { WaitQueue } from "../../task/wait-queue.ts";

/** Where a terminal's output goes: a serial line, a screen, both. */
export abstract class TerminalOutput {
  /** Takes as many of the bytes as there is room for; returns how many. */
  abstract write(bytes: Span<u8>): u64;
  abstract get hasRoom(): boolean;
  /** Woken when there is room again; null for an output that always has. */
  abstract get writable(): WaitQueue | null;
}
