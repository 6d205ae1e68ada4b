/**
 * The floating-point and vector state of programs. The kernel itself is compiled without such registers, so the state stays in the CPU until
 * another program's thread runs: then it is saved and the other's loaded, always ("eagerly": lazy switching leaks registers, CVE-2018-3665).
 *
 * XSAVE where the CPU has it (x87, SSE, AVX, AVX-512), else FXSAVE (Intel SDM 1, 13 and 10.5).
 */

import { addressOf, asm, clobber, inp, pointer } from "unsafe";
import { features } from "./features.ts";
import { CpuidResult, writeXcr0 } from "./registers.ts";

const LEGACY_SIZE = 512;
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

/** Makes zeroed memory the state of a program that starts. */
export function initializeFpu(area: u64): void {
  pointer<u16>(area).value = DEFAULT_CONTROL_WORD;
  pointer<u32>(area + MXCSR_OFFSET).value = DEFAULT_MXCSR;
  // All registers are in their initial state, but for the control words, which XRSTOR takes from the area if SSE and x87 are marked.
  if (layout.usesXsave) pointer<u64>(area + LEGACY_SIZE).value = BASE_STATES;
}

/** Makes what a program gave a state that the CPU accepts; false when it cannot be one. */
export function sanitizeFpu(area: u64): boolean {
  const mxcsr = pointer<u32>(area + MXCSR_OFFSET);
  mxcsr.value &= layout.mxcsrMask;
  pointer<u32>(area + MXCSR_MASK_OFFSET).value = 0;
  if (!layout.usesXsave) return true;
  const header = pointer<u64>(area + LEGACY_SIZE);
  if ((header[0] & ~layout.states) !== 0) return false;
  for (let i: usize = 1; i < HEADER_SIZE / 8; i++) {
    if (header[i] !== 0) return false;
  }
  return true;
}
