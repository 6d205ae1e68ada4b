import { SpinLock } from "../platform/lock.ts";
import type { Inode } from "./inode.ts";

class Directories {
  root: Inode;
  current: Inode;

  constructor(root: Inode, current: Inode) {
    this.root = root;
    this.current = current;
  }
}

/** Where a process's paths begin, and the permissions that its new files do not get. Shared by threads and with CLONE_FS. */
export class DirectoryContext {
  private readonly directories: SpinLock<Directories>;
  /** umask(2): permission bits that are taken away. */
  umask: u32 = 0o022;

  constructor(root: Inode, current: Inode) {
    this.directories = new SpinLock(new Directories(root, current));
  }

  /** Where absolute paths begin (chroot(2)). */
  get root(): Inode {
    using directories = this.directories.lock();
    return directories.value.root;
  }

  /** Where relative paths begin (chdir(2)). */
  get current(): Inode {
    using directories = this.directories.lock();
    return directories.value.current;
  }

  /** A directory. The previous one is let go of after the lock: it may have much to let go of itself. */
  setRoot(inode: Inode): void {
    this.exchangeRoot(inode);
  }

  private exchangeRoot(inode: Inode): Inode {
    using directories = this.directories.lock();
    const previous = directories.value.root;
    directories.value.root = inode;
    return previous;
  }

  /** A directory. */
  setCurrent(inode: Inode): void {
    this.exchangeCurrent(inode);
  }

  private exchangeCurrent(inode: Inode): Inode {
    using directories = this.directories.lock();
    const previous = directories.value.current;
    directories.value.current = inode;
    return previous;
  }

  /** The same in an object of its own (fork(2)). Throws ENOMEM. */
  copy(): DirectoryContext {
    using directories = this.directories.lock();
    const other = new DirectoryContext(directories.value.root, directories.value.current);
    other.umask = this.umask;
    return other;
  }
}
