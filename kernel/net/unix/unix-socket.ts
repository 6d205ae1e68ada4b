/**
 * Sockets of one machine (unix(7)), which so far come in pairs alone (socketpair(2)): two channels, one for each direction.
 *
 * Open files can be sent along (SCM_RIGHTS). A socket on its way is kept by the channel that it lies in, and that by its receiver: so a socket is not
 * sent where it would itself be received, in the end, or nothing would ever let go of them. Linux collects such circles; here the sending is refused.
 */

import { Errno } from "../../../core/errno.ts";
import type { AsyncList } from "../../file/async-notice.ts";
import { PollEvents, READABLE, WRITABLE } from "../../file/poll-events.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import { monotonicNanoseconds } from "../../platform/clock.ts";
import { copyToUser, writeUser32 } from "../../platform/user.ts";
import { Mutex } from "../../task/mutex.ts";
import type { PollTable } from "../../task/poll-table.ts";
import { NEVER } from "../../task/timer.ts";
import { FilesInFlight } from "../files-in-flight.ts";
import { MessageFlags, Received } from "../message.ts";
import { Family, FOR_EVER, ShutdownSides, Socket, SocketOwner, SocketType } from "../socket.ts";
import { Channel } from "./channel.ts";
import { Packet } from "./packet.ts";

const FIONREAD: u32 = 0x541b;
/** Longest piece of a stream that is one packet. */
const CHUNK: u64 = 32768;
/** What a message must leave of the sender's buffer. */
const MESSAGE_RESERVE: u64 = 32;
/** Held by who sends sockets along, one at a time, so that no two make a circle together. */
class Passing {
  private searches: u64 = 0;

  /** Throws ETOOMANYREFS if one of the files is a socket that receives from the channel, or lets one be received that does, and so on. Throws ENOMEM. */
  checkCircle(sent: FilesInFlight, channel: Channel): void {
    this.searches += 1;
    const found: Channel[] = [];
    const below: FilesInFlight[] = [sent];
    for (;;) {
      for (const { files } of below) {
        for (const file of files) if (file instanceof UnixSocket) file.meet(this.searches, found);
      }
      below.clear();
      const next = found.pop();
      if (next === undefined) return;
      if (next === channel) throw Errno.ETOOMANYREFS;
      next.listFiles(below);
    }
  }
}
const passing: Mutex<Passing> = new Mutex(new Passing());

/** One of a pair of connected sockets. */
export class UnixSocket extends Socket {
  private readonly incoming: Channel;
  private readonly outgoing: Channel;
  private readonly owner: SocketOwner;
  /** A datagram socket forgets its other end when that is found closed. */
  private isConnected: boolean = true;
  /** Set behind all that can fail: an object that memory was short for is destroyed half made. */
  private readonly isMade: boolean = true;

  /** Throws ENOMEM. */
  constructor(type: SocketType, incoming: Channel, outgoing: Channel, owner: SocketOwner, flags: u32) {
    super(Family.Unix, type, owner, flags);
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.owner = owner;
  }

  override get asyncList(): AsyncList {
    return this.incoming.packetsCame;
  }

  /** Streams and sequenced messages have an end, that both sides know of. */
  private get hasEnd(): boolean {
    return this.type !== SocketType.Datagram;
  }

  private deadline(flags: MessageFlags, timeout: u64): u64 {
    if (this.isNonBlocking || (flags & MessageFlags.DontWait) !== 0) return 0;
    return timeout === FOR_EVER ? NEVER : monotonicNanoseconds() + timeout;
  }

  // ---------------------------------------------------------------- sending

  override send(buffer: IoBuffer, flags: MessageFlags, files: FilesInFlight | null): void {
    if ((flags & MessageFlags.OutOfBand) !== 0) throw Errno.EOPNOTSUPP;
    const deadline = this.deadline(flags, this.options.sendTimeout);
    if (this.type === SocketType.Stream) this.sendBytes(buffer, deadline, files);
    else this.sendMessage(buffer, deadline, files);
  }

