import type { FilesInFlight } from "./files-in-flight.ts";

/** Flags of send(2) and recv(2), and those that recvmsg(2) returns. */
export enum MessageFlags {
  None = 0,
  OutOfBand = 0x1,
  Peek = 0x2,
  ControlTruncated = 0x8,
  Truncated = 0x20,
  DontWait = 0x40,
  EndOfRecord = 0x80,
  WaitAll = 0x100,
  NoSignal = 0x4000,
  /** Between the calls of sendmmsg(2), and of splicing. */
  More = 0x8000,
  WaitForOne = 0x1_0000,
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
