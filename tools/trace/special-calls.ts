/** Calls whose arguments or results do not speak for themselves. */

import { argument, text, type Shown } from "./arguments.ts";
import { pollEvents, structureAt } from "./structures.ts";
import { address, bitNames, flags, hex, octal, quotedHex, quotedWhole, signalName } from "./values.ts";

/** What is different of a call; undefined: as usual. */
export interface Special {
  readonly args?: (shown: Shown) => string[] | undefined;
  /** Of a result that is no error. */
  readonly result?: (shown: Shown) => string | undefined;
}

const usual = (shown: Shown): string[] =>
  shown.parameters.map((parameter, i) => argument(parameter, shown.args[i]!, shown));
const inHex: Special = {
  result: ({ result }) => (result === undefined ? undefined : hex(BigInt.asUintN(64, result))),
};
const none: Special = { result: () => "?" };
const int = (value: bigint): number => Number(BigInt.asIntN(32, value));

/** The mode counts only where a file is made. */
const open = (position: number): Special => ({
  args: (shown) => {
    const makes = (Number(shown.args[position]! & 0xffff_ffffn) & 0x40_0040) !== 0;
    return makes
      ? usual(shown).map((one, i) => (i === position + 1 ? octal(int(shown.args[i]!)) : one))
      : usual(shown).slice(0, position + 1);
  },
});

const withOffset = (...positions: number[]): Special => ({
  ...inHex,
  args: (shown) => usual(shown).map((one, i) => (positions.includes(i) ? hex(shown.args[i]!) : one)),
});

const FD_FLAGS = [["FD_CLOEXEC", 1]] as const;
const GETTERS = ["F_GETFD", "F_GETFL", "F_GETOWN", "F_GETPIPE_SZ", "F_GETSIG", "F_GETLEASE", "F_GET_SEALS"];

const fcntl: Special = {
  args: (shown) => {
    const [fd, command] = usual(shown) as [string, string, string];
    const value = shown.args[2]!;
    if (GETTERS.includes(command)) return [fd, command];
    if (command === "F_SETFD") return [fd, command, bitNames(int(value), FD_FLAGS)];
    if (command === "F_SETFL") return [fd, command, openFlags(int(value), shown)];
    if (/LK/.test(command)) return [fd, command, lock(shown) ?? address(value)];
    return [fd, command, /^F_/.test(command) ? String(int(value)) : hex(value)];
  },
  result: (shown) => {
    const command = usual(shown)[1];
    const value = Number(shown.result);
    if (command === "F_GETFD" && value !== 0) return `${hex(value)} (flags ${bitNames(value, FD_FLAGS)})`;
    if (command === "F_GETFL") return `${value === 0 ? "0" : hex(value)} (flags ${openFlags(value, shown)})`;
    return undefined;
  },
};

function openFlags(value: number, shown: Shown): string {
  const set = shown.before.set("OpenFlags");
  return set ? flags(value, set) : hex(value);
}

const LOCKS = ["F_RDLCK", "F_WRLCK", "F_UNLCK"];
const WHENCES = ["SEEK_SET", "SEEK_CUR", "SEEK_END"];

function lock({ args, after }: Shown): string | undefined {
  const bytes = after.memory.readWhole(args[2]!, 32);
  if (!bytes) return undefined;
  const [type, whence] = [bytes.readInt16LE(0), bytes.readInt16LE(2)];
  return `{l_type=${LOCKS[type] ?? type}, l_whence=${WHENCES[whence] ?? whence}, l_start=${bytes.readBigInt64LE(8)}, l_len=${bytes.readBigInt64LE(16)}}`;
}

const ioctl: Special = {
  args: (shown) => {
    const [fd, request, value] = usual(shown) as [string, string, string];
    const memory = shown.result !== undefined && shown.result >= 0n ? shown.after.memory : undefined;
    const at = shown.args[2]!;
    if (request === "TIOCGWINSZ" || request === "TIOCSWINSZ") {
      const bytes = (request === "TIOCSWINSZ" ? shown.before.memory : memory)?.readWhole(at, 8);
      const words = bytes && [0, 2, 4, 6].map((offset) => bytes.readUInt16LE(offset));
      if (words)
        return [
          fd,
          request,
          `{ws_row=${words[0]}, ws_col=${words[1]}, ws_xpixel=${words[2]}, ws_ypixel=${words[3]}}`,
        ];
    }
    if (["TIOCGPGRP", "TIOCGSID", "FIONREAD", "TIOCOUTQ"].includes(request)) {
      const bytes = memory?.readWhole(at, 4);
      if (bytes) return [fd, request, `[${bytes.readInt32LE(0)}]`];
    }
    if (["FIONBIO", "FIOASYNC", "TIOCSPGRP"].includes(request)) {
      const bytes = shown.before.memory.readWhole(at, 4);
      if (bytes) return [fd, request, `[${bytes.readInt32LE(0)}]`];
    }
    if (["FIOCLEX", "FIONCLEX"].includes(request)) return [fd, request];
    return [fd, request, value];
  },
};