  private sendBytes(buffer: IoBuffer, deadline: u64, files: FilesInFlight | null): void {
    if (this.outgoing.isBroken) throw Errno.EPIPE;
    let companions = files;
    while (buffer.remaining > 0) {
      this.outgoing.waitForRoom(deadline);
      this.sendPacket(buffer, bits.min(buffer.remaining, CHUNK), companions);
      companions = null;
    }
  }

  private sendMessage(buffer: IoBuffer, deadline: u64, files: FilesInFlight | null): void {
    if (!this.isConnected) throw Errno.ENOTCONN;
    if (buffer.remaining + MESSAGE_RESERVE > u64(this.outgoing.limit)) throw Errno.EMSGSIZE;
    const error = this.takeError();
    if (error !== 0) throw error as Errno;
    if (this.outgoing.isSendShut.load()) throw Errno.EPIPE;
    this.outgoing.waitForRoom(deadline);
    if (!this.hasEnd && this.outgoing.isReceiverGone.load()) {
      this.isConnected = false;
      throw Errno.ECONNREFUSED;
    }
    this.sendPacket(buffer, buffer.remaining, files);
  }

  /** The buffer keeps its bytes until they are sent. Throws EPIPE, ETOOMANYREFS, EFAULT, ENOMEM. */
  private sendPacket(buffer: IoBuffer, length: u64, files: FilesInFlight | null): void {
    let source = buffer;
    const packet = new Packet(source, length, files);
    const isSent = files === null ? this.outgoing.add(packet) : this.sendFiles(packet, files);
    if (!isSent) throw Errno.EPIPE;
    buffer.skip(length);
  }

  private sendFiles(packet: Packet, files: FilesInFlight): boolean {
    using state = passing.lock();
    // No circle leads through a socket that is not on its way.
    if (this.outgoing.receiversInFlight.load() > 0) state.value.checkCircle(files, this.outgoing);
    return this.outgoing.add(packet);
  }

  /** Adds the channel that it receives from to what a search has found, unless it is there. Throws ENOMEM. */
  meet(search: u64, found: Channel[]): void {
    if (this.incoming.search === search) return;
    this.incoming.search = search;
    found.push(this.incoming);
  }

  override setsOut(): void {
    this.incoming.receiversInFlight.fetchAdd(1);
  }

  override arrives(): void {
    this.incoming.receiversInFlight.fetchSubtract(1);
  }

  override checkDestination(): void {
    if (this.type === SocketType.Stream) throw Errno.EISCONN;
    // No socket has a name, so nobody is there.
    if (this.type === SocketType.Datagram) throw Errno.ECONNREFUSED;
  }

  // ---------------------------------------------------------------- receiving

  override receive(buffer: IoBuffer, flags: MessageFlags, received: Received): void {
    if ((flags & MessageFlags.OutOfBand) !== 0) throw Errno.EOPNOTSUPP;
    const deadline = this.deadline(flags, this.options.receiveTimeout);
    if (this.type === SocketType.Stream) this.receiveBytes(buffer, flags, deadline, received);
    else this.receiveMessage(buffer, flags, deadline, received);
  }

  private receiveBytes(buffer: IoBuffer, flags: MessageFlags, deadline: u64, received: Received): void {
    const wanted = buffer.remaining;
    const isPeek = (flags & MessageFlags.Peek) !== 0;
    const least = (flags & MessageFlags.WaitAll) !== 0 && !isPeek ? wanted : bits.min(wanted, 1);
    try {
      while (!this.incoming.receiveBytes(buffer, isPeek, received)) {
        const moved = wanted - buffer.remaining;
        if (moved >= least && (moved > 0 || !this.incoming.isEmpty)) break;
        const error = this.takeError();
        if (error !== 0) throw error as Errno;
        if (this.incoming.isReceiveShut.load()) {
          // What came between the look and the end.
          if (this.incoming.isEmpty) break;
          continue;
        }
        this.incoming.waitForPacket(deadline);
      }
    } catch (error) {
      if (buffer.remaining === wanted) throw error;
    }
    received.length = wanted - buffer.remaining;
  }

