import { once } from "node:events";
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { ExitStatus } from "../../tools/failure.ts";
import { probeGuest } from "../../tools/run/kvm.ts";
import { root } from "../../tools/paths.ts";
import { requireBuild, tessera } from "../support/command.ts";
import { folderForTests } from "../support/folder.ts";
import { runOnHost } from "../support/host.ts";

const folder = folderForTests();

async function expectFailure(args: string[], status: number, message: string): Promise<void> {
  const result = await tessera(args);
  expect(result.stderr.toString()).toContain(message);
  expect(result.stderr.toString()).not.toContain("    at ");
  expect(result.status).toBe(status);
}

test("--help lists every command and the exit statuses", async () => {
  const { status, stdout } = await tessera(["--help"]);
  expect(status).toBe(0);
  for (const word of ["run", "compile", "build", "test", "bench", "debug", "doctor", "121", "124"]) {
    expect(stdout.toString()).toMatch(new RegExp(`^ *${word} `, "m"));
  }
});

test("an unknown option", () =>
  expectFailure(["run", "--fast"], ExitStatus.usage, "unknown option '--fast'"));

test("an unknown command", () => expectFailure(["boot"], ExitStatus.usage, "unknown command 'boot'"));

test("help for a command that does not exist", () =>
  expectFailure(["help", "boot"], ExitStatus.usage, "unknown command 'boot'"));

