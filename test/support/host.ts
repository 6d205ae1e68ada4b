import { spawn } from "node:child_process";

/** What a process of the host left behind. */
export interface HostResult {
  /** Its exit status, or 128 + the signal, as a shell has it. */
  status: number;
  stdout: Buffer;
  stderr: Buffer;
}

const signals: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
};

/** Runs a program of the host to its end. Rejects after `limit` seconds, and when it cannot be started. */
export async function runOnHost(
  command: string[],
  options: { input?: Buffer | string; limit?: number; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<HostResult> {
  const [program = "", ...args] = command;
  const { limit = 60, input = "", env, cwd } = options;
  const child = spawn(program, args, { env, cwd, stdio: "pipe" });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (data: Buffer) => stdout.push(data));
  child.stderr.on("data", (data: Buffer) => stderr.push(data));
  // A program may end without reading its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${command.join(" ")} was not done after ${limit} s`));
    }, limit * 1000);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const status = code ?? 128 + (signal ? (signals[signal] ?? 0) : 0);
      resolve({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) });
    });
  });
}
