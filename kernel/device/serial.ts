/**
 * 16550A serial ports, driven by interrupts in both directions (National Semiconductor, PC16550D data sheet).
 *
 * Output goes to the port at once as long as it takes it; what it does not take waits in a ring, and the transmitter's interrupt
 * goes on with it. Input waits in a ring for whoever reads the port; when that is full the receiver's interrupt is turned off, and the other side is held back by
 * the hardware.
 */

import { InterruptHandler, registerInterrupt } from "../platform/interrupts.ts";
import { SpinLock } from "../platform/lock.ts";
import { inByte, outByte } from "../platform/ports.ts";
import { addShutdownHook, ShutdownHook } from "../platform/power.ts";
import { serialDrain, serialExists, serialPut, serialSetUp } from "../platform/serial-early.ts";
import { WaitQueue } from "../task/wait-queue.ts";
import { ByteRing } from "./byte-ring.ts";

// Registers, by their offset.
const DATA = 0;
const INTERRUPT_ENABLE = 1;
const INTERRUPT_IDENTIFICATION = 2;
const LINE_STATUS = 5;

const ENABLE_RECEIVE: u8 = 0x01;
const ENABLE_TRANSMIT: u8 = 0x02;
const NO_INTERRUPT: u8 = 0x01;
const DATA_READY: u8 = 0x01;
const TRANSMITTER_EMPTY: u8 = 0x20;
/** Bytes that the empty transmitter takes. */
const FIFO_SIZE: u64 = 16;

class SerialState {
  readonly port: u16;
  readonly output: ByteRing = new ByteRing();
  readonly input: ByteRing = new ByteRing();
  /** What INTERRUPT_ENABLE holds. */
  private enabled: u8 = 0;

  constructor(port: u16) {
    this.port = port;
  }

  enable(interrupts: u8): void {
    if (this.enabled === interrupts) return;
    this.enabled = interrupts;
    outByte(this.port + INTERRUPT_ENABLE, interrupts);
  }

  /** Gives the port what waits, as far as it takes it; the interrupt does the rest. */
  transmit(): void {
    while (this.output.length > 0 && this.isReady) {
      const count = bits.min(this.output.length, FIFO_SIZE);
      for (let i: u64 = 0; i < count; i++) outByte(this.port + DATA, this.output.take());
    }
    if (this.output.length > 0) this.enable(this.enabled | ENABLE_TRANSMIT);
    else this.enable(this.enabled & ~ENABLE_TRANSMIT);
  }

  /** Gives the port bytes that nothing waits before, as many as it takes at once; returns how many. */
  transmitDirectly(bytes: Span<u8>): u64 {
    let done: u64 = 0;
    if (this.output.length > 0) return done;
    while (done < bytes.length && this.isReady) {
      const end = bits.min(bytes.length, done + FIFO_SIZE);
      while (done < end) {
        outByte(this.port + DATA, bytes[done]);
        done += 1;
      }
    }
    return done;
  }

  get isReady(): boolean {
    return (inByte(this.port + LINE_STATUS) & TRANSMITTER_EMPTY) !== 0;
  }

  /** Takes what the port has received; returns whether there was anything. */
  receive(): boolean {
    let hasAny = false;
    while (this.input.room > 0 && (inByte(this.port + LINE_STATUS) & DATA_READY) !== 0) {
      this.input.put(inByte(this.port + DATA));
      hasAny = true;
    }
    if (this.input.room > 0) this.enable(this.enabled | ENABLE_RECEIVE);
    else this.enable(this.enabled & ~ENABLE_RECEIVE);
    return hasAny;
  }

  /** Sends, by waiting for the port, all that is still in the ring. */
  drain(): void {
    while (this.output.length > 0) serialPut(this.port, this.output.take());
    serialDrain(this.port);
  }
}

/**
 * A port in use: rings for both directions between its interrupt handler and who reads and writes. Each lies in a spin lock, so any context may
 * write; `readable` and `writable` are for those that can sleep.
 */
export class SerialPort extends InterruptHandler {
  private readonly state: SpinLock<SerialState>;
  /** Woken when something was received. */
  readonly readable: WaitQueue = new WaitQueue();
  /** Woken when the ring of output is empty again. */
  readonly writable: WaitQueue = new WaitQueue();

  /** Takes the port at an I/O address with an ISA interrupt line into use. Throws ENOMEM, EINVAL. */
  constructor(port: u16, line: u32) {
    super();
    this.state = new SpinLock(new SerialState(port));
    serialSetUp(port);
    registerInterrupt(line, this);
    addShutdownHook(new SerialShutdown(this));
    this.start();
  }

  private start(): void {
    using state = this.state.lock();
    state.value.enable(ENABLE_RECEIVE);
  }

  override handle(): boolean {
    let isOurs = false;
    let hasInput = false;
    let hasRoom = false;
    {
      using state = this.state.lock();
      while ((inByte(state.value.port + INTERRUPT_IDENTIFICATION) & NO_INTERRUPT) === 0) {
        isOurs = true;
        // Reading the status and the data acknowledges all that may be the cause.
        if (state.value.receive()) hasInput = true;
        state.value.transmit();
        if (state.value.input.room === 0) break;
      }
      hasRoom = isOurs && state.value.output.length === 0;
    }
    if (hasInput) this.readable.wakeAll();
    if (hasRoom) this.writable.wakeAll();
    return isOurs;
  }

  /** Sends as many of the bytes as there is room for; returns how many. */
  write(bytes: Span<u8>): u64 {
    using state = this.state.lock();
    let done = state.value.transmitDirectly(bytes);
    const end = done + bits.min(bytes.length - done, state.value.output.room);
    while (done < end) {
      state.value.output.put(bytes[done]);
      done += 1;
    }
    state.value.transmit();
    return done;
  }

  /** Whether `write` takes something. */
  get hasRoom(): boolean {
    using state = this.state.lock();
    return state.value.output.room > 0;
  }

  /** Whether `read` gives something. */
  get hasInput(): boolean {
    using state = this.state.lock();
    return state.value.input.length > 0;
  }

  /** Takes what was received; returns how many bytes. */
  read(to: Span<u8>): u64 {
    using state = this.state.lock();
    const count = state.value.input.takeInto(to);
    // There is room again: what the port has held back comes in now.
    state.value.receive();
    return count;
  }

  /** Waits until something was received. Throws RESTART. */
  waitForInput(): void {
    this.readable.prepare();
    if (this.hasInput) this.readable.cancel();
    else this.readable.sleep();
  }

  /** Waits until `write` takes something. Throws RESTART. */
  waitForRoom(): void {
    this.writable.prepare();
    if (this.hasRoom) this.writable.cancel();
    else this.writable.sleep();
  }

  drain(): void {
    using state = this.state.lock();
    state.value.drain();
  }
}

/** Nothing that was written may be lost when the machine leaves. */
class SerialShutdown extends ShutdownHook {
  private readonly port: SerialPort;

  constructor(port: SerialPort) {
    super();
    this.port = port;
  }

  override flush(): void {
    this.port.drain();
  }
}

/** The port, if there is a UART at the address; else null. Throws ENOMEM. */
export function findSerialPort(port: u16, line: u32): SerialPort | null {
  return serialExists(port) ? new SerialPort(port, line) : null;
}