const futex: Special = {
  args: (shown) => {
    const set = shown.before.set("FutexOperation");
    const operation = int(shown.args[1]!);
    const command =
      set?.members.find(({ value }) => value === (operation & 0x7f))?.name ?? hex(operation & 0x7f);
    const isOwn = (operation & 128) !== 0 ? "_PRIVATE" : "";
    const name = `${command}${isOwn}${(operation & 256) !== 0 ? "|FUTEX_CLOCK_REALTIME" : ""}`;
    const [place, , , timeout, second] = usual(shown) as string[];
    const value =
      command.startsWith("FUTEX_WAKE") || command.includes("REQUEUE")
        ? int(shown.args[2]!)
        : Number(shown.args[2]! & 0xffff_ffffn);
    const third = Number(shown.args[5]! & 0xffff_ffffn);
    const bits = third === 0xffff_ffff ? "FUTEX_BITSET_MATCH_ANY" : hex(third);
    const head = [place!, name, String(value)];
    if (command === "FUTEX_WAKE") return head;
    if (command === "FUTEX_WAIT") return [...head, timeout!];
    if (command === "FUTEX_WAIT_BITSET") return [...head, timeout!, address(shown.args[4]!), bits];
    if (command === "FUTEX_WAKE_BITSET") return [...head, bits];
    if (command === "FUTEX_REQUEUE") return [...head, String(int(shown.args[3]!)), second!];
    if (command === "FUTEX_CMP_REQUEUE")
      return [...head, String(int(shown.args[3]!)), second!, String(third)];
    return usual(shown);
  },
};

const clone: Special = {
  args: ({ args, before, after, result }) => {
    const bits = Number(args[0]! & 0xffff_ffffn);
    const set = before.set("CloneBits");
    const signal = bits & 0xff;
    const named = set ? flags((bits & ~0xff) >>> 0, { ...set, choice: 0 }) : hex(bits);
    const flag = signal === 0 ? named : named === "0" ? signalName(signal) : `${named}|${signalName(signal)}`;
    const parts = [`child_stack=${address(args[1]!)}`, `flags=${flag}`];
    if ((bits & 0x10_0000) !== 0) {
      const id = result !== undefined && result > 0n ? structureAt("pid_t", args[2]!, after) : undefined;
      parts.push(`parent_tid=${id ?? address(args[2]!)}`);
    }
    if ((bits & 0x8_0000) !== 0) parts.push(`tls=${hex(args[4]!)}`);
    if ((bits & 0x120_0000) !== 0) parts.push(`child_tidptr=${address(args[3]!)}`);
    return parts;
  },
};

const clone3: Special = {
  args: (shown) => {
    const [structure, size] = usual(shown) as [string, string];
    const bytes = shown.before.memory.readWhole(shown.args[0]!, 88);
    const wantsId =
      bytes && (bytes.readUInt32LE(0) & 0x10_0000) !== 0 && shown.result !== undefined && shown.result > 0n;
    return [wantsId ? `${structure} => {parent_tid=[${shown.result}]}` : structure, size];
  },
};

const TEXTS = ["PR_GET_NAME", "PR_SET_NAME"];
const NO_ARGUMENT = ["PR_GET_DUMPABLE", "PR_GET_KEEPCAPS", "PR_GET_SECUREBITS", "PR_GET_TIMERSLACK"];

const prctl: Special = {
  args: (shown) => {
    const [operation] = usual(shown) as [string];
    const value = shown.args[1]!;
    if (TEXTS.includes(operation))
      return [
        operation,
        text(value, operation === "PR_SET_NAME" ? shown.before : shown.after) ?? address(value),
      ];
    if (NO_ARGUMENT.includes(operation)) return [operation];
    return [operation, String(value)];
  },
};

/** Status and usage are written only when a child is told of. */
const wait4: Special = {
  args: (shown) => {
    if (shown.result === undefined || shown.result > 0n) return usual(shown);
    const [pid, , options, usage] = usual({ ...shown, result: -1n }) as string[];
    return [pid!, address(shown.args[1]!), options!, usage!];
  },
};

const poll: Special = {
  result: ({ args, result, after }) => {
    if (result === 0n) return "0 (Timeout)";
    const ready: string[] = [];
    for (let i = 0; i < Math.min(int(args[1]!), 32); i++) {
      const bytes = after.memory.readWhole(args[0]! + BigInt(i * 8), 8);
      if (!bytes || bytes.readUInt16LE(6) === 0) continue;
      ready.push(`{fd=${bytes.readInt32LE(0)}, revents=${pollEvents(bytes.readUInt16LE(6))}}`);
    }
    return `${result} ([${ready.join(", ")}])`;
  },
};

