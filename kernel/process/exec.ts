/** Replacing a process's program (execve(2)): scripts, static and static-PIE programs, and those with a dynamic linker. */

import { Errno } from "../../core/errno.ts";
import { ExecutionHold } from "../file/file-holds.ts";
import type { Inode } from "../file/inode.ts";
import { resolvePath } from "../file/path.ts";
import { AddressSpace, roundUpToPage, USER_END } from "../memory/address-space.ts";
import { Protection } from "../memory/protection.ts";
import { Region, Sharing } from "../memory/region.ts";
import { FileAccess } from "../rights/mode.ts";
import { Dumpable } from "../rights/dumpable.ts";
import {
  type ProgramCredentials,
  credentialsForProgram,
  ProgramOwner,
} from "../rights/program-credentials.ts";
import { fpuStateSize } from "../platform/context.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { copyToUser, fillUser } from "../platform/user.ts";
import { AddressLayout } from "./address-layout.ts";
import { currentCredentials, currentProcess, currentUserThread } from "./current.ts";
import { PROGRAM_HEADER_SIZE } from "./elf.ts";
import { becomeOnlyThread, deleteTimers, killProcess, releaseVforkParent } from "./exit.ts";
import { Resource } from "./limits.ts";
import { Personality } from "./personality.ts";
import type { Process } from "./process.ts";
import { Program } from "./program-file.ts";
import {
  changeCredentials,
  exchangeActions,
  exchangeDescriptors,
  exchangeProgramFile,
  exchangeSpace,
  sharesDirectories,
} from "./program-state.ts";
import { argumentRoom, Auxiliary, ProgramStack } from "./program-stack.ts";
import { releaseRobustList } from "./robust-list.ts";
import { isScript, SCRIPT_DEPTH, scriptLine } from "./script.ts";
import { Signal } from "./signal.ts";
import { SIGNAL_FRAME_ROOM } from "./signal-frame.ts";
import { disarm } from "./signal-stack.ts";

const PAGE: u64 = 4096;
const AUXILIARIES: u64 = 19;

/** A new program, ready to replace the running one. */
class Loaded {
  readonly space: AddressSpace;
  readonly stack: ProgramStack;
  readonly entry: u64;
  readonly program: Program;
  readonly linker: Program | null;
  /** Who it runs as. */
  readonly credentials: ProgramCredentials;

  constructor(
    space: AddressSpace,
    stack: ProgramStack,
    entry: u64,
    program: Program,
    linker: Program | null,
    credentials: ProgramCredentials,
  ) {
    this.space = space;
    this.stack = stack;
    this.entry = entry;
    this.program = program;
    this.linker = linker;
    this.credentials = credentials;
  }
}

/**
 * Replaces the running program. Throws what path resolution throws, EACCES (not a regular file or not executable), ENOEXEC, ELIBBAD
 * (the dynamic linker is no program), ELOOP (too many scripts), E2BIG, ENOMEM, EIO: then nothing has changed. On success `frame` starts the new program.
 */
export function execute(frame: TrapFrame, path: string, args: string[], environment: string[]): void {
  const process = currentProcess();
  const name = path;
  let file = path;
  let held = openExecutable(process, file);
  for (let depth: u32 = 0; isScript(held.inode); depth++) {
    if (depth === SCRIPT_DEPTH) throw Errno.ELOOP;
    const line = scriptLine(held.inode);
    const rest = args.length > 0 ? args.slice(1) : args.slice();
    args = line.slice();
    args.push(file);
    for (const arg of rest) args.push(arg);
    file = line[0];
    held = openExecutable(process, file);
  }
  const loaded = load(process, Program.read(held), args, environment, name);
  const title = baseName(name);
  becomeOnlyThread(process);
  replace(process, loaded, frame);
  exchangeProgramFile(process, loaded.program.held);
  process.name.store(title);
}

/** Until what it returns is gone, nobody writes to the file: a program's as long as it runs, a script's and a dynamic linker's as long as they are loaded. */
function openExecutable(process: Process, path: string): ExecutionHold {
  const inode = resolvePath(process.directories, currentCredentials(), path, true);
  inode.checkExecutable(currentCredentials());
  return new ExecutionHold(inode);
}

function baseName(path: string): string {
  return path.slice(u64(path.lastIndexOf("/") + 1)).slice(0, 15);
}

/** The dynamic linker that the program names, or null. Throws as `execute`, ELIBBAD when it is none. */
function findLinker(process: Process, program: Program): Program | null {
  const path = program.linkerPath();
  if (path === null) return null;
  const held = openExecutable(process, path);
  try {
    return Program.read(held);
  } catch (error) {
    if (errnoOf(error) === Errno.ENOEXEC) throw Errno.ELIBBAD;
    throw error;
  }
}

