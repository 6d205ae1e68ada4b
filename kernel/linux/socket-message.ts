/** System calls that send and receive messages (send(2), recv(2)). */

import { Errno } from "../../core/errno.ts";
import { IoBuffer } from "../memory/io-buffer.ts";
import type { FilesInFlight } from "../net/files-in-flight.ts";
import { MessageFlags, Received } from "../net/message.ts";
import type { Socket } from "../net/socket.ts";
import { loadStruct, writeUser32, writeUser64 } from "../platform/user.ts";
import { Signal } from "../process/signal.ts";
import { loadControl, storeControl } from "./control-message.ts";
import { socketOf } from "./socket.ts";
import { loadVectors, raise, userBuffer } from "./transfer.ts";
import type { Fd, In, InBuffer, InOut, OutBuffer, OutName } from "./abi/arguments.ts";

/** `struct msghdr`. */
@struct
@size(56)
class MessageHead {
  name: u64 = 0;
  nameLength: u32 = 0;
  padding: u32 = 0;
  vectors: u64 = 0;
  vectorCount: u64 = 0;
  control: u64 = 0;
  controlLength: u64 = 0;
  flags: u32 = 0;
  reserved: u32 = 0;
}
const NAME_LENGTH_OFFSET: u64 = 8;
const CONTROL_LENGTH_OFFSET: u64 = 40;
const FLAGS_OFFSET: u64 = 48;
const MOST_VECTORS: u64 = 1024;

/** Returns the bytes sent; what is thrown after some have gone is for the next call to find. */
function sendFrom(socket: Socket, buffer: IoBuffer, flags: u32, files: FilesInFlight | null): i64 {
  const wanted = buffer.remaining;
  try {
    socket.send(buffer, flags as MessageFlags, files);
  } catch (error) {
    if (buffer.remaining !== wanted) return i64(wanted - buffer.remaining);
    const isBroken = errnoOf(error) === Errno.EPIPE && socket.raisesPipeSignal;
    if (isBroken && (flags & MessageFlags.NoSignal) === 0) raise(Signal.SIGPIPE);
    throw error;
  }
  return i64(wanted - buffer.remaining);
}

/**
 * sendto(2): sends a message on a socket, or bytes on a stream. Flags: MSG_DONTWAIT, MSG_NOSIGNAL; MSG_EOR, MSG_MORE are accepted. `address` may be
 * null.
 *
 * Errors: EBADF; ENOTSOCK; EAGAIN; ECONNREFUSED the other datagram socket was closed, or nobody has the address; ECONNRESET; EFAULT; EINTR; EISCONN an
 * address on a stream; EMSGSIZE; ENOMEM; ENOTCONN; EOPNOTSUPP MSG_OOB; EPIPE (with SIGPIPE on a stream).
 */
export function sendto(
  fd: Fd,
  address: InBuffer<"count">,
  count: u64,
  flags: MessageFlags,
  destination: InBuffer<"destinationLength">,
  destinationLength: u32,
): i64 {
  const socket = socketOf(fd);
  if (destination !== 0) checkDestination(socket, destinationLength);
  const buffer = userBuffer(address, count);
  return sendFrom(socket, buffer, flags, null);
}

/** Longest address (`struct sockaddr_storage`). */
const MOST_NAME: u32 = 128;

function checkDestination(socket: Socket, length: u32): void {
  if (length > MOST_NAME) throw Errno.EINVAL;
  if (length > 0) socket.checkDestination();
}

function loadHead(address: u64, head: MessageHead): void {
  loadStruct(address, head);
  if (i32(head.nameLength) < 0) throw Errno.EINVAL;
  if (head.vectorCount > MOST_VECTORS) throw Errno.EMSGSIZE;
}

/**
 * sendmsg(2): as sendto, of several buffers, and with open files by a control message SCM_RIGHTS.
 *
 * Errors: as sendto; EINVAL a bad control message, or more than 253 files; EMSGSIZE more than 1024 buffers; ENOBUFS the control messages are too long;
 * ETOOMANYREFS a socket would lie in itself in the end, or the user has more files on their way than one process may have open.
 */
export function sendmsg(fd: Fd, message: In<"msghdr">, flags: MessageFlags): i64 {
  const socket = socketOf(fd);
  const head = new MessageHead();
  loadHead(message, head);
  if (head.name !== 0) checkDestination(socket, head.nameLength);
  const buffer = IoBuffer.scattered(loadVectors(head.vectors, i32(head.vectorCount)));
  const files = head.control === 0 ? null : loadControl(head.control, head.controlLength);
  return sendFrom(socket, buffer, flags, files);
}

function receiveInto(socket: Socket, buffer: IoBuffer, flags: u32, received: Received): i64 {
  const wanted = buffer.remaining;
  socket.receive(buffer, flags as MessageFlags, received);
  const wantsLength = (flags & MessageFlags.Truncated) !== 0;
  return i64(wantsLength ? received.length : wanted - buffer.remaining);
}

/**
 * recvfrom(2): receives a message, or bytes of a stream; 0 at the end. Flags: MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC (returns the whole length), MSG_WAITALL.
 * `address` may be null; `addressLength` gets 0, as the senders of unix sockets have no names.
 *
 * Errors: EBADF; ENOTSOCK; EAGAIN; ECONNRESET; EFAULT; EINTR; ENOMEM; EOPNOTSUPP MSG_OOB.
 */
export function recvfrom(
  fd: Fd,
  buffer: OutBuffer<"count">,
  count: u64,
  flags: MessageFlags,
  address: OutName,
  addressLength: InOut<"socklen_t">,
): i64 {
  const socket = socketOf(fd);
  const target = userBuffer(buffer, count);
  const received = new Received();
  const length = receiveInto(socket, target, flags, received);
  if (address !== 0) writeUser32(addressLength, 0);
  return length;
}

/**
 * recvmsg(2): as recvfrom, into several buffers; open files that were sent along get descriptors and are told of in the control buffer, with
 * MSG_CMSG_CLOEXEC closed by execve. `msg_flags` gets MSG_TRUNC, MSG_CTRUNC (files were lost), MSG_CMSG_CLOEXEC.
 *
 * Errors: as recvfrom; EMSGSIZE more than 1024 buffers; EINVAL.
 */
export function recvmsg(fd: Fd, message: InOut<"msghdr">, flags: MessageFlags): i64 {
  const socket = socketOf(fd);
  const head = new MessageHead();
  loadHead(message, head);
  const buffer = IoBuffer.scattered(loadVectors(head.vectors, i32(head.vectorCount)));
  const received = new Received();
  const length = receiveInto(socket, buffer, flags, received);
  const room = head.control === 0 ? 0 : head.controlLength;
  const used = storeControl(head.control, room, flags as MessageFlags, received);
  if (head.name !== 0) writeUser32(message + NAME_LENGTH_OFFSET, 0);
  writeUser32(message + FLAGS_OFFSET, received.flags | (flags & MessageFlags.CloseOnExec));
  writeUser64(message + CONTROL_LENGTH_OFFSET, used);
  return length;
}
