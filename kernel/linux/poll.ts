/** System calls that wait for one of several files to be ready. */

import { Errno } from "../../core/errno.ts";
import type { DescriptorTable } from "../file/descriptors.ts";
import type { File } from "../file/file.ts";
import { PollEvents } from "../file/poll-events.ts";
import { monotonicNanoseconds } from "../platform/clock.ts";
import { loadStruct, readUser64, storeStruct, writeUser32, writeUser64 } from "../platform/user.ts";
import { currentProcess } from "../process/current.ts";
import { Resource } from "../process/limits.ts";
import { deadlineOr, interruptWait } from "../process/restart.ts";
import { PollTable } from "../task/poll-table.ts";
import { NEVER } from "../task/timer.ts";
import { RESTART } from "../task/wait-queue.ts";
import { deadlineAfter, deadlineFrom, later, storeTimeLeft, useMask } from "./deadlines.ts";
import { TimeValue } from "./structures.ts";
import type { In, InOut, InOutArray } from "./abi/arguments.ts";

/** Reported whether asked for or not. */
const ALWAYS: u32 = PollEvents.Error | PollEvents.HangUp | PollEvents.Invalid;

/** Something that is asked again and again until it has an answer. */
interface Question {
  /** Asks all files, which enter their queues in the table if there is one; returns how many are ready. Throws EFAULT, EBADF, ENOMEM. */
  ask(table: PollTable | null): u64;
}

/**
 * Asks until something is ready or the deadline (monotonic nanoseconds; 0: at once, NEVER) passes. Returns how many are ready. A
 * signal's handler ends the wait with EINTR whatever its action says (signal(7)).
 */
function wait<T extends Question>(question: T, deadline: u64): i64 {
  // The first look, which is mostly the only one, needs no queues.
  const ready = question.ask(null);
  if (ready > 0 || deadline === 0) return i64(ready);
  using table = new PollTable();
  try {
    for (;;) {
      table.prepare();
      const found = askPrepared(question, table);
      if (found > 0) {
        table.cancel();
        return i64(found);
      }
      if (!table.sleep(deadline)) return i64(question.ask(null));
    }
  } catch (error) {
    if (errnoOf(error) === RESTART) interruptWait(deadline);
    throw error;
  }
}

function askPrepared<T extends Question>(question: T, table: PollTable): u64 {
  try {
    return question.ask(table);
  } catch (error) {
    table.cancel();
    throw error;
  }
}

/** What the open file is ready for. */
function readiness(fd: i32, table: PollTable | null): u32 {
  const file = currentProcess().descriptors.find(fd);
  return file === null ? PollEvents.Invalid : file.poll(table);
}

// ---------------------------------------------------------------- poll

/** Entries that are looked at in one go: by one look at the table of descriptors. */
const CHUNK: u64 = 10;
const ENTRY_SIZE: u64 = 8;
const PAGE_MASK: u64 = 0xfff;

/** As many entries as are looked at in one go. */
@struct
@size(80)
class PollChunk {
  words = new FixedArray<u64, 10>();
}

/** An array of `struct pollfd`: descriptor, events wanted, events found, as one word of memory. */
@struct
class PollList {
  private readonly address: u64;
  private readonly count: u64;
  private readonly descriptors: DescriptorTable;
  private readonly chunk: PollChunk = new PollChunk();
  private readonly files = new FixedArray<File | null, 10>();

  constructor(address: u64, count: u64, descriptors: DescriptorTable) {
    this.address = address;
    this.count = count;
    this.descriptors = descriptors;
  }

  ask(table: PollTable | null): u64 {
    let ready: u64 = 0;
    for (let start: u64 = 0; start < this.count; start += CHUNK) {
      ready += this.askChunk(table, this.address + start * ENTRY_SIZE, bits.min(this.count - start, CHUNK));
    }
    return ready;
  }