// ---------------------------------------------------------------- mapping

function load(
  process: Process,
  program: Program,
  args: string[],
  environment: string[],
  name: string,
): Loaded {
  const linker = findLinker(process, program);
  const credentials = credentialsOfProgram(process, program.inode);
  const stackLimit = process.limits.soft(Resource.Stack);
  const layout = new AddressLayout(!keepsAddresses(credentials), stackLimit);
  const space = new AddressSpace(layout.mappingTop);
  process.limits.applyTo(space);
  mapStack(space, layout.stackTop, program.image.hasExecutableStack);
  const isMoved = program.header.isPositionIndependent;
  if (isMoved) program.bias = biasOf(program, layout.programBase);
  mapProgram(space, program);
  space.setBreakStart(layout.heapStart(roundUpToPage(program.image.end + program.bias), isMoved));
  if (linker !== null) {
    if (linker.header.isPositionIndependent) linker.bias = biasOf(linker, gapFor(space, linker));
    mapProgram(space, linker);
  }
  const stack = new ProgramStack(
    layout.stackStart,
    args,
    environment,
    name,
    argumentRoom(stackLimit),
    AUXILIARIES,
  );
  fillStack(stack, program, linker, credentials, layout.seed.span());
  const entry = linker === null ? program.entry : linker.entry;
  return new Loaded(space, stack, entry, program, linker, credentials);
}

/** Whether the program lies where it always does (personality(2)): not if it gets rights that who starts it lacks. */
function keepsAddresses(credentials: ProgramCredentials): boolean {
  return !credentials.isSecure && (currentUserThread().personality & Personality.FixedAddresses) !== 0;
}

function credentialsOfProgram(process: Process, inode: Inode): ProgramCredentials {
  const owner = new ProgramOwner();
  owner.mode = inode.mode;
  owner.user = inode.user;
  owner.group = inode.group;
  owner.mayGain = !currentUserThread().hasNoNewPrivileges;
  owner.isObserved = owner.isRaising && sharesDirectories(process);
  return credentialsForProgram(currentCredentials(), owner);
}

/** Where there is room for a program among the mappings, wherever its alignment has it begin. */
function gapFor(space: AddressSpace, program: Program): u64 {
  const { start, end, alignment } = program.image;
  return space.findGap(roundUpToPage(end - (start & ~(PAGE - 1))) + (alignment - PAGE)) + (alignment - PAGE);
}

/** How far a program of type ET_DYN is moved from the addresses in its file, so that it begins at the base, or below as it is aligned. */
function biasOf(program: Program, base: u64): u64 {
  return (base - (program.image.start & ~(PAGE - 1))) & ~(program.image.alignment - 1);
}

/** The stack's first pages below its top; it grows down as it is used. */
function mapStack(space: AddressSpace, top: u64, isExecutable: boolean): void {
  let protection = Protection.Read | Protection.Write;
  if (isExecutable) protection |= Protection.Execute;
  space.map(new Region(top - 32 * PAGE, top, protection, Sharing.Private, null, 0, true, "[stack]"), false);
}

function mapProgram(space: AddressSpace, program: Program): void {
  for (const segment of program.image.segments) {
    const address = segment.address + program.bias;
    const start = address & ~(PAGE - 1);
    const fileEnd = roundUpToPage(address + segment.fileSize);
    const end = roundUpToPage(address + segment.memorySize);
    if (end > USER_END) throw Errno.ENOMEM;
    const name = program.inode.describe();
    if (segment.fileSize > 0) {
      const firstPage = (segment.fileOffset & ~(PAGE - 1)) / PAGE;
      space.map(
        new Region(
          start,
          fileEnd,
          segment.protection,
          Sharing.Private,
          program.inode,
          firstPage,
          false,
          name,
        ),
        true,
      );
    }
    const bssStart = segment.fileSize > 0 ? fileEnd : start;
    if (end > bssStart) {
      space.map(new Region(bssStart, end, segment.protection, Sharing.Private, null, 0, false, ""), true);
    }
  }
}

