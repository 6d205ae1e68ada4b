/** System calls that start and end programs (execve(2), exit(2)). */

import { Errno } from "../../core/errno.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { copyStringFromUser, readUser64 } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { execute } from "../process/exec.ts";
import { exitProcess, leaveThread } from "../process/exit.ts";
import { Resource } from "../process/limits.ts";
import { argumentRoom } from "../process/program-stack.ts";
import type { UserPath, UserStrings, UserVariables } from "./abi/arguments.ts";

/** Longest path, with its 0 byte (PATH_MAX). */
export const PATH_MAX: u64 = 4096;
const STRING_MAX: u64 = 128 * 1024;

/**
 * execve(2): replaces the program by the one in the file; a script's first line names its interpreter. The set-user-ID and set-group-ID bits count. A program
 * without arguments gets one, the empty string.
 *
 * Errors: EACCES not a regular file, or not executable; ETXTBSY somebody has the file, its interpreter or its dynamic linker open for writing; ENOEXEC not a program for this machine; ELIBBAD its dynamic linker is none; ELOOP; E2BIG strings and
 * pointers above a quarter of RLIMIT_STACK (2 MiB as a rule), or one string above 128 KiB; ENOENT; ENOTDIR; ENAMETOOLONG; EFAULT; ENOMEM; EIO.
 */
export function execve(frame: TrapFrame, path: UserPath, args: UserStrings, environment: UserVariables): i64 {
  const file = copyStringFromUser(path, PATH_MAX);
  const room = argumentRoom(currentProcess().limits.soft(Resource.Stack));
  const list = readStrings(args, room);
  if (list.length === 0) list.push("");
  execute(frame, file, list, readStrings(environment, room));
  return 0;
}

/** The strings of a null-terminated vector of pointers; a null vector is empty. Throws E2BIG when they take more than `room`. */
function readStrings(vector: u64, room: u64): string[] {
  const strings: string[] = [];
  if (vector === 0) return strings;
  let total: u64 = 0;
  for (let i: u64 = 0; ; i++) {
    const address = readUser64(vector + i * 8);
    if (address === 0) return strings;
    const text = readArgument(address);
    total += text.length + 9;
    if (total > room) throw Errno.E2BIG;
    strings.push(text);
  }
}

function readArgument(address: u64): string {
  try {
    return copyStringFromUser(address, STRING_MAX);
  } catch (error) {
    if (errnoOf(error) === Errno.ENAMETOOLONG) throw Errno.E2BIG;
    throw error;
  }
}

/**
 * exit(2): ends the thread, and with the last thread the process, whose status is the low byte of `code`.
 */
export function exit(code: i32): i64 {
  leaveThread(code);
  return 0;
}

/**
 * exit_group(2): ends the process with all its threads.
 */
export function exit_group(code: i32): i64 {
  exitProcess(code);
  return 0;
}
