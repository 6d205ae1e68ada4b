/** /proc (proc(5)): processes by their ids, and texts about the system. */

import { bootInfo } from "../../platform/boot/info.ts";
import type { DirectorySink } from "../directory-sink.ts";
import { FileSystem, type FileSystemStatus } from "../file-system.ts";
import { FileSystemType, NewFileSystem } from "../file-system-types.ts";
import type { Inode } from "../inode.ts";
import { FileType } from "../../rights/mode.ts";
import { cpuText, fileSystemsText, memoryText } from "./machine-texts.ts";
import { ProcDirectory, ProcLink, ProcName, ProcText } from "./proc-inode.ts";
import { numberOf, ProcessDirectory } from "./process-directory.ts";
import { makeSettings } from "./setting-files.ts";
import { systemInformation } from "./system-information.ts";

const PROC_MAGIC: u64 = 0x9fa0;
/** Positions of processes come after those of the fixed names. */
const FIRST_PROCESS: u64 = 1000;

class ProcessFileSystem extends FileSystem {
  private lastNumber: u64 = 1;

  constructor() {
    super("proc");
  }

  override status(into: FileSystemStatus): void {
    into.magic = PROC_MAGIC;
  }

  newNumber(): u64 {
    this.lastNumber += 1;
    return this.lastNumber;
  }

  text(make: () => string): ProcText {
    return new ProcText(this, this.newNumber(), 0o444, 0, 0, make);
  }

  link(make: () => string): ProcLink {
    return new ProcLink(this, this.newNumber(), 0, 0, make);
  }
}

/** The root: what is always there, then the processes. */
class ProcessRoot extends ProcDirectory {
  private readonly names: string[] = [];
  private readonly children: Inode[] = [];

  constructor(fileSystem: ProcessFileSystem) {
    super(fileSystem, 1, 0o555, 0, 0);
  }

  add(name: string, child: Inode): void {
    this.names.push(name);
    this.children.push(child);
  }

  protected override find(name: string): Inode | null {
    const index = this.names.indexOf(name);
    if (index >= 0) return this.children[u64(index)];
    const pid = parseInteger(name, 10);
    const information = systemInformation();
    if (pid === null || pid <= 0 || pid > 0x7fff_ffff || information === null) return null;
    const view = information.find(i32(pid));
    return view === null ? null : new ProcessDirectory(this.fileSystem, numberOf(i32(pid)), view, false);
  }

  protected override list(): ProcName[] {
    const list: ProcName[] = [];
    for (let i: u64 = 0; i < this.names.length; i++) {
      list.push(new ProcName(this.names[i], this.children[i].number, this.children[i].mode, i));
    }
    return list;
  }

  /** The processes, one at a time: there may be many, and only some find room. */
  protected override listMore(position: u64, sink: DirectorySink): void {
    const information = systemInformation();
    if (information === null) return;
    let from: i32 = position < FIRST_PROCESS ? 1 : i32(position - FIRST_PROCESS);
    for (;;) {
      const pid = information.nextProcess(from);
      if (pid === 0) return;
      const mode = FileType.Directory | 0o555;
      if (!sink.add(pid.toString(), numberOf(pid), mode, FIRST_PROCESS + u64(pid) + 1)) return;
      from = pid + 1;
    }
  }

  override dismantle(children: Inode[]): void {
    children.pushAll(this.children);
  }
}

/** `proc`: each mount has a tree of its own, which shows the same. */
export class ProcessFileSystemType extends FileSystemType {
  constructor() {
    super("proc");
  }

  override get isSingle(): boolean {
    return true;
  }

  override make(_options: string): NewFileSystem {
    const fileSystem = new ProcessFileSystem();
    const root = new ProcessRoot(fileSystem);
    root.add(
      "cmdline",
      fileSystem.text(() => bootInfo().commandLine + "\n"),
    );
    root.add(
      "cpuinfo",
      fileSystem.text(() => cpuText()),
    );
    root.add(
      "filesystems",
      fileSystem.text(() => fileSystemsText()),
    );
    root.add(
      "loadavg",
      fileSystem.text(() => systemInformation()?.loadAverage() ?? ""),
    );
    root.add(
      "meminfo",
      fileSystem.text(() => memoryText()),
    );
    root.add(
      "mounts",
      fileSystem.link(() => "self/mounts"),
    );
    root.add(
      "self",
      fileSystem.link(() => (systemInformation()?.currentProcess() ?? 0).toString()),
    );
    root.add(
      "stat",
      fileSystem.text(() => systemInformation()?.statistics() ?? ""),
    );
    root.add(
      "sys",
      makeSettings(fileSystem, () => fileSystem.newNumber()),
    );
    root.add(
      "thread-self",
      fileSystem.link(() => threadPath()),
    );
    root.add(
      "uptime",
      fileSystem.text(() => systemInformation()?.uptime() ?? ""),
    );
    root.add(
      "version",
      fileSystem.text(() => systemInformation()?.version() ?? ""),
    );
    return new NewFileSystem(fileSystem, root);
  }
}

function threadPath(): string {
  const information = systemInformation();
  if (information === null) return "0";
  return `${information.currentProcess()}/task/${information.currentThread()}`;
}
