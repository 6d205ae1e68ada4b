import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.ts";
import { Archive } from "./newc.ts";
import { userPrograms, type UserProgram } from "./user-programs.ts";

const passwd = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n";
const group = "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n";
const directories = ["/bin", "/dev", "/etc", "/proc", "/sys", "/run", "/usr", "/var", "/mnt"];

/**
 * The root file system of every boot: the directories and files that Linux programs expect, whatever is in
 * `user/root/`, and the programs of `user/` in /bin. A run adds its own program and files to it.
 */
export function baseFileSystem(programs: UserProgram[] = userPrograms()): Archive {
  const archive = new Archive();
  for (const path of directories) archive.directory(path);
  archive.directory("/root", 0o700);
  archive.directory("/tmp", 0o1777);
  archive.directory("/var/tmp", 0o1777);
  archive.characterDevice("/dev/console", 5, 1);
  archive.file("/etc/passwd", passwd);
  archive.file("/etc/group", group);
  archive.file("/etc/hostname", "tessera\n");
  const files = join(root, "user", "root");
  if (existsSync(files)) archive.addFromHost(files, "/");
  for (const program of programs) {
    if (!existsSync(program.output)) continue;
    archive.file(`/bin/${program.name}`, readFileSync(program.output), 0o755);
    for (const alias of program.aliases) archive.link(`/bin/${alias}`, program.name);
  }
  if (archive.has("/bin/init")) archive.link("/init", "bin/init");
  return archive;
}
