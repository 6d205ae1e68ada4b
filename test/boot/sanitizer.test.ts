/** The kernel's sanitizer: planted bugs are found, with the lines of both sides, and real programs run under it without a report. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { compile } from "../../tools/build/compiler.ts";
import { linkerScript } from "../../tools/build/linker-script.ts";
import { buildSystem } from "../../tools/build/system.ts";
import { root, sanitizedKernelFile } from "../../tools/paths.ts";
import { Progress } from "../../tools/progress.ts";
import { folderForTests } from "../support/folder.ts";
import { bootGuest, runInGuest, type GuestOptions } from "../support/guest.ts";
import { buildProgram } from "../support/program-builds.ts";

const folder = folderForTests();
const kernel = join(folder, "sanitized-self-test.elf");

beforeAll(async () => {
  const script = join(folder, "sanitized-self-test.ld");
  writeFileSync(script, linkerScript("_start", { sanitize: true }));
  await compile({
    entry: join(root, "kernel", "platform", "tests", "sanitized-self-test.ts"),
    out: kernel,
    target: "kernel",
    optimize: 2,
    sanitize: true,
    unsafeFolders: [join(root, "core"), join(root, "kernel", "platform")],
    linkerScript: script,
  });
}, 120_000);

const machines: [name: string, options: GuestOptions][] = [
  ["64 MiB, CPU qemu64", { memory: "64M", cpu: "qemu64" }],
  ["4 GiB, CPU max, q35", { memory: "4G", machine: "q35" }],
];

test.each(machines)("the platform's own tests pass: %s", async (_name, options) => {
  const guest = await bootGuest({ ...options, kernel });
  expect(await guest.end).toEqual({ kind: "exit", status: 0 });
  expect(guest.log.text).toContain("self-test: passed");
});

const programs = [
  ...["adversary", "events", "execs", "files", "mappings", "memory", "pipes", "processes", "races"],
  ...["signals", "sockets", "threads-and-exec"],
];

test("real programs run under it without a report", async () => {
  const progress = new Progress(true);
  await buildSystem({ progress, sanitize: true });
  const files = await Promise.all(programs.map((name) => buildProgram(`${name}.c`, "musl-static")));
  const script = files.map((file) => `${file} > /dev/null 2>&1 < /dev/null; echo done`).join("\n");
  const guest = await runInGuest(["/bin/sh", "-c", script], {
    kernel: sanitizedKernelFile,
    add: files,
    timeLimit: 240,
  });
  expect(guest.end).toEqual({ kind: "exit", status: 0 });
  expect(guest.stdout.toString()).toBe("done\n".repeat(programs.length));
}, 400_000);

const here = "(kernel/platform/tests/planted-bugs.ts:";
const by = (name: string): string => `${name} ${here}`;

/** Each: what the report says of the access, by whom, and what of the memory's history, in this order. */
const bugs: [test: string, message: string, ...history: string[]][] = [
  ["read-after-release", "use of a heap block after its release: reading 8 bytes", by("read"), "bytes inside of a block of 32 bytes", "allocated:", by("releasedObject"), "released:", by("releasedObject")],
  ["write-after-release", "use of a heap block after its release: writing 1 byte", by("write"), "99 bytes inside of a block of 100 bytes", "allocated:", by("take"), "released:", by("release")],
  ["large-after-release", "use of a free frame: writing 1 byte", by("write"), "5000 bytes inside of a block of 100000 bytes", "allocated:", by("take"), "released:", by("release")],
  ["big-after-release", "use of a heap block after its release: writing 1 byte", by("write"), "4000000 bytes inside of a block of 5000000 bytes", "allocated:", by("take"), "released:", by("release")],
  ["heap-behind", "out of the bounds of a heap block: writing 1 byte", by("write"), "0 bytes behind a block of 100 bytes", "allocated:", by("take")],
  ["heap-before", "out of the bounds of a heap block: writing 1 byte", by("write"), "1 byte before a block of 100 bytes", "allocated:", by("take")],
  ["big-behind", "out of the bounds of a heap block: writing 1 byte", by("write"), "0 bytes behind a block of 5000000 bytes", "allocated:", by("take")],
  ["array-behind", "out of the bounds of a heap block: writing 1 byte", by("write"), "0 bytes behind a block of 33 bytes", "allocated:", by("plantBug")],
  ["string-behind", "out of the bounds of a heap block: reading 8 bytes", by("read"), "behind a block of", "allocated:", by("plantBug")],
  ["stack-behind", "out of the bounds of a variable on the stack: writing 1 byte", by("overrunStack"), "0 bytes behind the variable", "of 24 bytes of", by("overrunStack")],
  ["global-behind", "out of the bounds of a global: writing 1 byte", by("write"), "0 bytes behind the global kernel/platform/tests/planted-bugs:table of 20 bytes (kernel/platform/tests/planted-bugs.ts:"],
  ["copy-behind", "out of the bounds of a heap block: reading 61 bytes", by("plantBug"), "0 bytes behind a block of 60 bytes", "allocated:", by("take")],
  ["copy-to-program", "out of the bounds of a heap block: reading 31 bytes", "(kernel/platform/user.ts:", by("plantBug"), "behind a block of 30 bytes", "allocated:", by("take")],
  ["copy-from-program", "use of a heap block after its release: writing 30 bytes", "(kernel/platform/user.ts:", by("plantBug"), "allocated:", by("take"), "released:", by("release")],
  ["release-twice", "release of a heap block that is released already: 64 bytes", by("release"), "allocated:", by("take"), "released:", by("release")],
  ["wrong-size", "release of a heap block with another size than it has: 48 bytes", by("release"), "a block of 64 bytes", "allocated:", by("take")],
  ["not-a-block", "release of what is no heap block: 16 bytes", by("release")],
  ["free-frame", "use of a free frame: reading 8 bytes", by("read"), "taken:", by("releasedFrame"), "released:", by("releasedFrame")],
  ["frame-twice", "release of a frame that is free already", by("breakFrames"), "taken:", by("breakFrames"), "released:", by("breakFrames")],
  ["frames-twice", "release of a frame that is free already", by("breakFrames"), "taken:", by("breakFrames"), "released:", by("breakFrames")],
  ["free-stack", "use of a free kernel stack: writing 1 byte", by("write"), "taken:", by("breakFrames"), "released:", by("breakFrames")],
]; // prettier-ignore

test.each(bugs)("finds a planted bug: %s", async (name, message, ...history) => {
  const guest = await bootGuest({ kernel, append: `test=${name}` });
  const end = await guest.end;
  expect(end.kind).toBe("panic");
  const { log } = guest;
  const report = log.text.slice(log.text.indexOf(`PANIC: sanitizer: ${message}`));
  expect(log.text).toContain(`PANIC: sanitizer: ${message}`);
  let rest = report;
  for (const part of history) {
    expect(rest, report).toContain(part);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
});
