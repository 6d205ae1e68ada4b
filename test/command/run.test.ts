import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { ExitStatus } from "../../tools/failure.ts";
import { root } from "../../tools/paths.ts";
import { requireBuild, tessera } from "../support/command.ts";
import { folderForTests } from "../support/folder.ts";
import { runOnHost } from "../support/host.ts";

const busybox = "/bin/busybox";
const folder = folderForTests();
beforeEach(requireBuild);

test("a pipeline of busybox, and its status", async () => {
  const script = "for i in 1 2 3; do echo $i; done | busybox sort -r | busybox head -2; exit 7";
  const { status, stdout } = await tessera(["run", "--", busybox, "sh", "-c", script]);
  expect(stdout.toString()).toBe("3\n2\n");
  expect(status).toBe(7);
});

test("standard input reaches the program, and its end", async () => {
  const host = await runOnHost([busybox, "md5sum"], { input: "data\n" });
  const guest = await tessera(["run", "--quiet", "--", busybox, "md5sum"], { input: "data\n" });
  expect(guest).toEqual(host);
});

test("any bytes pass unchanged in both directions", async () => {
  const input = Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, i) => i)), randomBytes(100_000)]);
  const guest = await tessera(["run", "--quiet", "--", busybox, "cat"], { input });
  expect(guest.stderr.toString()).toBe("");
  expect(guest.stdout.equals(input)).toBe(true);
  expect(guest.status).toBe(0);
});

test("standard output and standard error stay apart", async () => {
  const guest = await tessera(["run", "--quiet", "--", busybox, "sh", "-c", "echo out; echo err >&2"]);
  expect([guest.stdout.toString(), guest.stderr.toString()]).toEqual(["out\n", "err\n"]);
});

test("without --quiet the kernel's log is on standard error", async () => {
  const guest = await tessera(["run", "--", busybox, "echo", "out"]);
  expect(guest.stdout.toString()).toBe("out\n");
  expect(guest.stderr.length).toBeGreaterThan(100);
});

test("arguments pass with spaces, newlines and quotes", async () => {
  const args = ["a b", "", "c\nd", "'\"$x", "-- --"];
  const guest = await tessera(["run", "--quiet", "--", busybox, "printf", "<%s>", ...args]);
  expect(guest.stdout.toString()).toBe(args.map((arg) => `<${arg}>`).join(""));
});

test("files and folders are added with what is in them", async () => {
  const data = join(folder, "data");
  mkdirSync(join(data, "sub"), { recursive: true });
  writeFileSync(join(data, "sub", "file"), "contents\n");
  symlinkSync("sub/file", join(data, "link"));
  const script = `cat link /etc/added && readlink link && pwd`;
  const guest = await tessera(
    ["run", "--quiet", "--add", ".", "--add", "sub/file:/etc/added", "--", busybox, "sh", "-c", script],
    { cwd: data },
  );
  expect(guest.stderr.toString()).toBe("");
  expect(guest.stdout.toString()).toBe(`contents\ncontents\nsub/file\n${data}\n`);
});

test("a program of an added folder finds its libraries, by a link and under another path too", async () => {
  const data = join(folder, "dynamic");
  mkdirSync(data);
  copyFileSync("/bin/uname", join(data, "a.out"));
  symlinkSync("a.out", join(data, "link"));
  for (const words of [
    [".", "--", "./a.out"],
    [".", "--", "./link"],
    [".:/opt", "--", "/opt/link"],
  ]) {
    const guest = await tessera(["run", "--quiet", "--add", ...words, "-m"], { cwd: data });
    expect([guest.stdout.toString(), guest.stderr.toString()]).toEqual(["x86_64\n", ""]);
  }
});

test("a program that a signal ends has the status of a shell", async () => {
  const guest = await tessera(["run", "--quiet", "--", busybox, "sh", "-c", "kill -TERM $$"]);
  expect(guest.status).toBe(143);
});

test("a time-out ends the guest", async () => {
  const guest = await tessera(["run", "--quiet", "--timeout", "3", "--", busybox, "sleep", "1000"]);
  expect(guest.stderr.toString()).toBe("tessera: time-out: not finished after 3 s\n");
  expect(guest.status).toBe(ExitStatus.timeout);
});

test("an output that takes no more is told", async () => {
  const command = `'${process.execPath}' ./tessera run --quiet -- ${busybox} echo text > /dev/full`;
  const { status, stderr } = await runOnHost(["/bin/sh", "-c", command], { cwd: root, env: process.env });
  expect(stderr.toString()).toMatch(/^tessera: standard output: ENOSPC/);
  expect(status).toBe(ExitStatus.tool);
  const errors = `'${process.execPath}' ./tessera run -- ${busybox} true 2> /dev/full`;
  const other = await runOnHost(["/bin/sh", "-c", errors], { cwd: root, env: process.env });
  expect(other.status).toBe(ExitStatus.tool);
});

