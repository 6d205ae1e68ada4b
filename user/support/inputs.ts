import { closeQuietly, Open, open, STDIN } from "../../core/linux/file.ts";
import { complainOf } from "./command.ts";

/**
 * Calls the function with a descriptor for each file, standard input for `-` and for no files at all. What cannot be
 * opened or read is complained of; returns 0, or 1 if there was any.
 */
export function forEachInput(
  program: string,
  files: readonly string[],
  action: (descriptor: i32, name: string) => void,
): i32 {
  if (files.length === 0) return oneInput(program, "-", action);
  let status: i32 = 0;
  for (const file of files) {
    if (oneInput(program, file, action) !== 0) status = 1;
  }
  return status;
}

function oneInput(program: string, file: string, action: (descriptor: i32, name: string) => void): i32 {
  try {
    if (file === "-") {
      action(STDIN, "(standard input)");
      return 0;
    }
    const descriptor = open(file, Open.read);
    try {
      action(descriptor, file);
    } finally {
      closeQuietly(descriptor);
    }
    return 0;
  } catch (error) {
    complainOf(program, file, error);
    return 1;
  }
}
