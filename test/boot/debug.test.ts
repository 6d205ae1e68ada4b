import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { sourcesBelow } from "../../tools/build/fingerprint.ts";
import { root } from "../../tools/paths.ts";
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
  const output = await debug(24601, [`hbreak ${place}`, "continue", "backtrace", "next", "info source"]);
  expect(output).toContain(`Hardware assisted breakpoint 1 at`);
  // gdb calls it by its link name, which `@export` gives.
  expect(output).toMatch(/kernel_start .*main\.ts:\d+/);
  expect(output).toMatch(/#0 .*main\.ts:\d+/);
  expect(output).toMatch(/Current source file is .*kernel\/main\.ts/);
  expect(output).not.toMatch(/warning: .*debug/);
}, 120_000);

test("gdb prints locals and an object's fields, and a backtrace through an interrupt", async () => {
  // A timer that has run out, found by the interrupt of the clock while the CPU is idle.
  const place = placeOf("this.remove(first);");
  const commands = [`hbreak ${place}`, "continue", "print now", "print *first", "backtrace"];
  const output = await debug(24602, commands, ["/bin/busybox", "sleep", "0.05"]);
  const now = Number(/\$1 = (\d+)/.exec(output)?.[1]);
  const deadline = Number(/\$2 = \{\s*deadline = (\d+),\s*slot = \d+/.exec(output)?.[1]);
  expect(deadline).toBeGreaterThan(50_000_000);
  expect(now).toBeGreaterThanOrEqual(deadline);
  expect(output).toMatch(/#0 .*takeExpired .*\n?.*timer\.ts:\d+/);
  const frames = ["handleTimerInterrupt", "handle_trap", "interrupt_call", "idleLoop", "kernel_start"];
  expect(output).toMatch(new RegExp(frames.join("[^]*")));
}, 120_000);
