/** The devices that are nothing but a rule: /dev/null, zero, full, random, urandom (mem(4), random(4)), and kmsg. */

import { Errno } from "../../core/errno.ts";
import { addDevice } from "../file/device-fs/device-file-system.ts";
import { CharacterDevice, makeDevice } from "../file/device-registry.ts";
import { File } from "../file/file.ts";
import type { Inode } from "../file/inode.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { readRandom } from "../memory/random-bytes.ts";
import type { PageSource } from "../memory/region.ts";
import { PAGE_SIZE } from "../platform/address.ts";
import { addEntropy } from "../platform/random.ts";
import { LogDevice } from "./log-device.ts";
import "./random-settings.ts";

/** An open file of such a device: any offset will do. */
abstract class MemoryDeviceFile extends File {
  override seek(_offset: i64, _origin: u32): u64 {
    return 0;
  }

  override readAt(buffer: IoBuffer, _offset: u64): void {
    this.read(buffer);
  }

  override writeAt(buffer: IoBuffer, _offset: u64): void {
    this.write(buffer);
  }

  override get isPollable(): boolean {
    return false;
  }
}

class NullFile extends MemoryDeviceFile {
  override read(_buffer: IoBuffer): void {}

  override write(buffer: IoBuffer): void {
    buffer.skip(buffer.remaining);
  }
}

/** Zeros without end. A signal ends the read with those that there are. */
abstract class EndlessFile extends MemoryDeviceFile {
  override read(buffer: IoBuffer): void {
    if (buffer.remaining === 0) return;
    do {
      const wanted = bits.min(buffer.remaining, PAGE_SIZE);
      if (buffer.fillOutSome(0, wanted) < wanted) throw Errno.EFAULT;
    } while (buffer.goesOn);
  }
}

class ZeroFile extends EndlessFile {
  override write(buffer: IoBuffer): void {
    buffer.skip(buffer.remaining);
  }

  /** Anonymous memory by another name. */
  override mapping(isShared: boolean, isWritable: boolean): PageSource | null {
    if (!this.isReadable || (isShared && isWritable && !this.isWritable)) throw Errno.EACCES;
    return null;
  }
}

class FullFile extends EndlessFile {
  override write(_buffer: IoBuffer): void {
    throw Errno.ENOSPC;
  }
}

class RandomFile extends MemoryDeviceFile {
  override read(buffer: IoBuffer): void {
    readRandom(buffer);
  }

  /** What is written is mixed in, but vouches for nothing. */
  override write(buffer: IoBuffer): void {
    const bytes = new FixedArray<u8, 64>();
    if (buffer.remaining === 0) return;
    do {
      const part = bytes.span().subspan(0, bits.min(buffer.remaining, 64));
      buffer.copyIn(part);
      for (let i: u64 = 0; i < part.length; i++) addEntropy(u64(part[i]));
    } while (buffer.goesOn);
  }
}

class NullDevice extends CharacterDevice {
  override open(inode: Inode, flags: u32): File {
    return new NullFile(inode, flags);
  }
}
class ZeroDevice extends CharacterDevice {
  override open(inode: Inode, flags: u32): File {
    return new ZeroFile(inode, flags);
  }
}
class FullDevice extends CharacterDevice {
  override open(inode: Inode, flags: u32): File {
    return new FullFile(inode, flags);
  }
}
class RandomDevice extends CharacterDevice {
  override open(inode: Inode, flags: u32): File {
    return new RandomFile(inode, flags);
  }
}
const MEMORY_MAJOR: u64 = 1;

/** Throws ENOMEM. */
export function addMemoryDevices(): void {
  addDevice("null", 0o666, makeDevice(MEMORY_MAJOR, 3), new NullDevice());
  addDevice("zero", 0o666, makeDevice(MEMORY_MAJOR, 5), new ZeroDevice());
  addDevice("full", 0o666, makeDevice(MEMORY_MAJOR, 7), new FullDevice());
  addDevice("random", 0o666, makeDevice(MEMORY_MAJOR, 8), new RandomDevice());
  addDevice("urandom", 0o666, makeDevice(MEMORY_MAJOR, 9), new RandomDevice());
  addDevice("kmsg", 0o644, makeDevice(MEMORY_MAJOR, 11), new LogDevice());
}
