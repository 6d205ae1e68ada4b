import type { FilesInFlight } from "./files-in-flight.ts";

/**
 * Flags of send(2) and recv(2), which ignore others, and those that recvmsg(2) returns. (kernel/linux/abi/file-flags.ts tells what the
 * comments are for.)
 * @unknown ignored
 */
export enum MessageFlags {
  None = 0,
  /** MSG_OOB */
  OutOfBand = 0x1,
  /** MSG_PEEK */
  Peek = 0x2,
  /** MSG_CTRUNC */
  ControlTruncated = 0x8,
  /** MSG_TRUNC */
  Truncated = 0x20,
  /** MSG_DONTWAIT */
  DontWait = 0x40,
  /** MSG_EOR */
  EndOfRecord = 0x80,
  /** MSG_WAITALL */
  WaitAll = 0x100,
  /** MSG_NOSIGNAL */
  NoSignal = 0x4000,
  /** MSG_MORE: between the calls of sendmmsg(2), and of splicing. @hint every part goes at once */
  More = 0x8000,
  /** MSG_WAITFORONE @hint for recvmmsg(2) */
  WaitForOne = 0x1_0000,
  /** MSG_CMSG_CLOEXEC */
  CloseOnExec = 0x4000_0000,
}

/** What came with the bytes of a message. */
@struct
export class Received {
  /** The length of the message, of which the buffer may have been too short for a part; for streams what was moved. */
  length: u64 = 0;
  /** Truncated, EndOfRecord. */
  flags: MessageFlags = MessageFlags.None;
  /** The open files that were sent along (SCM_RIGHTS). */
  files: FilesInFlight | null = null;
}
