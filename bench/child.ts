import { spawn } from "node:child_process";

/** How a child process ended, and what it said. */
export interface ChildEnd {
  /** Null when a signal ended it. */
  status: number | null;
  stdout: string;
  stderr: string;
  /** It was ended because its time was up. */
  timedOut: boolean;
}

/** Runs a program without input to its end, for at most `seconds`. Throws when it cannot be started. */
export function runChild(program: string, args: string[], seconds: number, cwd?: string): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], cwd });
    const end: ChildEnd = { status: null, stdout: "", stderr: "", timedOut: false };
    const kill = (): boolean => child.kill("SIGKILL");
    const timer = setTimeout(() => {
      end.timedOut = true;
      kill();
    }, seconds * 1000);
    process.once("exit", kill);
    child.stdout.on("data", (data: Buffer) => (end.stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (end.stderr += data.toString()));
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(timer);
      process.off("exit", kill);
      resolve({ ...end, status });
    });
  });
}

/** The last line of a text that says anything: of a tool's messages, most often the one that matters. */
export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
