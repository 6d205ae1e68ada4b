/** Error numbers by name and text, read from the core library. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.ts";

const numbers = new Map<string, number>();
for (const [, name, number] of read("errno.ts").matchAll(/^\s+(E\w+) = (\d+),/gm))
  numbers.set(name!, Number(number));
const texts = new Map<number, { name: string; text: string }>();
for (const [, name, text] of read("errno-text.ts").matchAll(/case Errno\.(\w+):\s+return "([^"]*)";/g)) {
  const number = numbers.get(name!);
  // Names come first, then the texts: what is said last is the text.
  if (number !== undefined) texts.set(number, { name: name!, text: text! });
}

function read(file: string): string {
  return readFileSync(join(root, "core", file), "utf8");
}

/** How Linux ends a call that is to be started again; programs never see these. */
const RESTARTS: Readonly<Record<number, string>> = {
  512: "ERESTARTSYS (To be restarted if SA_RESTART is set)",
  513: "ERESTARTNOINTR (To be restarted)",
  514: "ERESTARTNOHAND (To be restarted if no handler)",
  516: "ERESTART_RESTARTBLOCK (Interrupted by signal)",
};

/** A failed call's result: `-1 ENOENT (No such file or directory)`. */
export function errorResult(number: number): string {
  if (RESTARTS[number]) return `? ${RESTARTS[number]}`;
  const known = texts.get(number);
  return known ? `-1 ${known.name} (${known.text})` : `-1 (errno ${number})`;
}