test("an output that is full, and one that nobody reads any more", async () => {
  const source = join(folder, "output.ts");
  writeFileSync(source, "export function main(): void {}\n");
  await expectFailure(
    ["compile", source, "--emit", "llvm", "-o", "/dev/full"],
    ExitStatus.failed,
    "/dev/full cannot be written: ENOSPC",
  );
  await expectFailure(
    ["compile", source, "--emit", "asm", "-o", "/proc/x"],
    ExitStatus.failed,
    "/proc/x cannot be written: ENOENT",
  );
  expect(statSync("/dev/full").isCharacterDevice()).toBe(true);
  const script = `tessera() { '${process.execPath}' ./tessera "$@"; }
    tessera --help >/dev/full; echo $?
    tessera doctor >/dev/full; echo $?
    tessera --help | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await runOnHost(["bash", "-c", script], { cwd: root, env: process.env });
  expect(stdout.toString()).toBe("125\n125\n141\n");
  expect(stderr.toString()).toBe(
    "tessera: standard output: ENOSPC: no space left on device, write\n".repeat(2),
  );
});

test("an output that is a folder", async () => {
  const source = join(folder, "program.ts");
  writeFileSync(source, "export function main(): void {}\n");
  await expectFailure(
    ["compile", source, "-o", folder],
    ExitStatus.usage,
    "-o FILE says where the result goes",
  );
  await expectFailure(["compile", source, "-o", ""], ExitStatus.usage, "-o: the file's name is empty");
  await expectFailure(
    ["compile", source, "-o", "/no/such/program"],
    ExitStatus.notFound,
    "/no/such: no such folder",
  );
  await expectFailure(["image", "-o", folder], ExitStatus.usage, "-o FILE says where the image goes");
  await expectFailure(["image", "-o", "/no/such/image.iso"], ExitStatus.notFound, "/no/such: no such folder");
});

test("an addition without a path", async () => {
  requireBuild();
  await expectFailure(
    ["run", "--add", "", "--", "/bin/true"],
    ExitStatus.usage,
    '--add "": a path is expected',
  );
});

test("a source file that does not exist", () =>
  expectFailure(["compile", "missing.ts"], ExitStatus.notFound, "missing.ts: no such file"));

test("a result in the place of the source", async () => {
  const source = join(folder, "source.ts");
  writeFileSync(source, "export function main(): void {}\n");
  const message = "source.ts: that is the source itself";
  await expectFailure(
    ["compile", source, "-o", `${folder}/../${basename(folder)}/source.ts`],
    ExitStatus.usage,
    message,
  );
  expect(readFileSync(source, "utf8")).toBe("export function main(): void {}\n");
});

test("a folder for temporary files that cannot be used", async () => {
  requireBuild();
  const long = join(folder, "a".repeat(100));
  mkdirSync(long);
  for (const [path, message] of [
    [join(folder, "none"), "no folder for temporary files (TMPDIR names another): ENOENT"],
    [long, "this path is too long for sockets (TMPDIR names a shorter one)"],
  ] as const) {
    const env = { ...process.env, TMPDIR: path };
    const { status, stderr } = await tessera(["run", "--quiet", "--", "/bin/true"], { env });
    expect(stderr.toString()).toContain(message);
    expect(status).toBe(ExitStatus.tool);
  }
});

test("a backtrace names a source outside of the project by its own path", async () => {
  const [source, program] = [join(folder, "panics.ts"), join(folder, "panics")];
  writeFileSync(source, 'export function main(): void {\n  panic("here");\n}\n');
  expect((await tessera(["compile", source, "-o", program])).status).toBe(0);
  const { stderr } = await runOnHost([program]);
  expect(stderr.toString()).toContain(`at main (${source}:2)`);
});

test("a source file that is none", () =>
  expectFailure(
    ["compile", "package.json"],
    ExitStatus.usage,
    "a source file in Metal TypeScript is expected",
  ));

test("a folder instead of a source, or in the place of the result", async () => {
  const [source, other] = [join(folder, "empty.ts"), join(folder, "folder.ts")];
  writeFileSync(source, "export function main(): void {}\n");
  mkdirSync(other);
  await expectFailure(["compile", other], ExitStatus.usage, "folder.ts: a source file in Metal TypeScript");
  await expectFailure(["compile", source, "-o", other], ExitStatus.usage, "a folder has this name");
});

test.each([
  [["--disk", "disk.img"], "--disk: the kernel has no driver for disks yet"],
  [["--net", "user"], "--net user: the kernel has no network yet"],
  [["--machine", "microvm", "--firmware", "grub"], "--firmware grub: a microvm has no CD drive"],
  [["--cmdline", "a".repeat(2048)], "--cmdline: the kernel reads 2048 bytes"],
  [["--cmdline", "slice=1 log=ttyS0"], "--cmdline log=ttyS0: this command chooses the ports"],
  [["--machine", "microvm", "--display"], "--display: a microvm has no screen"],
])("%j is refused before anything is built", (options, message) =>
  expectFailure(["run", ...options], ExitStatus.usage, message),
);

test("KVM is used, or what is wrong with it is said", async () => {
  requireBuild();
  const { status, stdout, stderr } = await tessera(["run", "--accel", "kvm", "--", "/bin/echo", "hi"]);
  if (status === 0) expect(stdout.toString()).toBe("hi\n");
  else {
    expect(status).toBe(ExitStatus.tool);
    expect(stderr.toString()).toMatch(/^tessera: --accel kvm: (.|\n)*\n {2}--accel tcg works without KVM$/m);
  }
});

test("the guest that is tried for KVM boots", async () => {
  requireBuild();
  expect(await probeGuest("tcg", "max")).toBeUndefined();
});

test("a program that does not exist", async () => {
  requireBuild();
  await expectFailure(
    ["run", "--", "/no/such/program"],
    ExitStatus.notFound,
    "/no/such/program: no such program",
  );
});

test("a program without a name, or that is a folder, here or in the guest", async () => {
  requireBuild();
  await expectFailure(["run", "--", ""], ExitStatus.notFound, "the program's name is empty");
  for (const name of [folder, "/root", "./test"]) {
    await expectFailure(["run", "--", name], ExitStatus.notExecutable, `${name}: it is a folder`);
  }
});

test("an addition that cannot be added", async () => {
  requireBuild();
  const [large, larger] = [join(folder, "large"), join(folder, "larger")];
  for (const [file, size] of [
    [large, 2 ** 28],
    [larger, 2 ** 31],
  ] as const) {
    writeFileSync(file, "");
    truncateSync(file, size);
  }
  const trials: [string, number, string][] = [
    ["/dev/null", ExitStatus.usage, "/dev/null is neither a file nor a folder"],
    ["/proc/self/mem", ExitStatus.tool, "/proc/self/mem cannot be read: EIO"],
    [`${root}/package.json:/bin`, ExitStatus.usage, "a folder of the guest has the name /bin already"],
    [large, ExitStatus.usage, "and the guest has 256: try --memory"],
    [larger, ExitStatus.tool, "is too large for the guest (2 GiB at most)"],
  ];
  for (const [path, status, message] of trials) {
    await expectFailure(["run", "--add", path, "--", "/bin/true"], status, message);
  }
});

test("a port for gdb that another program has", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await expectFailure(
    ["debug", "--port", `${port}`],
    ExitStatus.tool,
    `port ${port} is in use; --port takes`,
  );
  server.close();
});

test("an addition that does not exist", async () => {
  requireBuild();
  await expectFailure(["run", "--add", "/no/file"], ExitStatus.notFound, "/no/file does not exist");
});

test("a program that is not executable", async () => {
  requireBuild();
  const file = join(folder, "data");
  writeFileSync(file, "text", { mode: 0o644 });
  await expectFailure(["run", "--", file], ExitStatus.notExecutable, "it is not executable (chmod +x)");
});

test("a program that is neither ELF nor script", async () => {
  requireBuild();
  const file = join(folder, "noise");
  writeFileSync(file, "text", { mode: 0o755 });
  await expectFailure(["run", "--", file], ExitStatus.notExecutable, "neither an ELF program nor a script");
});

/** The headers of a program that names a loader, and no more. */
function programFor(loader: string): Buffer {
  const image = Buffer.alloc(256);
  image.write("\x7fELF\x02\x01\x01", "latin1");
  image.writeUInt16LE(3, 16);
  image.writeUInt16LE(62, 18);
  image.writeBigUInt64LE(64n, 32);
  image.writeUInt16LE(56, 54);
  image.writeUInt16LE(1, 56);
  image.writeUInt32LE(3, 64);
  image.writeBigUInt64LE(120n, 72);
  image.writeBigUInt64LE(BigInt(loader.length + 1), 96);
  image.write(loader, 120);
  return image;
}

test("a dynamically linked program whose loader or libraries are not here says what to do", async () => {
  requireBuild();
  const file = join(folder, "dynamic");
  writeFileSync(file, programFor("/lib/ld-other.so.1"), { mode: 0o755 });
  await expectFailure(["run", "--", file], ExitStatus.notExecutable, "link it with -static, or use --add");
  // A file that happens to be named as a loader is not run on this machine.
  const loader = join(folder, "loader");
  writeFileSync(loader, "#!/bin/sh\necho it was run\n", { mode: 0o755 });
  writeFileSync(file, programFor(loader), { mode: 0o755 });
  await expectFailure(["run", "--", file], ExitStatus.notExecutable, "add it and the libraries with --add");
});

test("a script for itself", async () => {
  requireBuild();
  const file = join(folder, "itself");
  writeFileSync(file, `#!${file}\n`, { mode: 0o755 });
  await expectFailure(["run", "--", file], ExitStatus.notExecutable, "which is one itself, and so on");
});

