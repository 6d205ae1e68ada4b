import { join } from "node:path";
import { format, resolveConfig } from "prettier";
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
  const kinds = new Set(
    present.flatMap(({ handler }) => handler!.parameters.filter(isBranded).map(({ kind }) => kind)),
  );
  const lines = [
    HEAD,
    `import { Errno } from "../../core/errno.ts";`,
    `import type { TrapFrame } from "../platform/interrupts.ts";`,
    `import type { ${[...kinds].sort().join(", ")} } from "./abi/arguments.ts";`,
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
  const { width, type } = parameter;
  const value = width === "u64" ? `frame.${register}` : `${width}(frame.${register})`;
  return isBranded(parameter) ? `${value} as ${type}` : value;
}

function isBranded({ kind, width }: Parameter): boolean {
  return width !== null && kind !== width;
}
