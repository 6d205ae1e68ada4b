import { spawn } from "node:child_process";
import { once } from "node:events";
import { LineSplitter } from "../run/lines.ts";
import type { Host } from "./packages.ts";

/** How a call of apt-get ended. */
export interface AptResult {
  status: number;
  /** The last lines that apt-get printed, indented. */
  output: string;
}

/** Whether `apt-get update` got all lists: it ends well without some, too. */
export function isComplete(update: AptResult): boolean {
  return (
    update.status === 0 && !/^ *(W: Failed to fetch|W: Some index files failed|Err:)/m.test(update.output)
  );
}

const kept = 15;

/**
 * Runs apt-get, as root or by sudo, which must not need a password. `onLine` is told each line of its output. It asks nothing,
 * and waits for another apt or dpkg to end (a fresh machine updates itself at first).
 */
export async function aptGet(args: string[], host: Host, onLine: (line: string) => void): Promise<AptResult> {
  const command = [
    "env",
    "DEBIAN_FRONTEND=noninteractive",
    "LC_ALL=C",
    "apt-get",
    "-q",
    "-o",
    "DPkg::Lock::Timeout=300",
  ];
  const [program = "", ...rest] = [...(host.isRoot ? [] : ["sudo", "-n"]), ...command, ...args];
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const tail: string[] = [];
  const take = (text: string): void => {
    // dpkg shows how far it is by writing over its line.
    const line = text.split("\r").at(-1) ?? "";
    if (line.trim() === "") return;
    tail.push(`  ${line}`);
    if (tail.length > kept) tail.shift();
    onLine(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new LineSplitter(take);
    stream.on("data", (data: Buffer) => lines.push(data));
    stream.on("end", () => lines.end());
  }
  try {
    const [status] = (await once(child, "close")) as [number | null];
    return { status: status ?? 1, output: tail.join("\n") };
  } catch (error) {
    return { status: 1, output: `  ${error instanceof Error ? error.message : String(error)}` };
  }
}
