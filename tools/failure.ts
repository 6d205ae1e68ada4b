import { constants } from "node:os";

/**
 * The exit statuses of the command, apart from those of a guest's program (0 to 255, passed through by `run`).
 * They follow timeout(1), env(1) and the shells, so that scripts can tell a program's end from the tool's.
 */
export const ExitStatus = {
  /** The sources have errors, or tests failed. */
  failed: 1,
  /** An unknown command or option, or a bad value. */
  usage: 2,
  /** The guest's kernel panicked. */
  panic: 121,
  /** The virtual machine ended without reporting a status: a triple fault, or QEMU was ended from outside. */
  guestLost: 122,
  /** `--timeout` ran out. */
  timeout: 124,
  /** The tool could not do its work: a missing system package, a kernel that does not build. */
  tool: 125,
  /** The program exists but cannot be run in the guest. */
  notExecutable: 126,
  /** A file that the command line names does not exist. */
  notFound: 127,
} as const;

/** One of the statuses. */
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

/** A failure whose message is meant for the user as it is, without a stack trace. */
export class Failure extends Error {
  readonly status: number;

  constructor(message: string, status: number = ExitStatus.tool) {
    super(message);
    this.name = "Failure";
    this.status = status;
  }
}

/** What to end with when standard output or error (`name`) takes no more. A reader that went away is no news for anyone. */
export function lostOutput(name: string, error: NodeJS.ErrnoException): Failure {
  if (error.code === "EPIPE") return new Failure("", 128 + constants.signals.SIGPIPE);
  return new Failure(`${name}: ${error.message}`);
}
