/** Builtins that tell of the system, and turn it off. */

import { STDOUT, syncAll, writeText } from "../../../core/linux/file.ts";
import { kernelLog, Reboot, reboot, systemInfo, systemName } from "../../../core/linux/system.ts";
import { complain, reasonOf } from "../../support/command.ts";
import { listProcesses, PROCESS_HEADER, processLine } from "../../support/processes.ts";
import { formatDuration, formatSize } from "../../support/units.ts";
import type { Shell } from "../shell.ts";
import { showTop } from "../top.ts";

/** Columns for the usages in the list of commands. */
const USAGE_WIDTH: usize = 34;

/** The usage, as wide as the column of usages: characters count, not bytes. */
function inColumn(usage: string): string {
  let characters: usize = 0;
  for (const _character of usage) characters += 1;
  return usage.padEnd(USAGE_WIDTH + usage.length - characters);
}

function help(shell: Shell, args: readonly string[]): i32 {
  if (args.length === 0) {
    const lines: string[] = [];
    for (const [, builtin] of shell.builtins) lines.push(`  ${inColumn(builtin.usage)} ${builtin.summary}\n`);
    writeText(STDOUT, `Commands of the shell:\n${lines.sort().join("")}`);
    writeText(STDOUT, "Programs are in /bin; PROGRAM --help says how each is used.\n");
    return 0;
  }
  let status: i32 = 0;
  for (const name of args) {
    const builtin = shell.builtins.get(name);
    if (builtin === undefined) {
      complain("help", `${name}: is no command of the shell`);
      status = 1;
    } else {
      writeText(STDOUT, `usage: ${builtin.usage}\n${builtin.summary}\n`);
    }
  }
  return status;
}

function version(): i32 {
  const name = systemName();
  // "#1 Tessera 0.1.0": the number of the build comes first in uname(2)'s words.
  const version = name.version.slice(u64(name.version.indexOf(" ") + 1));
  writeText(STDOUT, `${version}, ${name.machine}; system calls of ${name.system} ${name.release}\n`);
  return 0;
}

function memory(): i32 {
  const info = systemInfo();
  const unit = u64(info.unit);
  const total = info.totalMemory * unit;
  const free = info.freeMemory * unit;
  writeText(
    STDOUT,
    `total ${formatSize(total)}\nused  ${formatSize(total - free)}\nfree  ${formatSize(free)}\n`,
  );
  return 0;
}

function tasks(): i32 {
  const lines = listProcesses().map((process) => processLine(process));
  writeText(STDOUT, `${PROCESS_HEADER}\n${lines.join("\n")}\n`);
  return 0;
}

function uptime(): i32 {
  const info = systemInfo();
  const loads: string[] = [];
  for (let i = 0; i < 3; i++) {
    const hundredths = (info.loads[i] * 100) >> 16;
    loads.push(`${hundredths / 100}.${(hundredths % 100).toString().padStart(2, "0")}`);
  }
  writeText(STDOUT, `up ${formatDuration(u64(info.uptime))}, load ${loads.join(" ")}\n`);
  return 0;
}

function log(): i32 {
  writeText(STDOUT, kernelLog());
  return 0;
}

function clear(): i32 {
  writeText(STDOUT, "\u001b[H\u001b[2J\u001b[3J");
  return 0;
}

function turnOff(command: Reboot): i32 {
  syncAll();
  reboot(command);
  return 0;
}

/** Runs a command whose failure is a message. */
function reporting(name: string, action: () => i32): i32 {
  try {
    return action();
  } catch (error) {
    complain(name, reasonOf(error));
    return 1;
  }
}

/** Adds the built-ins about this system: help, version, mem, tasks, top, uptime, dmesg, clear, reboot, poweroff and their like. */
export function addSystem(shell: Shell): void {
  shell.addBuiltin("help", "help [COMMAND…]", "lists the commands of the shell", help);
  shell.addBuiltin("version", "version", "says which system this is", () => reporting("version", version));
  shell.addBuiltin("mem", "mem", "says how much memory is in use", () => reporting("mem", memory));
  shell.addBuiltin("tasks", "tasks", "lists the processes", () => reporting("tasks", tasks));
  shell.addBuiltin("top", "top [-n ROUNDS]", "shows the processes as they change; q ends it", showTop);
  shell.addBuiltin("uptime", "uptime", "says how long the system has been up", () =>
    reporting("uptime", uptime),
  );
  shell.addBuiltin("dmesg", "dmesg", "prints the kernel's log", () => reporting("dmesg", log));
  shell.addBuiltin("clear", "clear", "clears the screen", clear);
  shell.addBuiltin("reboot", "reboot", "restarts the machine", () =>
    reporting("reboot", () => turnOff(Reboot.restart)),
  );
  shell.addBuiltin("poweroff", "poweroff", "turns the machine off", () =>
    reporting("poweroff", () => turnOff(Reboot.powerOff)),
  );
}
