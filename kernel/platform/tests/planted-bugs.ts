/** Bugs that the sanitizer must find (test/boot/sanitizer.test.ts): each takes something, lets go of it or not, and uses it wrongly. */

import {
  addressOf,
  arrayData,
  copyBytes,
  dataOf,
  objectAddress,
  pointer,
  volatileLoad,
  volatileStore,
  type Ptr,
} from "unsafe";
import { directMap } from "../address.ts";
import { allocateFrame, allocateFrames, freeFrames, releaseFrame } from "../frames.ts";
import { allocate, free } from "../memory/heap.ts";
import { allocateStack, freeStack } from "../memory/stacks.ts";
import { copyFromUser, copyToUser } from "../user.ts";

class Victim {
  value: u64 = 7;
  other: u64 = 8;
}

const table = new FixedArray<u32, 5>();

/** @noinline */
function take(size: u64): u64 {
  return allocate(size);
}

/** @noinline */
function release(address: u64, size: u64): void {
  free(address, size);
}

/** @noinline */
function releasedObject(): u64 {
  const victim = new Victim();
  return objectAddress(victim);
}

/** @noinline */
function releasedBlock(size: u64): u64 {
  const address = take(size);
  release(address, size);
  return address;
}

/** @noinline */
function read(address: u64): u64 {
  return volatileLoad(pointer<u64>(address));
}

/** @noinline */
function write(address: u64): void {
  volatileStore(pointer<u8>(address), 1);
}

/** @noinline */
function copyOut(address: u64, length: u64): void {
  copyToUser(0x40_0000, pointer<u8>(address).span(length));
}

/** @noinline */
function copyIn(address: u64, length: u64): void {
  copyFromUser(pointer<u8>(address).span(length), 0x40_0000);
}

/** The end of an array's items. */
function endOf(items: u8[]): u64 {
  return arrayData(items).address + items.length;
}

/** @noinline */
function overrunStack(index: u64): u8 {
  const local = new FixedArray<u8, 24>();
  const bytes: Ptr<u8> = addressOf(local).cast<u8>();
  volatileStore(bytes.add(index), 1);
  return volatileLoad(bytes.add(index - 20));
}

/** Plants the bug with this name; an unknown one does nothing. Throws ENOMEM. */
export function plantBug(name: string): void {
  if (name === "read-after-release") read(releasedObject() + 16);
  if (name === "write-after-release") write(releasedBlock(100) + 99);
  if (name === "large-after-release") write(releasedBlock(100_000) + 5000);
  if (name === "big-after-release") write(releasedBlock(5_000_000) + 4_000_000);
  if (name === "heap-behind") write(take(100) + 100);
  if (name === "heap-before") write(take(100) - 1);
  if (name === "big-behind") write(take(5_000_000) + 5_000_000);
  if (name === "array-behind") {
    const items = new Array<u8>(33);
    write(endOf(items));
    assert(items.length > 32, "alive until here");
  }
  if (name === "string-behind") {
    const text = `text ${name.length}`;
    read(objectAddress(text) + 32);
    assert(text.length > 5, "alive until here");
  }
  if (name === "stack-behind") overrunStack(24 + (name.length - 12));
  if (name === "global-behind") write(addressOf(table).address + 20);
  if (name === "copy-behind") {
    const items = new Array<u8>(64);
    copyBytes(arrayData(items), pointer<u8>(take(60)), 48 + name.length + 2);
  }
  if (name === "copy-to-program") copyOut(take(30), 31);
  if (name === "copy-from-program") copyIn(releasedBlock(30), 30);
  if (name === "release-twice") release(releasedBlock(64), 64);
  if (name === "wrong-size") release(take(64), 48);
  if (name === "not-a-block") release(dataOf(table.span()).address, 16);
  breakFrames(name);
}

/** @noinline */
function releasedFrame(): u64 {
  const frame = allocateFrame();
  releaseFrame(frame);
  return directMap(frame);
}

function breakFrames(name: string): void {
  if (name === "free-frame") read(releasedFrame() + 8);
  if (name === "frame-twice") {
    const frame = allocateFrame();
    releaseFrame(frame);
    releaseFrame(frame);
  }
  if (name === "frames-twice") {
    const frames = allocateFrames(3);
    freeFrames(frames, 3);
    freeFrames(frames, 3);
  }
  if (name === "free-stack") {
    const top = allocateStack();
    freeStack(top);
    write(top - 100);
  }
}
