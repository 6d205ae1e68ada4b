import { Errno } from "../../core/errno.ts";
import { File } from "../file/file.ts";
import { Inode } from "../file/inode.ts";
import { FileType } from "../rights/mode.ts";
import { NamelessFileSystem } from "../file/nameless-file-system.ts";
import { OpenFlags } from "../file/open-flags.ts";
import type { IoBuffer } from "../memory/io-buffer.ts";
import type { FilesInFlight } from "./files-in-flight.ts";
import { MessageFlags, Received } from "./message.ts";

const SOCKFS_MAGIC: u64 = 0x534f_434b;

const socketFileSystem = new NamelessFileSystem("sockfs", SOCKFS_MAGIC);

class SocketInode extends Inode {
  constructor(user: u32, group: u32) {
    super(socketFileSystem, socketFileSystem.newNumber(), FileType.Socket | 0o777, user, group);
  }

  /** By way of /proc/PID/fd: as on Linux, a socket cannot be opened once more. */
  override open(_flags: u32): File {
    throw Errno.ENXIO;
  }

  override describe(): string {
    return `socket:[${this.number}]`;
  }
}

/** Who made a socket, by the ids that SO_PEERCRED tells. */
@struct
export class SocketOwner {
  process: i32 = 0;
  user: u32 = 0;
  group: u32 = 0;
}

/** Address families (socket(2)). */
export enum Family {
  Unix = 1,
}

/** Kinds of sockets (socket(2)). */
export enum SocketType {
  /** Bytes in order. */
  Stream = 1,
  /** Messages. */
  Datagram = 2,
  /** Messages, of which the end is told. */
  Sequenced = 5,
}

/** The sides of shutdown(2). */
export enum ShutdownSides {
  Receive = 1,
  Send = 2,
}

/** No limit to how long a call waits. */
export const FOR_EVER: u64 = 0xffff_ffff_ffff_ffff;

/** What setsockopt(2) sets on sockets of every family. */
@struct
export class SocketOptions {
  reusesAddress: boolean = false;
  keepsAlive: boolean = false;
  broadcasts: boolean = false;
  /** How long to wait at most, in nanoseconds (0: not at all), or FOR_EVER. */
  receiveTimeout: u64 = FOR_EVER;
  sendTimeout: u64 = FOR_EVER;
  /** SO_RCVBUF in bytes. */
  receiveBuffer: u32 = 212_992;
}

/** An open socket (socket(7)), of whichever family. */
export abstract class Socket extends File {
  readonly family: Family;
  readonly type: SocketType;
  options = new SocketOptions();

  /** `flags`: O_NONBLOCK. Throws ENOMEM. */
  constructor(family: Family, type: SocketType, owner: SocketOwner, flags: u32) {
    super(new SocketInode(owner.user, owner.group), OpenFlags.ReadWrite | flags);
    this.family = family;
    this.type = type;
  }

  /**
   * Sends the buffer as one message, or as bytes as far as they go, and `files` with its first byte. Throws EPIPE, EAGAIN, EINTR or RESTART, EMSGSIZE,
   * ECONNRESET, ECONNREFUSED, ENOTCONN, ETOOMANYREFS, EFAULT, ENOMEM.
   */
  abstract send(buffer: IoBuffer, flags: MessageFlags, files: FilesInFlight | null): void;

  /** Receives one message, or bytes. `received` tells what came beside them. Throws EAGAIN, EINTR or RESTART, ECONNRESET, EFAULT, ENOMEM. */
  abstract receive(buffer: IoBuffer, flags: MessageFlags, received: Received): void;

  /** Whether a message may be sent to an address of its own. Throws EISCONN, ECONNREFUSED. */
  abstract checkDestination(): void;

  /** `sides`: bits of ShutdownSides. Throws ENOTCONN. */
  abstract shutdown(sides: u32): void;

  /** The error that came meanwhile (SO_ERROR), which is told once; 0: none. */
  abstract takeError(): u32;

  /** SO_SNDBUF in bytes. */
  abstract get sendBuffer(): u32;
  abstract set sendBuffer(size: u32);

  /** Writes its address, or that of the other end, to user memory as far as `room` goes. Returns its whole length. Throws ENOTCONN, EFAULT. */
  abstract storeName(address: u64, room: u32, isPeer: boolean): u32;

  /** Who made the other end. */
  abstract peerOwner(into: SocketOwner): void;

  override read(buffer: IoBuffer): void {
    if (buffer.remaining === 0) return;
    const received = new Received();
    this.receive(buffer, MessageFlags.None, received);
  }

  override write(buffer: IoBuffer): void {
    this.send(buffer, MessageFlags.None, null);
  }

  override get raisesPipeSignal(): boolean {
    return this.type === SocketType.Stream;
  }
}
