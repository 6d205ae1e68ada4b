/** C structures as strace(1) writes them: what matters of each. */

import { structureSizes } from "../calls/structures.ts";
import type { Memory } from "./records.ts";
import {
  address,
  bitNames,
  deviceNumber,
  fileMode,
  flags,
  hex,
  quoted,
  quotedWhole,
  signalName,
  signalSet,
  waitStatus,
} from "./values.ts";
import type { FlagSet } from "../calls/flags.ts";

/** What a structure is shown in. */
export interface Surroundings {
  readonly memory: Memory;
  /** Another argument of the call, by name; 0 if there is none. */
  readonly arg: (name: string) => bigint;
  /** The kernel's flags by the name of their enum. */
  readonly set: (name: string) => FlagSet | undefined;
}

type Show = (bytes: Buffer, around: Surroundings) => string;

const u32 = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at);
const i32 = (bytes: Buffer, at: number): number => bytes.readInt32LE(at);
const u64 = (bytes: Buffer, at: number): bigint => bytes.readBigUInt64LE(at);
const i64 = (bytes: Buffer, at: number): bigint => bytes.readBigInt64LE(at);

const timespec: Show = (bytes) => `{tv_sec=${i64(bytes, 0)}, tv_nsec=${i64(bytes, 8)}}`;
const timeval: Show = (bytes) => `{tv_sec=${i64(bytes, 0)}, tv_usec=${i64(bytes, 8)}}`;
const bracketed =
  (show: (bytes: Buffer) => string): Show =>
  (bytes) =>
    `[${show(bytes)}]`;

const UTIME_NOW = 0x3fffffffn;
const UTIME_OMIT = 0x3ffffffen;

const fileTime: Show = (bytes, around) => {
  const nanoseconds = i64(bytes, 8);
  if (nanoseconds === UTIME_NOW) return "UTIME_NOW";
  return nanoseconds === UTIME_OMIT ? "UTIME_OMIT" : timespec(bytes, around);
};

const limit = (value: bigint): string => {
  if (value === 0xffff_ffff_ffff_ffffn) return "RLIM64_INFINITY";
  return value > 1024n && value % 1024n === 0n ? `${value / 1024n}*1024` : value.toString();
};

/** `sa_flags`, in strace's order. */
const ACTION_FLAGS = [
  ["SA_RESTORER", 0x0400_0000],
  ["SA_ONSTACK", 0x0800_0000],
  ["SA_RESTART", 0x1000_0000],
  ["SA_INTERRUPT", 0x2000_0000],
  ["SA_NODEFER", 0x4000_0000],
  ["SA_RESETHAND", 0x8000_0000],
  ["SA_NOCLDSTOP", 1],
  ["SA_NOCLDWAIT", 2],
  ["SA_SIGINFO", 4],
] as const;

const sigaction: Show = (bytes) => {
  const handler = u64(bytes, 0);
  const bits = u32(bytes, 8);
  const named = handler === 0n ? "SIG_DFL" : handler === 1n ? "SIG_IGN" : hex(handler);
  const restorer = (bits & 0x0400_0000) !== 0 ? `, sa_restorer=${address(u64(bytes, 16))}` : "";
  return `{sa_handler=${named}, sa_mask=${signalSet(u64(bytes, 24))}, sa_flags=${bitNames(bits, ACTION_FLAGS)}${restorer}}`;
};

/** Events of poll(2). */
const POLL_EVENTS = [
  ["POLLIN", 1],
  ["POLLPRI", 2],
  ["POLLOUT", 4],
  ["POLLRDNORM", 0x40],
  ["POLLWRNORM", 0x100],
  ["POLLRDBAND", 0x80],
  ["POLLWRBAND", 0x200],
  ["POLLERR", 8],
  ["POLLHUP", 0x10],
  ["POLLNVAL", 0x20],
  ["POLLRDHUP", 0x2000],
] as const;

/** The names of poll(2)'s events. */
export function pollEvents(events: number): string {
  return bitNames(events, POLL_EVENTS);
}

const EPOLL_EVENTS = [
  ...POLL_EVENTS.filter(([name]) => name !== "POLLNVAL").map(([name, bit]) => [`E${name}`, bit] as const),
  ["EPOLLEXCLUSIVE", 0x1000_0000],
  ["EPOLLWAKEUP", 0x2000_0000],
  ["EPOLLONESHOT", 0x4000_0000],
  ["EPOLLET", 0x8000_0000],
] as const;

const epollEvent: Show = (bytes) =>
  `{events=${bitNames(u32(bytes, 0), EPOLL_EVENTS)}, data={u32=${u32(bytes, 4)}, u64=${u64(bytes, 4)}}}`;

