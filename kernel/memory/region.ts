import type { PhysAddr } from "../platform/address.ts";
import { Protection } from "./protection.ts";

/** What lies behind a mapping of a file or of shared memory: pages by their index. */
export abstract class PageSource {
  /** Set by the first mapping: see mappings.ts. */
  wasMapped: boolean = false;

  /**
   * The frame of a page, with a share of it for the caller: the source may give it up at any moment. Throws ENXIO when the page
   * lies beyond the end (the program gets SIGBUS), ENOMEM, EIO.
   */
  abstract share(index: u64): PhysAddr;

  /** A program may write to a page through a shared mapping from now on, and means to: it is told by the first write to the page. */
  pageWritten(): void {}

  /** As `/proc/PID/maps` shows it; empty when it has no name. */
  abstract describe(): string;
}

/** What a mapping keeps for as long as it, or a copy of it, is there. */
export abstract class MappingHold {}

/** Who else sees what is written. */
export enum Sharing {
  /** Nobody: a written page becomes the process's own. */
  Private,
  /** Everybody who maps the source. */
  Shared,
}

/** What fork(2) does with a region (madvise(2)). */
export enum Inheritance {
  Copied,
  /** MADV_DONTFORK: the child does not have it. */
  LeftOut,
  /** MADV_WIPEONFORK: the child finds zeros there. */
  Wiped,
}

/** A stretch of a process's address space with one protection and one source: a virtual memory area. */
export class Region {
  /** First and last-plus-one address, multiples of the page size. Changed only while the address space is locked. */
  start: u64;
  end: u64;
  protection: Protection;
  readonly sharing: Sharing;
  /** Null: anonymous memory, zero at first. */
  readonly source: PageSource | null;
  /** The source's page that lies at `start`. */
  firstPage: u64;
  /** The stack: grows down when touched below its start. */
  readonly growsDown: boolean;
  readonly label: string;
  /** Whether the protection may ever allow writing: not for what is shared of a file that is open for reading alone. */
  mayWrite: boolean = true;
  hold: MappingHold | null = null;
  inheritance: Inheritance = Inheritance.Copied;

  constructor(
    start: u64,
    end: u64,
    protection: Protection,
    sharing: Sharing,
    source: PageSource | null,
    firstPage: u64,
    growsDown: boolean,
    label: string,
  ) {
    this.start = start;
    this.end = end;
    this.protection = protection;
    this.sharing = sharing;
    this.source = source;
    this.firstPage = firstPage;
    this.growsDown = growsDown;
    this.label = label;
  }

  /** The same mapping between other bounds, which lie within these, or below or behind them. */
  withBounds(start: u64, end: u64): Region {
    const firstPage = this.firstPage + ((start - this.start) >> 12);
    const part = new Region(
      start,
      end,
      this.protection,
      this.sharing,
      this.source,
      firstPage,
      this.growsDown,
      this.label,
    );
    part.mayWrite = this.mayWrite;
    part.hold = this.hold;
    part.inheritance = this.inheritance;
    return part;
  }

  /** What lies at `start` here, `size` bytes of it, at another address. */
  moved(start: u64, to: u64, size: u64): Region {
    const part = this.withBounds(start, start + size);
    part.start = to;
    part.end = to + size;
    return part;
  }

  /** Whether `next`, which begins where this ends, could be one region with it. */
  continuesIn(next: Region): boolean {
    if (this.end !== next.start || this.protection !== next.protection || this.sharing !== next.sharing)
      return false;
    if (this.growsDown || next.growsDown || this.mayWrite !== next.mayWrite || this.label !== next.label)
      return false;
    if (this.inheritance !== next.inheritance) return false;
    if (this.source === null) return next.source === null && this.sharing === Sharing.Private;
    return this.source === next.source && this.firstPage + ((this.end - this.start) >> 12) === next.firstPage;
  }
}

/** Whether RLIMIT_DATA counts it: it belongs to the program alone and may be written, but is no stack. */
export function isData(region: Region): boolean {
  const isWritable = (region.protection & Protection.Write) !== 0;
  return isWritable && region.sharing === Sharing.Private && !region.growsDown;
}
