import type { PhysAddr } from "../address.ts";

/** A picture memory that the boot loader has set up. */
export class Framebuffer {
  address: PhysAddr = 0;
  width: u32 = 0;
  height: u32 = 0;
  /** Bytes from one line to the next. */
  pitch: u32 = 0;
  bitsPerPixel: u32 = 0;
  redShift: u32 = 0;
  greenShift: u32 = 0;
  blueShift: u32 = 0;
}

/** What the boot loader told. */
export class BootInfo {
  commandLine: string = "";
  /** "PVH" or "Multiboot2". */
  protocol: string = "";
  initrdAddress: PhysAddr = 0;
  /** 0: there is none. */
  initrdSize: u64 = 0;
  framebuffer: Framebuffer | null = null;
}

/** The facts of this boot. Valid from the start of main. */
export declare function bootInfo(): BootInfo;
/** The value of `name=value` on the command line, "" for a bare `name`, null when it is not there. Stops at ` -- `. */
export declare function bootOption(name: string): string | null;
/** The words after ` -- `. Throws ENOMEM. */
export declare function initArguments(): string[];
/** The archive's bytes. Empty when there is none. */
export declare function initrdBytes(): Span<u8>;
/** Gives the archive's memory to the frame allocator: nobody may use `initrdBytes` any more. */
export declare function freeInitrd(): void;
