/**
 * Signals for files that become ready (O_ASYNC, fcntl(2) "Managing signals"). What tells waiting threads that a file is ready tells those on its list as well,
 * with no lock held: sending takes the process table's.
 */

import { SpinLock } from "../platform/lock.ts";
import { SharedReference } from "../platform/shared-reference.ts";

/** What the owner's number means, as F_SETOWN_EX has it. */
export enum OwnerKind {
  Thread = 0,
  Process = 1,
  Group = 2,
}

/** What is told (si_code): POLL_IN and POLL_OUT. */
export enum AsyncReason {
  Readable = 1,
  Writable = 2,
}

/** Who is sent signals about a file. */
export abstract class FileOwner {
  readonly kind: OwnerKind;
  readonly id: i32;

  constructor(kind: OwnerKind, id: i32) {
    this.kind = kind;
    this.id = id;
  }

  /** Sends `signal` (0: SIGIO, without details) about the descriptor, if whoever set the owner may send it. Any context, no queue locked. */
  abstract tell(signal: u32, reason: AsyncReason, fd: i32): void;
}

/** What programs set with F_SETOWN and F_SETSIG. */
export class AsyncSettings {
  readonly owner = new SharedReference<FileOwner | null>(null);
  /** 0: SIGIO. */
  readonly signal: Atomic<u32> = new Atomic<u32>(0);
}

class AsyncEntry {
  readonly settings: AsyncSettings;
  /** The descriptor by which O_ASYNC was set. */
  private readonly fd: i32;

  constructor(settings: AsyncSettings, fd: i32) {
    this.settings = settings;
    this.fd = fd;
  }

  tell(reason: AsyncReason): void {
    const owner = this.settings.owner.load();
    if (owner !== null) owner.tell(this.settings.signal.load(), reason, this.fd);
  }
}

class AsyncEntries {
  readonly list: AsyncEntry[] = [];
}

/** The open files of one pipe, terminal or socket that have O_ASYNC. */
export class AsyncList {
  private readonly entries: SpinLock<AsyncEntries> = new SpinLock(new AsyncEntries());
  private readonly count: Atomic<u32> = new Atomic<u32>(0);

  /** Sends the owners their signals. Any context, no spin lock held. */
  tell(reason: AsyncReason): void {
    if (this.count.load() === 0) return;
    for (let i: usize = 0; ; i++) {
      const entry = this.at(i);
      if (entry === null) return;
      entry.tell(reason);
    }
  }

  private at(index: usize): AsyncEntry | null {
    using entries = this.entries.lock();
    return index < entries.value.list.length ? entries.value.list[index] : null;
  }

  /** Throws ENOMEM. */
  add(entry: AsyncEntry): void {
    using entries = this.entries.lock();
    entries.value.list.push(entry);
    this.count.fetchAdd(1);
  }

  remove(entry: AsyncEntry): void {
    using entries = this.entries.lock();
    const index = entries.value.list.indexOf(entry);
    if (index < 0) return;
    entries.value.list.removeAt(u64(index));
    this.count.fetchSubtract(1);
  }
}

/** As long as it lives, the owner is told. */
class AsyncRegistration {
  private readonly list: AsyncList;
  private readonly entry: AsyncEntry;

  constructor(list: AsyncList, entry: AsyncEntry) {
    this.list = list;
    this.entry = entry;
    list.add(entry);
  }

  destructor(): void {
    this.list.remove(this.entry);
  }
}

/** An open file's part in this, made when it is first needed. */
export class AsyncNotice {
  readonly settings = new AsyncSettings();
  private readonly registration = new SharedReference<AsyncRegistration | null>(null);

  /** O_ASYNC is set, by way of a descriptor. Throws ENOMEM. */
  start(list: AsyncList, fd: i32): void {
    this.registration.store(new AsyncRegistration(list, new AsyncEntry(this.settings, fd)));
  }

  /** O_ASYNC is taken away. */
  stop(): void {
    this.registration.store(null);
  }
}
