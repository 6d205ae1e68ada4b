/**
 * The one-shot timer: the time-stamp counter's deadline, the APIC's countdown, or channel 0 of the PIT, whichever is the first that the
 * machine has. A deadline beyond what the hardware can count is reached in several steps.
 */

import { features } from "../cpu/features.ts";
import { MSR_TSC_DEADLINE, writeMsr } from "../cpu/registers.ts";
import { disableInterrupts, restoreInterrupts } from "../cpu.ts";
import { InterruptHandler } from "../interrupt/handler.ts";
import { callTimer } from "../interrupt/hooks.ts";
import { registerInterrupt } from "../interrupt/lines.ts";
import { endLocalInterrupt, hasLocalApic, startApicTimer, unmaskApicTimer } from "../interrupt/local-apic.ts";
import { outByte } from "../ports.ts";
import { addTimingEntropy } from "../random-pool.ts";
import { frequencies } from "./calibrate.ts";
import { longestClockGap, readTsc, uptimeNanoseconds, uptimeSourceName } from "./uptime.ts";

enum TimerKind {
  None,
  Deadline,
  Apic,
  Pit,
}

const SECOND = 1_000_000_000;
const NEVER = 0xffff_ffff_ffff_ffff;
const PIT_FREQUENCY = 1_193_182;
/** The longest countdown of each timer, in nanoseconds. */
const LONGEST_DEADLINE = 3600 * SECOND;
const LONGEST_PIT = 50_000_000;

@struct
class TimerState {
  kind: TimerKind = TimerKind.None;
  /** Monotonic nanoseconds that were asked for. */
  deadline: u64 = NEVER;
  longest: u64 = 0;
  /** The clock must be read now and then, so the timer never stops. */
  keepsRunning: boolean = false;
}

const state = new TimerState();

/** The PIT's interrupt: line 0. */
class PitInterrupt extends InterruptHandler {
  override handle(): boolean {
    expire();
    return true;
  }
}

/** Chooses and starts the timer. Throws ENOMEM. */
export function startTimer(): void {
  if (hasLocalApic() && features.tscDeadline && uptimeSourceName() === "tsc") {
    state.kind = TimerKind.Deadline;
    state.longest = LONGEST_DEADLINE;
    unmaskApicTimer(true);
  } else if (hasLocalApic() && frequencies.apicTimer !== 0) {
    state.kind = TimerKind.Apic;
    state.longest = bits.multiplyDivide(0xffff_ffff, SECOND, frequencies.apicTimer);
    unmaskApicTimer(false);
  } else {
    state.kind = TimerKind.Pit;
    state.longest = LONGEST_PIT;
    registerInterrupt(0, new PitInterrupt());
  }
  state.keepsRunning = longestClockGap() !== NEVER;
  if (!state.keepsRunning) return;
  state.longest = bits.min(state.longest, longestClockGap() / 2);
  program();
}

/** For the log. */
export function timerName(): string {
  switch (state.kind) {
    case TimerKind.Deadline:
      return "TSC deadline";
    case TimerKind.Apic:
      return "APIC";
    case TimerKind.Pit:
      return "PIT";
    default:
      return "none";
  }
}

/** Has `FaultHandler.handleTimer` called once when the monotonic time has come; replaces what was set before. A time that has passed: at once. */
export function armDeadline(nanoseconds: u64): void {
  const wasOn = disableInterrupts();
  state.deadline = nanoseconds;
  program();
  restoreInterrupts(wasOn);
}

/** Sets the hardware for the deadline, or as far toward it as it can count. */
function program(): void {
  const now = uptimeNanoseconds();
  const distance = state.deadline > now ? bits.min(state.deadline - now, state.longest) : u64(1);
  switch (state.kind) {
    case TimerKind.Deadline:
      writeMsr(MSR_TSC_DEADLINE, readTsc() + bits.multiplyDivide(distance, frequencies.tsc, SECOND) + 1);
      break;
    case TimerKind.Apic:
      startApicTimer(
        u32(bits.min(bits.multiplyDivide(distance, frequencies.apicTimer, SECOND) + 1, 0xffff_ffff)),
      );
      break;
    case TimerKind.Pit:
      startPit(bits.multiplyDivide(distance, PIT_FREQUENCY, SECOND) + 1);
      break;
    default:
      break;
  }
}

/** Channel 0, mode 0: one interrupt when the count is through. */
function startPit(ticks: u64): void {
  const count = bits.min(bits.max(ticks, 2), 0xffff);
  outByte(0x43, 0x30);
  outByte(0x40, u8(count));
  outByte(0x40, u8(count >> 8));
}

/** The local APIC's timer interrupt. */
export function handleTimerInterrupt(): void {
  endLocalInterrupt();
  expire();
}

function expire(): void {
  addTimingEntropy();
  if (uptimeNanoseconds() < state.deadline) {
    if (state.deadline !== NEVER || state.keepsRunning) program();
    return;
  }
  state.deadline = NEVER;
  callTimer();
  if (state.keepsRunning && state.deadline === NEVER) program();
}
