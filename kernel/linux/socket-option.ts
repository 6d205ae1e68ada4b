/** System calls about the options of sockets (socket(7)). */

import { Errno } from "../../core/errno.ts";
import { FOR_EVER, type Socket, SocketOwner } from "../net/socket.ts";
import { copyToUser, loadStruct, readUser32, writeUser32 } from "../platform/user.ts";
import { writeU32, writeU64 } from "../../core/bytes.ts";
import { socketOf } from "./socket.ts";
import { TimeValue } from "./structures.ts";
import type { Address, Fd, InBuffer, InOut } from "./abi/arguments.ts";

const SOL_SOCKET: u32 = 1;

const SO_REUSEADDR: u32 = 2;
const SO_TYPE: u32 = 3;
const SO_ERROR: u32 = 4;
const SO_BROADCAST: u32 = 6;
const SO_SNDBUF: u32 = 7;
const SO_RCVBUF: u32 = 8;
const SO_KEEPALIVE: u32 = 9;
const SO_PEERCRED: u32 = 17;
const SO_RCVTIMEO: u32 = 20;
const SO_SNDTIMEO: u32 = 21;
const SO_ACCEPTCONN: u32 = 30;
const SO_PROTOCOL: u32 = 38;
const SO_DOMAIN: u32 = 39;

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
export function getsockopt(fd: Fd, level: u32, name: u32, value: Address, length: InOut<"socklen_t">): i64 {
  const socket = socketOf(fd);
  const room = i32(readUser32(length));
  if (room < 0) throw Errno.EINVAL;
  if (level !== SOL_SOCKET) throw Errno.EOPNOTSUPP;
  const bytes = new FixedArray<u8, 16>();
  const size = bits.min(loadOption(socket, name, bytes.span()), u32(room));
  copyToUser(value, bytes.span().subspan(0, u64(size)));
  writeUser32(length, size);
  return 0;
}

/** Fills in the option and returns its size. Throws ENOPROTOOPT. */
function loadOption(socket: Socket, name: u32, into: Span<u8>): u32 {
  if (name === SO_PEERCRED) {
    const owner = new SocketOwner();
    socket.peerOwner(owner);
    writeU32(into, 0, u32(owner.process));
    writeU32(into, 4, owner.user);
    writeU32(into, 8, owner.group);
    return 12;
  }
  if (name === SO_RCVTIMEO || name === SO_SNDTIMEO) {
    const time = new TimeValue();
    const limit = name === SO_RCVTIMEO ? socket.options.receiveTimeout : socket.options.sendTimeout;
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
    case SO_TYPE:
      return socket.type;
    case SO_DOMAIN:
      return socket.family;
    case SO_PROTOCOL:
    case SO_ACCEPTCONN:
      return 0;
    case SO_ERROR:
      return socket.takeError();
    case SO_SNDBUF:
      return socket.sendBuffer;
    case SO_RCVBUF:
      return socket.options.receiveBuffer;
    case SO_REUSEADDR:
      return u32(socket.options.reusesAddress);
    case SO_KEEPALIVE:
      return u32(socket.options.keepsAlive);
    case SO_BROADCAST:
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
export function setsockopt(fd: Fd, level: u32, name: u32, value: InBuffer<"length">, length: u32): i64 {
  const socket = socketOf(fd);
  if (i32(length) < 0) throw Errno.EINVAL;
  if (level !== SOL_SOCKET) throw Errno.EOPNOTSUPP;
  if (length < INT_SIZE) throw Errno.EINVAL;
  const word = readUser32(value);
  switch (name) {
    case SO_SNDBUF:
      socket.sendBuffer = bufferSize(word, LEAST_SEND_BUFFER);
      return 0;
    case SO_RCVBUF:
      socket.options.receiveBuffer = bufferSize(word, LEAST_RECEIVE_BUFFER);
      return 0;
    case SO_RCVTIMEO:
      socket.options.receiveTimeout = timeOption(value, length);
      return 0;
    case SO_SNDTIMEO:
      socket.options.sendTimeout = timeOption(value, length);
      return 0;
    case SO_REUSEADDR:
      socket.options.reusesAddress = word !== 0;
      return 0;
    case SO_KEEPALIVE:
      socket.options.keepsAlive = word !== 0;
      return 0;
    case SO_BROADCAST:
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
