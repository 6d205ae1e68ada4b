/** System calls about the machine as a whole. */

import { Errno } from "../../core/errno.ts";
import { mostDescriptors } from "../file/descriptors.ts";
import { IoBuffer } from "../memory/io-buffer.ts";
import { readRandom } from "../memory/random-bytes.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import { frameStatistics } from "../platform/frames.ts";
import { clearLog, readLog } from "../platform/log.ts";
import { powerOff, reboot as resetMachine } from "../platform/power.ts";
import { copyFromUser, copyToUser, loadStruct, storeStruct, writeUser32 } from "../platform/user.ts";
import { currentCredentials, currentProcess, requireCapability } from "../process/current.ts";
import { Capability } from "../rights/capability.ts";
import { mayLimit, mayUseLog } from "../rights/policy.ts";
import { Limit, RESOURCES, Resource } from "../process/limits.ts";
import { allProcesses, findProcess } from "../process/process-table.ts";
import { credentialsOf, spaceOf, watchCpuTime } from "../process/program-state.ts";
import { domainName, hostName, KERNEL_RELEASE, KERNEL_VERSION, LONGEST_NAME } from "../process/host-name.ts";
import { LOAD_FRACTION_BITS, loadAverages } from "../task/load-averages.ts";
import { MOST_BYTES } from "./transfer.ts";
import type { In, InBuffer, Out, OutBuffer, Pid } from "./abi/arguments.ts";
import { RandomFlags, type LimitKind, LogAction, RebootCommand } from "./abi/system-flags.ts";

const NAME_FIELD = LONGEST_NAME + 1;

/**
 * uname(2): names of the system. `release` is the Linux version whose interface Tessera offers, as programs compare it.
 *
 * Errors: EFAULT.
 */
export function uname(address: Out<"utsname">): i64 {
  const bytes = new FixedArray<u8, 390>();
  const fields = ["Linux", hostName.value, KERNEL_RELEASE, KERNEL_VERSION, "x86_64", domainName.value];
  for (let i: u64 = 0; i < fields.length; i++) {
    const text = fields[i].slice(0, LONGEST_NAME);
    bytes
      .span()
      .subspan(i * NAME_FIELD)
      .copyFrom(text.bytes());
  }
  copyToUser(address, bytes.span());
  return 0;
}

/**
 * sethostname(2): sets the name that uname reports.
 *
 * Errors: EPERM; EINVAL longer than 64 bytes; EFAULT; ENOMEM.
 */
export function sethostname(name: InBuffer<"length">, length: u64): i64 {
  requireCapability(Capability.SYS_ADMIN);
  if (length > LONGEST_NAME) throw Errno.EINVAL;
  const bytes = new FixedArray<u8, 64>();
  const used = bytes.span().subspan(0, length);
  copyFromUser(used, name);
  hostName.value = String.fromBytes(used);
  return 0;
}

/** `struct sysinfo`. */
@struct
@size(112)
class SystemInformation {
  uptime: u64 = 0;
  loads = new FixedArray<u64, 3>();
  totalMemory: u64 = 0;
  freeMemory: u64 = 0;
  sharedMemory: u64 = 0;
  bufferMemory: u64 = 0;
  totalSwap: u64 = 0;
  freeSwap: u64 = 0;
  processes: u16 = 0;
  padding: u16 = 0;
  totalHigh: u64 = 0;
  freeHigh: u64 = 0;
  unit: u32 = 0;
  end: u32 = 0;
}

/** Load averages are told in units of 1 / 2^16 (SI_LOAD_SHIFT). */
const LOAD_SHIFT: u64 = 16;

/**
 * sysinfo(2): load averages, uptime in seconds, memory in bytes, number of processes.
 *
 * Errors: EFAULT; ENOMEM.
 */
export function sysinfo(address: Out<"sysinfo">): i64 {
  const frames = frameStatistics();
  const info = new SystemInformation();
  for (let i: u64 = 0; i < 3; i++) info.loads[i] = loadAverages.of[i] << (LOAD_SHIFT - LOAD_FRACTION_BITS);
  info.uptime = monotonicNanoseconds() / 1_000_000_000;
  info.totalMemory = frames.total * 4096;
  info.freeMemory = frames.free * 4096;
  info.processes = u16(allProcesses().length);
  info.unit = 1;
  storeStruct(address, info);
  return 0;
}

/**
 * getrandom(2): fills with random bytes; never blocks. Returns how many: all, unless a signal comes after the first page.
 *
 * Errors: EINVAL unknown flags; EFAULT.
 */
export function getrandom(buffer: OutBuffer<"count">, count: u64, _flags: RandomFlags): i64 {
  const bytes = IoBuffer.user(buffer, bits.min(count, MOST_BYTES));
  const wanted = bytes.remaining;
  try {
    readRandom(bytes);
  } catch (error) {
    if (bytes.remaining === wanted) throw error;
  }
  return i64(wanted - bytes.remaining);
}

/**
 * prlimit64(2): sets and returns a limit of a process (0: the caller). Either pointer may be null.
 *
 * Errors: EINVAL no such resource, or the soft limit above the hard one; EPERM raising a hard limit without privilege; ESRCH; EFAULT.
 */
