/**
 * The floating-point and vector state of programs. The kernel itself is compiled without such registers, so the state stays in the CPU until
 * another program's thread runs: then it is saved and the other's loaded, always ("eagerly": lazy switching leaks registers, CVE-2018-3665).
 *
 * XSAVE where the CPU has it (x87, SSE, AVX, AVX-512), else FXSAVE (Intel SDM 1, 13 and 10.5).
 */

import { addressOf, asm, clobber, copyBytes, dataOf, inp, pointer } from "unsafe";
import { readU32, readU64 } from "../../../core/bytes.ts";
import { features } from "./features.ts";
import { CpuidResult, writeXcr0 } from "./registers.ts";

/** Bytes of a state in FXSAVE's form, with which one in XSAVE's begins. */
export const FXSAVE_SIZE = 512;
/** Where the CPU leaves 48 of them to software (Intel SDM 1, 10.5.1). */
export const FPU_SOFTWARE_OFFSET: u64 = 464;
const LEGACY_SIZE = FXSAVE_SIZE;
const HEADER_SIZE = 64;
/** x87, SSE. */
const BASE_STATES = 0x3;
const AVX_STATE = 0x4;
/** Opmask, upper halves of ZMM0-15, ZMM16-31: all or none. */
const AVX512_STATES = 0xe0;

const DEFAULT_CONTROL_WORD = 0x37f;
const DEFAULT_MXCSR = 0x1f80;
const MXCSR_OFFSET = 24;
const MXCSR_MASK_OFFSET = 28;

@struct
class FpuLayout {
  size: u64 = LEGACY_SIZE;
  states: u64 = BASE_STATES;
  usesXsave: boolean = false;
  usesXsaveopt: boolean = false;
  /** Bits of MXCSR that may be set. */
  mxcsrMask: u32 = 0xffbf;
}

const layout = new FpuLayout();

@struct
@align(64)
class LegacyArea {
  bytes = new FixedArray<u8, 512>();
}
/** Where the CPU once tells which bits of MXCSR it has. */
const probe = new LegacyArea();

function readMxcsrMask(): void {
  const area = addressOf(probe).address;
  asm`fxsave64 (${inp("D", area)}) /* ${clobber("memory")} */`;
  const mask = pointer<u32>(area + MXCSR_MASK_OFFSET).value;
  // CPUs that leave the field 0 have all but the "denormals are zeros" bit (Intel SDM 1, 11.6.6).
  if (mask !== 0) layout.mxcsrMask = mask;
}

/** Chooses the states to be kept, and tells this CPU. */
export function startFpu(): void {
  readMxcsrMask();
  if (!features.xsave || features.maxLeaf < 0xd) return;
  const leaf = new CpuidResult();
  leaf.read(0xd, 0);
  const supported = u64(leaf.eax);
  let states: u64 = BASE_STATES;
  if (features.avx && (supported & AVX_STATE) !== 0) {
    states |= AVX_STATE;
    if ((supported & AVX512_STATES) === AVX512_STATES) states |= AVX512_STATES;
  }
  writeXcr0(states);
  // EBX is the size of the states that are now on.
  leaf.read(0xd, 0);
  layout.size = (u64(leaf.ebx) + 63) & ~u64(63);
  layout.states = states;
  layout.usesXsave = true;
  layout.usesXsaveopt = features.xsaveopt;
}

/** Size in bytes of FPU states, a multiple of 64; 512 when the CPU has no XSAVE. */
export function fpuStateSize(): u64 {
  return layout.size;
}

/** The states that are kept, as in XCR0; 3 without XSAVE. Part of signal frames. */
export function fpuStates(): u64 {
  return layout.states;
}

/** Whether states have the XSAVE header. */
export function usesXsave(): boolean {
  return layout.usesXsave;
}

/**
 * Writes the state of the registers to an area, aligned to 64. XSAVEOPT leaves out what has its initial value, or has not changed since it was
 * loaded from there: good for whoever loads it again, and for nobody else.
 */
export function saveFpu(area: u64): void {
  if (layout.usesXsaveopt)
    asm`xsaveopt64 (${inp("D", area)}) /* ${inp("a", u32(layout.states))} ${inp("d", u32(0))} ${clobber("memory")} */`; // prettier-ignore
  else if (layout.usesXsave)
    asm`xsave64 (${inp("D", area)}) /* ${inp("a", u32(layout.states))} ${inp("d", u32(0))} ${clobber("memory")} */`; // prettier-ignore
  else asm`fxsave64 (${inp("D", area)}) /* ${clobber("memory")} */`;
}

/** The same with nothing left out, for those who read the area. */
export function saveWholeFpu(area: u64): void {
  if (layout.usesXsave)
    asm`xsave64 (${inp("D", area)}) /* ${inp("a", u32(layout.states))} ${inp("d", u32(0))} ${clobber("memory")} */`; // prettier-ignore
  else asm`fxsave64 (${inp("D", area)}) /* ${clobber("memory")} */`;
}

/** Loads the registers from an area, which must hold a valid state. */
export function loadFpu(area: u64): void {
  if (layout.usesXsave)
    asm`xrstor64 (${inp("D", area)}) /* ${inp("a", u32(layout.states))} ${inp("d", u32(0))} ${clobber("memory")} */`; // prettier-ignore
  else asm`fxrstor64 (${inp("D", area)}) /* ${clobber("memory")} */`;
}

/** Makes an area the state of a program that starts. */
export function initializeFpu(area: u64): void {
  const words = pointer<u64>(area);
  for (let i: usize = 0; i < LEGACY_SIZE / 8; i++) words[i] = 0;
  pointer<u16>(area).value = DEFAULT_CONTROL_WORD;
  pointer<u32>(area + MXCSR_OFFSET).value = DEFAULT_MXCSR;
  // All registers are in their initial state, but for the control words, which XRSTOR takes from the area if SSE and x87 are marked.
  markLegacyStates(area);
}

/**
 * Whether the CPU would load a state that a program made: to be asked of a copy that the program cannot change any more, before it
 * replaces a thread's own (Intel SDM 1, 13.8.1 and 10.5.1.1: what makes XRSTOR and FXRSTOR fault). `state` is the XSAVE form if it is as long
 * as that, else the 512 bytes of FXSAVE.
 */
export function isValidFpuState(state: Span<u8>): boolean {
  if ((readU32(state, MXCSR_OFFSET) & ~layout.mxcsrMask) !== 0) return false;
  if (!layout.usesXsave || state.length < layout.size) return true;
  if ((readU64(state, LEGACY_SIZE) & ~layout.states) !== 0) return false;
  for (let i: usize = 8; i < HEADER_SIZE; i += 8) {
    if (readU64(state, LEGACY_SIZE + i) !== 0) return false;
  }
  return true;
}

/** Puts a valid state into an area; of one of 512 bytes, what lies beyond them gets its initial value. */
export function replaceFpu(area: u64, state: Span<u8>): void {
  const isWhole = state.length >= layout.size;
  const length = isWhole ? layout.size : LEGACY_SIZE;
  copyBytes(pointer<u8>(area), dataOf(state), length);
  if (!isWhole) markLegacyStates(area);
}

function markLegacyStates(area: u64): void {
  if (!layout.usesXsave) return;
  const header = pointer<u64>(area + LEGACY_SIZE);
  header[0] = BASE_STATES;
  for (let i: usize = 1; i < HEADER_SIZE / 8; i++) header[i] = 0;
}
