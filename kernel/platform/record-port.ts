/**
 * A port that takes whole records for who watches the machine from outside: QEMU's `isa-debugcon`, which passes bytes on as they are written.
 * It is never full, so that a record can be sent from anywhere, and loses nothing.
 */

import { SpinLock } from "./lock.ts";
import { inByte, outByte } from "./ports.ts";

/** What the device answers when it is read. */
const ANSWER: u8 = 0xe9;

/** The port's address, which its lock guards: records do not mix. */
class Port {
  readonly address: u16;

  constructor(address: u16) {
    this.address = address;
  }
}

/** Where records go. */
export class RecordPort {
  private readonly port: SpinLock<Port>;

  private constructor(address: u16) {
    this.port = new SpinLock<Port>(new Port(address));
  }

  /** The device at the address; null if there is none. Throws ENOMEM. */
  static at(address: u16): RecordPort | null {
    return inByte(address) === ANSWER ? new RecordPort(address) : null;
  }

  /** Sends all bytes, with interrupts off. */
  send(record: Span<u8>): void {
    using port = this.port.lock();
    for (const byte of record) outByte(port.value.address, byte);
  }
}
