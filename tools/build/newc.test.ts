import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { Archive } from "./newc.ts";
import { folderForTest } from "../../test/support/folder.ts";

let folder = "";
beforeEach(() => void (folder = folderForTest()));

/** The entries of an archive, read by the definition of the format. */
function entries(packed: Buffer): { name: string; mode: number; contents: string }[] {
  const found = [];
  for (let at = 0; ; ) {
    expect(packed.toString("latin1", at, at + 6)).toBe("070701");
    const field = (n: number): number => parseInt(packed.toString("latin1", at + 6 + n * 8, at + 14 + n * 8), 16);
    const name = packed.toString("utf8", at + 110, at + 110 + field(11) - 1);
    const data = (at + 110 + field(11) + 3) & ~3;
    if (name === "TRAILER!!!") return found;
    found.push({ name, mode: field(1), contents: packed.toString("utf8", data, data + field(6)) });
    at = (data + field(6) + 3) & ~3;
  }
}

test("holds files, links and the directories above them", () => {
  const archive = new Archive();
  archive.file("/etc/motd", "hello", 0o600);
  archive.link("/etc/greeting", "motd");
  expect(entries(archive.pack())).toEqual([
    { name: "etc", mode: 0o040755, contents: "" },
    { name: "etc/motd", mode: 0o100600, contents: "hello" },
    { name: "etc/greeting", mode: 0o120777, contents: "motd" },
  ]);
});

test("a later entry of the same path takes the place of the earlier one", () => {
  const archive = new Archive();
  archive.file("/a", "one");
  archive.file("//a", "two");
  expect(entries(archive.pack()).map((entry) => entry.contents)).toEqual(["two"]);
});

test("folders and files do not take each other's place", () => {
  const archive = new Archive();
  archive.file("/bin/sh", "");
  for (const path of ["/bin", "/bin/", "/"]) {
    expect(() => archive.file(path, "")).toThrow(`a folder of the guest has the name ${path} already`);
  }
  expect(() => archive.link("/bin", "usr/bin")).toThrow("a folder of the guest");
  expect(() => archive.directory("/bin/sh")).toThrow("a file of the guest has the name /bin/sh already");
  expect(() => archive.file("/bin/sh/more", "")).toThrow("a file of the guest has the name /bin/sh already");
  archive.directory("/", 0o700);
  archive.directory("/bin", 0o700);
  expect(entries(archive.pack()).map(({ name }) => name)).toEqual(["bin", "bin/sh"]);
});

test("takes a folder of the host with modes and links", () => {
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "sub", "run"), "x", { mode: 0o755 });
  symlinkSync("run", join(folder, "sub", "alias"));
  const archive = new Archive();
  archive.addFromHost(folder, "/data");
  expect(entries(archive.pack()).slice(-2)).toEqual([
    { name: "data/sub/alias", mode: 0o120777, contents: "run" },
    { name: "data/sub/run", mode: 0o100755, contents: "x" },
  ]);
});

test("busybox's cpio reads it", ({ skip }) => {
  const archive = new Archive();
  archive.file("/a/b c", "text");
  archive.file("/empty", "");
  const result = spawnSync("busybox", ["cpio", "-t"], { input: archive.pack(), encoding: "utf8" });
  if (result.error) skip("busybox is not installed");
  expect(result.stdout.split("\n").slice(0, 3)).toEqual(["a", "a/b c", "empty"]);
});
