/** /dev/hostin, hostout and hosterr: the streams of a program that `tessera run` passes through (docs/run-protocol.md, "The stream devices"). */

import { addDevice } from "../file/device-fs/device-file-system.ts";
import { CharacterDevice, makeDevice } from "../file/device-registry.ts";
import { Errno } from "../../core/errno.ts";
import { File } from "../file/file.ts";
import type { Inode } from "../file/inode.ts";
import { PollEvents, READABLE, WRITABLE } from "../file/poll-events.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import { SpinLock } from "../platform/lock.ts";
import type { PollTable } from "../task/poll-table.ts";
import { ByteRing } from "./byte-ring.ts";
import type { SerialPort } from "./serial.ts";

const ESCAPE: u8 = 0x10;
const END: u8 = 0x04;
/** Major number of experimental devices. */
const HOST_MAJOR: u64 = 240;

/** Takes the escapes out of what arrives. */
class Decoder {
  readonly bytes: ByteRing = new ByteRing();
  private isEscaped: boolean = false;
  hasEnded: boolean = false;

  /** Moves what the port has received over, as far as there is room. */
  pump(port: SerialPort): void {
    const raw = new FixedArray<u8, 256>();
    while (this.bytes.room >= raw.length) {
      const count = port.read(raw.span());
      if (count === 0) return;
      for (let i: u64 = 0; i < count; i++) this.decode(raw[i]);
    }
  }

  private decode(byte: u8): void {
    if (this.isEscaped) {
      this.isEscaped = false;
      if (byte === END) this.hasEnded = true;
      else this.bytes.put(byte);
    } else if (byte === ESCAPE) {
      this.isEscaped = true;
    } else {
      this.bytes.put(byte);
    }
  }
}

/** Standard input of the host. */
class HostInput extends CharacterDevice {
  readonly port: SerialPort;
  private readonly decoder: SpinLock<Decoder> = new SpinLock(new Decoder());

  constructor(port: SerialPort) {
    super();
    this.port = port;
  }

  override open(inode: Inode, flags: u32): File {
    return new HostInputFile(inode, flags, this);
  }

  take(to: Span<u8>): u64 {
    using decoder = this.decoder.lock();
    decoder.value.pump(this.port);
    return decoder.value.bytes.takeInto(to);
  }

  /** Whether a read would not block. */
  get isReady(): boolean {
    using decoder = this.decoder.lock();
    decoder.value.pump(this.port);
    return decoder.value.bytes.length > 0 || decoder.value.hasEnded;
  }

  get hasEnded(): boolean {
    using decoder = this.decoder.lock();
    return decoder.value.hasEnded && decoder.value.bytes.length === 0;
  }

  /** Throws RESTART. */
  wait(): void {
    this.port.readable.prepare();
    if (this.isReady) this.port.readable.cancel();
    else this.port.readable.sleep();
  }
}

class HostInputFile extends File {
  private readonly host: HostInput;

  constructor(inode: Inode, flags: u32, host: HostInput) {
    super(inode, flags);
    this.host = host;
  }

  override read(buffer: IoBuffer): void {
    const bytes = new FixedArray<u8, 512>();
    const wanted = buffer.remaining;
    while (buffer.remaining > 0) {
      const count = this.host.take(bytes.span().subspan(0, bits.min(buffer.remaining, 512)));
      if (count > 0) {
        buffer.copyOut(bytes.span().subspan(0, count));
        continue;
      }
      if (buffer.remaining < wanted || this.host.hasEnded) return;
      if (this.isNonBlocking) throw Errno.EAGAIN;
      this.host.wait();
    }
  }

  override poll(table: PollTable | null): PollEvents {
    if (table !== null) table.add(this.host.port.readable);
    return this.host.isReady ? READABLE : PollEvents.None;
  }
}

/** Standard output or errors of the host. */
class HostOutput extends CharacterDevice {
  private readonly port: SerialPort;

  constructor(port: SerialPort) {
    super();
    this.port = port;
  }

  override open(inode: Inode, flags: u32): File {
    return new HostOutputFile(inode, flags, this.port);
  }
}

class HostOutputFile extends File {
  private readonly port: SerialPort;

  constructor(inode: Inode, flags: u32, port: SerialPort) {
    super(inode, flags);
    this.port = port;
  }

  override write(buffer: IoBuffer): void {
    const bytes = new FixedArray<u8, 512>();
    while (buffer.remaining > 0) {
      if (this.isNonBlocking && !this.port.hasRoom) throw Errno.EAGAIN;
      const part = bytes.span().subspan(0, bits.min(buffer.remaining, 512));
      buffer.copyIn(part);
      let done = this.port.write(part);
      while (done < part.length) {
        this.port.waitForRoom();
        done += this.port.write(part.subspan(done));
      }
    }
  }

  override poll(table: PollTable | null): PollEvents {
    if (table !== null) table.add(this.port.writable);
    return this.port.hasRoom ? WRITABLE : PollEvents.None;
  }
}

/** The port of `hostio=`. Throws ENOMEM. */
export function addHostStreams(port: SerialPort): void {
  addDevice("hostin", 0o600, makeDevice(HOST_MAJOR, 0), new HostInput(port));
  addDevice("hostout", 0o600, makeDevice(HOST_MAJOR, 1), new HostOutput(port));
}

/** The port of `hosterr=`. Throws ENOMEM. */
export function addHostErrors(port: SerialPort): void {
  addDevice("hosterr", 0o600, makeDevice(HOST_MAJOR, 2), new HostOutput(port));
}
