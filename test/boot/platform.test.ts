/** The platform layer by itself: a kernel that tests it, on many machines, with each fallback, and each thing that must end in a panic. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { compile } from "../../tools/build/compiler.ts";
import { linkerScript } from "../../tools/build/linker-script.ts";
import { root } from "../../tools/paths.ts";
import { folderForTests } from "../support/folder.ts";
import { bootGuest, type GuestOptions } from "../support/guest.ts";

const folder = folderForTests();
const kernel = join(folder, "self-test.elf");

beforeAll(async () => {
  const script = join(folder, "self-test.ld");
  writeFileSync(script, linkerScript("_start"));
  await compile({
    entry: join(root, "kernel", "platform", "tests", "self-test.ts"),
    out: kernel,
    target: "kernel",
    optimize: 2,
    unsafeFolders: [join(root, "core"), join(root, "kernel", "platform")],
    linkerScript: script,
  });
}, 120_000);

const machines: [name: string, options: GuestOptions][] = [
  ["32 MiB, CPU qemu64", { memory: "32M", cpu: "qemu64" }],
  ["8 GiB, CPU Nehalem, q35", { memory: "8G", cpu: "Nehalem", machine: "q35" }],
  ["CPU Haswell", { cpu: "Haswell" }],
  ["CPU max", { cpu: "max" }],
  ["a CPU without the optional parts", { cpu: "qemu64,-nx,-pge,-pat,-apic,-tsc" }],
  ["microvm", { machine: "microvm" }],
  ["microvm without ACPI", { machine: "microvm", extra: ["-machine", "acpi=off"] }],
  ["pc without ACPI", { extra: ["-machine", "acpi=off"] }],
  ["a CD image and GRUB", { firmware: "grub" }],
  ["ACPI ignored", { append: "noacpi" }],
  ["APIC ignored", { append: "noapic" }],
  ["time-stamp counter ignored", { append: "notsc" }],
  ["nothing but PIC and PIT", { append: "noacpi noapic notsc" }],
];

test.each(machines)("works: %s", async (_name, options) => {
  const guest = await bootGuest({ ...options, kernel });
  expect(await guest.end).toEqual({ kind: "exit", status: 0 });
  expect(guest.log.text).toContain("self-test: passed");
});

const panics: [test: string, message: string, place: string][] = [
  ["stack-overflow", "double fault (kernel stack overflow?)", "recurse (kernel/platform/tests/forbidden.ts:"],
  ["interrupt-stack", "page fault in the kernel", "breakSomething (kernel/platform/tests/forbidden.ts:"],
  ["write-text", "page fault in the kernel", "breakSomething (kernel/platform/tests/forbidden.ts:"],
  ["write-constants", "page fault in the kernel", "breakSomething (kernel/platform/tests/forbidden.ts:"],
  ["write-alias", "page fault in the kernel", "breakSomething (kernel/platform/tests/forbidden.ts:"],
  ["run-data", "page fault in the kernel", "executing address ffff"],
  ["read-program", "page fault in the kernel", "reading address 0000000000400000"],
  ["run-program", "page fault in the kernel", "executing address 0000000000400000"],
  ["null", "page fault in the kernel", "writing address 0000000000000008"],
  ["bounds", "index out of bounds", "index 6, length 3"],
  ["invalid", "invalid instruction in the kernel", "breakSomething (kernel/platform/tests/forbidden.ts:"],
];

test.each(panics)("panics with a report: %s", async (name, message, place) => {
  const guest = await bootGuest({ kernel, append: `test=${name}` });
  expect(await guest.end).toMatchObject({ kind: "panic", message });
  expect(guest.log.text).toContain(`PANIC: ${message}`);
  expect(guest.log.text).toContain(place);
});

/** What a panic tells of addresses: of the image, and of the direct map, where the heap lies. */
async function placesOf(append: string): Promise<{ slide: string | undefined; image: string; heap: string }> {
  const guest = await bootGuest({ kernel, append: `test=run-data ${append}` });
  expect(await guest.end).toMatchObject({ kind: "panic" });
  const find = (pattern: RegExp): string | undefined => pattern.exec(guest.log.text)?.[1];
  return {
    slide: find(/the image lies (0x[0-9a-f]+) above/),
    image: find(/ at ([0-9a-f]{16}) \w+ \(kernel/) ?? "",
    heap: find(/executing address ([0-9a-f]{16})/) ?? "",
  };
}

test("the kernel lies at other places at each boot, unless nokaslr says no", async () => {
  const linked = await placesOf("nokaslr");
  expect(linked.slide).toBeUndefined();
  expect(linked.heap).toMatch(/^ffff8000/);
  const moved = await Promise.all([placesOf(""), placesOf(""), placesOf("")]);
  expect(new Set(moved.map(({ slide }) => slide)).size).toBeGreaterThan(1);
  expect(new Set(moved.map(({ heap }) => heap.slice(0, 9))).size).toBeGreaterThan(1);
  for (const { slide, image } of moved)
    expect(BigInt(`0x${image}`) - BigInt(slide ?? 0)).toBe(BigInt(`0x${linked.image}`));
});
