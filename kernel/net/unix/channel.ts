import { Errno } from "../../../core/errno.ts";
import { AsyncList, AsyncReason } from "../../file/async-notice.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import { Mutex } from "../../task/mutex.ts";
import { NEVER } from "../../task/timer.ts";
import { RESTART, WaitQueue } from "../../task/wait-queue.ts";
import type { FilesInFlight } from "../files-in-flight.ts";
import { Received } from "../message.ts";
import { Packet } from "./packet.ts";

/** What a sender's buffer holds at first (SO_SNDBUF), in bytes with what the packets cost themselves. */
const STANDARD_LIMIT: u32 = 212_992;

/** The packets in the order of their sending. */
export class PacketQueue {
  first: Packet | null = null;
  private last: Packet | null = null;

  add(packet: Packet): void {
    if (this.last === null) this.first = packet;
    else this.last.next = packet;
    this.last = packet;
  }

  takeFirst(): Packet | null {
    const packet = this.first;
    if (packet === null) return null;
    this.first = packet.next;
    if (this.first === null) this.last = null;
    packet.next = null;
    return packet;
  }
}

/**
 * One direction of a pair of unix sockets: what one has sent and the other not received yet. Both hold it; it holds neither.
 *
 * The atomic fields are changed with the queue locked or by their one owner, and looked at without the lock by who is about to sleep; whoever changes
 * them wakes after (as in file/pipe.ts).
 */
export class Channel {
  private readonly queue: Mutex<PacketQueue> = new Mutex(new PacketQueue());
  /** Woken when something comes, or nothing more will; and when there is room, or nobody receives any more. */
  readonly readable: WaitQueue = new WaitQueue();
  /** Who is sent signals when something came. */
  readonly packetsCame: AsyncList = new AsyncList();
  readonly writable: WaitQueue = new WaitQueue();
  /** What the packets cost. */
  private readonly used: Atomic<u64> = new Atomic<u64>(0);
  private readonly packets: Atomic<u64> = new Atomic<u64>(0);
  /** Nothing more is sent; nothing more is received. */
  readonly isSendShut: Atomic<boolean> = new Atomic(false);
  readonly isReceiveShut: Atomic<boolean> = new Atomic(false);
  /** The receiving socket was closed. */
  readonly isReceiverGone: Atomic<boolean> = new Atomic(false);
  /** What the receiver is to be told once; 0: nothing. */
  readonly error: Atomic<u32> = new Atomic<u32>(0);
  /** How often the receiving socket is itself on its way, in some channel. */
  readonly receiversInFlight: Atomic<u64> = new Atomic<u64>(0);
  /** The last search for circles that has met it; guarded by who searches (unix-socket.ts). */
  search: u64 = 0;
  /** SO_SNDBUF of the sender. */
  limit: u32 = STANDARD_LIMIT;

  get isEmpty(): boolean {
    return this.packets.load() === 0;
  }

  /** As Linux has it: whoever waits for room is woken when much has come, not for each packet. */
  get hasMuchRoom(): boolean {
    return this.used.load() * 4 <= u64(this.limit);
  }

  private get hasRoom(): boolean {
    return this.used.load() < u64(this.limit);
  }

  /** Whether sending is of no use any more. */
  get isBroken(): boolean {
    return this.isSendShut.load() || this.isReceiveShut.load();
  }

  // ---------------------------------------------------------------- sending

  /** Waits for room until a deadline (0: not at all), or until the channel is broken. Throws EAGAIN, EINTR, RESTART. */
  waitForRoom(deadline: u64): void {
    while (!this.hasRoom && !this.isBroken) {
      if (deadline === 0) throw Errno.EAGAIN;
      this.writable.prepare();
      if (this.hasRoom || this.isBroken) this.writable.cancel();
      else sleepOn(this.writable, deadline);
    }
  }

