import { spawn } from "node:child_process";
import { join } from "node:path";
import { Archive } from "../tools/build/newc.ts";
import { Failure } from "../tools/failure.ts";
import { locateProgram } from "../tools/system/tools.ts";
import { lastLine } from "./child.ts";
import {
  keepFileSystem,
  load,
  machine,
  machineBytes,
  output,
  type Boot,
  type FileSystem,
} from "./kernel-run.ts";

/** Far above what either system takes to its prompt, for slow machines, in seconds. */
const timeLimit = 120;

/** A shell's prompt at the end of what has come; what a line editor sends may follow it. */
const prompt = /[#$] (?:\x1b\[[0-9;?]*[A-Za-z])*$/;

/** Both shells read the figure themselves: a program would be in memory while it looks. */
const question = "while read name value unit; do echo $name $value; done < /proc/meminfo\n";

/** Linux's side of the comparison: a root file system with Debian's static busybox as init and shell. */
export function busyboxFileSystem(): FileSystem {
  const archive = new Archive();
  archive.characterDevice("/dev/console", 5, 1, 0o600);
  archive.characterDevice("/dev/ttyS0", 4, 64, 0o600);
  archive.directory("/proc");
  archive.addFromHost(locateProgram("busybox"), "/bin/busybox");
  for (const name of ["sh", "mount"]) archive.link(`/bin/${name}`, "busybox");
  archive.link("/init", "bin/busybox");
  archive.file("/etc/inittab", "::sysinit:/bin/mount -t proc proc /proc\nttyS0::respawn:-/bin/sh\n");
  return keepFileSystem("busybox", archive.pack());
}

/**
 * Boots a system to its shell's prompt and returns the bytes of the machine's memory that no program can get any more: init, the
 * shell, the files of the memory file system and what the kernel and the firmware hold. Throws `Failure` with what the system said
 * when there is no prompt.
 */
export async function memoryAtPrompt(boot: Boot, initramfs: string): Promise<number> {
  const log = join(output, `${boot.label}.prompt.log`);
  const child = spawn("qemu-system-x86_64", [
    ...machine(["-serial", "stdio", "-serial", `file:${log}`]),
    ...load(boot, initramfs),
  ]);
  const kill = (): boolean => child.kill("SIGKILL");
  process.once("exit", kill);
  const timer = setTimeout(kill, timeLimit * 1000);
  let text = "";
  let hasAsked = false;
  try {
    return await new Promise<number>((resolve, reject) => {
      const look = (data: Buffer): void => {
        text += data.toString();
        if (!hasAsked && prompt.test(text)) {
          hasAsked = true;
          child.stdin.write(question);
        }
        const free = freeMemory(text);
        if (free !== undefined) resolve(machineBytes - free);
      };
      child.stdout.on("data", look);
      child.stderr.on("data", (data: Buffer) => (text += data.toString()));
      child.once("error", reject);
      child.once("close", () =>
        reject(new Failure(`the system did not get to its prompt: ${lastLine(text)}`)),
      );
    });
  } finally {
    clearTimeout(timer);
    process.off("exit", kill);
    kill();
  }
}

/** The bytes that a whole line of `question`'s answer says are free. */
export function freeMemory(text: string): number | undefined {
  const kibibytes = /^MemFree: (\d+)\r?\n/m.exec(text)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
