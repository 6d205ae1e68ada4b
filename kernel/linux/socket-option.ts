/** System calls about the options of sockets (socket(7)). */

import { Errno } from "../../core/errno.ts";
import { FOR_EVER, type Socket, SocketOwner } from "../net/socket.ts";
import { copyToUser, loadStruct, readUser32, writeUser32 } from "../platform/user.ts";
import { writeU32, writeU64 } from "../../core/bytes.ts";
import { socketOf } from "./socket.ts";
import { TimeValue } from "./structures.ts";
import type { Address, Fd, InBuffer, InOut } from "./abi/arguments.ts";
import { OptionLevel, SocketOption } from "./abi/system-flags.ts";

/** What SO_SNDBUF and SO_RCVBUF can be, in bytes as getsockopt(2) tells them: twice what setsockopt(2) was given. */
const MOST_BUFFER: u32 = 425_984;
const LEAST_SEND_BUFFER: u32 = 4608;
const LEAST_RECEIVE_BUFFER: u32 = 2304;

const INT_SIZE: u32 = 4;
const TIME_SIZE: u32 = 16;

/**
 * getsockopt(2): an option of the socket. SOL_SOCKET: SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR, SO_ACCEPTCONN, SO_PEERCRED, and all that setsockopt
 * sets. `length` says how much room there is, and gets what was written.
 *
 * Errors: EBADF; ENOTSOCK; EOPNOTSUPP another level; ENOPROTOOPT another option; EINVAL a negative length; EFAULT.
 */
export function getsockopt(
  fd: Fd,
  level: OptionLevel,
  name: SocketOption,
  value: Address,
  length: InOut<"socklen_t">,
): i64 {
  const socket = socketOf(fd);
  const room = i32(readUser32(length));
  if (room < 0) throw Errno.EINVAL;
  if (level !== OptionLevel.SOL_SOCKET) throw Errno.EOPNOTSUPP;
  const bytes = new FixedArray<u8, 16>();
  const size = bits.min(loadOption(socket, name, bytes.span()), u32(room));
  copyToUser(value, bytes.span().subspan(0, u64(size)));
  writeUser32(length, size);
  return 0;
}

/** Fills in the option and returns its size. Throws ENOPROTOOPT. */
function loadOption(socket: Socket, name: u32, into: Span<u8>): u32 {
  if (name === SocketOption.SO_PEERCRED) {
    const owner = new SocketOwner();
    socket.peerOwner(owner);
    writeU32(into, 0, u32(owner.process));
    writeU32(into, 4, owner.user);
    writeU32(into, 8, owner.group);
    return 12;
  }
  if (name === SocketOption.SO_RCVTIMEO || name === SocketOption.SO_SNDTIMEO) {
    const time = new TimeValue();
    const limit =
      name === SocketOption.SO_RCVTIMEO ? socket.options.receiveTimeout : socket.options.sendTimeout;
    time.set(limit === FOR_EVER ? 0 : limit);
    writeU64(into, 0, u64(time.seconds));
    writeU64(into, 8, u64(time.microseconds));
    return TIME_SIZE;
  }
  writeU32(into, 0, wordOption(socket, name));
  return INT_SIZE;
}

function wordOption(socket: Socket, name: u32): u32 {
  switch (name) {
    case SocketOption.SO_TYPE:
      return socket.type;
    case SocketOption.SO_DOMAIN:
      return socket.family;
    case SocketOption.SO_PROTOCOL:
    case SocketOption.SO_ACCEPTCONN:
      return 0;
    case SocketOption.SO_ERROR:
      return socket.takeError();
    case SocketOption.SO_SNDBUF:
      return socket.sendBuffer;
    case SocketOption.SO_RCVBUF:
      return socket.options.receiveBuffer;
    case SocketOption.SO_REUSEADDR:
      return u32(socket.options.reusesAddress);
    case SocketOption.SO_KEEPALIVE:
      return u32(socket.options.keepsAlive);
    case SocketOption.SO_BROADCAST:
      return u32(socket.options.broadcasts);
    default:
      throw Errno.ENOPROTOOPT;
  }
}

/**
 * setsockopt(2): sets an option of the socket. SOL_SOCKET: SO_SNDBUF, SO_RCVBUF (which unix sockets only keep), SO_RCVTIMEO, SO_SNDTIMEO; SO_REUSEADDR,
 * SO_KEEPALIVE and SO_BROADCAST are kept.
 *
 * Errors: EBADF; ENOTSOCK; EOPNOTSUPP another level; ENOPROTOOPT another option; EINVAL too short; EDOM not a valid time; EFAULT.
 */
export function setsockopt(
  fd: Fd,
  level: OptionLevel,
  name: SocketOption,
  value: InBuffer<"length">,
  length: u32,
): i64 {
  const socket = socketOf(fd);
  if (i32(length) < 0) throw Errno.EINVAL;
  if (level !== OptionLevel.SOL_SOCKET) throw Errno.EOPNOTSUPP;
  if (length < INT_SIZE) throw Errno.EINVAL;
  const word = readUser32(value);
  switch (name) {
    case SocketOption.SO_SNDBUF:
      socket.sendBuffer = bufferSize(word, LEAST_SEND_BUFFER);
      return 0;
    case SocketOption.SO_RCVBUF:
      socket.options.receiveBuffer = bufferSize(word, LEAST_RECEIVE_BUFFER);
      return 0;
    case SocketOption.SO_RCVTIMEO:
      socket.options.receiveTimeout = timeOption(value, length);
      return 0;
    case SocketOption.SO_SNDTIMEO:
      socket.options.sendTimeout = timeOption(value, length);
      return 0;
    case SocketOption.SO_REUSEADDR:
      socket.options.reusesAddress = word !== 0;
      return 0;
    case SocketOption.SO_KEEPALIVE:
      socket.options.keepsAlive = word !== 0;
      return 0;
    case SocketOption.SO_BROADCAST:
      socket.options.broadcasts = word !== 0;
      return 0;
    default:
      throw Errno.ENOPROTOOPT;
  }
}

/** Linux doubles what it is given, for what the packets themselves cost. */
function bufferSize(wanted: u32, least: u32): u32 {
  return bits.max(bits.min(wanted, MOST_BUFFER / 2) * 2, least);
}

/** Nanoseconds: none for a negative time, FOR_EVER for 0. Throws EINVAL, EDOM, EFAULT. */
function timeOption(address: u64, length: u32): u64 {
  if (length < TIME_SIZE) throw Errno.EINVAL;
  const time = new TimeValue();
  loadStruct(address, time);
  if (time.microseconds < 0 || time.microseconds >= 1_000_000) throw Errno.EDOM;
  if (time.seconds < 0) return 0;
  // Longer than any machine runs, and no sum with the clock overflows.
  return time.total === 0 ? FOR_EVER : bits.min(time.total, LONGEST_TIME);
}

const LONGEST_TIME: u64 = 0x3fff_ffff_ffff_ffff;
