import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { ExitStatus } from "../../tools/failure.ts";
import { root } from "../../tools/paths.ts";
import { tessera } from "../support/command.ts";
import { folderForTest } from "../support/folder.ts";

/** A folder that stands for a machine's PATH: only what a test puts there is installed. */
let path = "";
beforeEach(() => {
  path = folderForTest();
  symlinkSync(process.execPath, join(path, "node"));
});

function install(program: string, output = ""): void {
  writeFileSync(join(path, program), `#!/bin/sh\necho "${output}"\n`, { mode: 0o755 });
}

const onlyThat = (): NodeJS.ProcessEnv => ({ ...process.env, PATH: path });

test.each([
  ["dnf", /dnf install .*clang .*qemu-system-x86/],
  ["pacman", /pacman -S .*clang .*qemu-system-x86/],
  ["brew", /brew install .*llvm .*qemu/],
  ["apt-get", /apt-get install -y --no-install-recommends .*clang-22 .*qemu-system-x86/],
])("doctor prints the command for %s", async (manager, command) => {
  install(manager);
  const { status, stdout } = await tessera(["doctor"], { env: onlyThat() });
  expect(stdout.toString()).toMatch(command);
  expect(stdout.toString()).toContain("✗ clang:");
  expect(status).toBe(ExitStatus.failed);
});

test("doctor finds the newest LLVM, and none that is too old", async () => {
  install("clang-22", "clang version 22.1.8");
  install("clang-23", "clang version 23.0.1");
  install("ld.lld-19", "LLD 19.1.7");
  install("ld.lld", "LLD 19.1.7 (compatible with GNU linkers)");
  install("llvm-objcopy", "LLVM version 22.1.0");
  const { stdout } = await tessera(["doctor"], { env: onlyThat() });
  expect(stdout.toString()).toContain(`✓ clang: ${join(path, "clang-23")} (23.0.1)`);
  expect(stdout.toString()).toContain("✗ ld.lld:");
  expect(stdout.toString()).toContain("✓ llvm-objcopy:");
});

test("start says what to install where it may not install", async () => {
  install("dnf");
  const { status, stderr } = await tessera(["start"], { env: onlyThat() });
  expect(stderr.toString()).toMatch(
    /missing on this machine: clang 22 or newer, .*\n {2}.*install with: .*dnf install .*\n {2}then run this again/,
  );
  expect(status).toBe(ExitStatus.tool);
});

test("a release of LLVM that is too old is named", async () => {
  install("dnf");
  install("clang", "clang version 19.1.7");
  const { stderr } = await tessera(["start"], { env: onlyThat() });
  expect(stderr.toString()).toContain(`clang 22 or newer (${join(path, "clang")} is release 19)`);
});

test("compile --sanitize says what the sanitizer needs", async () => {
  install("apt-get");
  for (const program of ["clang", "ld.lld", "llvm-objcopy", "llvm-symbolizer"]) install(`${program}-22`);
  const source = join(root, "test/compiler/arithmetic.ts");
  const { status, stderr } = await tessera(["compile", "--sanitize", source], { env: onlyThat() });
  expect(stderr.toString()).toMatch(
    /missing on this machine: the runtime of clang's address sanitizer\n.*libclang-rt-22-dev/,
  );
  expect(status).toBe(ExitStatus.tool);
});

test("run names the program that it lacks", async () => {
  const { status, stderr } = await tessera(["run"], { env: onlyThat() });
  expect(stderr.toString()).toContain("missing on this machine: qemu-system-x86_64");
  expect(status).toBe(ExitStatus.tool);
});
