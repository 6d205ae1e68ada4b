/** /proc/PID and what is in it. */

import { Errno } from "../../../core/errno.ts";
import type { FileSystem } from "../file-system.ts";
import type { File } from "../file.ts";
import { Inode } from "../inode.ts";
import type { Credentials } from "../../rights/credentials.ts";
import { FileAccess, FileType } from "../../rights/mode.ts";
import { ChangeableText, type ChangeableValue } from "./changeable-text.ts";
import { mountInfoText, mountsText } from "./mounts-text.ts";
import { Adjustment, OldAdjustment } from "./oom-files.ts";
import { ProcDirectory, ProcName, ProcTargetLink, ProcText, ProcTextFile } from "./proc-inode.ts";
import type { ProcessView } from "./system-information.ts";

/** Inode numbers: each process has a range of its own. */
const NUMBERS_PER_PROCESS: u64 = 0x1_0000;
const FIRST_DESCRIPTOR: u64 = 0x100;

const TEXT: u32 = FileType.Regular | 0o444;
const LINK: u32 = FileType.Link | 0o777;

/** Names in the directory, and their modes, in the order of their numbers. */
const NAMES = [
  "cmdline",
  "comm",
  "cwd",
  "environ",
  "exe",
  "fd",
  "limits",
  "maps",
  "mountinfo",
  "mounts",
  "oom_adj",
  "oom_score",
  "oom_score_adj",
  "personality",
  "root",
  "stat",
  "statm",
  "status",
  "task",
];

function modeOf(name: string): u32 {
  switch (name) {
    case "cwd":
    case "exe":
    case "root":
      return LINK;
    case "environ":
    case "personality":
      return FileType.Regular | 0o400;
    case "fd":
      return FileType.Directory | 0o500;
    case "task":
      return FileType.Directory | 0o555;
    case "oom_adj":
    case "oom_score_adj":
      return FileType.Regular | 0o644;
    default:
      return TEXT;
  }
}

/** The first number of a process's range. */
export function numberOf(pid: i32): u64 {
  return (u64(pid) + 1) * NUMBERS_PER_PROCESS;
}

/** /proc/PID, and /proc/PID/task/TID (proc(5)). Its files are made of `view` when they are read; a process that has ended meanwhile is ESRCH. */
export class ProcessDirectory extends ProcDirectory {
  private readonly view: ProcessView;
  /** A thread's directory in task/ has no task/ itself. */
  private readonly isThread: boolean;

  constructor(fileSystem: FileSystem, number: u64, view: ProcessView, isThread: boolean) {
    super(fileSystem, number, 0o555, view.user(), view.group());
    this.view = view;
    this.isThread = isThread;
  }

  protected override list(): ProcName[] {
    const list: ProcName[] = [];
    for (let i: u64 = 0; i < NAMES.length; i++) {
      if (this.isThread && NAMES[i] === "task") continue;
      list.push(new ProcName(NAMES[i], this.number + i + 1, modeOf(NAMES[i]), i));
    }
    return list;
  }

  protected override find(name: string): Inode | null {
    const index = NAMES.indexOf(name);
    if (index < 0) return null;
    const number = this.number + u64(index) + 1;
    const view = this.view;
    switch (name) {
      case "cmdline":
        return this.text(number, () => view.commandLine());
      case "comm":
        return this.text(number, () => view.name() + "\n");
      case "cwd":
        return this.targetLink(number, () => view.directories()?.current ?? null);
      case "environ":
        return this.inspection(number, 0o400, () => view.environment());
      case "exe":
        return this.targetLink(number, () => view.executable());
      case "fd":
        return new DescriptorDirectory(this.fileSystem, number, view);
      case "limits":
        return this.text(number, () => view.limits());
      case "maps":
        return this.inspection(number, 0o444, () => view.maps());
      case "mountinfo":
        return this.text(number, () => mountInfoText());
      case "mounts":
        return this.text(number, () => mountsText());
      case "oom_adj":
        return this.changeable(number, new OldAdjustment(view));
      case "oom_score":
        return this.text(number, () => `${view.oomScore()}\n`);
      case "oom_score_adj":
        return this.changeable(number, new Adjustment(view));
      case "personality":
        return this.inspection(number, 0o400, () => view.personality());
      case "root":
        return this.targetLink(number, () => view.directories()?.root ?? null);
      case "stat":
        return this.text(number, () => view.stat());
      case "statm":
        return this.text(number, () => view.memory());
      case "status":
        return this.text(number, () => view.status());
      case "task":
        return this.isThread ? null : new TaskDirectory(this.fileSystem, number, view);
      default:
        return null;
    }
  }

  /** What everybody may read. */
  private text(number: u64, make: () => string): Inode {
    const owner = new Owner(this.view);
    return new ProcText(this.fileSystem, number, 0o444, owner.user, owner.group, make);
  }

  /** What only those may read who may look into the process. */
  private inspection(number: u64, permissions: u32, make: (view: ProcessView) => string): Inode {
    return new InspectionText(this.fileSystem, number, permissions, this.view, make);
  }

