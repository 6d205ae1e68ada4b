import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { audit } from "./audit.ts";
import { readTable } from "./table.ts";

const table = readTable();

test("a trace: calls that are not there, refused flags, and what programs do without", () => {
  const trace = [
    'openat(AT_FDCWD, "MAP_HUGETLB", O_RDONLY) = 3',
    "12    mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB, -1, 0) = -1 EINVAL (Invalid argument)",
    "[pid    13] kexec_load(0, 0, NULL, 0 <unfinished ...>",
    "[pid    13] <... kexec_load resumed>) = -1 ENOSYS (Function not implemented)",
    "rseq(0x3596042ce0, 0x20, 0, 0x53053053) = -1 ENOSYS (Function not implemented)",
    "+++ exited with 0 +++",
  ];
  const found = audit(Buffer.from(trace.join("\n")), table);
  expect(found.used).toEqual(["kexec_load", "mmap", "openat", "rseq"]);
  expect(found.missing.map(({ name, isOptional }) => [name, isOptional])).toEqual([
    ["kexec_load", false],
    ["rseq", true],
  ]);
  expect(found.refused.map(({ flag }) => flag)).toEqual(["mmap flags MAP_HUGETLB"]);
});

test("a program: the numbers before its syscall instructions, and the functions that it imports", () => {
  expect(audit(readFileSync("/bin/busybox"), table).used).toEqual(
    expect.arrayContaining(["openat", "execve", "clone"]),
  );
  const node = audit(readFileSync(process.execPath), table);
  expect(node.used).toEqual(expect.arrayContaining(["socketpair", "writev"]));
});

test("what is neither is told, and so is a program that is cut off", () => {
  expect(() => audit(Buffer.from("hello\n"), table)).toThrow("neither an ELF program nor a trace");
  expect(() => audit(readFileSync("/bin/busybox").subarray(0, 60), table)).toThrow("cut off");
  expect(() => audit(Buffer.concat([Buffer.from("\x7fELF"), Buffer.alloc(100)]), table)).toThrow(
    "no 64-bit program",
  );
});
