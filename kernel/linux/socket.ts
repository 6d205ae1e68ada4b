/** System calls about sockets themselves (socketpair(2), shutdown(2)); messages are in socket-message.ts, options in socket-option.ts. */

import { Errno } from "../../core/errno.ts";
import { OpenFlags } from "../file/open-flags.ts";
import { Family, ShutdownSides, Socket, SocketOwner, SocketType } from "../net/socket.ts";
import { UnixPair } from "../net/unix/unix-socket.ts";
import { readUser32, writeUser32 } from "../platform/user.ts";
import { currentCredentials, currentProcess } from "../process/current.ts";
import { installPair } from "./open.ts";
import type { Fd, InOut, Out, OutName } from "./abi/arguments.ts";
import { ShutdownHow, type SocketFamily, type SocketKind } from "./abi/system-flags.ts";

/** The part of socketpair(2)'s type that is one; the rest are flags. */
const TYPE_MASK: u32 = 0xf;
const HIGHEST_TYPE: u32 = 10;
const HIGHEST_FAMILY: u32 = 45;
/** SOCK_RAW: as in BSD, the same as SOCK_DGRAM here. */
const RAW: u32 = 3;

/** The socket of a descriptor. Throws EBADF, ENOTSOCK. */
export function socketOf(fd: i32): Socket {
  const file = currentProcess().descriptors.get(fd);
  if (!(file instanceof Socket)) throw Errno.ENOTSOCK;
  return file;
}

/** Throws ESOCKTNOSUPPORT. */
function unixType(type: u32): SocketType {
  switch (type) {
    case SocketType.Stream:
    case SocketType.Datagram:
    case SocketType.Sequenced:
      return type as SocketType;
    case RAW:
      return SocketType.Datagram;
    default:
      throw Errno.ESOCKTNOSUPPORT;
  }
}

/**
 * socketpair(2): makes two connected sockets of the family AF_UNIX and writes their descriptors to `descriptors`. Types: SOCK_STREAM, SOCK_DGRAM,
 * SOCK_SEQPACKET, with SOCK_CLOEXEC and SOCK_NONBLOCK.
 *
 * Errors: EAFNOSUPPORT another family; EINVAL no such type, or other flags; EPROTONOSUPPORT; ESOCKTNOSUPPORT; EFAULT; EMFILE; ENOMEM.
 */
export function socketpair(
  family: SocketFamily,
  type: SocketKind,
  protocol: u32,
  descriptors: Out<"int[2]">,
): i64 {
  const flags = type & ~TYPE_MASK;
  if (family > HIGHEST_FAMILY) throw Errno.EAFNOSUPPORT;
  const kind = type & TYPE_MASK;
  if (kind > HIGHEST_TYPE) throw Errno.EINVAL;
  if (family !== u32(Family.Unix)) throw Errno.EAFNOSUPPORT;
  if (protocol !== 0 && protocol !== u32(Family.Unix)) throw Errno.EPROTONOSUPPORT;
  const owner = new SocketOwner();
  owner.process = currentProcess().pid;
  owner.user = currentCredentials().user.effective;
  owner.group = currentCredentials().group.effective;
  const pair = new UnixPair(unixType(kind), owner, flags & OpenFlags.NonBlocking);
  return installPair(pair.first, pair.second, flags, descriptors);
}

/**
 * shutdown(2): ends receiving (SHUT_RD 0), sending (SHUT_WR 1) or both (SHUT_RDWR 2), for all descriptors of the socket.
 *
 * Errors: EBADF; EINVAL; ENOTSOCK; ENOTCONN.
 */
export function shutdown(fd: Fd, how: ShutdownHow): i64 {
  const socket = socketOf(fd);
  if (how > ShutdownHow.SHUT_RDWR) throw Errno.EINVAL;
  const both = u32(ShutdownSides.Receive | ShutdownSides.Send);
  socket.shutdown(how === ShutdownHow.SHUT_RDWR ? both : how + 1);
  return 0;
}

function nameOf(fd: i32, address: u64, length: u64, isPeer: boolean): i64 {
  const socket = socketOf(fd);
  const room = i32(readUser32(length));
  if (room < 0) throw Errno.EINVAL;
  writeUser32(length, socket.storeName(address, u32(room), isPeer));
  return 0;
}

/**
 * getsockname(2): the socket's address. `length` says how much room there is, and gets the address's whole length.
 *
 * Errors: EBADF; ENOTSOCK; EINVAL a negative length; EFAULT.
 */
export function getsockname(fd: Fd, address: OutName, length: InOut<"socklen_t">): i64 {
  return nameOf(fd, address, length, false);
}

/**
 * getpeername(2): the same of the other end.
 *
 * Errors: as getsockname; ENOTCONN.
 */
export function getpeername(fd: Fd, address: OutName, length: InOut<"socklen_t">): i64 {
  return nameOf(fd, address, length, true);
}
