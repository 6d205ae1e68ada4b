/** Arguments as strace(1) writes them, by their kinds. */

import type { Parameter } from "../calls/table.ts";
import { arrayOf, structureAt, type Surroundings } from "./structures.ts";
import { address, deviceNumber, fileMode, flags, octal, quoted, quotedWhole, signalName } from "./values.ts";

/** A call with what is known of it: all, or what is known before it ends. */
export interface Shown {
  /** The parameters with what they hold. */
  readonly parameters: readonly Parameter[];
  readonly args: readonly bigint[];
  /** The program's memory before the call, and what the call has written. */
  readonly before: Surroundings;
  readonly after: Surroundings;
  /** Undefined while the call is going on. */
  readonly result: bigint | undefined;
}

/** Whether the call writes where the argument points. */
export function isOutput({ kind }: Parameter): boolean {
  return /^(Out|InOut)/.test(kind);
}

/** An argument by its kind. */
export function argument(parameter: Parameter, value: bigint, shown: Shown): string {
  const { kind, details, flags: set, width, name } = parameter;
  const { before, after, result } = shown;
  const hasFailed = result !== undefined && result < 0n;
  if (set) return flags(Number(BigInt.asUintN(32, value)), set, set.members[0]?.name.replace(/_.*/, "_"));
  const int = Number(BigInt.asIntN(32, value));
  switch (kind) {
    case "DirectoryFd":
      return int === -100 ? "AT_FDCWD" : String(int);
    case "SignalNumber":
      return signalName(int);
    case "UserId":
    case "GroupId":
      return int === -1 ? "-1" : String(int >>> 0);
    case "FileMode":
      return name === "mask" ? octal(int & 0o777) : fileMode(int >>> 0);
    case "DeviceNumber":
      return deviceNumber(value);
    case "Address":
    case "CommandArgument":
      return address(value);
    case "UserPath":
    case "UserString":
      return text(value, before) ?? address(value);
    case "UserStrings":
      return strings(value, before) ?? address(value);
    case "UserVariables":
      return `${address(value)}${value === 0n ? "" : ` /* ${pointers(value, before).length} vars */`}`;
    case "InBuffer": {
      const size = Number(BigInt.asUintN(32, before.arg(details[0]!)));
      return buffer(value, size, before) ?? address(value);
    }
    case "OutBuffer":
      return (
        (hasFailed || result === undefined ? undefined : buffer(value, Number(result), after)) ??
        address(value)
      );
    case "In":
    case "InOut":
      return structureAt(details[0]!, value, before) ?? address(value);
    case "Out":
      return (hasFailed ? undefined : structureAt(details[0]!, value, after)) ?? address(value);
    case "InArray":
    case "InOutArray":
      return arrayOf(details[0]!, value, countOf(before.arg(details[1]!)), before) ?? address(value);
    case "OutArray": {
      const isBytes = details[0] === "iovec";
      const count = isBytes ? countOf(before.arg(details[1]!)) : Number(result ?? 0n);
      return (
        (hasFailed || result === undefined ? undefined : arrayOf(details[0]!, value, count, after)) ??
        address(value)
      );
    }
    case "OutName":
      return address(value);
    default:
      if (width === "i32") return String(int);
      if (width === "u32") return String(BigInt.asUintN(32, value));
      if (width === "i64" || /offset/i.test(name)) return String(BigInt.asIntN(64, value));
      return String(value);
  }
}

function countOf(value: bigint): number {
  return Math.max(Number(BigInt.asIntN(32, value)), 0);
}

/** A text that a 0 byte ends; undefined if it is not known. */
export function text(at: bigint, { memory }: Surroundings): string | undefined {
  const bytes = memory.read(at, 4096);
  const end = bytes?.indexOf(0) ?? -1;
  return bytes && (end < 0 ? `${quotedWhole(bytes)}...` : quotedWhole(bytes.subarray(0, end)));
}

/** As many bytes as are shown of a buffer. */
export function buffer(at: bigint, size: number, { memory }: Surroundings): string | undefined {
  if (size === 0 && at !== 0n) return '""';
  const bytes = memory.read(at, Math.min(size, 64));
  return bytes && quoted(bytes, bytes.length < Math.min(size, 33) ? bytes.length : size);
}

/** The addresses of a vector that 0 ends. */
function pointers(at: bigint, { memory }: Surroundings): bigint[] {
  const bytes = memory.read(at, 8 * 513) ?? Buffer.alloc(0);
  const found: bigint[] = [];
  for (let i = 0; i + 8 <= bytes.length; i += 8) {
    const value = bytes.readBigUInt64LE(i);
    if (value === 0n) break;
    found.push(value);
  }
  return found;
}

/** How many of a program's arguments are shown. */
const MOST_STRINGS = 32;

function strings(at: bigint, around: Surroundings): string | undefined {
  if (!around.memory.read(at, 8)) return undefined;
  const all = pointers(at, around);
  const shown = all.slice(0, MOST_STRINGS).map((pointer) => {
    const bytes = around.memory.read(pointer, 34);
    const end = bytes?.indexOf(0) ?? -1;
    if (!bytes) return address(pointer);
    return end < 0 ? quoted(bytes, bytes.length + 1) : quoted(bytes.subarray(0, end));
  });
  return `[${shown.join(", ")}${all.length > MOST_STRINGS ? ", ..." : ""}]`;
}
