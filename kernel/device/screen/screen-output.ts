import { SpinLock } from "../../platform/lock.ts";
import type { WaitQueue } from "../../task/wait-queue.ts";
import { TerminalOutput } from "../tty/terminal-output.ts";
import { TerminalScreen } from "./terminal-screen.ts";
import type { Surface } from "./surface.ts";

/** A terminal's output on a screen. */
export class ScreenOutput extends TerminalOutput {
  private readonly screen: SpinLock<TerminalScreen>;
  readonly columns: u32;
  readonly rows: u32;

  /** Throws ENOMEM. */
  constructor(surface: Surface) {
    super();
    this.screen = new SpinLock(new TerminalScreen(surface));
    this.columns = surface.columns;
    this.rows = surface.rows;
  }

  override write(bytes: Span<u8>): u64 {
    using screen = this.screen.lock();
    screen.value.write(bytes);
    return bytes.length;
  }

  override get hasRoom(): boolean {
    return true;
  }

  override get writable(): WaitQueue | null {
    return null;
  }
}

/** Two outputs at once: the first one's room decides, and the second gets what it took. */
export class DoubleOutput<
  First extends TerminalOutput,
  Second extends TerminalOutput,
> extends TerminalOutput {
  private readonly first: First;
  private readonly second: Second;

  constructor(first: First, second: Second) {
    super();
    this.first = first;
    this.second = second;
  }

  override write(bytes: Span<u8>): u64 {
    const count = this.first.write(bytes);
    this.second.write(bytes.subspan(0, count));
    return count;
  }

  override get hasRoom(): boolean {
    return this.first.hasRoom;
  }

  override get writable(): WaitQueue | null {
    return this.first.writable;
  }
}
