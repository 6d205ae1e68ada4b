/** The files of /proc/sys: one for each setting that was declared (kernel/setting). */

import type { IoBuffer } from "../../memory/io-buffer.ts";
import { PAGE_SIZE } from "../../platform/address.ts";
import { allSettings, type Setting } from "../../setting/setting.ts";
import type { Credentials } from "../../rights/credentials.ts";
import type { FileAccess } from "../../rights/mode.ts";
import { mayUseSetting } from "../../rights/policy.ts";
import type { File } from "../file.ts";
import type { FileSystem } from "../file-system.ts";
import { ProcFixedDirectory, ProcText, ProcTextFile } from "./proc-inode.ts";

/** The file of a setting. */
class SettingInode extends ProcText {
  private readonly setting: Setting;

  constructor(fileSystem: FileSystem, number: u64, setting: Setting) {
    super(fileSystem, number, setting.permissions, 0, 0, () => setting.show());
    this.setting = setting;
  }

  /** Unlike other files, one that nobody may write is not even root's to write. */
  override allows(credentials: Credentials, access: FileAccess): boolean {
    return mayUseSetting(credentials, this.mode, this.user, access);
  }

  override open(flags: u32): File {
    const setting = this.setting;
    return new SettingFile(this, flags, setting);
  }
}

class SettingFile extends ProcTextFile {
  private readonly setting: Setting;

  constructor(inode: SettingInode, flags: u32, setting: Setting) {
    super(inode, flags, () => setting.show());
    this.setting = setting;
  }

  override write(buffer: IoBuffer): void {
    const length = buffer.remaining;
    this.writeAt(buffer, this.offset);
    this.offset += length;
  }

  /** One write from the start is one value: what comes behind it is dropped (sysctl_writes_strict of Linux). */
  override writeAt(buffer: IoBuffer, offset: u64): void {
    // What throws must leave the buffer as it was.
    let source = buffer;
    const bytes = new Array<u8>(bits.min(buffer.remaining, PAGE_SIZE - 1));
    source.copyIn(bytes.span());
    const end = bytes.indexOf(0);
    const text = String.fromBytes(end < 0 ? bytes.span() : bytes.span().subspan(0, u64(end)));
    if (offset === 0) this.setting.change(text);
    buffer.skip(buffer.remaining);
  }
}

/** /proc/sys. `newNumber` gives numbers for inodes. Throws ENOMEM. */
export function makeSettings(fileSystem: FileSystem, newNumber: () => u64): ProcFixedDirectory {
  const root = new ProcFixedDirectory(fileSystem, newNumber(), 0o555, 0, 0);
  const settings = allSettings().slice();
  settings.sort((a, b) => a.path.compare(b.path));
  for (const setting of settings) {
    const names = setting.path.split("/");
    let directory = root;
    for (let i: usize = 0; i + 1 < names.length; i++) {
      const known = directory.child(names[i]);
      if (known instanceof ProcFixedDirectory) {
        directory = known;
        continue;
      }
      const made = new ProcFixedDirectory(fileSystem, newNumber(), 0o555, 0, 0);
      directory.add(names[i], made);
      directory = made;
    }
    directory.add(names[names.length - 1], new SettingInode(fileSystem, newNumber(), setting));
  }
  return root;
}