test("a reader that goes away ends the guest", async () => {
  const command = `'${process.execPath}' ./tessera run --quiet -- ${busybox} yes | head -3; echo "\${PIPESTATUS[0]}"`;
  const result = await runOnHost(["bash", "-c", command], { env: process.env, cwd: root });
  expect(result.stdout.toString()).toBe("y\ny\ny\n141\n");
  expect(result.stderr.toString()).toBe("");
  const errors = `'${process.execPath}' ./tessera run -- ${busybox} true 2>&1 | head -1; echo "\${PIPESTATUS[0]}"`;
  const other = await runOnHost(["bash", "-c", errors], { env: process.env, cwd: root });
  expect(other.stdout.toString()).toMatch(/boot: PVH.*\n141\n$/);
});

test("a signal to the command ends the guest", async () => {
  const args = [join(root, "tessera"), "run", "--", busybox, "sh", "-c", "echo started; sleep 1000"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  const [status] = (await once(child, "close")) as [number | null];
  expect(status).toBe(143);
});

test("QEMU ends with a command that is killed", async () => {
  const args = [join(root, "tessera"), "run", "--", busybox, "sh", "-c", "echo started; sleep 1000"];
  const child = spawn(process.execPath, args, {
    // It leaves a file there.
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  const status = `/proc/${String(child.pid)}/task/${String(child.pid)}`;
  const children = readFileSync(`${status}/children`, "utf8").trim().split(" ");
  const qemu = children.filter((id) => readFileSync(`/proc/${id}/comm`, "utf8").startsWith("qemu"));
  expect(qemu).toHaveLength(1);
  child.kill("SIGKILL");
  await once(child, "close");
  await expect.poll(() => qemu.some((id) => existsSync(`/proc/${id}`)), { timeout: 10_000 }).toBe(false);
});

test("the shell runs a script on its standard input", async () => {
  const guest = await tessera(["run", "--quiet"], { input: "echo one | cat\nexit 4\n" });
  expect(guest.stdout.toString()).toBe("one\n");
  expect(guest.status).toBe(4);
});

test("GRUB starts the same system", async () => {
  const guest = await tessera(["run", "--quiet", "--firmware", "grub", "--", busybox, "echo", "from a CD"]);
  expect(guest.stdout.toString()).toBe("from a CD\n");
  expect(guest.status).toBe(0);
});

test.each(["direct", "grub"])("a CPU without 64-bit mode is told so, started by %s", async (firmware) => {
  const guest = await tessera(["run", "--cpu", "pentium3", "--firmware", firmware, "--", busybox, "true"]);
  expect(guest.stderr.toString()).toContain("Tessera needs a 64-bit CPU");
  expect(guest.status).toBe(121);
});

test("--trace syscalls shows the calls of the program, from its start to its end, and what was not there", async () => {
  const guest = await tessera(["run", "--quiet", "--trace", "syscalls", "--", busybox, "cat", "/nothing"]);
  const lines = guest.stderr.toString().split("\n");
  expect(lines[0]).toMatch(
    /^execve\("[^"]*busybox", \["[^"]*", "cat", "\/nothing"\], 0x[0-9a-f]+ \/\* \d+ vars \*\/\) = 0$/,
  );
  const refused = /^openat\(AT_FDCWD, "\/nothing", O_RDONLY\) += -1 ENOENT \(No such file or directory\)$/;
  expect(lines).toContainEqual(expect.stringMatching(refused));
  expect(lines).toContain("+++ exited with 1 +++");
  expect(lines.slice(-3)).toEqual(["files that were not found:", "  /nothing", ""]);
});

test("--trace-output writes the trace to a file", async () => {
  const file = join(folder, "trace");
  const guest = await tessera(["run", "--quiet", "--trace-output", file, "--", busybox, "echo", "out"]);
  expect([guest.stdout.toString(), guest.stderr.toString()]).toEqual(["out\n", ""]);
  expect(readFileSync(file, "utf8")).toContain('write(1, "out\\n", 4)');
  const refused = await tessera(["run", "--trace-output", "/nowhere/trace", "--", busybox, "true"]);
  expect([refused.status, refused.stderr.toString()]).toEqual([
    ExitStatus.usage,
    expect.stringContaining("--trace-output /nowhere/trace: ENOENT"),
  ]);
});

test("a word that means nothing to the kernel, and a first program that is not there, are told", async () => {
  const guest = await tessera(["run", "--cmdline", "init=/nowhere sliec=1"]);
  expect(guest.stderr.toString()).toContain('"sliec=1" on the command line means nothing to this kernel');
  expect(guest.stderr.toString()).toContain("cannot start /nowhere: No such file or directory");
  expect(guest.status).toBe(ExitStatus.panic);
});
