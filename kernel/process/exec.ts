/** Replacing a process's program (execve(2)): scripts, static and static-PIE programs, and those with a dynamic linker. */

import { Errno } from "../../core/errno.ts";
import type { Inode } from "../file/inode.ts";
import { resolvePath } from "../file/path.ts";
import { AddressSpace, roundUpToPage, USER_END } from "../memory/address-space.ts";
import { IoBuffer } from "../memory/io-buffer.ts";
import { Protection } from "../memory/protection.ts";
import { Region, Sharing } from "../memory/region.ts";
import type { PhysAddr } from "../platform/address.ts";
import { frameBytes, releaseFrame } from "../platform/frames.ts";
import type { TrapFrame } from "../platform/interrupts.ts";
import { random64, randomBytes } from "../platform/random.ts";
import { copyToUser, fillUser } from "../platform/user.ts";
import { currentProcess, currentUserThread } from "./current.ts";
import { type ElfHeader, ElfImage, parseHeader, parseProgramHeaders, PROGRAM_HEADER_SIZE } from "./elf.ts";
import { becomeOnlyThread, deleteTimers, killProcess, releaseVforkParent } from "./exit.ts";
import { Resource } from "./limits.ts";
import type { Process } from "./process.ts";
import { exchangeActions, exchangeDescriptors, exchangeProgramFile, exchangeSpace } from "./program-state.ts";
import { Auxiliary, ProgramStack } from "./program-stack.ts";
import { releaseRobustList } from "./robust-list.ts";
import { Signal } from "./signal.ts";
import { disarm } from "./signal-stack.ts";

const PAGE: u64 = 4096;
/** Interpreters of interpreters (`#!`), as Linux allows. */
const SCRIPT_DEPTH: u32 = 4;
const SCRIPT_LINE: u64 = 255;
/** Where programs that can lie anywhere are put: position-independent programs, and their dynamic linkers. */
const PROGRAM_BASE: u64 = 0x5555_5555_4000;
const LINKER_BASE: u64 = 0x7fff_e000_0000;
const AUXILIARIES: u64 = 18;

/** What a file turns out to be. */
class Program {
  readonly inode: Inode;
  readonly header: ElfHeader;
  readonly image: ElfImage;
  /** Added to the file's addresses. */
  bias: u64 = 0;

  constructor(inode: Inode, header: ElfHeader, image: ElfImage) {
    this.inode = inode;
    this.header = header;
    this.image = image;
  }

  get entry(): u64 {
    return this.header.entry + this.bias;
  }
}

/** A new program, ready to replace the running one. */
class Loaded {
  readonly space: AddressSpace;
  readonly stack: ProgramStack;
  readonly entry: u64;
  readonly program: Program;
  readonly linker: Program | null;

  constructor(
    space: AddressSpace,
    stack: ProgramStack,
    entry: u64,
    program: Program,
    linker: Program | null,
  ) {
    this.space = space;
    this.stack = stack;
    this.entry = entry;
    this.program = program;
    this.linker = linker;
  }
}

/**
 * Replaces the running program. Throws what path resolution throws, EACCES (not a regular file or not executable), ENOEXEC, ELOOP
 * (too many scripts), E2BIG, ENOMEM, EIO: then nothing has changed. On success `frame` starts the new program.
 */
export function execute(frame: TrapFrame, path: string, args: string[], environment: string[]): void {
  const process = currentProcess();
  const name = path;
  let file = path;
  let inode = openExecutable(process, file);
  for (let depth: u32 = 0; isScript(inode); depth++) {
    if (depth === SCRIPT_DEPTH) throw Errno.ELOOP;
    const line = scriptLine(inode);
    const rest = args.length > 0 ? args.slice(1) : args.slice();
    args = line.slice();
    args.push(file);
    for (const arg of rest) args.push(arg);
    file = line[0];
    inode = openExecutable(process, file);
  }
  const loaded = load(process, readProgram(inode), args, environment, name);
  const title = baseName(name);
  becomeOnlyThread(process);
  replace(process, loaded, frame);
  exchangeProgramFile(process, inode);
  process.name.store(title);
}

function openExecutable(process: Process, path: string): Inode {
  const inode = resolvePath(process.directories, process.credentials, path, true);
  inode.checkExecutable(process.credentials);
  return inode;
}

/** The first page of a file, kept while it is looked at. */
@struct
class FirstPage {
  private readonly frame: PhysAddr;

  /** Throws ENXIO for an empty file, ENOMEM, EIO. */
  constructor(inode: Inode) {
    this.frame = inode.share(0);
  }

  get bytes(): Span<u8> {
    return frameBytes(this.frame);
  }

  [Symbol.dispose](): void {
    releaseFrame(this.frame);
  }
}

// ---------------------------------------------------------------- scripts

function isScript(inode: Inode): boolean {
  if (inode.size < 2) return false;
  using start = new FirstPage(inode);
  return start.bytes[0] === 0x23 && start.bytes[1] === 0x21;
}

/** The interpreter of `#!interpreter [argument]`, and its argument if there is one. Throws ENOEXEC. */
function scriptLine(inode: Inode): string[] {
  const length = bits.min(inode.size, SCRIPT_LINE);
  using start = new FirstPage(inode);
  const bytes = start.bytes.subspan(2, bits.max(length, 2));
  const lineEnd = bytes.indexOf(0x0a);
  // A name that goes on beyond what is looked at is not cut short.
  const isCut = lineEnd < 0 && inode.size > SCRIPT_LINE;
  const text = String.fromBytes(bytes.subspan(0, lineEnd < 0 ? bytes.length : u64(lineEnd))).trim();
  if (text.length === 0) throw Errno.ENOEXEC;
  const space = bits.min(u64(text.indexOf(" ")), u64(text.indexOf("\t")));
  if (space >= text.length) {
    if (isCut) throw Errno.ENOEXEC;
    return [text];
  }
  return [text.slice(0, space), text.slice(space).trim()];
}

