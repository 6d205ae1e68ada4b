/** From paths to files (path_resolution(7)). */

import { Errno } from "../../core/errno.ts";
import type { Credentials } from "../rights/credentials.ts";
import type { DirectoryContext } from "./directory-context.ts";
import type { Inode } from "./inode.ts";
import { FileAccess } from "../rights/mode.ts";
import { mayFollow } from "../rights/policy.ts";

/** Longest component (NAME_MAX), longest path with its 0 byte (PATH_MAX), most links on the way (MAXSYMLINKS). */
export const NAME_MAX: u64 = 255;
/** The longest path in bytes, its 0 byte among them. */
export const PATH_MAX: u64 = 4096;
const MOST_LINKS: u32 = 40;

const SLASH: u8 = 0x2f;
const DOT: u8 = 0x2e;

/** How a path's last component leads on. */
export enum LastName {
  /** A name in the directory. */
  Ordinary,
  /** ".": the directory itself; also the last component of "/". */
  Dot,
  DotDot,
}

/** What a path leads to: a directory, a name in it, and what has that name. */
@struct
export class Place {
  /** The directory that the last component is looked up in. */
  directory: Inode | null = null;
  /** Null: there is nothing of that name. */
  inode: Inode | null = null;
  last: LastName = LastName.Ordinary;
  /** The path ended with a slash, so it means a directory. */
  hasSlash: boolean = false;
  private text: string = "";
  private start: u64 = 0;
  private end: u64 = 0;

  /** The last component. Throws ENOMEM. */
  get name(): string {
    return this.text.slice(this.start, this.end);
  }

  /** What is there. Throws ENOENT. */
  get existing(): Inode {
    const inode = this.inode;
    if (inode === null) throw Errno.ENOENT;
    return inode;
  }

  /** Used by the walk. */
  found(directory: Inode, inode: Inode | null, last: LastName, text: string, start: u64, end: u64): void {
    this.directory = directory;
    this.inode = inode;
    this.last = last;
    this.text = text;
    this.start = start;
    this.end = end;
  }
}

/** The file that a path leads to; `follow` says whether a link at the end is followed. Throws as `walk`, ENOENT. */
export function resolvePath(
  context: DirectoryContext,
  credentials: Credentials,
  path: string,
  follow: boolean,
): Inode {
  return resolveAt(context, credentials, null, path, follow);
}

/** The same for a path that begins, if relative, at `base`; null: at the current directory. */
export function resolveAt(
  context: DirectoryContext,
  credentials: Credentials,
  base: Inode | null,
  path: string,
  follow: boolean,
): Inode {
  const place = new Place();
  walk(place, context, credentials, base, path, follow);
  return place.existing;
}

/**
 * Follows a path as far as its last component, and says in `place` what that is, or that nothing is there. Throws ENOENT (an empty
 * path, or a directory on the way does not exist), ENOTDIR, EACCES, ELOOP, ENAMETOOLONG, ENOMEM.
 */
export function walk(
  place: Place,
  context: DirectoryContext,
  credentials: Credentials,
  base: Inode | null,
  path: string,
  follow: boolean,
): void {
  if (path.length === 0) throw Errno.ENOENT;
  let text = path;
  let directory = text.byteAt(0) === SLASH ? context.root : (base ?? context.current);
  let at = skipSlashes(text, 0);
  let links: u32 = 0;
  for (;;) {
    if (!directory.isDirectory) throw Errno.ENOTDIR;
    if (at === text.length) {
      place.found(directory, directory, LastName.Dot, text, at, at);
      return;
    }
    directory.checkAccess(credentials, FileAccess.Execute);
    const end = componentEnd(text, at);
    const next = skipSlashes(text, end);
    const isLast = next === text.length;
    place.hasSlash = isLast && next > end;
    const kind = kindOf(text, at, end);
    const entry = step(context, directory, text, at, end, kind);
    if (entry === null) {
      if (!isLast) throw Errno.ENOENT;
      place.found(directory, null, kind, text, at, end);
      return;
    }
    let child = entry;
    if (child.isLink && (!isLast || follow || place.hasSlash)) {
      links += 1;
      if (links > MOST_LINKS) throw Errno.ELOOP;
      if (isLast && !mayFollow(credentials, child.user, directory.mode, directory.user)) throw Errno.EACCES;
      const target = child.linkTarget();
      if (target === null) {
        text = continueWith(child.readLink(), text, end);
        if (text.byteAt(0) === SLASH) directory = context.root;
        at = skipSlashes(text, 0);
        continue;
      }
      child = target;
    }
    if (isLast) {
      if (place.hasSlash && !child.isDirectory) throw Errno.ENOTDIR;
      place.found(directory, child, kind, text, at, end);
      return;
    }
    directory = child;
    at = next;
  }
}

/** What a component leads to from a directory, mounts included; null: nothing. */
function step(
  context: DirectoryContext,
  directory: Inode,
  text: string,
  start: u64,
  end: u64,
  kind: LastName,
): Inode | null {
  if (kind === LastName.Dot) return directory;
  if (kind === LastName.DotDot) return parentOf(directory, context.root);
  if (end - start > NAME_MAX) throw Errno.ENAMETOOLONG;
  const child = directory.lookup(text.bytes().subspan(start, end));
  if (child === null || child.covered.load() === null) return child;
  return topmost(child);
}

/** The directory above: of a mounted root the one above its mount point, of the process's root itself. */
export function parentOf(directory: Inode, root: Inode): Inode {
  if (directory === root) return directory;
  let at = directory;
  for (;;) {
    const parent = at.parent.load();
    if (parent !== null) return topmost(parent);
    const mount = at.fileSystem.mount.load();
    const point = mount === null ? null : mount.point;
    if (point === null) return at;
    at = point;
    if (at === root) return at;
  }
}

/** What is mounted on the directory, on that, and so on. */
export function topmost(directory: Inode): Inode {
  let at = directory;
  for (;;) {
    const mount = at.covered.load();
    if (mount === null) return at;
    at = mount.root;
  }
}

/** A link's text followed by what comes behind the link in the path. Throws ENOENT, ENAMETOOLONG, ENOMEM. */
function continueWith(target: string, text: string, end: u64): string {
  if (target.length === 0) throw Errno.ENOENT;
  if (end === text.length) return target;
  if (target.length + (text.length - end) >= PATH_MAX) throw Errno.ENAMETOOLONG;
  return target + text.slice(end);
}

function kindOf(text: string, start: u64, end: u64): LastName {
  const length = end - start;
  if (length > 2 || text.byteAt(start) !== DOT) return LastName.Ordinary;
  if (length === 1) return LastName.Dot;
  return text.byteAt(start + 1) === DOT ? LastName.DotDot : LastName.Ordinary;
}

function skipSlashes(text: string, from: u64): u64 {
  const bytes = text.bytes();
  let at = from;
  while (at < bytes.length && bytes[at] === SLASH) at += 1;
  return at;
}

function componentEnd(text: string, from: u64): u64 {
  const bytes = text.bytes();
  let at = from;
  while (at < bytes.length && bytes[at] !== SLASH) at += 1;
  return at;
}