  private receiveMessage(buffer: IoBuffer, flags: MessageFlags, deadline: u64, received: Received): void {
    const isPeek = (flags & MessageFlags.Peek) !== 0;
    for (;;) {
      const error = this.takeError();
      if (error !== 0) throw error as Errno;
      const packet = this.incoming.receivePacket(isPeek);
      if (packet !== null) {
        received.length = packet.length;
        received.files = packet.files;
        if (packet.length > buffer.remaining) received.flags |= MessageFlags.Truncated;
        packet.moveTo(buffer, true);
        return;
      }
      if (this.incoming.isReceiveShut.load() && (this.hasEnd || deadline !== 0)) return;
      this.incoming.waitForPacket(deadline);
    }
  }

  // ---------------------------------------------------------------- state

  override poll(table: PollTable | null): PollEvents {
    table?.add(this.incoming.readable);
    table?.add(this.outgoing.writable);
    let events = PollEvents.None;
    const endsReceiving = this.incoming.isReceiveShut.load();
    if (this.incoming.error.load() !== 0) events |= PollEvents.Error;
    if (endsReceiving) events |= READABLE | PollEvents.ReadHangUp;
    if (endsReceiving && this.outgoing.isSendShut.load()) events |= PollEvents.HangUp;
    if (!this.incoming.isEmpty) events |= READABLE;
    if (this.outgoing.hasMuchRoom) events |= WRITABLE | PollEvents.WriteBand;
    return events;
  }

  override control(request: u32, argument: u64): i64 {
    if (request !== FIONREAD) throw Errno.ENOTTY;
    writeUser32(argument, u32(this.incoming.lengthToRead(!this.hasEnd)));
    return 0;
  }

  override shutdown(sides: u32): void {
    if ((sides & ShutdownSides.Receive) !== 0) {
      this.incoming.isReceiveShut.store(true);
      if (this.hasEnd) this.incoming.isSendShut.store(true);
      this.incoming.wakeAll();
    }
    if ((sides & ShutdownSides.Send) !== 0) this.endSending();
  }

  private endSending(): void {
    this.outgoing.isSendShut.store(true);
    if (this.hasEnd) this.outgoing.isReceiveShut.store(true);
    this.outgoing.wakeAll();
  }

  override takeError(): u32 {
    return this.incoming.error.load() === 0 ? 0 : this.incoming.error.exchange(0);
  }

  override get sendBuffer(): u32 {
    return this.outgoing.limit;
  }

  override set sendBuffer(size: u32) {
    this.outgoing.limit = size;
  }

  /** Neither end has a name: the address is its family alone. */
  override storeName(address: u64, room: u32, isPeer: boolean): u32 {
    if (isPeer && !this.isConnected) throw Errno.ENOTCONN;
    const name = new FixedArray<u8, 2>();
    name[0] = u8(Family.Unix);
    copyToUser(address, name.span().subspan(0, u64(bits.min(room, 2))));
    return 2;
  }

  override peerOwner(into: SocketOwner): void {
    into.process = this.owner.process;
    into.user = this.owner.user;
    into.group = this.owner.group;
  }

  destructor(): void {
    if (!this.isMade) return;
    if (this.hasEnd) this.incoming.isSendShut.store(true);
    const hadUnread = this.incoming.abandon();
    if (!this.hasEnd) return;
    if (hadUnread) this.outgoing.error.store(u32(Errno.ECONNRESET));
    this.endSending();
  }
}

/** Two sockets that are connected to each other. */
export class UnixPair {
  readonly first: UnixSocket;
  readonly second: UnixSocket;

  /** `flags`: O_NONBLOCK. Throws ENOMEM. */
  constructor(type: SocketType, owner: SocketOwner, flags: u32) {
    const there = new Channel();
    const back = new Channel();
    this.first = new UnixSocket(type, back, there, owner, flags);
    this.second = new UnixSocket(type, there, back, owner, flags);
  }
}
