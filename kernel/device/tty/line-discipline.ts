/**
 * What a terminal does with each byte that is typed, and each that is printed (termios(3)): line editing, echo, signals, line ends.
 *
 * A signal for the foreground group is left in `signal`: tty.ts sends it after the lock is gone.
 */

import { InputQueue, isCanonical, isCharacter } from "./input-queue.ts";
import {
  ControlCharacter,
  InputFlags,
  LocalFlags,
  OutputFlags,
  setDefaults,
  Termios,
  WindowSize,
} from "./termios.ts";
import { SIGINT, SIGQUIT, SIGTSTP } from "./job-control.ts";
import type { TerminalOutput } from "./terminal-output.ts";

const BACKSPACE: u8 = 8;
const TAB: u8 = 9;
const NEW_LINE: u8 = 10;
const RETURN: u8 = 13;
const SPACE: u8 = 32;
const CARET: u8 = 0x5e;
const DELETE: u8 = 127;
const BELL: u8 = 7;

/** Bytes that one typed byte can make at most, with room to spare. */
const ECHO_ROOM: u64 = 64;
const ECHO_SIZE: u64 = 4096;

/** A terminal's state, guarded by its lock. */
export class LineDiscipline {
  readonly settings: Termios = new Termios();
  readonly window: WindowSize = new WindowSize();
  readonly queue: InputQueue = new InputQueue();
  /** Column of the cursor, and where the line being typed began, as far as that can be known. */
  private column: u32 = 0;
  private lineColumn: u32 = 0;
  /** Ctrl-V was typed: the next byte is an ordinary one. */
  private isLiteral: boolean = false;
  /** Ctrl-S was typed: output waits. */
  isStopped: boolean = false;
  /** The session whose controlling terminal it is, and that one's foreground group; 0: none. */
  session: i32 = 0;
  group: i32 = 0;
  /** A signal that the foreground group is to get; 0: none. */
  signal: u32 = 0;
  private readonly echoed = new FixedArray<u8, 4096>();
  private echoLength: u64 = 0;

  constructor() {
    setDefaults(this.settings);
  }

  // ---------------------------------------------------------------- output

  /** Prepares a byte for the output: `to` gets one or more bytes from `at` on; returns where they end. Room for 9 is enough. */
  print(byte: u8, to: Span<u8>, at: u64): u64 {
    const flags = this.settings.output;
    let end = at;
    if ((flags & OutputFlags.Process) !== 0) {
      switch (byte) {
        case NEW_LINE:
          if ((flags & OutputFlags.NewLineToReturnNewLine) !== 0) {
            to[end] = RETURN;
            end += 1;
            this.column = 0;
          } else if ((flags & OutputFlags.NewLineReturns) !== 0) {
            this.column = 0;
          }
          break;
        case RETURN:
          if ((flags & OutputFlags.NoReturnAtColumn0) !== 0 && this.column === 0) return end;
          if ((flags & OutputFlags.ReturnToNewLine) !== 0) {
            to[end] = NEW_LINE;
            return end + 1;
          }
          this.column = 0;
          break;
        case TAB: {
          const width = 8 - (this.column & 7);
          this.column += width;
          if ((flags & OutputFlags.ExpandTabs) === OutputFlags.ExpandTabs) {
            for (let i: u32 = 0; i < width; i++) to[end + u64(i)] = SPACE;
            return end + u64(width);
          }
          break;
        }
        case BACKSPACE:
          if (this.column > 0) this.column -= 1;
          break;
        default:
          if (isPrintable(byte)) this.column += 1;
      }
    }
    to[end] = byte;
    return end + 1;
  }

  /** Sends what is to be shown because of what was typed; what the output has no room for is lost. */
  sendEcho(output: TerminalOutput): void {
    if (this.echoLength === 0) return;
    output.write(this.echoed.span().subspan(0, this.echoLength));
    this.echoLength = 0;
  }

  private show(byte: u8): void {
    if (this.echoLength + ECHO_ROOM > ECHO_SIZE) return;
    this.echoLength = this.print(byte, this.echoed.span(), this.echoLength);
  }

  // ---------------------------------------------------------------- input