function fillStack(
  stack: ProgramStack,
  program: Program,
  linker: Program | null,
  owner: ProgramCredentials,
  seed: Span<u8>,
): void {
  const { user, group } = owner.credentials;
  stack.auxiliary(Auxiliary.HardwareCapabilities, 0x0789_fbff);
  stack.auxiliary(Auxiliary.PageSize, PAGE);
  stack.auxiliary(Auxiliary.ClockTicks, 100);
  stack.auxiliary(Auxiliary.ProgramHeaders, program.image.headersAddress + program.bias);
  stack.auxiliary(Auxiliary.ProgramHeaderSize, PROGRAM_HEADER_SIZE);
  stack.auxiliary(Auxiliary.ProgramHeaderCount, program.header.headerCount);
  stack.auxiliary(Auxiliary.Base, linker === null ? 0 : linker.bias);
  stack.auxiliary(Auxiliary.Flags, 0);
  stack.auxiliary(Auxiliary.Entry, program.entry);
  stack.auxiliary(Auxiliary.User, u64(user.real));
  stack.auxiliary(Auxiliary.EffectiveUser, u64(user.effective));
  stack.auxiliary(Auxiliary.Group, u64(group.real));
  stack.auxiliary(Auxiliary.EffectiveGroup, u64(group.effective));
  stack.auxiliary(Auxiliary.Secure, owner.isSecure ? 1 : 0);
  stack.auxiliary(Auxiliary.SignalStackSize, fpuStateSize() + SIGNAL_FRAME_ROOM);
  stack.auxiliary(Auxiliary.Random, stack.data(seed));
  stack.auxiliary(Auxiliary.FileName, stack.fileName);
  stack.auxiliary(Auxiliary.Platform, stack.platform);
  stack.auxiliary(Auxiliary.Null, 0);
}

// ---------------------------------------------------------------- the switch

/** From here on the old program is gone: what fails now ends the process, as on Linux. */
function replace(process: Process, loaded: Loaded, frame: TrapFrame): void {
  const thread = currentUserThread();
  releaseRobustList(thread);
  thread.usePageTable(loaded.space.table);
  exchangeSpace(process, loaded.space);
  releaseVforkParent(process);
  process.hasExecuted = true;
  // However it was made: a program knows only of SIGCHLD (clone(2), "the child's termination signal").
  process.exitSignal = u32(Signal.SIGCHLD);
  deleteTimers(process);
  disarm(thread);
  thread.clearChildTid = 0;
  thread.ownName.store("");
  setDumpable(loaded);
  if (loaded.credentials.isSecure) {
    process.parentDeathSignal = 0;
    thread.personality &= ~Personality.FixedAddresses;
  }
  changeCredentials(thread, loaded.credentials.credentials);
  process.argumentsStart = loaded.stack.argumentsStart;
  process.argumentsEnd = loaded.stack.argumentsEnd;
  process.environmentEnd = loaded.stack.environmentEnd;
  try {
    exchangeDescriptors(process, process.descriptors.unshare());
    process.descriptors.closeOnExec();
    const actions = process.actions.copy();
    actions.resetHandlers();
    exchangeActions(process, actions);
    thread.resetUserState();
    clearPartialPages(loaded.program);
    if (loaded.linker !== null) clearPartialPages(loaded.linker);
    copyToUser(loaded.stack.address, loaded.stack.bytes.span());
  } catch {
    killProcess(Signal.SIGSEGV);
  }
  startAt(frame, loaded.entry, loaded.stack.address);
}

/**
 * Its user may look into the new program unless that acts for somebody else, or the user may not read its file (execve(2), "the process's dumpable attribute").
 * The change of credentials that follows may take more away.
 */
function setDumpable(loaded: Loaded): void {
  const { user, group } = currentCredentials();
  const isOwn = user.effective === user.real && group.effective === group.real;
  if (!isOwn || !loaded.program.inode.allows(currentCredentials(), FileAccess.Read))
    loaded.space.dumpable = Dumpable.No;
}

/** The rest of a segment's last page from the file is part of its zeros. */
function clearPartialPages(program: Program): void {
  for (const segment of program.image.segments) {
    const end = segment.address + program.bias + segment.fileSize;
    const isWritable = (segment.protection & Protection.Write) !== 0;
    if (
      !isWritable ||
      segment.memorySize === segment.fileSize ||
      (end & (PAGE - 1)) === 0 ||
      segment.fileSize === 0
    )
      continue;
    fillUser(end, 0, PAGE - (end & (PAGE - 1)));
  }
}

/** Registers of a program that starts: all zero but these. `enterUser` and the system call's return set the segments. */
function startAt(frame: TrapFrame, entry: u64, stack: u64): void {
  frame.r15 = 0;
  frame.r14 = 0;
  frame.r13 = 0;
  frame.r12 = 0;
  frame.rbp = 0;
  frame.rbx = 0;
  frame.r11 = 0;
  frame.r10 = 0;
  frame.r9 = 0;
  frame.r8 = 0;
  frame.rax = 0;
  frame.rcx = 0;
  frame.rdx = 0;
  frame.rsi = 0;
  frame.rdi = 0;
  frame.rip = entry;
  frame.rsp = stack;
  frame.rflags = 0x202;
}
