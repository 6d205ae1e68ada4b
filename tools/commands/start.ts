import { bootstrap } from "../system/bootstrap.ts";
import type { RunOptions } from "../run/options.ts";
import { runCommand } from "./run.ts";

/** `npm start`: installs what is missing, builds, boots, and leaves the user at the shell's prompt. */
export async function startCommand(options: RunOptions): Promise<number> {
  await bootstrap(["compile", "run"]);
  return runCommand([], options);
}
