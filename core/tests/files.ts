// Files and directories, on the system that runs the test.
// @run
// @sanitize
// @stdout: ok

import { Errno } from "../errno.ts";
import {
  close,
  Open,
  open,
  read,
  readFile,
  readLink,
  Seek,
  seek,
  writeAll,
  writeFile,
} from "../linux/file.ts";
import { baseName, directoryName, joinPath } from "../linux/path.ts";
import { processId } from "../linux/process.ts";
import {
  changeMode,
  exists,
  FileType,
  isDirectory,
  link,
  linkStat,
  makeDirectory,
  readDirectory,
  removeDirectory,
  removeFile,
  rename,
  setTimes,
  stat,
  symbolicLink,
} from "../linux/stat.ts";
import { Reader, Writer } from "../linux/stream.ts";
import { check, equal, finish, throwsErrno } from "./support/check.ts";

function paths(): void {
  equal(baseName("/a/b"), "b", "baseName");
  equal(baseName("/a/b//"), "b", "baseName with slashes behind");
  equal(baseName("b"), "b", "baseName of a name");
  equal(baseName("/"), "/", "baseName of the root");
  equal(directoryName("/a/b"), "/a", "directoryName");
  equal(directoryName("/a/b/"), "/a", "directoryName with a slash behind");
  equal(directoryName("b"), ".", "directoryName of a name");
  equal(directoryName("/b"), "/", "directoryName in the root");
  equal(joinPath("/a", "b"), "/a/b", "joinPath");
  equal(joinPath("/", "b"), "/b", "joinPath with the root");
}

function contents(folder: string): void {
  const file = joinPath(folder, "file");
  writeFile(file, "hello\nworld");
  equal(readFile(file), "hello\nworld", "readFile");
  equal(stat(file).fileSize, 11, "size");
  check(stat(file).type === FileType.regular, "type");
  const descriptor = open(file, Open.readWrite);
  equal(seek(descriptor, 6, Seek.start), 6, "seek");
  const buffer = new FixedArray<u8, 100>();
  equal(read(descriptor, buffer.span()), 5, "read");
  equal(read(descriptor, buffer.span()), 0, "read at the end");
  writeAll(descriptor, "!".bytes());
  equal(seek(descriptor, 0, Seek.end), 12, "seek to the end");
  close(descriptor);
  throwsErrno(Errno.EBADF, "close twice", () => {
    close(descriptor);
  });
  const out = open(file, Open.write | Open.truncate);
  const writer = new Writer(out);
  for (let i: u32 = 0; i < 2000; i++) writer.line(`line ${i}`);
  writer.text("no end");
  writer.flush();
  close(out);
  const input = open(file, Open.read);
  const reader = new Reader(input);
  let lines: u32 = 0;
  let last = "";
  let line = reader.readLine();
  while (line !== null) {
    if (lines < 2000) equal(line, `line ${lines}`, "readLine");
    last = line;
    lines += 1;
    line = reader.readLine();
  }
  equal(lines, 2001, "lines");
  equal(last, "no end", "a last line without end");
  close(input);
}

function names(folder: string): void {
  const file = joinPath(folder, "file");
  const other = joinPath(folder, "other");
  link(file, other);
  equal(stat(file).links, 2, "links");
  removeFile(other);
  symbolicLink("file", other);
  equal(readLink(other), "file", "readLink");
  check(linkStat(other).type === FileType.link, "linkStat");
  check(stat(other).type === FileType.regular, "stat follows");
  changeMode(file, 0o640);
  equal(stat(file).permissions, 0o640, "changeMode");
  setTimes(file, 1_000_000_000);
  equal(stat(file).modifySeconds, 1_000_000_000, "setTimes");
  rename(other, joinPath(folder, "renamed"));
  check(!exists(other), "a renamed file is gone");
  makeDirectory(joinPath(folder, "inner"));
  check(isDirectory(joinPath(folder, "inner")), "makeDirectory");
  const found = readDirectory(folder)
    .map((entry) => entry.name)
    .sort();
  equal(found.join(), "file,inner,renamed", "readDirectory");
  throwsErrno(Errno.EEXIST, "a directory that is there", () => {
    makeDirectory(joinPath(folder, "inner"));
  });
  throwsErrno(Errno.ENOTEMPTY, "a directory that is not empty", () => {
    removeDirectory(folder);
  });
  throwsErrno(Errno.ENOENT, "a file that is not there", () => {
    open(joinPath(folder, "nothing"), Open.read);
  });
  throwsErrno(Errno.ENOENT, "a path with a 0 byte", () => {
    open("/\u0000", Open.read);
  });
  throwsErrno(Errno.ENOTDIR, "a file as directory", () => {
    readDirectory(file);
  });
}

export function main(): i32 {
  paths();
  const folder = `/tmp/core-files-${processId()}`;
  makeDirectory(folder);
  contents(folder);
  names(folder);
  for (const entry of readDirectory(folder)) {
    const path = joinPath(folder, entry.name);
    if (entry.type === FileType.directory) removeDirectory(path);
    else removeFile(path);
  }
  removeDirectory(folder);
  check(!exists(folder), "all removed");
  return finish();
}
