import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { stdout } from "node:process";
import { dispatchFile, dispatchSource } from "../calls/dispatch.ts";
import { pageFile, systemCallsPage } from "../calls/page.ts";
import { tracePlanFile, tracePlanSource } from "../calls/trace-plan.ts";
import { root } from "../paths.ts";

/** `tessera generate`: makes the files that come from the table of system calls. */
export async function generateCommand(): Promise<void> {
  write(dispatchFile, await dispatchSource());
  write(tracePlanFile, await tracePlanSource());
  write(pageFile, systemCallsPage());
}

function write(file: string, text: string): void {
  writeFileSync(file, text);
  stdout.write(`${relative(root, file)} is written\n`);
}