  /** A byte was typed. */
  type(typed: u8): void {
    let byte = typed;
    const input = this.settings.input;
    if ((input & InputFlags.StripHighBit) !== 0) byte &= 0x7f;
    if (this.isLiteral) {
      this.isLiteral = false;
      this.accept(byte);
      return;
    }
    if ((input & InputFlags.StartStopOutput) !== 0 && this.flowControl(byte)) return;
    if ((this.settings.local & LocalFlags.Signals) !== 0 && this.signalFor(byte)) return;
    if (byte === RETURN) {
      if ((input & InputFlags.IgnoreReturn) !== 0) return;
      if ((input & InputFlags.ReturnToNewLine) !== 0) byte = NEW_LINE;
    } else if (byte === NEW_LINE && (input & InputFlags.NewLineToReturn) !== 0) {
      byte = RETURN;
    }
    if (isCanonical(this.settings)) this.typeInLine(byte);
    else this.accept(byte);
  }

  /** Ctrl-S and Ctrl-Q. True: the byte was one of them. */
  private flowControl(byte: u8): boolean {
    if (isCharacter(this.settings, ControlCharacter.Start, byte)) {
      this.isStopped = false;
      return true;
    }
    if (isCharacter(this.settings, ControlCharacter.Stop, byte)) {
      this.isStopped = true;
      return true;
    }
    if (this.isStopped && (this.settings.input & InputFlags.AnyStarts) !== 0) this.isStopped = false;
    return false;
  }

  private signalFor(byte: u8): boolean {
    let signal: u32 = 0;
    if (isCharacter(this.settings, ControlCharacter.Interrupt, byte)) signal = SIGINT;
    else if (isCharacter(this.settings, ControlCharacter.Quit, byte)) signal = SIGQUIT;
    else if (isCharacter(this.settings, ControlCharacter.Suspend, byte)) signal = SIGTSTP;
    if (signal === 0) return false;
    if ((this.settings.local & LocalFlags.NoFlush) === 0) this.queue.clear();
    this.isStopped = false;
    this.echo(byte);
    this.signal = signal;
    return true;
  }

  /** Adds the byte to the input as it is. */
  private accept(byte: u8): void {
    if (this.queue.isFull) {
      if ((this.settings.input & InputFlags.BellWhenFull) !== 0) this.show(BELL);
      return;
    }
    if (this.queue.lineLength === 0) this.lineColumn = this.column;
    this.queue.add(byte);
    this.echo(byte);
    if (!isCanonical(this.settings)) this.queue.publish();
  }

  private typeInLine(byte: u8): void {
    const settings = this.settings;
    const isExtended = (settings.local & LocalFlags.Extended) !== 0;
    if (isCharacter(settings, ControlCharacter.Erase, byte)) {
      this.eraseCharacter();
    } else if (isCharacter(settings, ControlCharacter.Kill, byte)) {
      this.eraseLine();
    } else if (isExtended && isCharacter(settings, ControlCharacter.WordErase, byte)) {
      this.eraseWord();
    } else if (isExtended && isCharacter(settings, ControlCharacter.LiteralNext, byte)) {
      this.isLiteral = true;
      if (
        (settings.local & (LocalFlags.Echo | LocalFlags.EchoControl)) ===
        (LocalFlags.Echo | LocalFlags.EchoControl)
      ) {
        this.show(CARET);
        this.show(BACKSPACE);
      }
    } else if (isExtended && isCharacter(settings, ControlCharacter.Reprint, byte)) {
      this.reprint(byte);
    } else if (byte === NEW_LINE) {
      if ((settings.local & (LocalFlags.Echo | LocalFlags.EchoNewLine)) !== 0) this.show(NEW_LINE);
      this.queue.endLine(NEW_LINE, false);
    } else if (isCharacter(settings, ControlCharacter.EndOfFile, byte)) {
      this.queue.endLine(0, true);
    } else if (
      isCharacter(settings, ControlCharacter.EndOfLine, byte) ||
      (isExtended && isCharacter(settings, ControlCharacter.EndOfLine2, byte))
    ) {
      this.echo(byte);
      this.queue.endLine(byte, false);
    } else {
      this.accept(byte);
    }
  }

