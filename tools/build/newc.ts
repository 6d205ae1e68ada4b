/**
 * Archives in the "newc" format of cpio, as Linux takes its initial root file system
 * (Documentation/driver-api/early-userspace/buffer-format.rst): for each file a header of "070701" and thirteen
 * numbers of eight hexadecimal digits, the name with a closing NUL, and the contents, both padded to a multiple
 * of four bytes; at the end an entry named TRAILER!!!.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isSystemError } from "../../compiler/toolchain.ts";
import { ExitStatus, Failure } from "../failure.ts";

const fileType = { directory: 0o040000, file: 0o100000, link: 0o120000, character: 0o020000 };
const typeMask = 0o170000;

/** The most that one file may hold, in bytes: Node reads no more at a time. */
const largestFile = 2 ** 31 - 1;

interface Entry {
  mode: number;
  contents: Buffer;
  device: [major: number, minor: number];
  /** Seconds since 1970. */
  modified: number;
  /** The absolute path on this machine that it was taken from, if it was. */
  source?: string;
}

/**
 * A root file system being put together. Paths are absolute; missing parent directories are made. What adds to it throws `Failure` when a
 * folder would take the place of something else, or something else that of a folder.
 */
export class Archive {
  readonly #entries = new Map<string, Entry>();

  /** Whether there is something at `path`. */
  has(path: string): boolean {
    return this.#entries.has(clean(path));
  }

  /** Whether there is a directory at `path`. */
  hasDirectory(path: string): boolean {
    const mode = this.#entries.get(clean(path))?.mode ?? 0;
    return clean(path) === "" || (mode & typeMask) === fileType.directory;
  }

  /** The absolute path on this machine that the file or link at `path` was taken from; undefined for what did not come by `addFromHost`. */
  sourceOf(path: string): string | undefined {
    return this.#entries.get(clean(path))?.source;
  }

  /** Adds a directory, or gives an existing one this mode. */
  directory(path: string, permissions = 0o755): void {
    this.#put(path, fileType.directory | permissions, Buffer.alloc(0));
  }

  /** Adds a file, or replaces one; `modified` is in seconds since 1970. */
  file(path: string, contents: Buffer | string, permissions = 0o644, modified = 0): void {
    this.#put(path, fileType.file | permissions, Buffer.from(contents), [0, 0], modified);
  }

  /** Adds a symbolic link. */
  link(path: string, target: string): void {
    this.#put(path, fileType.link | 0o777, Buffer.from(target));
  }

  /** Adds a device file: what opens it gets the driver of these numbers. */
  characterDevice(path: string, major: number, minor: number, permissions = 0o600): void {
    this.#put(path, fileType.character | permissions, Buffer.alloc(0), [major, minor]);
  }

  /**
   * Adds what is at `source` on the host, folders with all they hold. A link that is named here itself is
   * followed; links inside a folder stay links. Sockets, pipes and devices are left out. Throws `Failure` for a file
   * of 2 GiB or more, and what the file system throws.
   */
  addFromHost(source: string, path: string): void {
    const status = statSync(source);
    if (status.isDirectory()) {
      this.directory(path, status.mode & 0o7777);
      for (const name of readdirSync(source).sort()) this.#addChild(join(source, name), join(path, name));
    } else if (status.isFile()) {
      if (status.size > largestFile) {
        throw new Failure(`${source}: a file of ${status.size} bytes is too large for the guest (2 GiB at most)`);
      }
      this.file(path, contentsOf(source), status.mode & 0o7777, Math.floor(status.mtimeMs / 1000));
      this.#noteSource(path, source);
    }
  }

  #noteSource(path: string, source: string): void {
    const entry = this.#entries.get(clean(path));
    if (entry) entry.source = resolve(source);
  }

  #addChild(source: string, path: string): void {
    if (lstatSync(source).isSymbolicLink()) {
      this.link(path, readlinkSync(source));
      this.#noteSource(path, source);
    } else this.addFromHost(source, path);
  }

  #put(path: string, mode: number, contents: Buffer, device: [number, number] = [0, 0], modified = 0): void {
    const name = clean(path);
    const isDirectory = (mode & typeMask) === fileType.directory;
    if (!isDirectory && this.hasDirectory(path)) throw occupied("folder", path);
    if (isDirectory && this.has(path) && !this.hasDirectory(path)) throw occupied("file", path);
    if (name === "") return;
    const parent = dirname(name);
    // A link may lead to a folder.
    if (this.#isFile(parent)) throw occupied("file", `/${parent}`);
    if (parent !== "." && !this.#entries.has(parent)) this.directory(parent);
    this.#entries.set(name, { mode, contents, device, modified });
  }

  #isFile(name: string): boolean {
    return ((this.#entries.get(name)?.mode ?? 0) & typeMask) === fileType.file;
  }

  /** The archive as a file's contents. Everything belongs to root. */
  pack(): Buffer {
    const parts: Buffer[] = [];
    let inode = 1;
    for (const [name, entry] of this.#entries) parts.push(...record(name, entry, inode++));
    const end = { mode: 0, contents: Buffer.alloc(0), device: [0, 0] as [number, number], modified: 0 };
    parts.push(...record("TRAILER!!!", end, 0));
    return Buffer.concat(parts);
  }
}

const occupied = (what: string, path: string): Failure =>
  new Failure(`a ${what} of the guest has the name ${path} already`, ExitStatus.usage);

function contentsOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    // Not every system call that fails is told with its file.
    throw isSystemError(error) ? new Failure(`${file} cannot be read: ${error.message}`) : error;
  }
}

function clean(path: string): string {
  return path.split("/").filter((part) => part !== "" && part !== ".").join("/");
}

function record(name: string, entry: Entry, inode: number): Buffer[] {
  const nameBytes = Buffer.from(`${name}\0`);
  const links = (entry.mode & typeMask) === fileType.directory ? 2 : 1;
  const fields = [inode, entry.mode, 0, 0, links, entry.modified, entry.contents.length];
  fields.push(0, 0, ...entry.device, nameBytes.length, 0);
  const header = Buffer.from("070701" + fields.map((n) => n.toString(16).padStart(8, "0")).join(""));
  return [
    header,
    nameBytes,
    Buffer.alloc(-(header.length + nameBytes.length) & 3),
    entry.contents,
    Buffer.alloc(-entry.contents.length & 3),
  ];
}
