/** clear: clears the screen and what was scrolled out of it. */

import { STDOUT, writeText } from "../core/linux/file.ts";

export function main(): void {
  writeText(STDOUT, "\u001b[H\u001b[2J\u001b[3J");
}
