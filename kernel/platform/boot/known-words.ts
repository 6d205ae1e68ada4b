/** The words of the kernel's command line (docs/run-protocol.md): one that nobody reads is most likely misspelt. */

import { log } from "../log.ts";
import { bootWords } from "./info.ts";

const KNOWN = [
  ...["console", "log", "hostio", "hosterr", "init", "panic", "qemu_exit", "slice", "stacks", "trace"],
  ...["noacpi", "noapic", "nokaslr", "notsc"],
];

/** Logs each word of the command line that means nothing to this kernel. Throws ENOMEM. */
export function reportUnknownWords(): void {
  for (const word of bootWords()) {
    const name = word.split("=")[0];
    if (!KNOWN.includes(name)) log.warn(`"${word}" on the command line means nothing to this kernel`);
  }
}
