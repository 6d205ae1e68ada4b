/** The terminals of the machine by device number, and the nodes that lead to them: /dev/ttyS0, /dev/tty1, /dev/console, /dev/tty (tty(4), console(4)). */

import { Errno } from "../../../core/errno.ts";
import { addDevice } from "../../file/device-fs/device-file-system.ts";
import { CharacterDevice, makeDevice } from "../../file/device-registry.ts";
import type { File } from "../../file/file.ts";
import type { Inode } from "../../file/inode.ts";
import { OpenFlags } from "../../file/open-flags.ts";
import { jobControl } from "./job-control.ts";
import { Tty } from "./tty.ts";
import { TtyFile } from "./tty-file.ts";

const terminals: Tty[] = [];

/** The terminal with the device number, or null. */
export function findTerminal(device: u32): Tty | null {
  for (const tty of terminals) {
    if (tty.device === device) return tty;
  }
  return null;
}

class TerminalDevice extends CharacterDevice {
  private readonly tty: Tty;

  constructor(tty: Tty) {
    super();
    this.tty = tty;
  }

  override open(inode: Inode, flags: u32): File {
    if ((flags & OpenFlags.NoControllingTerminal) === 0) this.tty.adoptIfFree();
    return new TtyFile(inode, flags, this.tty);
  }
}

/** /dev/console: as the terminal that it is, but it never becomes anybody's controlling terminal by being opened. */
class ConsoleDevice extends CharacterDevice {
  private readonly tty: Tty;

  constructor(tty: Tty) {
    super();
    this.tty = tty;
  }

  override open(inode: Inode, flags: u32): File {
    return new TtyFile(inode, flags, this.tty);
  }
}

/** /dev/tty: the controlling terminal of whoever opens it. */
class OwnTerminalDevice extends CharacterDevice {
  override open(inode: Inode, flags: u32): File {
    const tty = findTerminal(jobControl().currentTerminal());
    if (tty === null) throw Errno.ENXIO;
    return new TtyFile(inode, flags, tty);
  }
}

/** Makes a terminal known, by its name in /dev. Throws ENOMEM. */
export function addTerminal(name: string, tty: Tty): void {
  terminals.push(tty);
  addDevice(name, 0o620, u64(tty.device), new TerminalDevice(tty));
}

/** /dev/console and /dev/tty. Throws ENOMEM. */
export function addConsole(tty: Tty): void {
  addDevice("console", 0o600, makeDevice(5, 1), new ConsoleDevice(tty));
  addDevice("tty", 0o666, makeDevice(5, 0), new OwnTerminalDevice());
}

/** A session's leader has ended: its terminal is free. Returns the foreground group, 0 if there was none. */
export function releaseTerminal(session: i32): i32 {
  for (const tty of terminals) {
    if (tty.session() !== session) continue;
    const group = tty.foreground();
    tty.setOwner(0, 0);
    return group;
  }
  return 0;
}
