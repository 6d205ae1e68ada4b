import { Errno } from "../../../core/errno.ts";
import { frameStatistics } from "../../platform/frames.ts";
import { FileSystemType, NewFileSystem } from "../file-system-types.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import { MemoryFileSystem } from "./memory-file-system.ts";

/** tmpfs(5), and the same under the names by which programs know it. Options: size=, mode=, uid=, gid=; others are ignored. */
export class MemoryFileSystemType extends FileSystemType {
  override make(options: string): NewFileSystem {
    let pages: u64 = 0;
    let mode: u32 = 0o1777;
    let user: u32 = 0;
    let group: u32 = 0;
    for (const option of options.split(",")) {
      const at = option.indexOf("=");
      if (at < 0) continue;
      const value = option.slice(u64(at) + 1);
      switch (option.slice(0, u64(at))) {
        case "size":
          pages = (parseSize(value) + 4095) >> 12;
          break;
        case "mode":
          mode = u32(parseNumber(value, 8)) & 0o7777;
          break;
        case "uid":
          user = u32(parseNumber(value, 10));
          break;
        case "gid":
          group = u32(parseNumber(value, 10));
          break;
      }
    }
    const fileSystem = new MemoryFileSystem(this.name, pages);
    return new NewFileSystem(fileSystem, new MemoryDirectory(fileSystem, mode, user, group));
  }
}

function parseNumber(text: string, radix: u32): u64 {
  const value = parseInteger(text, radix);
  if (value === null || value < 0) throw Errno.EINVAL;
  return u64(value);
}

/** A number of bytes with k, m or g behind it, or a percentage of the memory. Throws EINVAL. */
function parseSize(text: string): u64 {
  if (text.length === 0) throw Errno.EINVAL;
  const digits = text.slice(0, text.length - 1);
  switch (text.byteAt(text.length - 1)) {
    case 0x6b:
    case 0x4b:
      return parseNumber(digits, 10) << 10;
    case 0x6d:
    case 0x4d:
      return parseNumber(digits, 10) << 20;
    case 0x67:
    case 0x47:
      return parseNumber(digits, 10) << 30;
    case 0x25:
      return ((frameStatistics().total * bits.min(parseNumber(digits, 10), 100)) / 100) << 12;
    default:
      return parseNumber(text, 10);
  }
}
