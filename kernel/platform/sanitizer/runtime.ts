/**
 * What instrumented code calls (LLVM, AddressSanitizer.cpp, "kernel"): a report when the byte of the shadow that it looked at forbids the
 * access; the look itself in functions that are too large for it to be inline; copies; and the red zones of large frames and globals.
 * @nosanitize
 */

import { copyBytes, fillBytes, framePointer, moveBytes, pointer } from "unsafe";
import { reportAccess } from "./report.ts";
import { addGlobals } from "./globals.ts";
import { firstPoisoned, unpoison } from "./shadow.ts";
import { stackTopOf } from "./stack-bounds.ts";

/** @export __asan_report_load1_noabort */
export function reportLoad1(address: u64): void {
  reportAccess(address, 1, false, framePointer());
}

/** @export __asan_report_store1_noabort */
export function reportStore1(address: u64): void {
  reportAccess(address, 1, true, framePointer());
}

/** @export __asan_report_load2_noabort */
export function reportLoad2(address: u64): void {
  reportAccess(address, 2, false, framePointer());
}

/** @export __asan_report_store2_noabort */
export function reportStore2(address: u64): void {
  reportAccess(address, 2, true, framePointer());
}

/** @export __asan_report_load4_noabort */
export function reportLoad4(address: u64): void {
  reportAccess(address, 4, false, framePointer());
}

/** @export __asan_report_store4_noabort */
export function reportStore4(address: u64): void {
  reportAccess(address, 4, true, framePointer());
}

/** @export __asan_report_load8_noabort */
export function reportLoad8(address: u64): void {
  reportAccess(address, 8, false, framePointer());
}

/** @export __asan_report_store8_noabort */
export function reportStore8(address: u64): void {
  reportAccess(address, 8, true, framePointer());
}

/** @export __asan_report_load16_noabort */
export function reportLoad16(address: u64): void {
  reportAccess(address, 16, false, framePointer());
}

/** @export __asan_report_store16_noabort */
export function reportStore16(address: u64): void {
  reportAccess(address, 16, true, framePointer());
}

/** @export __asan_report_load_n_noabort */
export function reportLoadN(address: u64, size: u64): void {
  reportAccess(address, size, false, framePointer());
}

/** @export __asan_report_store_n_noabort */
export function reportStoreN(address: u64, size: u64): void {
  reportAccess(address, size, true, framePointer());
}

/** @export __asan_load1_noabort */
export function checkLoad1(address: u64): void {
  if (firstPoisoned(address, 1) !== 0) reportAccess(address, 1, false, framePointer());
}

/** @export __asan_store1_noabort */
export function checkStore1(address: u64): void {
  if (firstPoisoned(address, 1) !== 0) reportAccess(address, 1, true, framePointer());
}

/** @export __asan_load2_noabort */
export function checkLoad2(address: u64): void {
  if (firstPoisoned(address, 2) !== 0) reportAccess(address, 2, false, framePointer());
}

/** @export __asan_store2_noabort */
export function checkStore2(address: u64): void {
  if (firstPoisoned(address, 2) !== 0) reportAccess(address, 2, true, framePointer());
}

/** @export __asan_load4_noabort */
export function checkLoad4(address: u64): void {
  if (firstPoisoned(address, 4) !== 0) reportAccess(address, 4, false, framePointer());
}

/** @export __asan_store4_noabort */
export function checkStore4(address: u64): void {
  if (firstPoisoned(address, 4) !== 0) reportAccess(address, 4, true, framePointer());
}

/** @export __asan_load8_noabort */
export function checkLoad8(address: u64): void {
  if (firstPoisoned(address, 8) !== 0) reportAccess(address, 8, false, framePointer());
}

/** @export __asan_store8_noabort */
export function checkStore8(address: u64): void {
  if (firstPoisoned(address, 8) !== 0) reportAccess(address, 8, true, framePointer());
}

/** @export __asan_load16_noabort */
export function checkLoad16(address: u64): void {
  if (firstPoisoned(address, 16) !== 0) reportAccess(address, 16, false, framePointer());
}

/** @export __asan_store16_noabort */
export function checkStore16(address: u64): void {
  if (firstPoisoned(address, 16) !== 0) reportAccess(address, 16, true, framePointer());
}

/** @export __asan_loadN_noabort */
export function checkLoadN(address: u64, size: u64): void {
  if (firstPoisoned(address, size) !== 0) reportAccess(address, size, false, framePointer());
}

/** @export __asan_storeN_noabort */
export function checkStoreN(address: u64, size: u64): void {
  if (firstPoisoned(address, size) !== 0) reportAccess(address, size, true, framePointer());
}

/** @export __asan_memcpy */
export function checkedCpy(to: u64, from: u64, count: u64): u64 {
  if (firstPoisoned(from, count) !== 0) reportAccess(from, count, false, framePointer());
  if (firstPoisoned(to, count) !== 0) reportAccess(to, count, true, framePointer());
  copyBytes(pointer<u8>(to), pointer<u8>(from), count);
  return to;
}

/** @export __asan_memmove */
export function checkedMove(to: u64, from: u64, count: u64): u64 {
  if (firstPoisoned(from, count) !== 0) reportAccess(from, count, false, framePointer());
  if (firstPoisoned(to, count) !== 0) reportAccess(to, count, true, framePointer());
  moveBytes(pointer<u8>(to), pointer<u8>(from), count);
  return to;
}

/** @export __asan_memset */
export function checkedSet(to: u64, byte: i32, count: u64): u64 {
  if (firstPoisoned(to, count) !== 0) reportAccess(to, count, true, framePointer());
  fillBytes(pointer<u8>(to), u8(byte), count);
  return to;
}

/**
 * A piece of the kernel's memory that assembly is about to read or write (user.ts).
 * @export sanitizer_check
 */
export function checkMemory(address: u64, length: u64, isWrite: boolean): void {
  if (firstPoisoned(address, length) !== 0) reportAccess(address, length, isWrite, framePointer());
}

/** @export __asan_register_globals */
export function registerGlobals(address: u64, count: u64): void {
  addGlobals(address, count);
}

/** The kernel's modules stay. @export __asan_unregister_globals */
export function unregisterGlobals(_address: u64, _count: u64): void {}

/**
 * Before a call that does not return: the frames above will never take their red zones back.
 * @export __asan_handle_no_return
 */
export function handleNoReturn(): void {
  const frame = framePointer();
  const top = stackTopOf(frame);
  if (top !== 0) unpoison(frame, top - frame);
}

/** @export __asan_set_shadow_00 */
export function setShadow00(shadow: u64, count: u64): void {
  fillBytes(pointer<u8>(shadow), 0x00, count);
}

/** @export __asan_set_shadow_f1 */
export function setShadowF1(shadow: u64, count: u64): void {
  fillBytes(pointer<u8>(shadow), 0xf1, count);
}

/** @export __asan_set_shadow_f2 */
export function setShadowF2(shadow: u64, count: u64): void {
  fillBytes(pointer<u8>(shadow), 0xf2, count);
}

/** @export __asan_set_shadow_f3 */
export function setShadowF3(shadow: u64, count: u64): void {
  fillBytes(pointer<u8>(shadow), 0xf3, count);
}

/** @export __asan_set_shadow_f5 */
export function setShadowF5(shadow: u64, count: u64): void {
  fillBytes(pointer<u8>(shadow), 0xf5, count);
}

/** @export __asan_set_shadow_f8 */
export function setShadowF8(shadow: u64, count: u64): void {
  fillBytes(pointer<u8>(shadow), 0xf8, count);
}
