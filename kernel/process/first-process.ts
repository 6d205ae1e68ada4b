/** Process 1: made by the kernel, not by fork(2). */

import type { Errno } from "../../core/errno.ts";
import { errnoText } from "../../core/errno-text.ts";
import { firstCredentials } from "../rights/superuser.ts";
import { DescriptorTable } from "../file/descriptors.ts";
import { DirectoryContext } from "../file/directory-context.ts";
import type { Inode } from "../file/inode.ts";
import { OpenFlags } from "../file/open-flags.ts";
import { resolvePath } from "../file/path.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import { enableInterrupts } from "../platform/cpu.ts";
import { enterUser } from "../platform/interrupts.ts";
import { log } from "../platform/log.ts";
import { start } from "../task/scheduler.ts";
import { execute } from "./exec.ts";
import { Limits } from "./limits.ts";
import { Process } from "./process.ts";
import { addProcess, addThread, newId } from "./process-table.ts";
import { SignalActions } from "./signal-actions.ts";
import { UserThread } from "./user-thread.ts";

/** The thread of process 1: it opens the console and loads the program itself, as it needs a process to do that in. */
class FirstThread extends UserThread {
  private readonly paths: string[];
  private readonly args: string[];
  private readonly environment: string[];

  constructor(process: Process, paths: string[], args: string[], environment: string[]) {
    super(process.pid, process, process.credentials);
    this.paths = paths;
    this.args = args;
    this.environment = environment;
  }

  override begin(): never {
    enableInterrupts();
    try {
      openConsole(this.process);
    } catch {
      log.warn("/dev/console cannot be opened: process 1 has no descriptors");
    }
    for (const path of this.paths) {
      if (this.tryToExecute(path)) enterUser(this.startFrame);
    }
    panic("there is no first program: is there an initrd with /bin/init, or an init= on the command line?");
  }

  private tryToExecute(path: string): boolean {
    try {
      const args = [path];
      for (const arg of this.args) args.push(arg);
      execute(this.startFrame, path, args, this.environment);
      return true;
    } catch (error) {
      reportFailure(path, errnoText(errnoOf(error) as Errno));
      return false;
    }
  }
}

/** Descriptors 0, 1 and 2. */
function openConsole(process: Process): void {
  const inode = resolvePath(process.directories, process.credentials, "/dev/console", true);
  const file = inode.open(u32(OpenFlags.ReadWrite));
  for (let fd: u32 = 0; fd < 3; fd++) process.descriptors.install(file, false, 1024, fd);
}

/** Starts the first of the programs that is there, with the root directory. Throws ENOMEM. */
export function startFirstProcess(root: Inode, paths: string[], args: string[], environment: string[]): void {
  const process = new Process(
    newId(),
    monotonicNanoseconds(),
    null,
    new DescriptorTable(),
    new DirectoryContext(root, root),
    firstCredentials(),
    new Limits(),
    new SignalActions(),
  );
  // As on Linux it belongs to no group and session until it makes its own, so that it may call setsid(2).
  process.group = 0;
  process.session = 0;
  const thread = new FirstThread(process, paths, args, environment);
  process.addThread(thread);
  addProcess(process);
  addThread(thread);
  start(thread);
}

/** In one line, unless it is for want of memory. */
function reportFailure(path: string, reason: string): void {
  try {
    log.error(`cannot start ${path}: ${reason}`);
  } catch {
    log.error(path);
    log.error(reason);
  }
}
