import { relative } from "node:path";
import { cwd, stdout } from "node:process";
import { formatReport } from "../build/report.ts";
import { buildSystem } from "../build/system.ts";
import { initramfsFile, kernelFile } from "../paths.ts";
import { Progress } from "../progress.ts";

/** `tessera build`: the kernel, the programs in user/ and the root file system. */
export async function buildCommand(options: { report: boolean; times: boolean }): Promise<void> {
  const progress = new Progress();
  try {
    const report = await buildSystem({ progress, report: options.report });
    const files = [kernelFile, initramfsFile].map((file) => relative(cwd(), file));
    progress.done(`built ${files.join(" and ")} in ${progress.seconds} s`);
    if (options.times) {
      for (const [step, time] of progress.times)
        stdout.write(`${(time / 1000).toFixed(2).padStart(6)} s  ${step}\n`);
    }
    if (report) stdout.write(`${formatReport(report)}\n`);
  } finally {
    progress.done();
  }
}
