/**
 * Which system calls and flags a program needs that Tessera does not have. What is known of a program depends on what is given:
 *
 * - of a trace, of strace(1) or of `tessera run --trace syscalls`: what the run asked for, flags included;
 * - of a program: the numbers that are loaded just before its `syscall` instructions, and the functions that it takes from the C
 *   library, where one is the wrapper of a call of its name. That a call is there does not say that it is made.
 */

import { readElf } from "./elf-symbols.ts";
import { isChoice, type FlagSet } from "./flags.ts";
import type { SystemCall } from "./table.ts";

/** What was found out. */
export interface Audit {
  /** What it is based on, in words. */
  readonly basis: string;
  /** The names of all calls that are used. */
  readonly used: readonly string[];
  /** Those that Tessera lacks, with its reason. */
  readonly missing: readonly {
    readonly name: string;
    readonly reason: string;
    readonly isOptional: boolean;
  }[];
  /** Flags that are refused: `mmap flags MAP_HUGETLB`, with the reason. */
  readonly refused: readonly { readonly flag: string; readonly reason: string }[];
}

/** Audits the bytes of a file: an ELF program, or a trace. Throws an Error that says why it is neither. */
export function audit(bytes: Buffer, table: readonly SystemCall[]): Audit {
  const isElf = bytes.subarray(0, 4).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
  return isElf ? auditProgram(bytes, table) : auditTrace(bytes.toString(), table);
}

function auditProgram(bytes: Buffer, table: readonly SystemCall[]): Audit {
  const { code, imports } = readElf(bytes);
  const byNumber = new Map(table.map((call) => [call.number, call.name]));
  const { numbers, sites, unknown } = callSites(code);
  const names = new Set(imports);
  const used = new Set<string>();
  for (const number of numbers) used.add(byNumber.get(number) ?? `syscall_${number}`);
  for (const { name } of table) if (names.has(name)) used.add(name);
  const basis =
    `${sites} syscall instructions (the number is known of ${sites - unknown})` +
    (imports.length > 0 ? ` and ${imports.length} imported functions` : "") +
    "; flags of a program are not known, a trace has them";
  return { basis, ...judge(used, table), refused: [] };
}

/** How far back from a `syscall` the number may be loaded, in bytes. */
const REACH = 32;

/** Numbers that `mov $N, %eax` loads, or `xor %eax, %eax`, before a `syscall` instruction with nothing between that could jump. */
function callSites(code: Buffer): { numbers: Set<number>; sites: number; unknown: number } {
  const numbers = new Set<number>();
  let sites = 0;
  let unknown = 0;
  for (let at = code.indexOf("0f05", 0, "hex"); at >= 0; at = code.indexOf("0f05", at + 2, "hex")) {
    const number = numberBefore(code, at);
    sites++;
    if (number === undefined) unknown++;
    else numbers.add(number);
  }
  return { numbers, sites, unknown };
}

function numberBefore(code: Buffer, site: number): number | undefined {
  for (let at = site - 2; at >= Math.max(site - REACH, 0); at--) {
    // mov $imm32, %eax; after 48 c7 it is mov $imm32, %rax.
    const isMove = code[at] === 0xb8 || (code[at] === 0xc7 && code[at + 1] === 0xc0);
    const from = code[at] === 0xb8 ? at + 1 : at + 2;
    if (isMove && from + 4 <= site) {
      const number = code.readUInt32LE(from);
      if (number < 512) return number;
    }
    if (code[at] === 0x31 && code[at + 1] === 0xc0) return 0;
  }
  return undefined;
}

/** `[pid 12] openat(AT_FDCWD, …) = 3`, with or without what strace puts before it. */
const LINE = /^(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?(?:<\.\.\. )?([a-z_][a-z0-9_]*)(\(| resumed>)(.*)$/;

function auditTrace(text: string, table: readonly SystemCall[]): Audit {
  const byName = new Map(table.map((call) => [call.name, call]));
  const used = new Set<string>();
  const refused = new Map<string, string>();
  let lines = 0;
  for (const line of text.split("\n")) {
    const [, name, , rest] = LINE.exec(line) ?? [];
    if (name === undefined) continue;
    lines++;
    used.add(name.startsWith("syscall_0x") ? `syscall_${parseInt(name.slice(8), 16)}` : name);
    const flags =
      byName
        .get(name)
        ?.handler?.parameters.flatMap(({ name: parameter, flags: set }) =>
          set ? [{ parameter, set }] : [],
        ) ?? [];
    for (const { parameter, set } of flags) {
      for (const [flag, reason] of refusedIn(rest!, set)) refused.set(`${name} ${parameter} ${flag}`, reason);
    }
  }
  if (lines === 0) throw new Error("it is neither an ELF program nor a trace of system calls");
  const known = new Set([...used].filter((name) => byName.has(name) || name.startsWith("syscall_")));
  const list = [...refused].sort().map(([flag, reason]) => ({ flag, reason }));
  return { basis: `${lines} calls of a trace`, ...judge(known, table), refused: list };
}

/** The set's refused members that stand among the arguments, outside of quotes. */
function refusedIn(line: string, set: FlagSet): [string, string][] {
  const words = new Set(line.replace(/"(?:[^"\\]|\\.)*"/g, "").match(/\b_*[A-Z][A-Z0-9_]+\b/g) ?? []);
  return set.members.flatMap((member): [string, string][] =>
    member.refused !== undefined &&
    words.has(member.name) &&
    !(isChoice(set, member.value) && member.value === 0)
      ? [[member.name, member.refused]]
      : [],
  );
}

function judge(used: ReadonlySet<string>, table: readonly SystemCall[]): Pick<Audit, "used" | "missing"> {
  const missing = [...used].sort().flatMap((name) => {
    const call = table.find((each) => each.name === name);
    if (call?.handler) return [];
    return [
      { name, reason: call?.reason ?? "Linux has no such call.", isOptional: call?.isOptional ?? false },
    ];
  });
  return { used: [...used].sort(), missing };
}
