import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join, relative } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { sourcesBelow } from "../../tools/build/fingerprint.ts";
import { kernelFile, root } from "../../tools/paths.ts";
import { requireBuild, tessera } from "../support/command.ts";

beforeEach(requireBuild);

/** `file:line` of the first line of the kernel that contains `text`: places move, what they say stays. */
function placeOf(text: string): string {
  for (const file of sourcesBelow(join(root, "kernel")).sort()) {
    const line = readFileSync(file, "utf8")
      .split("\n")
      .findIndex((each) => each.includes(text));
    if (line >= 0) return `${relative(root, file)}:${line + 1}`;
  }
  throw new Error(`no line of the kernel has ${text}`);
}

/** What gdb prints for these commands on a guest that has just been started to run `program`. */
async function debug(port: number, commands: string[], program: string[] = []): Promise<string> {
  const execute = [...commands, "kill"].flatMap((command) => ["-x", command]);
  const args = ["debug", "--port", String(port), ...execute, "--", ...program];
  const { stdout, stderr } = await tessera(args, { limit: 90 });
  return `${stdout.toString()}\n${stderr.toString()}`;
}

test("gdb stops in the kernel, and shows the line and who called", async () => {
  const place = placeOf("startMemory();");
  const output = await debug(24601, [`break ${place}`, "continue", "backtrace", "next", "info source"]);
  // Set while nothing is mapped there yet: QEMU keeps it, not the memory.
  expect(output).toContain("Breakpoint 1, kernel_start");
  // gdb calls it by its link name, which `@export` gives.
  expect(output).toMatch(/kernel_start .*main\.ts:\d+/);
  expect(output).toMatch(/#0 .*main\.ts:\d+/);
  expect(output).toMatch(/Current source file is .*kernel\/main\.ts/);
  expect(output).not.toMatch(/warning: .*debug/);
}, 120_000);

test("gdb prints locals and an object's fields, and a backtrace through an interrupt", async () => {
  // The end of a sleep, found by the interrupt of the clock while the CPU is idle.
  const place = placeOf("wake(this.thread);");
  const commands = [`hbreak ${place}`, "continue", "print *this", "up", "print now", "backtrace"];
  const output = await debug(24602, commands, ["/bin/busybox", "sleep", "0.05"]);
  const deadline = Number(/\$1 = \{[^$]*?\bdeadline = (\d+)/.exec(output)?.[1]);
  const now = Number(/\$2 = (\d+)/.exec(output)?.[1]);
  expect(deadline).toBeGreaterThan(50_000_000);
  expect(now).toBeGreaterThanOrEqual(deadline);
  expect(output).toMatch(/#0 .*SleepTimer\.fire .*\n?.*sleep-timer\.ts:\d+/);
  const frames = [
    "handleTimerInterrupt",
    "handle_kernel_interrupt",
    "interrupt_call",
    "idleLoop",
    "kernel_start",
  ];
  expect(output).toMatch(new RegExp(frames.join("[^]*")));
}, 120_000);

test("a guest that waits for a debugger ends with the command", async () => {
  const port = 24603;
  const command = [join(root, "tessera"), "debug", "--serve", "--port", String(port)];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  await expect.poll(() => said, { timeout: 30_000 }).toContain(`waiting for gdb on port ${port}`);
  child.kill("SIGTERM");
  await once(child, "close");
  const socket = connect(port, "127.0.0.1");
  const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNREFUSED");
});

test("the editor's configuration names what there is", () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, ".vscode", name), "utf8"));
  const { tasks } = read("tasks.json") as { tasks: { label: string; command: string }[] };
  const { configurations } = read("launch.json") as { configurations: Record<string, string>[] };
  for (const each of configurations) {
    expect(each["program"]).toBe(`\${workspaceFolder}/${relative(root, kernelFile)}`);
    for (const kind of ["preLaunchTask", "postDebugTask"]) {
      expect(tasks.map((task) => task.label)).toContain(each[kind]);
    }
    expect(each["miDebuggerServerAddress"]).toBe("localhost:1234");
  }
});
