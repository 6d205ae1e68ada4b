/**
 * Weak references. `Weak<T>` is a counted reference to the WeakCell of its target; the target holds a count of its cell
 * too, by the pointer at 16 that objects of weakly referenced classes have.
 *
 * An object dies when its count becomes 0, and nobody may raise it from there again. `get` therefore raises it only
 * if it is not 0, and does so under the cell's lock, which the release of the last count takes too (`metal_weak_clear`) before
 * the object is destroyed: as long as the cell names an object, that object's memory is there.
 *
 * The lock spins and is held for a few instructions; weak references are not for interrupt handlers.
 */

import {
  adoptReference,
  atomicAdd,
  atomicCompareExchange,
  atomicExchange,
  atomicLoad,
  atomicStore,
  addressOf,
  leakReference,
  objectAddress,
  offsetOf,
  pointer,
} from "unsafe";
import { pause } from "./pause.ts";

const COUNT_OFFSET = 8;
const CELL_OFFSET = 16;
/** Counts from here on are those of static objects and are left alone. */
const IMMORTAL = 0x2000_0000_0000_0000;

/** -1. */
const ONE_LESS = 0xffff_ffff_ffff_ffff;

/** What all `Weak` of one object share: where it is, until it is gone. */
export class WeakCell {
  /** Address of the object, 0 when it is gone. Behind the lock. */
  target: u64;
  private lockWord: u64;

  /** Waits until no other CPU has the lock. Held for a few instructions: with no call that may sleep. */
  lock(): void {
    while (atomicExchange(addressOf(this.lockWord), 1) !== 0) pause();
  }

  /** Gives the lock back. */
  unlock(): void {
    atomicStore(addressOf(this.lockWord), 0);
  }
}

/** The cell of an object, made if there is none yet. Throws ENOMEM. */
function cellOf(object: u64): WeakCell {
  const place = pointer<u64>(object + CELL_OFFSET);
  if (atomicLoad(place) === 0) {
    const made = new WeakCell();
    made.target = object;
    const address = leakReference(made);
    if (atomicCompareExchange(place, 0, address) !== 0) dropCell(address);
  }
  const address = atomicLoad(place);
  atomicAdd(pointer<u64>(address + COUNT_OFFSET), 1);
  return adoptReference<WeakCell>(address);
}

/** Gives up the count that an address carries. */
function dropCell(address: u64): void {
  adoptReference<WeakCell>(address);
}

/** `new Weak(target)`: a cell that names the target; for null one that names nothing. Throws ENOMEM. */
export function makeWeak<T>(target: T | null): WeakCell {
  if (target === null) return new WeakCell();
  return cellOf(objectAddress(target as object));
}

/** `weak.get()`: the target with a count of its own, or null when it is gone. */
export function weakGet<T>(cell: WeakCell): T | null {
  cell.lock();
  const address = cell.target;
  const alive = address !== 0 && raise(address);
  cell.unlock();
  return alive ? adoptReference<T>(address) : null;
}

/** Adds a count to an object unless it has none left. */
function raise(object: u64): boolean {
  const place = pointer<u64>(object + COUNT_OFFSET);
  let count = atomicLoad(place);
  while (count !== 0) {
    if (count >= IMMORTAL) return true;
    const found = atomicCompareExchange(place, count, count + 1);
    if (found === count) return true;
    count = found;
  }
  return false;
}

/**
 * Called by the release of an object's last count, before anything of it is destroyed: its cell forgets it. Returns the address of the cell if the
 * object was the last to have it, so that who called can destroy it too; else 0. (The object's field keeps the address, which is dead from here on.)
 * @export metal_weak_clear
 */
export function weakClear(object: u64): u64 {
  const address = pointer<u64>(object + CELL_OFFSET).value;
  if (address === 0) return 0;
  // By address: a reference to the cell would be released here, and this is called by a release.
  const lock = pointer<u64>(address + offsetOf<WeakCell>("lockWord"));
  while (atomicExchange(lock, 1) !== 0) pause();
  pointer<u64>(address + offsetOf<WeakCell>("target")).value = 0;
  atomicStore(lock, 0);
  return atomicAdd(pointer<u64>(address + COUNT_OFFSET), ONE_LESS) === 1 ? address : 0;
}