export function prlimit64(pid: Pid, resource: LimitKind, wanted: In<"rlimit">, old: Out<"rlimit">): i64 {
  if (resource >= RESOURCES) throw Errno.EINVAL;
  const self = currentProcess();
  const process = pid === 0 ? self : findProcess(pid);
  if (process === null) throw Errno.ESRCH;
  if (process !== self && !mayLimit(currentCredentials(), credentialsOf(process))) throw Errno.EPERM;
  const kind = u32(resource) as Resource;
  const after = new Limit();
  if (wanted !== 0) loadStruct(wanted, after);
  const before = new Limit();
  before.soft = process.limits.soft(kind);
  before.hard = process.limits.hard(kind);
  if (wanted !== 0) {
    if (after.soft > after.hard) throw Errno.EINVAL;
    if (after.hard > before.hard) requireCapability(Capability.SYS_RESOURCE);
    if (kind === Resource.Files && after.hard > mostDescriptors.value) throw Errno.EPERM;
    process.limits.set(kind, after.soft, after.hard);
    if (kind === Resource.CpuTime) watchCpuTime(process);
    // A child of vfork(2) has its parent's memory: its limits count from its own program on.
    const space = process.isVforkChild ? null : spaceOf(process);
    if (space !== null) process.limits.applyTo(space);
  }
  if (old !== 0) storeStruct(old, before);
  return 0;
}

/**
 * getrlimit(2): a limit of the caller.
 *
 * Errors: EINVAL; EFAULT.
 */
export function getrlimit(resource: LimitKind, limit: Out<"rlimit">): i64 {
  if (limit === 0) throw Errno.EFAULT;
  return prlimit64(0, resource, 0, limit);
}

/**
 * setrlimit(2): sets a limit of the caller.
 *
 * Errors: EINVAL; EPERM; EFAULT.
 */
export function setrlimit(resource: LimitKind, limit: In<"rlimit">): i64 {
  if (limit === 0) throw Errno.EFAULT;
  return prlimit64(0, resource, limit, 0);
}

const MAGIC_1: u32 = 0xfee1_dead;

/**
 * reboot(2): restarts the machine or switches it off. What Ctrl-Alt-Del does can be set, and has no effect.
 *
 * Errors: EPERM; EINVAL wrong magic numbers or an unknown command.
 */
export function reboot(magic: u32, magic2: u32, command: RebootCommand): i64 {
  requireCapability(Capability.SYS_BOOT);
  const isMagic2 =
    magic2 === 672274793 || magic2 === 85072278 || magic2 === 369367448 || magic2 === 537993216;
  if (magic !== MAGIC_1 || !isMagic2) throw Errno.EINVAL;
  switch (command) {
    case RebootCommand.LINUX_REBOOT_CMD_RESTART:
      return resetMachine();
    case RebootCommand.LINUX_REBOOT_CMD_HALT:
    case RebootCommand.LINUX_REBOOT_CMD_POWER_OFF:
      return powerOff();
    case RebootCommand.LINUX_REBOOT_CMD_CAD_ON:
    case RebootCommand.LINUX_REBOOT_CMD_CAD_OFF:
      return 0;
    default:
      throw Errno.EINVAL;
  }
}

/**
 * syslog(2): reads the kernel log (dmesg): actions 3, 4, 5, 9 and 10; the console's level (6 to 8) is accepted and has no effect.
 *
 * Errors: EINVAL unknown action, null buffer, a level that is not 1 to 8; EPERM without CAP_SYSLOG, but for reading where kernel.dmesg_restrict is 0; EFAULT; ENOMEM.
 */
export function syslog(action: LogAction, buffer: OutBuffer<"size">, size: i32): i64 {
  const isReading =
    action === LogAction.SYSLOG_ACTION_READ_ALL || action === LogAction.SYSLOG_ACTION_SIZE_BUFFER;
  if (!mayUseLog(currentCredentials(), isReading)) throw Errno.EPERM;
  switch (action) {
    case LogAction.SYSLOG_ACTION_READ_ALL:
    case LogAction.SYSLOG_ACTION_READ_CLEAR:
      return readLogInto(buffer, size, action === LogAction.SYSLOG_ACTION_READ_CLEAR);
    case LogAction.SYSLOG_ACTION_CLEAR:
      clearLog();
      return 0;
    case LogAction.SYSLOG_ACTION_SIZE_UNREAD:
    case LogAction.SYSLOG_ACTION_SIZE_BUFFER:
      return i64(readLog().length);
    case LogAction.SYSLOG_ACTION_CONSOLE_OFF:
    case LogAction.SYSLOG_ACTION_CONSOLE_ON:
      return 0;
    case LogAction.SYSLOG_ACTION_CONSOLE_LEVEL:
      if (size < 1 || size > 8) throw Errno.EINVAL;
      return 0;
    default:
      throw Errno.EINVAL;
  }
}

function readLogInto(buffer: u64, size: i32, clears: boolean): i64 {
  if (buffer === 0 || size < 0) throw Errno.EINVAL;
  const text = readLog();
  const count = bits.min(text.length, u64(size));
  // The newest lines, if not all fit.
  copyToUser(buffer, text.bytes().subspan(text.length - count));
  if (clears) clearLog();
  return i64(count);
}

/**
 * getcpu(2): the CPU and NUMA node that the thread runs on. Either pointer may be null.
 *
 * Errors: EFAULT.
 */
export function getcpu(cpu: Out<"unsigned">, node: Out<"unsigned">): i64 {
  if (cpu !== 0) writeUser32(cpu, 0);
  if (node !== 0) writeUser32(node, 0);
  return 0;
}
