import { runBenchmarks } from "../../bench/main.ts";
import { buildSystem } from "../build/system.ts";
import { ExitStatus } from "../failure.ts";
import { Progress } from "../progress.ts";

/** `tessera bench`: twins beside C, the kernel beside Linux. Returns 1 when a figure is missing or off its goal. */
export async function benchCommand(filter: string | undefined, options: { json: boolean }): Promise<number> {
  const progress = new Progress();
  try {
    if (filter !== "twins" && filter !== "build") await buildSystem({ progress });
    const good = await runBenchmarks({ ...options, ...(filter === undefined ? {} : { filter }), progress });
    return good ? 0 : ExitStatus.failed;
  } finally {
    progress.done();
  }
}