  /** False: it is broken. */
  add(packet: Packet): boolean {
    if (!this.tryAdd(packet)) return false;
    this.readable.wakeAll();
    this.packetsCame.tell(AsyncReason.Readable);
    return true;
  }

  private tryAdd(packet: Packet): boolean {
    using queue = this.queue.lock();
    if (this.isBroken) return false;
    queue.value.add(packet);
    this.packets.fetchAdd(1);
    this.used.fetchAdd(packet.cost);
    return true;
  }

  // ---------------------------------------------------------------- receiving

  /** Waits for a packet, an error or the end, until a deadline (0: not at all). Throws EAGAIN, EINTR, RESTART. */
  waitForPacket(deadline: u64): void {
    if (deadline === 0) throw Errno.EAGAIN;
    this.readable.prepare();
    if (!this.isEmpty || this.isReceiveShut.load() || this.error.load() !== 0) this.readable.cancel();
    else sleepOn(this.readable, deadline);
  }

  /**
   * Moves bytes of one packet after the other, as many as there are. True: files came with the last of them, and nothing may be mixed with these.
   * Throws EFAULT.
   */
  receiveBytes(buffer: IoBuffer, isPeek: boolean, received: Received): boolean {
    using queue = this.queue.lock();
    let packet = queue.value.first;
    while (packet !== null && buffer.remaining > 0) {
      packet.moveTo(buffer, isPeek);
      const files = packet.files;
      if (files !== null) {
        received.files = files;
        if (!isPeek) packet.files = null;
      }
      const next = packet.next;
      if (!isPeek && packet.length === 0) {
        queue.value.takeFirst();
        this.removed(packet);
      }
      if (files !== null) return true;
      packet = next;
    }
    return false;
  }

  /** The first packet, taken out unless it is a peek. */
  receivePacket(isPeek: boolean): Packet | null {
    using queue = this.queue.lock();
    if (isPeek) return queue.value.first;
    const packet = queue.value.takeFirst();
    if (packet !== null) this.removed(packet);
    return packet;
  }

  /** A packet has left the queue. */
  private removed(packet: Packet): void {
    this.packets.fetchSubtract(1);
    this.used.fetchSubtract(packet.cost);
    if (this.hasMuchRoom && !this.writable.isEmpty) this.writable.wakeAll();
  }

  /** Bytes that wait, or only those of the first packet (FIONREAD). */
  lengthToRead(isFirstOnly: boolean): u64 {
    using queue = this.queue.lock();
    let length: u64 = 0;
    for (let packet = queue.value.first; packet !== null; packet = packet.next) {
      length += packet.length;
      if (isFirstOnly) break;
    }
    return length;
  }

  /** Adds to the list the files on their way. Throws ENOMEM. */
  listFiles(into: FilesInFlight[]): void {
    using queue = this.queue.lock();
    for (let packet = queue.value.first; packet !== null; packet = packet.next)
      if (packet.files !== null) into.push(packet.files);
  }

  // ---------------------------------------------------------------- ends

  /** Tells both sides that something has changed. */
  wakeAll(): void {
    this.readable.wakeAll();
    this.packetsCame.tell(AsyncReason.Readable);
    this.writable.wakeAll();
  }

  /** The receiver is closed: what was not received is gone. Returns whether there was anything. */
  abandon(): boolean {
    this.isReceiverGone.store(true);
    this.isReceiveShut.store(true);
    let hadSome = false;
    for (let packet = this.receivePacket(false); packet !== null; packet = this.receivePacket(false))
      hadSome = true;
    this.wakeAll();
    return hadSome;
  }
}

/** Throws EAGAIN when the time is up; EINTR instead of RESTART when there was a time (socket(7), SO_RCVTIMEO). */
function sleepOn(queue: WaitQueue, deadline: u64): void {
  try {
    if (!queue.sleep(deadline)) throw Errno.EAGAIN;
  } catch (error) {
    if (errnoOf(error) === RESTART && deadline !== NEVER) throw Errno.EINTR;
    throw error;
  }
}
