/** What a file is ready for: the event bits of poll(2), which epoll(7) shares. */
export enum PollEvents {
  None = 0,
  In = 0x1,
  Priority = 0x2,
  Out = 0x4,
  Error = 0x8,
  HangUp = 0x10,
  Invalid = 0x20,
  ReadNormal = 0x40,
  ReadBand = 0x80,
  WriteNormal = 0x100,
  WriteBand = 0x200,
  ReadHangUp = 0x2000,
}

/** There is something to read; something can be written. */
export const READABLE: PollEvents = PollEvents.In | PollEvents.ReadNormal;
export const WRITABLE: PollEvents = PollEvents.Out | PollEvents.WriteNormal;