const select: Special = {
  result: (shown) => {
    const { args, result, after } = shown;
    const time = structureAt(shown.parameters[4]?.details[0] ?? "", args[4]!, after);
    if (result === 0n) return "0 (Timeout)";
    const sets = ["in", "out", "except"].flatMap((name, i) => {
      const found = structureAt("fd_set", args[i + 1]!, after);
      return found === undefined || found === "[]" ? [] : [`${name} ${found}`];
    });
    return `${result} (${[...sets, ...(time === undefined ? [] : [`left ${time}`])].join(", ")})`;
  },
};

const getcwd: Special = {
  args: (shown) => {
    const { args, after, result } = shown;
    const path = result !== undefined && result > 0n ? text(args[0]!, after) : undefined;
    return [path ?? address(args[0]!), String(args[1])];
  },
};

const getrandom: Special = {
  args: (shown) => {
    const [, size, bits] = usual(shown) as string[];
    const length = Number(shown.result ?? 0n);
    const bytes = length > 0 ? shown.after.memory.read(shown.args[0]!, Math.min(length, 32)) : undefined;
    return [bytes ? quotedHex(bytes, length) : address(shown.args[0]!), size!, bits!];
  },
};

const getdents64: Special = {
  args: (shown) => {
    const { args, after, result } = shown;
    let count = 0;
    if (result !== undefined && result >= 0n) {
      const bytes = after.memory.read(args[1]!, Number(result)) ?? Buffer.alloc(0);
      for (let at = 0; at + 18 < bytes.length; count++) at += Math.max(bytes.readUInt16LE(at + 16), 1);
    }
    const entries = result !== undefined && result >= 0n ? ` /* ${count} entries */` : "";
    return [String(int(args[0]!)), `${address(args[1]!)}${entries}`, String(Number(args[2]! & 0xffff_ffffn))];
  },
};

const signalReturn: Special = {
  args: ({ args, before }) => {
    const mask = structureAt("sigset_t", args[0]!, before);
    return mask === undefined ? [] : [`{mask=${mask}}`];
  },
};

/** The time that is left is written only when a signal ends the sleep. */
const sleep: Special = {
  args: (shown) => {
    const texts = usual(shown);
    return [...texts.slice(0, -1), address(shown.args[texts.length - 1]!)];
  },
};

const archPrctl: Special = {
  args: (shown) => {
    const [operation, value] = usual(shown) as [string, string];
    const bytes =
      /GET/.test(operation) && shown.result === 0n
        ? shown.after.memory.readWhole(shown.args[1]!, 8)
        : undefined;
    return [operation, bytes ? `[${hex(bytes.readBigUInt64LE(0))}]` : value];
  },
};

const nameOfSocket: Special = {
  args: (shown) => {
    const [fd] = usual(shown) as [string];
    const bytes = shown.result === 0n ? shown.after.memory.read(shown.args[1]!, 110) : undefined;
    const length = shown.after.memory.readWhole(shown.args[2]!, 4)?.readUInt32LE(0);
    const old = shown.before.memory.readWhole(shown.args[2]!, 4)?.readUInt32LE(0);
    const lengths = length === old || shown.result !== 0n ? `[${old ?? "?"}]` : `[${old} => ${length}]`;
    return [fd, bytes ? socketName(bytes, length ?? 0) : address(shown.args[1]!), lengths];
  },
};

function socketName(bytes: Buffer, length: number): string {
  if (bytes.length < 2 || bytes.readUInt16LE(0) !== 1) return "{...}";
  const path = bytes.subarray(2, length);
  return path.length === 0
    ? "{sa_family=AF_UNIX}"
    : `{sa_family=AF_UNIX, sun_path=${quotedWhole(path.subarray(0, path.indexOf(0) < 1 ? path.length : path.indexOf(0)))}}`;
}

/** By the names of the calls. */
export const specials: Readonly<Record<string, Special>> = {
  open: open(1),
  openat: open(2),
  mmap: withOffset(5),
  brk: inHex,
  mremap: inHex,
  umask: { result: ({ result }) => octal(Number(result)) },
  exit: none,
  exit_group: none,
  fcntl,
  ioctl,
  futex,
  clone,
  clone3,
  prctl,
  arch_prctl: archPrctl,
  wait4,
  poll,
  ppoll: poll,
  select,
  pselect6: select,
  getcwd,
  getrandom,
  getdents64,
  rt_sigreturn: signalReturn,
  nanosleep: sleep,
  clock_nanosleep: sleep,
  getsockname: nameOfSocket,
  getpeername: nameOfSocket,
};
