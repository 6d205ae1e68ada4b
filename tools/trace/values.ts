/** Values as strace(1) writes them. */

import { constants } from "node:os";
import { isChoice, type FlagSet } from "../calls/flags.ts";

/** How many bytes of a buffer are shown. */
export const SHOWN = 32;

const ESCAPES = new Map([
  [0x22, '\\"'],
  [0x5c, "\\\\"],
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0b, "\\v"],
  [0x0c, "\\f"],
  [0x0d, "\\r"],
]);

/** Bytes as a C string. `length` is how many there are in truth: what is not shown of them is told by dots. */
export function quoted(bytes: Buffer, length = bytes.length): string {
  const shown = bytes.subarray(0, SHOWN);
  return `"${escaped(shown)}"${length > shown.length ? "..." : ""}`;
}

/** A whole text as a C string. */
export function quotedWhole(bytes: Buffer): string {
  return `"${escaped(bytes)}"`;
}

/** Bytes that are no text, in hexadecimal. */
export function quotedHex(bytes: Buffer, length = bytes.length): string {
  const shown = [...bytes.subarray(0, SHOWN)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`);
  return `"${shown.join("")}"${length > shown.length ? "..." : ""}`;
}

function escaped(bytes: Buffer): string {
  let text = "";
  bytes.forEach((byte, i) => {
    const next = bytes[i + 1];
    const isBeforeDigit = next !== undefined && next >= 0x30 && next <= 0x39;
    if (ESCAPES.has(byte)) text += ESCAPES.get(byte)!;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${byte.toString(8).padStart(isBeforeDigit ? 3 : 1, "0")}`;
  });
  return text;
}

/** An address, or a number whose bits matter: NULL, or hexadecimal. */
export function address(value: bigint): string {
  return value === 0n ? "NULL" : hex(value);
}

/** A number in hexadecimal; 0 is plain. */
export function hex(value: bigint | number): string {
  return value === 0n || value === 0 ? "0" : `0x${value.toString(16)}`;
}

/** The names of an argument's flags, or of its choice; what has no name in hexadecimal. `unknown` begins the names of the set's flags. */
export function flags(value: number, set: FlagSet, unknown = ""): string {
  const names: string[] = [];
  let rest = value >>> 0;
  if (set.choice !== 0) {
    const chosen = (rest & set.choice) >>> 0;
    const member = set.members.find((each) => isChoice(set, each.value) && each.value >>> 0 === chosen);
    rest = (rest & ~set.choice) >>> 0;
    if (member) names.push(member.name);
    else if (chosen !== 0 || rest === 0) names.push(hex(chosen));
  }
  const bits = set.members.filter((each) => each.value !== 0 && !isChoice(set, each.value));
  for (const { name, value: bit } of bits.sort(compound)) {
    if ((rest & bit) >>> 0 !== bit >>> 0 || names.includes(name)) continue;
    names.push(name);
    rest = (rest & ~bit) >>> 0;
  }
  if (rest !== 0)
    names.push(names.length === 0 && unknown !== "" ? `${hex(rest)} /* ${unknown}??? */` : hex(rest));
  if (names.length > 0) return names.join("|");
  return set.members.find((each) => each.value === 0 && /[A-Z]_/.test(each.name))?.name ?? "0";
}

/** Flags that contain others come before these. */
function compound(a: { value: number }, b: { value: number }): number {
  const bits = (value: number): number => value.toString(2).replaceAll("0", "").length;
  return bits(b.value >>> 0) > 1 || bits(a.value >>> 0) > 1 ? bits(b.value >>> 0) - bits(a.value >>> 0) : 0;
}

/** Names of bits, in the order given. */
export function bitNames(value: number, names: readonly (readonly [string, number])[]): string {
  let rest = value >>> 0;
  const found: string[] = [];
  for (const [name, bit] of names) {
    if ((rest & bit) >>> 0 !== bit >>> 0 || bit === 0) continue;
    found.push(name);
    rest = (rest & ~bit) >>> 0;
  }
  if (rest !== 0) found.push(hex(rest));
  return found.length > 0 ? found.join("|") : "0";
}

const signalNames = new Map<number, string>();
for (const [name, number] of Object.entries(constants.signals)) {
  if (!signalNames.has(number)) signalNames.set(number, name);
}

/** The first real-time signal, as the kernel counts. */
const REAL_TIME = 32;

/** `SIGINT`; `SIGRTMIN`, `SIGRT_1`… */
export function signalName(number: number): string {
  if (number >= REAL_TIME && number <= 64) {
    return number === REAL_TIME ? "SIGRTMIN" : `SIGRT_${number - REAL_TIME}`;
  }
  return signalNames.get(number) ?? String(number);
}

/** `[INT CHLD]`; `~[INT]` where most are in it. */
export function signalSet(set: bigint): string {
  const all = Array.from({ length: 64 }, (_, i) => i + 1);
  const isIn = (number: number): boolean => ((set >> BigInt(number - 1)) & 1n) === 1n;
  const inside = all.filter(isIn);
  const isMost = inside.length >= 43;
  const shown = isMost ? all.filter((number) => !isIn(number)) : inside;
  return `${isMost ? "~" : ""}[${shown.map((number) => signalName(number).slice(3)).join(" ")}]`;
}

const FILE_TYPES: Readonly<Record<number, string>> = {
  0o140000: "S_IFSOCK",
  0o120000: "S_IFLNK",
  0o100000: "S_IFREG",
  0o060000: "S_IFBLK",
  0o040000: "S_IFDIR",
  0o020000: "S_IFCHR",
  0o010000: "S_IFIFO",
};

/** `S_IFREG|0644`; without a type the permissions alone. */
export function fileMode(mode: number): string {
  const type = mode & 0o170000;
  const special = bitNames(mode & 0o7000, [
    ["S_ISUID", 0o4000],
    ["S_ISGID", 0o2000],
    ["S_ISVTX", 0o1000],
  ] as const);
  if (type === 0) return octal(mode);
  const parts = [FILE_TYPES[type] ?? octal(type), ...(special === "0" ? [] : [special]), octal(mode & 0o777)];
  return parts.join("|");
}

/** Three digits at least, and a 0 before them. */
export function octal(value: number): string {
  return value === 0
    ? "000"
    : `0${value
        .toString(8)
        .padStart(3, "0")
        .replace(/^0+(?=.{3})/, "")}`;
}

/** `makedev(0x88, 0)` */
export function deviceNumber(device: bigint): string {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn);
  const minor = (device & 0xffn) | ((device >> 12n) & ~0xffn);
  return `makedev(${hex(major)}, ${hex(minor)})`;
}

/** `{WIFEXITED(s) && WEXITSTATUS(s) == 0}` */
export function waitStatus(status: number): string {
  if ((status & 0xffff) === 0xffff) return "{WIFCONTINUED(s)}";
  const low = status & 0x7f;
  const high = (status >> 8) & 0xff;
  if (low === 0x7f) return `{WIFSTOPPED(s) && WSTOPSIG(s) == ${signalName(high)}}`;
  if (low === 0) return `{WIFEXITED(s) && WEXITSTATUS(s) == ${high}}`;
  const core = (status & 0x80) !== 0 ? " && WCOREDUMP(s)" : "";
  return `{WIFSIGNALED(s) && WTERMSIG(s) == ${signalName(low)}${core}}`;
}
