import { Mutex } from "../../task/mutex.ts";
import type { Credentials } from "../../rights/credentials.ts";
import type { File } from "../file.ts";
import { OpenFlags } from "../open-flags.ts";
import { MemoryFile } from "./memory-file.ts";
import { MemoryOpenFile } from "./memory-open-file.ts";
import { MemoryFileSystem } from "./memory-file-system.ts";

/** A file that is nothing but its descriptors and mappings. The title is for those who look: several may have the same. */
class NamelessMemory extends MemoryFile {
  private readonly title: string;

  constructor(memory: MemoryFileSystem, title: string, credentials: Credentials) {
    super(memory, 0o777, credentials.user.file, credentials.group.file);
    this.title = title;
    this.links = 0;
  }

  override describe(): string {
    return `/memfd:${this.title} (deleted)`;
  }
}

/** Where these files are: mounted nowhere, and made with the first of them. */
class Home {
  fileSystem: MemoryFileSystem | null = null;
}

const home = new Mutex(new Home());

/** A new empty file in memory, open to read and write (memfd_create(2)). Throws ENOSPC, ENOMEM. */
export function makeNamelessMemory(title: string, credentials: Credentials): File {
  using place = home.lock();
  const fileSystem = (place.value.fileSystem ??= new MemoryFileSystem("tmpfs", 0));
  const file = new NamelessMemory(fileSystem, title, credentials);
  // As on Linux its maker does not count as a writer: what it has put together it can execute.
  return new MemoryOpenFile(file, OpenFlags.ReadWrite, null);
}
