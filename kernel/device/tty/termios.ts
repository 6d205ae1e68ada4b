/** Terminal settings (termios(3)), with the numbers of x86-64 (include/uapi/asm-generic/termbits.h). */

/** `struct termios` of the kernel; `struct termios2` has the two speeds behind it. */
@struct
@size(44)
export class Termios {
  input: u32 = 0;
  output: u32 = 0;
  control: u32 = 0;
  local: u32 = 0;
  line: u8 = 0;
  characters = new FixedArray<u8, 19>();
  inputSpeed: u32 = 0;
  outputSpeed: u32 = 0;
}
/** Bytes of `struct termios`: all but the speeds. */
export const TERMIOS_SIZE: u64 = 36;
export const TERMIOS2_SIZE: u64 = 44;

/** `struct winsize`. */
@struct
@size(8)
export class WindowSize {
  rows: u16 = 0;
  columns: u16 = 0;
  width: u16 = 0;
  height: u16 = 0;
}

/** c_iflag. */
export enum InputFlags {
  IgnoreBreak = 0o1,
  StripHighBit = 0o40,
  NewLineToReturn = 0o100,
  IgnoreReturn = 0o200,
  ReturnToNewLine = 0o400,
  StartStopOutput = 0o2000,
  AnyStarts = 0o4000,
  BellWhenFull = 0o20000,
  Utf8 = 0o40000,
}

/** c_oflag. */
export enum OutputFlags {
  Process = 0o1,
  NewLineToReturnNewLine = 0o4,
  ReturnToNewLine = 0o10,
  NoReturnAtColumn0 = 0o20,
  NewLineReturns = 0o40,
  ExpandTabs = 0o14000,
}

/** c_lflag. */
export enum LocalFlags {
  Signals = 0o1,
  Canonical = 0o2,
  Echo = 0o10,
  EchoErase = 0o20,
  EchoKill = 0o40,
  EchoNewLine = 0o100,
  NoFlush = 0o200,
  StopBackgroundOutput = 0o400,
  EchoControl = 0o1000,
  EchoKillErase = 0o4000,
  Extended = 0o100000,
}

/** Indices into c_cc. */
export enum ControlCharacter {
  Interrupt = 0,
  Quit = 1,
  Erase = 2,
  Kill = 3,
  EndOfFile = 4,
  Time = 5,
  Minimum = 6,
  Start = 8,
  Stop = 9,
  Suspend = 10,
  EndOfLine = 11,
  Reprint = 12,
  WordErase = 14,
  LiteralNext = 15,
  EndOfLine2 = 16,
}

/** A terminal's settings when it is first opened, as Linux has them. */
export function setDefaults(settings: Termios): void {
  settings.input = InputFlags.ReturnToNewLine | InputFlags.StartStopOutput | InputFlags.Utf8;
  settings.output = OutputFlags.Process | OutputFlags.NewLineToReturnNewLine;
  // 38400 baud, 8 bits, receiver on, hang up on close.
  settings.control = 0o17 | 0o60 | 0o200 | 0o2000;
  settings.local =
    LocalFlags.Signals |
    LocalFlags.Canonical |
    LocalFlags.Echo |
    LocalFlags.EchoErase |
    LocalFlags.EchoKill |
    LocalFlags.EchoControl |
    LocalFlags.EchoKillErase |
    LocalFlags.Extended;
  settings.characters[ControlCharacter.Interrupt] = 3;
  settings.characters[ControlCharacter.Quit] = 28;
  settings.characters[ControlCharacter.Erase] = 127;
  settings.characters[ControlCharacter.Kill] = 21;
  settings.characters[ControlCharacter.EndOfFile] = 4;
  settings.characters[ControlCharacter.Minimum] = 1;
  settings.characters[ControlCharacter.Start] = 17;
  settings.characters[ControlCharacter.Stop] = 19;
  settings.characters[ControlCharacter.Suspend] = 26;
  settings.characters[ControlCharacter.Reprint] = 18;
  settings.characters[ControlCharacter.WordErase] = 23;
  settings.characters[ControlCharacter.LiteralNext] = 22;
  settings.inputSpeed = 38400;
  settings.outputSpeed = 38400;
}
