/**
 * The globals that have red zones: the compiled code of each module registers its own while the shadow is set up.
 * @nosanitize
 */

import { pointer, symbolAddress, type Ptr } from "unsafe";
import { zeroTerminated } from "../../../core/line-table.ts";
import { poison, Shadow, unpoison } from "./shadow.ts";

const MOST_TABLES = 1024;

/** What LLVM tells of a global (`__asan_global` of its runtime's asan_interface_internal.h). */
@struct
@size(64)
export class CheckedGlobal {
  address: u64 = 0;
  size: u64 = 0;
  sizeWithRedZone: u64 = 0;
  /** Zero-terminated: the global's link name. */
  name: u64 = 0;
  module: u64 = 0;
  hasInitializer: u64 = 0;
  location: u64 = 0;
  indicator: u64 = 0;
}

@struct
class GlobalTable {
  address: u64 = 0;
  count: u64 = 0;
}

@struct
class CheckedGlobals {
  tables = new FixedArray<GlobalTable, 1024>();
  count: usize = 0;
}

const checked = new CheckedGlobals();

/** Sets the red zones of a module's globals, and keeps its table for reports. */
export function addGlobals(address: u64, count: u64): void {
  const globals = pointer<CheckedGlobal>(address);
  for (let i: u64 = 0; i < count; i++) {
    const global = globals[i];
    const size = (global.size + 7) & ~u64(7);
    poison(global.address + size, global.sizeWithRedZone - size, Shadow.Global);
    unpoison(global.address, global.size);
  }
  if (checked.count === MOST_TABLES) return;
  checked.tables[checked.count].address = address;
  checked.tables[checked.count].count = count;
  checked.count++;
}

/** Where the source declares a global with a link name: a zero-terminated text, whose address is 0 if nothing is known of it. */
export function declarationOf(name: Span<u8>): u64 {
  const end = symbolAddress("__global_places_end");
  let at = symbolAddress("__global_places_start");
  while (at < end) {
    const text = zeroTerminated(at);
    const place = at + text.length + 1;
    if (text.equals(name)) return place;
    at = place + zeroTerminated(place).length + 1;
  }
  return 0;
}

/** The global that an address is in, or in the red zone of; address 0 if there is none. */
export function globalAround(address: u64): Ptr<CheckedGlobal> {
  for (let i: usize = 0; i < checked.count; i++) {
    const globals = pointer<CheckedGlobal>(checked.tables[i].address);
    for (let j: u64 = 0; j < checked.tables[i].count; j++) {
      const global = globals[j];
      if (address >= global.address && address - global.address < global.sizeWithRedZone)
        return globals.add(j);
    }
  }
  return pointer<CheckedGlobal>(0);
}
