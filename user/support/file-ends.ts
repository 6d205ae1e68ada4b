/** What head and tail have in common. */

import { STDOUT, writeText } from "../../core/linux/file.ts";
import type { Options } from "./command.ts";
import { forEachInput } from "./inputs.ts";

/** The arguments with `-n5` for `-5`, as it was written before there was `-n`. */
export function withOldOptions(args: readonly string[]): string[] {
  return args.map((arg) =>
    arg.length > 1 && arg.startsWith("-") && parseInteger(arg.slice(1), 10) !== null
      ? `-n${arg.slice(1)}`
      : arg,
  );
}

/** `forEachInput` for the operands; each of several files has its name above it, unless `-q` was given. Returns the status. */
export function forEachTitledInput(
  program: string,
  options: Options,
  action: (descriptor: i32) => void,
): i32 {
  const hasTitles = options.operands.length > 1 && !options.has("q");
  let isFirst = true;
  return forEachInput(program, options.operands, (descriptor, name) => {
    if (hasTitles) writeText(STDOUT, `${isFirst ? "" : "\n"}==> ${name} <==\n`);
    isFirst = false;
    action(descriptor);
  });
}
