import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { stdout } from "node:process";
import { pageFile, systemCallsPage } from "../docs/system-calls.ts";
import { root } from "../paths.ts";

/** `tessera docs`: makes the pages of docs/ that come from the sources. */
export function docsCommand(): void {
  writeFileSync(pageFile, systemCallsPage());
  stdout.write(`${relative(root, pageFile)} is written\n`);
}