test("a file or a link in the place of the folder that is built in", async () => {
  const copy = join(folder, "copy");
  mkdirSync(copy);
  copyFileSync(join(root, "tessera"), join(copy, "tessera"));
  const message = async (): Promise<string> => {
    const { status, stderr } = await runOnHost([process.execPath, join(copy, "tessera")], {
      env: process.env,
    });
    expect(status).toBe(ExitStatus.tool);
    return stderr.toString();
  };
  writeFileSync(join(copy, "build"), "");
  expect(await message()).toMatch(/^tessera: .*build is a file, and has to be a folder/);
  rmSync(join(copy, "build"));
  symlinkSync(folder, join(copy, "build"));
  expect(await message()).toMatch(/^tessera: .*build is a link, and has to be a folder/);
});

test("an old Node is told what is needed", async () => {
  const pretend = 'Object.defineProperty(process.versions, "node", { value: "12.22.12" });';
  const script = `${pretend} require(${JSON.stringify(join(root, "tessera"))});`;
  const { status, stderr } = await runOnHost([process.execPath, "-e", script], { env: process.env });
  expect(stderr.toString()).toMatch(
    /^tessera: this is Node 12\.22\.12 \(.*\); Tessera needs Node 20\.19 or newer/,
  );
  expect(status).toBe(ExitStatus.tool);
});

test("--version prints that of package.json", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const { status, stdout } = await tessera(["--version"]);
  expect(stdout.toString()).toBe(`tessera ${version}\n`);
  expect(status).toBe(0);
});

test("the guest tells the same version", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(readFileSync(join(root, "kernel/process/host-name.ts"), "utf8")).toContain(`Tessera ${version}"`);
});
