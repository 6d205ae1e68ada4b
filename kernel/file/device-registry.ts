/** Which driver serves which device number. */

import { Errno } from "../../core/errno.ts";
import { SpinLock } from "../platform/lock.ts";
import type { Credentials } from "../rights/credentials.ts";
import type { File } from "./file.ts";
import type { Inode } from "./inode.ts";

/** A character device. */
export abstract class CharacterDevice {
  /** What besides the node's permissions decides whether it may be opened. Throws EPERM. */
  checkOpen(_credentials: Credentials, _flags: u32): void {}

  /** A new open file of the device, by way of the node `inode`. Throws ENXIO, ENODEV, EBUSY, ENOMEM. */
  abstract open(inode: Inode, flags: u32): File;
}

class Devices {
  readonly byNumber: Map<u64, CharacterDevice> = new Map<u64, CharacterDevice>();
}
const devices: SpinLock<Devices> = new SpinLock(new Devices());

/** A device's number, as `st_rdev` has it. */
export function makeDevice(major: u64, minor: u64): u64 {
  return (
    (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~u64(0xff)) << 12) | ((major & ~u64(0xfff)) << 32)
  );
}

/** The major number of a device number as programs see it (makedev(3)). */
export function majorOf(device: u64): u32 {
  return u32((device >> 8) & 0xfff);
}

/** The minor number of a device number as programs see it (makedev(3)). */
export function minorOf(device: u64): u32 {
  return u32((device & 0xff) | ((device >> 12) & ~u64(0xff)));
}

/** Makes a driver known. Throws ENOMEM. */
export function registerDevice(number: u64, device: CharacterDevice): void {
  using known = devices.lock();
  known.value.byNumber.set(number, device);
}

/** Opens what a device node stands for. Throws ENXIO when no driver serves it, and what the driver throws. */
export function openDevice(inode: Inode, flags: u32): File {
  const device = find(inode.deviceNumber);
  if (device === null) throw Errno.ENXIO;
  return device.open(inode, flags);
}

/** Throws EPERM when the credentials may not open what a device node stands for, whatever its permissions say. */
export function checkDevice(number: u64, credentials: Credentials, flags: u32): void {
  find(number)?.checkOpen(credentials, flags);
}

function find(number: u64): CharacterDevice | null {
  using known = devices.lock();
  return known.value.byNumber.get(number) ?? null;
}
