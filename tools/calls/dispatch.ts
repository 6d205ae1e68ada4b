import { join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { acceptedBits, type FlagSet } from "./flags.ts";
import { linuxFolder, readTable, type Handler, type Parameter, type SystemCall } from "./table.ts";

/** The file that is made. */
export const dispatchFile = join(linuxFolder, "dispatch.ts");

/** Where arguments come in, in order. */
const REGISTERS = ["rdi", "rsi", "rdx", "r10", "r8", "r9"];

const HEAD = `/**
 * Which function carries out which system call. Made by \`tessera generate\` from the signatures of the functions (abi/numbers.ts tells
 * more): edit those.
 *
 * Arguments come in rdi, rsi, rdx, r10, r8 and r9; what is narrower than a register is cut to its width, as C does.
 */
`;

/** kernel/linux/dispatch.ts: the way from a number and registers to a call of a function with typed arguments. */
export async function dispatchSource(): Promise<string> {
  const calls = readTable();
  const present = calls.filter((call) => call.handler !== null);
  const missing = calls.filter((call) => call.handler === null && !call.isOptional);
  const lines = [
    HEAD,
    `import { Errno } from "../../core/errno.ts";`,
    `import type { TrapFrame } from "../platform/interrupts.ts";`,
    ...typeImports(present),
    `import { SystemCall } from "./abi/numbers.ts";`,
    ...imports(present),
    "",
    "/** Carries out the call of the frame. Returns its result. Throws what the call throws, ENOSYS when there is no such call. */",
    "export function dispatch(frame: TrapFrame): i64 {",
    "  switch (frame.rax) {",
    ...present.map(({ name, handler }) => `case SystemCall.${name}: return ${name}(${passed(handler!)});`),
    "    default: throw Errno.ENOSYS;",
    "  }",
    "}",
    "",
    "/** Flags without what the call does not know. Throws EINVAL. */",
    "function known(register: u64, flags: u32): u32 {",
    "  const value = u32(register);",
    "  if ((value & ~flags) !== 0) throw Errno.EINVAL;",
    "  return value;",
    "}",
    "",
    "/** The name of a call of Linux that is missed here; null: it is there, is no call, or is one that programs do without. */",
    "export function missingName(number: u64): string | null {",
    "  switch (number) {",
    ...missing.map(({ name }) => `case SystemCall.${name}: return "${name}";`),
    "    default: return null;",
    "  }",
    "}",
  ];
  const options = await resolveConfig(dispatchFile);
  return format(lines.join("\n"), { ...options, filepath: dispatchFile });
}

/** The kinds and flags of the arguments. */
function typeImports(calls: readonly SystemCall[]): string[] {
  const byFile = new Map<string, Set<string>>();
  const add = (file: string, name: string): void => {
    const names = byFile.get(file) ?? new Set();
    byFile.set(file, names.add(name));
  };
  for (const { handler } of calls) {
    for (const { flags, kind } of handler!.parameters.filter(isBranded)) {
      add(flags ? flags.file : join(linuxFolder, "abi", "arguments.ts"), flags ? flags.name : kind);
    }
  }
  return [...byFile]
    .map(([file, names]): [string, string] => [relative(linuxFolder, file), [...names].sort().join(", ")])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, names]) => `import type { ${names} } from "${file.startsWith(".") ? file : `./${file}`}";`);
}

function imports(calls: readonly SystemCall[]): string[] {
  const byFile = new Map<string, string[]>();
  for (const { name, handler } of calls) {
    const names = byFile.get(handler!.file) ?? [];
    byFile.set(handler!.file, [...names, name]);
  }
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, names]) => `import { ${names.sort().join(", ")} } from "./${file}";`);
}

/** What the call passes for the parameters: the registers in order, cut to width; the frame itself takes none. */
function passed({ parameters }: Handler): string {
  let next = 0;
  return parameters
    .map((parameter) => (parameter.width ? argument(parameter, REGISTERS[next++]!) : "frame"))
    .join(", ");
}

function argument(parameter: Parameter, register: string): string {
  const { width, type, flags } = parameter;
  if (flags) return `${flagsFrom(register, flags)} as ${flags.name}`;
  const value = width === "u64" ? `frame.${register}` : `${width}(frame.${register})`;
  return isBranded(parameter) ? `${value} as ${type}` : value;
}

/** What the enum's comment says of unknown bits: they are refused, taken away, or left to the function. */
function flagsFrom(register: string, set: FlagSet): string {
  const accepted = `0x${acceptedBits(set).toString(16)}`;
  if (set.unknown === "refused") return `known(frame.${register}, ${accepted})`;
  return set.unknown === "ignored" ? `(u32(frame.${register}) & ${accepted})` : `u32(frame.${register})`;
}

function isBranded({ kind, width }: Parameter): boolean {
  return width !== null && kind !== width;
}
