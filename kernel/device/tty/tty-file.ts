import { Errno } from "../../../core/errno.ts";
import type { AsyncList } from "../../file/async-notice.ts";
import { File } from "../../file/file.ts";
import type { Inode } from "../../file/inode.ts";
import type { PollEvents } from "../../file/poll-events.ts";
import type { IoBuffer } from "../../memory/io-buffer.ts";
import {
  copyFromUser,
  copyToUser,
  loadStruct,
  readUser32,
  storeStruct,
  writeUser32,
} from "../../platform/user.ts";
import type { PollTable } from "../../task/poll-table.ts";
import { jobControl, SIGTTOU } from "./job-control.ts";
import { Termios, TERMIOS_SIZE, TERMIOS2_SIZE, WindowSize } from "./termios.ts";
import { TermiosImage } from "./termios-image.ts";
import type { Tty } from "./tty.ts";

const TCGETS: u32 = 0x5401;
const TCSETS: u32 = 0x5402;
const TCSETSW: u32 = 0x5403;
const TCSETSF: u32 = 0x5404;
const TCSBRK: u32 = 0x5409;
const TCXONC: u32 = 0x540a;
const TCFLSH: u32 = 0x540b;
const TIOCEXCL: u32 = 0x540c;
const TIOCNXCL: u32 = 0x540d;
const TIOCSCTTY: u32 = 0x540e;
const TIOCGPGRP: u32 = 0x540f;
const TIOCSPGRP: u32 = 0x5410;
const TIOCOUTQ: u32 = 0x5411;
const TIOCGWINSZ: u32 = 0x5413;
const TIOCSWINSZ: u32 = 0x5414;
const FIONREAD: u32 = 0x541b;
const TIOCNOTTY: u32 = 0x5422;
const TIOCGETD: u32 = 0x5424;
const TCSBRKP: u32 = 0x5425;
const TIOCGSID: u32 = 0x5429;
const TCGETS2: u32 = 0x802c_542a;
const TCSETS2: u32 = 0x402c_542b;
const TCSETSW2: u32 = 0x402c_542c;
const TCSETSF2: u32 = 0x402c_542d;

/** An open terminal. */
export class TtyFile extends File {
  readonly tty: Tty;

  constructor(inode: Inode, flags: u32, tty: Tty) {
    super(inode, flags);
    this.tty = tty;
  }

  override read(buffer: IoBuffer): void {
    this.tty.read(buffer, this.isNonBlocking);
  }

  override write(buffer: IoBuffer): void {
    this.tty.write(buffer, this.isNonBlocking);
  }

  override poll(table: PollTable | null): PollEvents {
    return this.tty.poll(table);
  }

  override get asyncList(): AsyncList {
    return this.tty.arrivals;
  }

  override control(request: u32, argument: u64): i64 {
    switch (request) {
      case TCGETS:
        this.storeSettings(argument, TERMIOS_SIZE);
        return 0;
      case TCGETS2:
        this.storeSettings(argument, TERMIOS2_SIZE);
        return 0;
      case TCSETS:
      case TCSETSW:
        this.loadSettings(argument, TERMIOS_SIZE, false);
        return 0;
      case TCSETSF:
        this.loadSettings(argument, TERMIOS_SIZE, true);
        return 0;
      case TCSETS2:
      case TCSETSW2:
        this.loadSettings(argument, TERMIOS2_SIZE, false);
        return 0;
      case TCSETSF2:
        this.loadSettings(argument, TERMIOS2_SIZE, true);
        return 0;
      case TCSBRK:
      case TCSBRKP:
      case TIOCEXCL:
      case TIOCNXCL:
        // Output is on its way when write returns, breaks go nowhere, and nobody is kept out.
        return 0;
      case TCXONC:
        if (argument > 3) throw Errno.EINVAL;
        if (argument < 2) this.tty.setStopped(argument === 0);
        return 0;
      case TCFLSH:
        if (argument > 2) throw Errno.EINVAL;
        if (argument !== 1) this.tty.flushInput();
        return 0;
      case TIOCGWINSZ: {
        const size = new WindowSize();
        this.tty.copyWindow(size);
        storeStruct(argument, size);
        return 0;
      }
      case TIOCSWINSZ: {
        const size = new WindowSize();
        loadStruct(argument, size);
        this.tty.setWindow(size);
        return 0;
      }
      case FIONREAD:
        writeUser32(argument, u32(this.tty.readyCount()));
        return 0;
      case TIOCOUTQ:
      case TIOCGETD:
        writeUser32(argument, 0);
        return 0;
      default:
        return this.controlJobs(request, argument);
    }
  }

  private controlJobs(request: u32, argument: u64): i64 {
    const jobs = jobControl();
    const isOurs = jobs.currentTerminal() === this.tty.device;
    switch (request) {
      case TIOCSCTTY:
        this.becomeControlling(argument === 1);
        return 0;
      case TIOCNOTTY:
        if (!isOurs) throw Errno.ENOTTY;
        if (jobs.isSessionLeader()) this.tty.setOwner(0, 0);
        jobs.setCurrentTerminal(0);
        return 0;
      case TIOCGPGRP:
        if (!isOurs) throw Errno.ENOTTY;
        writeUser32(argument, u32(this.tty.foreground()));
        return 0;
      case TIOCGSID:
        if (!isOurs) throw Errno.ENOTTY;
        writeUser32(argument, u32(this.tty.session()));
        return 0;
      case TIOCSPGRP: {
        if (!isOurs || this.tty.session() !== jobs.currentSession()) throw Errno.ENOTTY;
        const group = i32(readUser32(argument));
        if (group < 0) throw Errno.EINVAL;
        this.tty.checkForeground(SIGTTOU, true);
        if (!jobs.groupExists(group, jobs.currentSession())) throw Errno.EPERM;
        this.tty.setOwner(jobs.currentSession(), group);
        return 0;
      }
      default:
        throw Errno.ENOTTY;
    }
  }

  /** TIOCSCTTY. Throws EPERM. */
  private becomeControlling(takesOver: boolean): void {
    const jobs = jobControl();
    const session = this.tty.session();
    if (jobs.isSessionLeader() && session === jobs.currentSession()) return;
    if (!jobs.isSessionLeader() || jobs.currentTerminal() !== 0) throw Errno.EPERM;
    if (session !== 0 && !(takesOver && jobs.mayTakeTerminals())) throw Errno.EPERM;
    this.tty.setOwner(jobs.currentSession(), jobs.currentGroup());
    jobs.setCurrentTerminal(this.tty.device);
  }

  private storeSettings(address: u64, size: u64): void {
    const settings = new Termios();
    this.tty.copySettings(settings);
    const image = new TermiosImage();
    image.from(settings);
    copyToUser(address, image.bytes(size));
  }

  private loadSettings(address: u64, size: u64, flushes: boolean): void {
    this.tty.checkForeground(SIGTTOU, true);
    const settings = new Termios();
    this.tty.copySettings(settings);
    const image = new TermiosImage();
    copyFromUser(image.bytes(size), address);
    image.to(settings);
    if (flushes) this.tty.flushInput();
    this.tty.configure(settings);
  }
}
