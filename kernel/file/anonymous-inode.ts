import { Errno } from "../../core/errno.ts";
import type { File } from "./file.ts";
import { Inode } from "./inode.ts";
import { NamelessFileSystem } from "./nameless-file-system.ts";

const ANON_INODE_FS_MAGIC: u64 = 0x0904_1934;

class AnonymousInode extends Inode {
  constructor() {
    super(new NamelessFileSystem("anon_inodefs", ANON_INODE_FS_MAGIC), 1, 0o600, 0, 0);
  }

  override open(_flags: u32): File {
    throw Errno.ENXIO;
  }
}

/** What open files stand on that are nothing but their descriptor: event counters, timers, epoll. One for all, as on Linux. */
export const anonymousInode: Inode = new AnonymousInode();