const stat: Show = (bytes) => {
  const mode = u32(bytes, 24);
  const type = mode & 0o170000;
  const isDevice = type === 0o020000 || type === 0o060000;
  const size = isDevice ? `st_rdev=${deviceNumber(u64(bytes, 40))}` : `st_size=${i64(bytes, 48)}`;
  return `{st_mode=${fileMode(mode)}, ${size}, ...}`;
};

const statx: Show = (bytes, { set }) => {
  const masks = set("StatxMask");
  const mask = masks ? flags(u32(bytes, 0), masks) : hex(u32(bytes, 0));
  return `{stx_mask=${mask}, stx_attributes=${hex(u64(bytes, 8))}, stx_mode=${fileMode(bytes.readUInt16LE(28))}, stx_size=${u64(bytes, 40)}, ...}`;
};

const text = (bytes: Buffer): string => {
  const end = bytes.indexOf(0);
  return quotedWhole(end < 0 ? bytes : bytes.subarray(0, end));
};

const stack: Show = (bytes) => {
  const bits = bitNames(u32(bytes, 8), [
    ["SS_ONSTACK", 1],
    ["SS_DISABLE", 2],
    ["SS_AUTODISARM", 0x8000_0000],
  ] as const);
  return `{ss_sp=${address(u64(bytes, 0))}, ss_flags=${bits}, ss_size=${u64(bytes, 16)}}`;
};

const cloneArguments: Show = (bytes, { set }) => {
  const known = set("CloneBits");
  const bits = u32(bytes, 0);
  const parts = [`flags=${known ? flags(bits, { ...known, choice: 0 }) : hex(bits)}`];
  if ((bits & 0x0120_0000) !== 0) parts.push(`child_tid=${address(u64(bytes, 16))}`);
  if ((bits & 0x0010_0000) !== 0) parts.push(`parent_tid=${address(u64(bytes, 24))}`);
  const signal = Number(u64(bytes, 32));
  parts.push(`exit_signal=${signal === 0 ? 0 : signalName(signal)}`, `stack=${address(u64(bytes, 40))}`);
  parts.push(`stack_size=${hex(u64(bytes, 48))}`);
  if ((bits & 0x0008_0000) !== 0) parts.push(`tls=${hex(u64(bytes, 56))}`);
  return `{${parts.join(", ")}}`;
};

const descriptorSet: Show = (bytes, { arg }) => {
  const count = Math.min(Number(BigInt.asIntN(32, arg("count"))), bytes.length * 8);
  const found = Array.from({ length: Math.max(count, 0) }, (_, i) => i).filter(
    (i) => (((bytes[i >> 3] ?? 0) >> (i & 7)) & 1) === 1,
  );
  return `[${found.join(" ")}]`;
};

const iovec: Show = (bytes, { memory }) => {
  const [base, length] = [u64(bytes, 0), u64(bytes, 8)];
  const held = memory.read(base, Number(length > 64n ? 64n : length));
  const shown = held
    ? quoted(held, Math.min(Number(length), 0x7fff_ffff))
    : length === 0n && base !== 0n
      ? '""'
      : address(base);
  return `{iov_base=${shown}, iov_len=${length}}`;
};

const messageHead: Show = (bytes, around) => {
  const vectors = u64(bytes, 16);
  const count = Number(u64(bytes, 24));
  const items = arrayOf("iovec", vectors, count, around) ?? address(vectors);
  const name = u64(bytes, 0);
  const control = u64(bytes, 40);
  return (
    `{msg_name=${address(name)}, msg_namelen=${u32(bytes, 8)}, msg_iov=${items}, msg_iovlen=${count}, ` +
    `msg_controllen=${control}, msg_flags=${flagsOf("MessageFlags", u32(bytes, 48), around)}}`
  );
};

const flagsOf = (name: string, value: number, { set }: Surroundings): string => {
  const known = set(name);
  return known ? flags(value, known) : hex(value);
};