  private askChunk(table: PollTable | null, address: u64, count: u64): u64 {
    const words = this.chunk.words;
    // What lies behind the last entry in the same page can be read as well as the entry.
    if (count === CHUNK || (address & PAGE_MASK) <= PAGE_MASK + 1 - CHUNK * ENTRY_SIZE)
      loadStruct(address, this.chunk);
    else for (let i: u64 = 0; i < count; i++) words[i] = readUser64(address + i * ENTRY_SIZE);
    this.descriptors.gather(words.span().subspan(0, count), this.files.span());
    let ready: u64 = 0;
    for (let i: u64 = 0; i < count; i++) {
      const word = words[i];
      const wanted = u32(word >> 32) & 0xffff;
      const file = this.files[i];
      let events: u32 = 0;
      if (file !== null) events = file.poll(table) & (wanted | ALWAYS);
      else if (i32(word) >= 0) events = PollEvents.Invalid;
      // Not kept while the thread sleeps: others may close it.
      this.files[i] = null;
      if (events !== 0) ready += 1;
      if (u64(events) !== word >> 48) writeUser32(address + i * ENTRY_SIZE + 4, wanted | (events << 16));
    }
    return ready;
  }
}

function pollUntil(list: u64, count: u32, deadline: u64): i64 {
  const process = currentProcess();
  if (u64(count) > process.limits.soft(Resource.Files)) throw Errno.EINVAL;
  const question = new PollList(list, u64(count), process.descriptors);
  return wait(question, deadline);
}

/**
 * poll(2): waits until one of the files is ready, at most `timeout` milliseconds (negative: for ever). Returns how many are, 0 after the time.
 *
 * Errors: EFAULT; EINTR; EINVAL more descriptors than a process may have; ENOMEM.
 */
export function poll(list: InOutArray<"pollfd", "count">, count: u32, timeout: i32): i64 {
  return pollUntil(list, count, deadlineOr(deadlineAfter(timeout)));
}

/**
 * ppoll(2): poll with the time in nanoseconds, and with other signals blocked while it waits.
 *
 * Errors: as poll; EINVAL a bad time or size of the signal set.
 */
export function ppoll(
  list: InOutArray<"pollfd", "count">,
  count: u32,
  timeout: InOut<"timespec">,
  mask: In<"sigset_t">,
  maskSize: u64,
): i64 {
  const deadline = deadlineOr(deadlineFrom(timeout));
  useMask(mask, maskSize);
  const ready = pollUntil(list, count, deadline);
  storeTimeLeft(timeout, deadline);
  return ready;
}

// ---------------------------------------------------------------- select

const SET_READ: u32 =
  PollEvents.In | PollEvents.ReadNormal | PollEvents.ReadBand | PollEvents.HangUp | PollEvents.Error;
const SET_WRITE: u32 = PollEvents.Out | PollEvents.WriteNormal | PollEvents.WriteBand | PollEvents.Error;
const SET_EXCEPT: u32 = PollEvents.Priority;
const WORD_BITS: u64 = 64;
/** Descriptors beyond this are never in use (RLIMIT_NOFILE's highest value). */
const MOST_DESCRIPTORS: u64 = 0x10_0000;

/** The three sets of select(2): a bit for each descriptor. */
@struct
class SelectSets {
  private readonly words: u64;
  /** What is asked for: the words of the sets one after the other; and the answers. */
  private readonly wanted: u64[];
  private readonly found: u64[];
  private readonly count: u64;

  constructor(count: u64, read: u64, write: u64, except: u64) {
    this.count = count;
    this.words = (count + WORD_BITS - 1) / WORD_BITS;
    this.wanted = new Array<u64>(this.words * 3);
    this.found = new Array<u64>(this.words * 3);
    this.load(0, read);
    this.load(1, write);
    this.load(2, except);
  }

