/** Things that must end in a panic with a report. */

import { arrayData, asm, inp, leakReference, pointer, volatileLoad } from "unsafe";
import { type VirtAddr, places } from "../address.ts";
import { imageToPhysical, rodataStart, textStart } from "../boot/image.ts";
import { prepareSwitch, switchToPrepared, ThreadContext } from "../context.ts";
import { disableInterrupts } from "../cpu.ts";
import { interruptStackGuard } from "../cpu/interrupt-stacks.ts";
import { allocateFrame } from "../frames.ts";
import { PageFlags, PageTable } from "../paging.ts";

class DeepThread extends ThreadContext {
  override begin(): never {
    recurse(0);
    panic("self-test: the stack has no end");
  }
}

/** @noinline */
function recurse(depth: u64): u64 {
  const local = new FixedArray<u64, 64>();
  local[depth & 63] = depth;
  // Never true, but nobody knows.
  if (volatileLoad(pointer<u64>(textStart())) === 0) return depth;
  return recurse(depth + 1) + local[(depth * 7) & 63];
}

/** Maps and loads a page that programs may read, write and execute. Throws ENOMEM. */
function mapProgramPage(): u64 {
  const table = PageTable.create();
  table.map(0x40_0000 as VirtAddr, allocateFrame(), PageFlags.User | PageFlags.Write);
  table.activate();
  // The table is not given back: this kernel ends soon.
  leakReference(table);
  return 0x40_0000;
}

/** Does what the name says. Throws ENOMEM. */
export function breakSomething(name: string): void {
  const items: u64[] = [1, 2, 3];
  if (name === "read-program") volatileLoad(pointer<u64>(mapProgramPage()));
  if (name === "run-program") asm`jmp *%rax /* ${inp("a", mapProgramPage())} */`;
  if (name === "stack-overflow") {
    disableInterrupts();
    prepareSwitch(new DeepThread());
    switchToPrepared();
  }
  // The first stack of the table is that of double faults: an overflow of it would be one more, and reset the machine.
  if (name === "interrupt-stack") pointer<u8>(interruptStackGuard(2) + 4088).value = 1;
  if (name === "write-text") pointer<u8>(textStart()).value = 1;
  if (name === "write-constants") pointer<u8>(rodataStart()).value = 1;
  if (name === "write-alias") pointer<u8>(imageToPhysical(textStart()) + places.directMap).value = 1;
  if (name === "run-data") asm`jmp *%rax /* ${inp("a", arrayData(items).address)} */`;
  if (name === "null") pointer<u8>(8).value = 1;
  if (name === "bounds") items[name.length] = 1;
  if (name === "invalid") asm`ud2`;
}