function baseName(path: string): string {
  return path.slice(u64(path.lastIndexOf("/") + 1)).slice(0, 15);
}

// ---------------------------------------------------------------- reading

function readProgram(inode: Inode): Program {
  if (inode.size < 64) throw Errno.ENOEXEC;
  using start = new FirstPage(inode);
  const header = parseHeader(start.bytes.subspan(0, bits.min(inode.size, PAGE)));
  const length = header.headerCount * PROGRAM_HEADER_SIZE;
  if (bits.addOverflows(header.headersOffset, length) || header.headersOffset + length > inode.size)
    throw Errno.ENOEXEC;
  const bytes = new Array<u8>(length);
  readExactly(inode, bytes, header.headersOffset);
  return new Program(inode, header, parseProgramHeaders(bytes.span(), header, USER_END));
}

/** Throws ENOEXEC when the file is shorter. */
function readExactly(inode: Inode, bytes: u8[], offset: u64): void {
  const buffer = IoBuffer.array(bytes, 0, bytes.length);
  inode.readAt(buffer, offset);
  if (buffer.remaining !== 0) throw Errno.ENOEXEC;
}

/** The dynamic linker that the program names, or null. */
function findLinker(process: Process, program: Program): Program | null {
  const length = program.image.interpreterLength;
  if (length === 0) return null;
  if (length < 2 || length > PAGE) throw Errno.ENOEXEC;
  const bytes = new Array<u8>(length);
  readExactly(program.inode, bytes, program.image.interpreterOffset);
  if (bytes[length - 1] !== 0) throw Errno.ENOEXEC;
  const path = String.fromBytes(bytes.span().subspan(0, length - 1));
  return readProgram(openExecutable(process, path));
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
  const space = new AddressSpace();
  space.stackLimit = bits.min(process.limits.soft(Resource.Stack), USER_END / 4);
  const hasStack = mapStack(space, program.image.hasExecutableStack);
  program.bias = biasOf(program, PROGRAM_BASE);
  mapProgram(space, program);
  space.setBreakStart(roundUpToPage(program.image.end + program.bias));
  if (linker !== null) {
    linker.bias = biasOf(linker, LINKER_BASE - (roundUpToPage(linker.image.end) & ~u64(0xf_ffff)));
    mapProgram(space, linker);
  }
  const stack = fillStack(process, program, linker, args, environment, name, hasStack);
  return new Loaded(space, stack, linker === null ? program.entry : linker.entry, program, linker);
}

/** How far programs of type ET_DYN are moved from the addresses in their file: to the base and a random number of pages on. */
function biasOf(program: Program, base: u64): u64 {
  if (!program.header.isPositionIndependent) return 0;
  return base + ((random64() & 0xfff) << 12) - (program.image.start & ~(PAGE - 1));
}

/** The stack's first pages; it grows down as it is used. Returns its top. */
function mapStack(space: AddressSpace, isExecutable: boolean): u64 {
  const top = USER_END - ((random64() & 0xfff) << 12);
  let protection = Protection.Read | Protection.Write;
  if (isExecutable) protection |= Protection.Execute;
  space.map(new Region(top - 32 * PAGE, top, protection, Sharing.Private, null, 0, true, "[stack]"), false);
  return top;
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
  process: Process,
  program: Program,
  linker: Program | null,
  args: string[],
  environment: string[],
  name: string,
  top: u64,
): ProgramStack {
  const platform = "x86_64";
  const extra = name.length + 1 + platform.length + 1 + 32;
  const stack = new ProgramStack(top, args, environment, extra, AUXILIARIES);
  stack.vectors(args, environment);
  const credentials = process.credentials;
  stack.auxiliary(Auxiliary.HardwareCapabilities, 0x0789_fbff);
  stack.auxiliary(Auxiliary.PageSize, PAGE);
  stack.auxiliary(Auxiliary.ClockTicks, 100);
  stack.auxiliary(Auxiliary.ProgramHeaders, program.image.headersAddress + program.bias);
  stack.auxiliary(Auxiliary.ProgramHeaderSize, PROGRAM_HEADER_SIZE);
  stack.auxiliary(Auxiliary.ProgramHeaderCount, program.header.headerCount);
  stack.auxiliary(Auxiliary.Base, linker === null ? 0 : linker.bias);
  stack.auxiliary(Auxiliary.Flags, 0);
  stack.auxiliary(Auxiliary.Entry, program.entry);
  stack.auxiliary(Auxiliary.User, u64(credentials.realUser));
  stack.auxiliary(Auxiliary.EffectiveUser, u64(credentials.effectiveUser));
  stack.auxiliary(Auxiliary.Group, u64(credentials.realGroup));
  stack.auxiliary(Auxiliary.EffectiveGroup, u64(credentials.effectiveGroup));
  stack.auxiliary(Auxiliary.Secure, 0);
  const random = new FixedArray<u8, 16>();
  randomBytes(random.span());
  stack.auxiliary(Auxiliary.Random, stack.data(random.span()));
  stack.auxiliary(Auxiliary.FileName, stack.text(name));
  stack.auxiliary(Auxiliary.Platform, stack.text(platform));
  stack.auxiliary(Auxiliary.Null, 0);
  return stack;
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
  deleteTimers(process);
  disarm(thread);
  thread.clearChildTid = 0;
  process.argumentsStart = loaded.stack.argumentsStart;
  process.argumentsEnd = loaded.stack.argumentsEnd;
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
    killProcess(Signal.SIGKILL, false);
  }
  startAt(frame, loaded.entry, loaded.stack.address);
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