  private load(set: u64, address: u64): void {
    if (address === 0) return;
    for (let i: u64 = 0; i < this.words; i++) this.wanted[set * this.words + i] = readUser64(address + i * 8);
    const unused = this.words * WORD_BITS - this.count;
    if (unused > 0) this.wanted[(set + 1) * this.words - 1] &= u64(0xffff_ffff_ffff_ffff) >> unused;
  }

  /** Writes the answers into the program's sets. Throws EFAULT. */
  store(set: u64, address: u64): void {
    if (address === 0) return;
    for (let i: u64 = 0; i < this.words; i++) writeUser64(address + i * 8, this.found[set * this.words + i]);
  }

  ask(table: PollTable | null): u64 {
    let ready: u64 = 0;
    for (let i: u64 = 0; i < this.words; i++) {
      const read = this.wanted[i];
      const write = this.wanted[this.words + i];
      const except = this.wanted[this.words * 2 + i];
      let left = read | write | except;
      let foundRead: u64 = 0;
      let foundWrite: u64 = 0;
      let foundExcept: u64 = 0;
      while (left !== 0) {
        const index = bits.trailingZeros(left);
        const bit = u64(1) << index;
        left &= ~bit;
        const events = readiness(i32(i * WORD_BITS + index), table);
        if (events === PollEvents.Invalid) throw Errno.EBADF;
        if ((events & SET_READ) !== 0) foundRead |= read & bit;
        if ((events & SET_WRITE) !== 0) foundWrite |= write & bit;
        if ((events & SET_EXCEPT) !== 0) foundExcept |= except & bit;
      }
      this.found[i] = foundRead;
      this.found[this.words + i] = foundWrite;
      this.found[this.words * 2 + i] = foundExcept;
      ready += bits.popCount(foundRead) + bits.popCount(foundWrite) + bits.popCount(foundExcept);
    }
    return ready;
  }
}

function selectUntil(count: i32, read: u64, write: u64, except: u64, deadline: u64): i64 {
  if (count < 0) throw Errno.EINVAL;
  const sets = new SelectSets(bits.min(u64(count), MOST_DESCRIPTORS), read, write, except);
  const ready = wait(sets, deadline);
  sets.store(0, read);
  sets.store(1, write);
  sets.store(2, except);
  return ready;
}

/**
 * select(2): poll for sets of descriptors below `count`. Writes the time left back.
 *
 * Errors: EBADF; EINTR; EINVAL a negative count or time; EFAULT; ENOMEM.
 */
export function select(
  count: i32,
  read: InOut<"fd_set">,
  write: InOut<"fd_set">,
  except: InOut<"fd_set">,
  timeout: InOut<"timeval">,
): i64 {
  let deadline: u64 = NEVER;
  if (timeout !== 0) {
    const time = new TimeValue();
    loadStruct(timeout, time);
    if (time.seconds < 0 || time.microseconds < 0) throw Errno.EINVAL;
    deadline = later(time.total);
  }
  deadline = deadlineOr(deadline);
  const ready = selectUntil(count, read, write, except, deadline);
  if (timeout !== 0) {
    const time = new TimeValue();
    const now = monotonicNanoseconds();
    if (deadline > now) time.set(deadline - now);
    storeStruct(timeout, time);
  }
  return ready;
}

/**
 * pselect6(2): select with the time in nanoseconds, and with other signals blocked while it waits. `signals` is the address of the set's address and size.
 *
 * Errors: as select.
 */
export function pselect6(
  count: i32,
  read: InOut<"fd_set">,
  write: InOut<"fd_set">,
  except: InOut<"fd_set">,
  timeout: InOut<"timespec">,
  signals: In<"sigset_argpack">,
): i64 {
  const deadline = deadlineOr(deadlineFrom(timeout));
  if (signals !== 0) useMask(readUser64(signals), readUser64(signals + 8));
  const ready = selectUntil(count, read, write, except, deadline);
  storeTimeLeft(timeout, deadline);
  return ready;
}