const shows: Readonly<Record<string, Show>> = {
  "int[2]": (bytes) => `[${i32(bytes, 0)}, ${i32(bytes, 4)}]`,
  "timespec[2]": (bytes, around) => `[${fileTime(bytes, around)}, ${fileTime(bytes.subarray(16), around)}]`,
  address: bracketed((bytes) => address(u64(bytes, 0))),
  clone_args: cloneArguments,
  epoll_event: epollEvent,
  fd_set: descriptorSet,
  gid_t: (bytes) => String(u32(bytes, 0)),
  iovec,
  itimerspec: (bytes, around) =>
    `{it_interval=${timespec(bytes, around)}, it_value=${timespec(bytes.subarray(16), around)}}`,
  itimerval: (bytes, around) =>
    `{it_interval=${timeval(bytes, around)}, it_value=${timeval(bytes.subarray(16), around)}}`,
  msghdr: messageHead,
  off_t: bracketed((bytes) => String(i64(bytes, 0))),
  pid_t: bracketed((bytes) => String(i32(bytes, 0))),
  pollfd: (bytes) => `{fd=${i32(bytes, 0)}, events=${pollEvents(bytes.readUInt16LE(4))}}`,
  rlimit: (bytes) => `{rlim_cur=${limit(u64(bytes, 0))}, rlim_max=${limit(u64(bytes, 8))}}`,
  rusage: (bytes, around) =>
    `{ru_utime=${timeval(bytes, around)}, ru_stime=${timeval(bytes.subarray(16), around)}, ...}`,
  sched_param: bracketed((bytes) => String(i32(bytes, 0))),
  sigaction,
  siginfo_t: (bytes) =>
    `{si_signo=${signalName(i32(bytes, 0))}, si_code=${signalCode(i32(bytes, 0), i32(bytes, 8))}, si_pid=${i32(bytes, 16)}, si_uid=${u32(bytes, 20)}, ...}`,
  sigset_argpack: (bytes) => `{sigmask=${address(u64(bytes, 0))}, sigsetsize=${u64(bytes, 8)}}`,
  sigset_t: (bytes) => signalSet(u64(bytes, 0)),
  size_t: bracketed((bytes) => String(u64(bytes, 0))),
  socklen_t: bracketed((bytes) => String(i32(bytes, 0))),
  stack_t: stack,
  stat,
  statx,
  time_t: bracketed((bytes) => String(i64(bytes, 0))),
  timer_t: bracketed((bytes) => String(i32(bytes, 0))),
  timespec,
  timeval,
  timezone: (bytes) => `{tz_minuteswest=${i32(bytes, 0)}, tz_dsttime=${i32(bytes, 4)}}`,
  tms: (bytes) =>
    `{tms_utime=${u64(bytes, 0)}, tms_stime=${u64(bytes, 8)}, tms_cutime=${u64(bytes, 16)}, tms_cstime=${u64(bytes, 24)}}`,
  uid_t: bracketed((bytes) => String(u32(bytes, 0))),
  unsigned: bracketed((bytes) => String(u32(bytes, 0))),
  sysinfo: (bytes) => `{uptime=${i64(bytes, 0)}, totalram=${u64(bytes, 32)}, freeram=${u64(bytes, 40)}, ...}`,
  utsname: (bytes) =>
    `{sysname=${text(bytes.subarray(0, 65))}, nodename=${text(bytes.subarray(65, 130))}, ...}`,
  wstatus: bracketed((bytes) => waitStatus(u32(bytes, 0))),
};

/** The structure of that name at an address; undefined if that is not known. */
export function structureAt(name: string, at: bigint, around: Surroundings): string | undefined {
  const show = shows[name];
  const bytes = show && around.memory.readWhole(at, name === "msghdr" ? 56 : (structureSizes[name] ?? 0));
  return bytes && show(bytes, around);
}

/** How many items of an array are shown. */
const MOST_ITEMS = 32;

/** An array of structures; undefined if its memory is not known. */
export function arrayOf(name: string, at: bigint, count: number, around: Surroundings): string | undefined {
  const size = structureSizes[name];
  if (size === undefined) return undefined;
  if (count === 0) return "[]";
  const items: string[] = [];
  for (let i = 0; i < Math.min(count, MOST_ITEMS); i++) {
    const item = structureAt(name, at + BigInt(i * size), around);
    if (item === undefined)
      return items.length === 0
        ? undefined
        : `[${items.join(", ")}, ... /* ${hex(at + BigInt(i * size))} */]`;
    items.push(item);
  }
  return `[${items.join(", ")}${count > MOST_ITEMS ? ", ..." : ""}]`;
}

const CODES: Readonly<Record<number, string>> = {
  0: "SI_USER",
  0x80: "SI_KERNEL",
  [-1]: "SI_QUEUE",
  [-2]: "SI_TIMER",
  [-6]: "SI_TKILL",
};
const CODES_OF: Readonly<Record<string, readonly string[]>> = {
  SIGCHLD: ["CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED"],
  SIGSEGV: ["SEGV_MAPERR", "SEGV_ACCERR"],
  SIGBUS: ["BUS_ADRALN", "BUS_ADRERR", "BUS_OBJERR"],
  SIGFPE: [
    "FPE_INTDIV",
    "FPE_INTOVF",
    "FPE_FLTDIV",
    "FPE_FLTOVF",
    "FPE_FLTUND",
    "FPE_FLTRES",
    "FPE_FLTINV",
    "FPE_FLTSUB",
  ],
  SIGILL: ["ILL_ILLOPC", "ILL_ILLOPN", "ILL_ILLADR", "ILL_ILLTRP", "ILL_PRVOPC"],
  SIGTRAP: ["TRAP_BRKPT", "TRAP_TRACE"],
};

/** `SI_USER`, `CLD_EXITED`… */
export function signalCode(signal: number, code: number): string {
  return CODES[code] ?? CODES_OF[signalName(signal)]?.[code - 1] ?? String(code);
}
