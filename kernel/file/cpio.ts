/**
 * The boot archive, a cpio in the "newc" format (Linux, Documentation/driver-api/early-userspace/buffer-format.rst): for each file a header of "070701" and
 * thirteen numbers of eight hexadecimal digits, the name with a closing NUL, and the contents, both padded to a multiple of four bytes; at the end an entry named
 * TRAILER!!!. Zero bytes between entries are padding.
 */

import { Errno } from "../../core/errno.ts";
import { FileTime } from "./file-time.ts";
import type { Inode } from "./inode.ts";
import { MemoryFile } from "./memory-fs/memory-file.ts";
import { FileType, TYPE_MASK } from "../rights/mode.ts";
import { makeDevice } from "./device-registry.ts";

const HEADER_SIZE: u64 = 110;
const MAGIC_SIZE: u64 = 6;
const FIELD_SIZE: u64 = 8;

/** Which of the thirteen numbers is which. */
enum Field {
  Number = 0,
  Mode = 1,
  User = 2,
  Group = 3,
  Links = 4,
  ModifyTime = 5,
  Size = 6,
  Major = 9,
  Minor = 10,
  NameSize = 11,
}

/** Puts the files of an archive below a root directory. */
export class CpioUnpacker {
  private readonly root: Inode;
  /** The directory of the last entry, for the next one is mostly in it too. */
  private lastPath: string = "";
  private lastDirectory: Inode;
  /** Files with several names, by number: the first name makes the file, the others lead to it. */
  private readonly linked: Map<u32, Inode> = new Map<u32, Inode>();
  files: u32 = 0;

  constructor(root: Inode) {
    this.root = root;
    this.lastDirectory = root;
  }

  /** Throws EINVAL when the archive is damaged (what came before the damage is there), ENOMEM. */
  unpack(archive: Span<u8>): void {
    let at: u64 = 0;
    for (;;) {
      while (at < archive.length && archive[at] === 0) at += 4;
      if (at >= archive.length) return;
      if (archive.length - at < HEADER_SIZE) throw Errno.EINVAL;
      const header = archive.subspan(at, at + HEADER_SIZE);
      if (!hasMagic(header)) throw Errno.EINVAL;
      const nameSize = u64(readField(header, Field.NameSize));
      const nameStart = at + HEADER_SIZE;
      const start = alignUp(nameStart + nameSize);
      const size = u64(readField(header, Field.Size));
      if (nameSize === 0 || start > archive.length || size > archive.length - start) throw Errno.EINVAL;
      const name = nameOf(archive.subspan(nameStart, nameStart + nameSize));
      if (name === "TRAILER!!!") {
        this.linked.clear();
      } else if (name.length > 0) {
        this.add(header, name, archive, start, size);
      }
      at = alignUp(start + size);
    }
  }

  private add(header: Span<u8>, path: string, archive: Span<u8>, start: u64, size: u64): void {
    const slash = path.lastIndexOf("/");
    const parent = this.directoryOf(slash < 0 ? "" : path.slice(0, u64(slash)));
    const name = slash < 0 ? path : path.slice(u64(slash) + 1);
    const mode = readField(header, Field.Mode);
    const inode = this.make(header, parent, name, mode, archive, start, size);
    this.files += 1;
    inode.user = readField(header, Field.User);
    inode.group = readField(header, Field.Group);
    const time = FileTime.of(i64(readField(header, Field.ModifyTime)), 0);
    inode.accessTime = time;
    inode.modifyTime = time;
    inode.changeTime = time;
  }

  private make(
    header: Span<u8>,
    parent: Inode,
    name: string,
    mode: u32,
    archive: Span<u8>,
    start: u64,
    size: u64,
  ): Inode {
    const existing = parent.lookup(name.bytes());
    if (existing !== null) {
      if (existing.isDirectory) {
        existing.mode = mode;
        return existing;
      }
      parent.unlink(name, existing);
    }
    switch (mode & TYPE_MASK) {
      case FileType.Link:
        return parent.makeLink(name, String.fromBytes(archive.subspan(start, start + size)), 0, 0);
      case FileType.Regular:
        return this.makeFile(header, parent, name, mode, start, size);
      default: {
        const device = makeDevice(u64(readField(header, Field.Major)), u64(readField(header, Field.Minor)));
        return parent.make(name, mode, 0, 0, device);
      }
    }
  }

  private makeFile(header: Span<u8>, parent: Inode, name: string, mode: u32, start: u64, size: u64): Inode {
    const number = readField(header, Field.Number);
    const hasLinks = readField(header, Field.Links) > 1;
    const known = hasLinks ? (this.linked.get(number) ?? null) : null;
    let inode = known;
    if (inode === null) {
      inode = parent.make(name, mode, 0, 0, 0);
      if (hasLinks) this.linked.set(number, inode);
    } else {
      parent.link(name, inode);
    }
    // Of several names only the last one comes with the contents.
    if (size > 0 && inode instanceof MemoryFile) inode.fillFromArchive(start, size);
    return inode;
  }

  /** The directory at a path, which is made if it is not there (archives should name it first). Throws EINVAL, ENOMEM. */
  private directoryOf(path: string): Inode {
    if (path === this.lastPath) return this.lastDirectory;
    let directory = this.root;
    for (const name of path.split("/")) {
      if (name === "" || name === ".") continue;
      const next =
        directory.lookup(name.bytes()) ?? directory.make(name, FileType.Directory | 0o755, 0, 0, 0);
      if (!next.isDirectory) throw Errno.EINVAL;
      directory = next;
    }
    this.lastPath = path;
    this.lastDirectory = directory;
    return directory;
  }
}

/** "070701", or "070702" with a checksum, which is not looked at. */
function hasMagic(header: Span<u8>): boolean {
  const isNewc = header[5] === 0x31 || header[5] === 0x32;
  return isNewc && header.subspan(0, MAGIC_SIZE - 1).equals("07070".bytes());
}

/** The name without its NUL, a leading slash or "./"; empty for the root directory itself. */
function nameOf(bytes: Span<u8>): string {
  let end = bytes.length;
  const zero = bytes.indexOf(0);
  if (zero >= 0) end = u64(zero);
  let start: u64 = 0;
  for (;;) {
    if (start < end && bytes[start] === 0x2f) start += 1;
    else if (start + 1 < end && bytes[start] === 0x2e && bytes[start + 1] === 0x2f) start += 2;
    else break;
  }
  if (end - start === 1 && bytes[start] === 0x2e) return "";
  while (end > start && bytes[end - 1] === 0x2f) end -= 1;
  return String.fromBytes(bytes.subspan(start, end));
}

/** One of the numbers; digits that are none count as 0. */
function readField(header: Span<u8>, field: Field): u32 {
  const start = MAGIC_SIZE + u64(field) * FIELD_SIZE;
  const digits = header.subspan(start, start + FIELD_SIZE);
  let value: u32 = 0;
  for (let i: u64 = 0; i < FIELD_SIZE; i++) value = (value << 4) | digitValue(digits[i]);
  return value;
}

function digitValue(digit: u8): u32 {
  if (digit >= 0x30 && digit <= 0x39) return u32(digit) - 0x30;
  const letter = u32(digit | 0x20);
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : 0;
}

function alignUp(offset: u64): u64 {
  return (offset + 3) & ~u64(3);
}
