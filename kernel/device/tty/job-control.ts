/** What terminals need to know of processes: provided by the process layer when the kernel starts. */

/** Signals that terminals send, by their numbers. */
export const SIGHUP: u32 = 1;
export const SIGINT: u32 = 2;
export const SIGQUIT: u32 = 3;
export const SIGCONT: u32 = 18;
export const SIGTSTP: u32 = 20;
export const SIGTTIN: u32 = 21;
export const SIGTTOU: u32 = 22;
export const SIGWINCH: u32 = 28;

/** Sessions and groups as the terminal sees them; the process meant is the one that runs now. */
export abstract class JobControl {
  /** Ids of the process's session and group. */
  abstract currentSession(): i32;
  abstract currentGroup(): i32;
  /** Only a session's leader gets a terminal by opening it. */
  abstract isSessionLeader(): boolean;
  /** The device number of the process's controlling terminal, 0 if none. */
  abstract currentTerminal(): u32;
  /** Makes (0: unmakes) the terminal that of the process. */
  abstract setCurrentTerminal(device: u32): void;
  /** Whether the process blocks or ignores the signal: SIGTTIN and SIGTTOU would not stop it. */
  abstract isDeaf(signal: u32): boolean;
  /** Whether nobody in the session could continue the process's group once it is stopped. */
  abstract isOrphaned(): boolean;
  /** Whether it may take a terminal away from another session (TIOCSCTTY with 1). */
  abstract mayTakeTerminals(): boolean;
  /** Whether a group with a member in the session exists. */
  abstract groupExists(group: i32, session: i32): boolean;
  /** Sends the signal to all of a group. Throws ENOMEM. */
  abstract signalGroup(group: i32, signal: u32): void;
}

/** Before the process layer is there: nobody has a terminal, and no one hears. */
class NoJobs extends JobControl {
  override currentSession(): i32 {
    return 0;
  }
  override currentGroup(): i32 {
    return 0;
  }
  override isSessionLeader(): boolean {
    return false;
  }
  override currentTerminal(): u32 {
    return 0;
  }
  override setCurrentTerminal(_device: u32): void {}
  override isDeaf(_signal: u32): boolean {
    return true;
  }
  override isOrphaned(): boolean {
    return true;
  }
  override mayTakeTerminals(): boolean {
    return false;
  }
  override groupExists(_group: i32, _session: i32): boolean {
    return false;
  }
  override signalGroup(_group: i32, _signal: u32): void {}
}

let jobs: JobControl = new NoJobs();

/** Called once, by the process layer, before there are programs. */
export function setJobControl(value: JobControl): void {
  jobs = value;
}

/** What the process layer gave; until then a part that does nothing. */
export function jobControl(): JobControl {
  return jobs;
}
