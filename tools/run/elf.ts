import { closeSync, openSync, readSync } from "node:fs";

/** What the loader of the guest will see in a file. */
export type ProgramKind =
  | { kind: "elf"; interpreter: string | undefined }
  | { kind: "script"; interpreter: string }
  | { kind: "other"; reason: string };

const programInterpreter = 3;

/** Looks at the first bytes of an executable file: ELF64 for x86-64 (ELF gABI, chapters 4 and 5), or a script. */
export function programKind(file: string): ProgramKind {
  const descriptor = openSync(file, "r");
  try {
    const read = (position: number, length: number): Buffer => {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position));
    };
    const head = read(0, 256);
    if (head.toString("latin1", 0, 2) === "#!") {
      const line = head.toString("utf8", 2).split("\n")[0] ?? "";
      return { kind: "script", interpreter: line.trim().split(/\s+/)[0] ?? "" };
    }
    if (head.length < 64 || head.toString("latin1", 0, 4) !== "\x7fELF") {
      return { kind: "other", reason: "it is neither an ELF program nor a script" };
    }
    if (head[4] !== 2 || head.readUInt16LE(18) !== 62) {
      return { kind: "other", reason: "it is a program for another machine than x86-64" };
    }
    const headers = Number(head.readBigUInt64LE(32));
    const size = head.readUInt16LE(54);
    for (let i = 0; i < head.readUInt16LE(56); i++) {
      const header = read(headers + i * size, size);
      if (header.length < 56 || header.readUInt32LE(0) !== programInterpreter) continue;
      const path = read(Number(header.readBigUInt64LE(8)), Number(header.readBigUInt64LE(32)));
      return { kind: "elf", interpreter: path.toString("utf8").replace(/\0.*$/s, "") };
    }
    return { kind: "elf", interpreter: undefined };
  } finally {
    closeSync(descriptor);
  }
}
