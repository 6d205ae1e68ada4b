import { JobControl } from "../device/tty/job-control.ts";
import { currentCredentials, currentProcess, currentUserThread } from "./current.ts";
import { Capability } from "../rights/capability.ts";
import { releaseTerminal } from "../device/tty/terminal-devices.ts";
import { isInOrphanedGroup, SessionTerminals } from "./job-control.ts";
import { groupMembers } from "./process-table.ts";
import { sendToGroup } from "./send-signal.ts";
import { HANDLER_IGNORE, type Signal, setOf } from "./signal.ts";

/** Tells terminals of the processes that use them. */
export class TerminalJobs extends JobControl {
  override currentSession(): i32 {
    return currentProcess().session;
  }

  override currentGroup(): i32 {
    return currentProcess().group;
  }

  override isSessionLeader(): boolean {
    return currentProcess().isSessionLeader;
  }

  override currentTerminal(): u32 {
    return currentProcess().terminal;
  }

  override setCurrentTerminal(device: u32): void {
    currentProcess().terminal = device;
  }

  override isDeaf(signal: u32): boolean {
    const thread = currentUserThread();
    const isBlocked = (thread.blocked & setOf(signal as Signal)) !== 0;
    return isBlocked || thread.process.actions.handler(signal as Signal) === HANDLER_IGNORE;
  }

  override isOrphaned(): boolean {
    return isInOrphanedGroup(currentProcess());
  }

  override mayTakeTerminals(): boolean {
    return currentCredentials().has(Capability.SYS_ADMIN);
  }

  override groupExists(group: i32, session: i32): boolean {
    return groupMembers(group).some((member) => member.session === session);
  }

  override signalGroup(group: i32, signal: u32): void {
    sendToGroup(group, signal as Signal);
  }
}

/** Tells the process layer of terminals. */
export class SystemTerminals extends SessionTerminals {
  override release(session: i32): i32 {
    return releaseTerminal(session);
  }
}
