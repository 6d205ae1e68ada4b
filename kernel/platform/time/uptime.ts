/**
 * Nanoseconds since the start, by the time-stamp counter or whatever else the clock (clock.ts) has chosen. Static, so that the log can
 * stamp its first lines; 0 until the clock is known.
 */

import { asm, out } from "unsafe";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";

/** A counter that time is read from. */
export abstract class ClockSource {
  readonly name: string;
  /** Ticks of a second. */
  readonly frequency: u64;

  /** Nanoseconds between two readings after which ticks are lost. */
  readonly longestGap: u64;

  constructor(name: string, frequency: u64, longestGap: u64) {
    this.name = name;
    this.frequency = frequency;
    this.longestGap = longestGap;
  }

  /** Ticks now; a 64-bit number that never goes back. Called with interrupts off. */
  abstract read(): u64;
}

@struct
class ClockState {
  /** The clock is the time-stamp counter: read without a call. */
  usesTsc: boolean = false;
  /** Nanoseconds of a tick, times 2^32. */
  scale: u64 = 0;
  /** The counter at `baseTime`. */
  base: u64 = 0;
  baseTime: u64 = 0;
}

const state = new ClockState();
let source: ClockSource | null = null;

/** The time-stamp counter. @inline */
export function readTsc(): u64 {
  const [low, high] = asm<[u32, u32]>`rdtsc /* ${out("a")} ${out("d")} */`;
  return (u64(high) << 32) | u64(low);
}

/** Ticks times 2^32-scaled nanoseconds. */
function scaled(ticks: u64): u64 {
  return (bits.multiplyHigh(ticks, state.scale) << 32) | ((ticks * state.scale) >> 32);
}

function scaleOf(frequency: u64): u64 {
  return (u64(1_000_000_000) << 32) / frequency;
}

/** From now on time is read from the time-stamp counter. */
export function useTsc(frequency: u64): void {
  const wasOn = disableInterrupts();
  state.baseTime = uptimeNanoseconds();
  state.base = readTsc();
  state.scale = scaleOf(frequency);
  state.usesTsc = true;
  restoreInterrupts(wasOn);
}

/** From now on time is read from another counter. */
export function useClockSource(chosen: ClockSource): void {
  const wasOn = disableInterrupts();
  state.baseTime = uptimeNanoseconds();
  state.usesTsc = false;
  state.base = chosen.read();
  state.scale = scaleOf(chosen.frequency);
  source = chosen;
  restoreInterrupts(wasOn);
}

/** Nanoseconds since the start. */
export function uptimeNanoseconds(): u64 {
  if (state.usesTsc) return state.baseTime + scaled(readTsc() - state.base);
  const counter = source;
  if (counter === null) return 0;
  const wasOn = disableInterrupts();
  const time = state.baseTime + scaled(counter.read() - state.base);
  restoreInterrupts(wasOn);
  return time;
}

/** Nanoseconds after which the clock must have been read again. */
export function longestClockGap(): u64 {
  const counter = source;
  return counter === null ? 0xffff_ffff_ffff_ffff : counter.longestGap;
}

/** "tsc", or the other counter's name; "none" before there is one. */
export function uptimeSourceName(): string {
  if (state.usesTsc) return "tsc";
  const counter = source;
  return counter === null ? "none" : counter.name;
}