  // ---------------------------------------------------------------- editing

  private get isEchoing(): boolean {
    return (this.settings.local & LocalFlags.Echo) !== 0;
  }

  private echo(byte: u8): void {
    if (!this.isEchoing) return;
    if (this.isShownWithCaret(byte)) {
      this.show(CARET);
      this.show(byte ^ 0x40);
    } else {
      this.show(byte);
    }
  }

  private isShownWithCaret(byte: u8): boolean {
    if ((this.settings.local & LocalFlags.EchoControl) === 0) return false;
    return (byte < SPACE && byte !== TAB && byte !== NEW_LINE) || byte === DELETE;
  }

  private eraseCharacter(): void {
    const length = this.queue.lastCharacterLength(this.settings);
    if (length === 0) return;
    const byte = this.queue.lineByte(this.queue.lineLength - length);
    this.queue.erase(length);
    if (!this.isEchoing) return;
    if ((this.settings.local & LocalFlags.EchoErase) === 0)
      this.echo(this.settings.characters[ControlCharacter.Erase]);
    else if (byte === TAB) this.eraseColumns(this.column - this.columnAfterLine());
    else this.eraseColumns(this.isShownWithCaret(byte) ? 2 : 1);
  }

  /** Where the cursor is after the line as it is now. */
  private columnAfterLine(): u32 {
    let column = this.lineColumn;
    for (let i: u64 = 0; i < this.queue.lineLength; i++) {
      const byte = this.queue.lineByte(i);
      if (byte === TAB) column = (column | 7) + 1;
      else if (this.isShownWithCaret(byte)) column += 2;
      else if (isPrintable(byte)) column += 1;
    }
    return column;
  }

  private eraseColumns(count: u32): void {
    for (let i: u32 = 0; i < count; i++) {
      this.show(BACKSPACE);
      this.show(SPACE);
      this.show(BACKSPACE);
    }
  }

  private eraseLine(): void {
    const local = this.settings.local;
    const isVisible = (local & LocalFlags.EchoKillErase) !== 0 && (local & LocalFlags.EchoErase) !== 0;
    if (isVisible) {
      while (this.queue.lineLength > 0) this.eraseCharacter();
      return;
    }
    this.queue.erase(this.queue.lineLength);
    if (!this.isEchoing) return;
    this.echo(this.settings.characters[ControlCharacter.Kill]);
    if ((local & LocalFlags.EchoKill) !== 0) this.show(NEW_LINE);
  }

  private eraseWord(): void {
    let hasSeenWord = false;
    while (this.queue.lineLength > 0) {
      const isWord = isWordByte(this.queue.lineByte(this.queue.lineLength - 1));
      if (hasSeenWord && !isWord) return;
      hasSeenWord ||= isWord;
      this.eraseCharacter();
    }
  }

  private reprint(byte: u8): void {
    if (!this.isEchoing) return;
    this.echo(byte);
    this.show(NEW_LINE);
    for (let i: u64 = 0; i < this.queue.lineLength; i++) this.echo(this.queue.lineByte(i));
  }

  // ---------------------------------------------------------------- settings

  /** tcsetattr(3). */
  configure(settings: Termios): void {
    const wasCanonical = isCanonical(this.settings);
    this.settings.input = settings.input;
    this.settings.output = settings.output;
    this.settings.control = settings.control;
    this.settings.local = settings.local;
    this.settings.line = settings.line;
    this.settings.characters.span().copyFrom(settings.characters.span());
    const isNowCanonical = isCanonical(this.settings);
    if (wasCanonical && !isNowCanonical) this.queue.publish();
    else if (!wasCanonical && isNowCanonical) this.queue.markLine();
    if ((this.settings.input & InputFlags.StartStopOutput) === 0) this.isStopped = false;
  }
}

/** Whether the byte moves the cursor: the later bytes of a UTF-8 character do not. */
function isPrintable(byte: u8): boolean {
  return byte >= SPACE && byte !== DELETE && (byte & 0xc0) !== 0x80;
}

function isWordByte(byte: u8): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || byte >= 0x80
  );
}