  private changeable(number: u64, value: ChangeableValue): Inode {
    const owner = new Owner(this.view);
    return new ChangeableText(this.fileSystem, number, owner.user, owner.group, value);
  }

  private targetLink(number: u64, find: (view: ProcessView) => Inode | null): Inode {
    const owner = new Owner(this.view);
    const view = this.view;
    return new ProcTargetLink(this.fileSystem, number, owner.user, owner.group, () => {
      checkInspection(view);
      return find(view);
    });
  }
}

/** Throws EACCES unless the running thread may look into the process. */
function checkInspection(view: ProcessView): void {
  if (!view.mayInspect()) throw Errno.EACCES;
}

/** Who owns what lies in a process's directory: user 0, unless the process's user may look into it (proc(5), "/proc/pid"). */
@struct
class Owner {
  readonly user: u32;
  readonly group: u32;

  constructor(view: ProcessView) {
    const isShared = view.isShared();
    this.user = isShared ? view.user() : 0;
    this.group = isShared ? view.group() : 0;
  }
}

/**
 * A text out of a process's memory, for those who may look into it. They may when they open it; the file stays theirs, but it ends when the process
 * executes another program.
 */
class InspectionText extends ProcText {
  private readonly view: ProcessView;
  private readonly look: (view: ProcessView) => string;

  constructor(
    fileSystem: FileSystem,
    number: u64,
    permissions: u32,
    view: ProcessView,
    look: (view: ProcessView) => string,
  ) {
    const owner = new Owner(view);
    // Each open file makes a text of its own.
    super(fileSystem, number, permissions, owner.user, owner.group, () => "");
    this.view = view;
    this.look = look;
  }

  override open(flags: u32): File {
    const { view, look } = this;
    checkInspection(view);
    const memory = view.memoryId();
    return new ProcTextFile(this, flags, () => (view.memoryId() === memory ? look(view) : ""));
  }
}

/** /proc/PID/fd: a link for each open file. */
class DescriptorDirectory extends ProcDirectory {
  private readonly view: ProcessView;

  constructor(fileSystem: FileSystem, number: u64, view: ProcessView) {
    const owner = new Owner(view);
    super(fileSystem, number, 0o500, owner.user, owner.group);
    this.view = view;
  }

  /** Its own are always there for a process, though they may be user 0's (proc_fd_permission of Linux). */
  override allows(credentials: Credentials, access: FileAccess): boolean {
    const isOwn = this.view.isAsking() && (access & FileAccess.Write) === 0;
    return isOwn || super.allows(credentials, access);
  }

  protected override list(): ProcName[] {
    const list: ProcName[] = [];
    const descriptors = this.view.descriptors();
    if (descriptors === null) return list;
    const end = descriptors.length;
    for (let fd: u64 = 0; fd < end; fd++) {
      if (descriptors.find(i32(fd)) === null) continue;
      list.push(new ProcName(fd.toString(), this.number + FIRST_DESCRIPTOR + fd, LINK, fd));
    }
    return list;
  }

  protected override find(name: string): Inode | null {
    const fd = parseInteger(name, 10);
    const descriptors = this.view.descriptors();
    if (fd === null || fd < 0 || fd > 0x7fff_ffff || descriptors === null) return null;
    if (descriptors.find(i32(fd)) === null) return null;
    return new DescriptorLink(this.fileSystem, this.number + FIRST_DESCRIPTOR + u64(fd), this.view, i32(fd));
  }
}

/** A link in /proc/PID/fd. */
class DescriptorLink extends Inode {
  private readonly view: ProcessView;
  private readonly fd: i32;

  constructor(fileSystem: FileSystem, number: u64, view: ProcessView, fd: i32) {
    const owner = new Owner(view);
    super(fileSystem, number, FileType.Link | 0o700, owner.user, owner.group);
    this.view = view;
    this.fd = fd;
  }

  private file(): File {
    checkInspection(this.view);
    const descriptors = this.view.descriptors();
    const file = descriptors === null ? null : descriptors.find(this.fd);
    if (file === null) throw Errno.ENOENT;
    return file;
  }

  override linkTarget(): Inode | null {
    return this.file().inode;
  }

  override readLink(): string {
    return this.file().describe();
  }

  override open(_flags: u32): File {
    throw Errno.ELOOP;
  }
}

/** /proc/PID/task: a directory for each thread. */
class TaskDirectory extends ProcDirectory {
  private readonly view: ProcessView;

  constructor(fileSystem: FileSystem, number: u64, view: ProcessView) {
    super(fileSystem, number, 0o555, view.user(), view.group());
    this.view = view;
  }

  protected override list(): ProcName[] {
    const list: ProcName[] = [];
    for (const id of this.view.threads())
      list.push(new ProcName(id.toString(), numberOf(id), FileType.Directory | 0o555, u64(id)));
    return list;
  }

  protected override find(name: string): Inode | null {
    const id = parseInteger(name, 10);
    if (id === null || !this.view.threads().includes(i32(id))) return null;
    return new ProcessDirectory(this.fileSystem, numberOf(i32(id)), this.view.threadView(i32(id)), true);
  }
}
