/** Redirections: what they do to the descriptors of this process, and how that is undone. */

import { Errno } from "../../core/errno.ts";
import {
  close,
  closeQuietly,
  duplicate,
  duplicateTo,
  Open,
  open,
  pipe,
  writeText,
} from "../../core/linux/file.ts";
import { exit, fork } from "../../core/linux/process.ts";
import { FileType, stat } from "../../core/linux/stat.ts";
import { reasonOf } from "../support/command.ts";
import { type Redirection, RedirectionKind } from "./ast.ts";
import { RedirectionError } from "./errors.ts";
import { expandText } from "./expand.ts";
import { Option } from "./options.ts";
import type { Shell } from "./shell.ts";

/** The shell's own descriptors are from here on, out of the way of those that scripts name. */
const FIRST_OWN: i32 = 10;
const CLOSE_ON_EXEC: u32 = 0o2000000;
/** What a pipe holds without a reader. */
const PIPE_ROOM: usize = 4096;

/** A descriptor as it was before a redirection: its copy, or -1 when it was closed. */
class Saved {
  readonly descriptor: i32;
  readonly copy: i32;

  constructor(descriptor: i32, copy: i32) {
    this.descriptor = descriptor;
    this.copy = copy;
  }
}

/** The descriptors that a command's redirections replaced. */
export class SavedDescriptors {
  private readonly list: Saved[] = [];

  save(descriptor: i32): void {
    let copy: i32 = -1;
    try {
      copy = duplicate(descriptor, FIRST_OWN, true);
    } catch {
      // It was closed, and will be again.
    }
    this.list.push(new Saved(descriptor, copy));
  }

  /** Makes everything as it was, the last change first. */
  restore(): void {
    let saved = this.list.pop();
    while (saved !== undefined) {
      if (saved.copy < 0) {
        closeQuietly(saved.descriptor);
      } else {
        duplicateTo(saved.copy, saved.descriptor);
        closeQuietly(saved.copy);
      }
      saved = this.list.pop();
    }
  }
}

function flagsOf(kind: RedirectionKind): Open {
  switch (kind) {
    case RedirectionKind.input:
      return Open.read;
    case RedirectionKind.append:
      return Open.write | Open.create | Open.append;
    case RedirectionKind.readWrite:
      return Open.readWrite | Open.create;
    default:
      return Open.write | Open.create | Open.truncate;
  }
}

/** A descriptor to read the text of a document from: a pipe, filled by a process of its own if it does not hold all of it. */
function openDocument(text: string): i32 {
  const [output, input] = pipe(CLOSE_ON_EXEC);
  if (text.length <= PIPE_ROOM) {
    writeText(input, text);
  } else if (fork() === 0) {
    closeQuietly(output);
    try {
      writeText(input, text);
    } catch {
      // Nobody reads it to its end.
    }
    exit(0);
  }
  close(input);
  return output;
}

/** Opens what a redirection names, as a descriptor that it is to be a copy of; -1 for one that is to be closed. */
function openTarget(shell: Shell, redirection: Redirection): i32 {
  if (redirection.kind === RedirectionKind.document) {
    const text = redirection.target;
    return openDocument(redirection.isLiteral ? text : expandText(shell, text, true));
  }
  const target = expandText(shell, redirection.target);
  try {
    if (redirection.kind === RedirectionKind.output && shell.options.has(Option.keepsFiles))
      return openNew(target);
    return open(target, flagsOf(redirection.kind) | Open.closeOnExec);
  } catch (error) {
    throw new RedirectionError(`${target}: ${reasonOf(error)}`);
  }
}

/** Opens a file that `set -C` lets one write to: a new one, or what is no regular file. Throws EEXIST for others. */
function openNew(path: string): i32 {
  try {
    return open(path, Open.write | Open.create | Open.exclusive | Open.closeOnExec);
  } catch (error) {
    if (errnoOf(error) !== i32(Errno.EEXIST) || stat(path).type === FileType.regular) throw error;
    return open(path, Open.write | Open.closeOnExec);
  }
}

/** The descriptor after `>&`, or -1 for `-`. Throws a RedirectionError when it is neither. */
function duplicateSource(shell: Shell, redirection: Redirection): i32 {
  const target = expandText(shell, redirection.target);
  if (target === "-") return -1;
  const number = parseInteger(target, 10);
  if (number === null || number < 0 || number > 1023)
    throw new RedirectionError(`${target}: is no descriptor`);
  return i32(number);
}

/**
 * Carries out redirections in this process. What they replace goes to `saved` if there is to be a way back. Throws a
 * RedirectionError that says which one failed; the ones before it are done.
 */
export function redirect(
  shell: Shell,
  redirections: readonly Redirection[],
  saved: SavedDescriptors | null,
): void {
  for (const redirection of redirections) {
    const descriptor = redirection.descriptor;
    const isDuplicate = redirection.kind === RedirectionKind.duplicate;
    const source = isDuplicate ? duplicateSource(shell, redirection) : openTarget(shell, redirection);
    if (saved !== null) saved.save(descriptor);
    if (source < 0) {
      closeQuietly(descriptor);
      continue;
    }
    try {
      duplicateTo(source, descriptor);
    } catch (error) {
      throw new RedirectionError(`${source}: ${reasonOf(error)}`);
    }
    if (!isDuplicate && source !== descriptor) closeQuietly(source);
  }
}
