import { join } from "node:path";
import { inject } from "vitest";
import { root } from "../../tools/paths.ts";
import { runOnHost, type HostResult } from "./host.ts";

interface CommandOptions {
  input?: Buffer | string;
  /** Seconds. */
  limit?: number;
  /** The folder it runs in; the project's unless given. */
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs `./tessera` with these arguments, as a user's script would: no terminal on any descriptor. */
export async function tessera(args: string[], options: CommandOptions = {}): Promise<HostResult> {
  const command = [process.execPath, join(root, "tessera"), ...args];
  return runOnHost(command, { cwd: root, env: process.env, limit: 60, ...options });
}

/** Fails the test when the system was not built, before it can fail in a less readable way. */
export function requireBuild(): void {
  const failure = inject("buildFailure");
  if (failure !== undefined) throw new Error(`the system was not built: ${failure}`);
}
