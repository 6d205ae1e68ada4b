/** What the boot loader told, in static memory: it is read before there is a heap, and the loader's own copy is then given up. */

import { readU32, readU64 } from "../../../core/bytes.ts";

const LONGEST_COMMAND_LINE = 2048;

/** The protocol by which the kernel was started; `None` until the facts have been read. */
export enum LoaderKind {
  None,
  Pvh,
  Multiboot2,
}

/** What a boot loader says, in one form for all protocols. All addresses are physical, all sizes in bytes; 0 stands for what it did not say. */
@struct
export class LoaderFacts {
  kind: LoaderKind = LoaderKind.None;
  /** Bytes of the command line in use. */
  commandLineLength: usize = 0;
  commandLine = new FixedArray<u8, 2048>();
  initrdStart: u64 = 0;
  initrdSize: u64 = 0;
  /** Physical addresses of the ACPI root tables, 0 when unknown. */
  rsdt: u64 = 0;
  xsdt: u64 = 0;
  /** 0: no frame buffer. */
  framebufferAddress: u64 = 0;
  framebufferWidth: u32 = 0;
  framebufferHeight: u32 = 0;
  framebufferPitch: u32 = 0;
  framebufferBits: u32 = 0;
  redShift: u32 = 0;
  greenShift: u32 = 0;
  blueShift: u32 = 0;

  /** Copies the command line, up to its zero byte; what is beyond 2048 bytes is cut. */
  setCommandLine(text: Span<u8>): void {
    let length: usize = 0;
    while (length < text.length && length < LONGEST_COMMAND_LINE && text[length] !== 0) {
      this.commandLine[length] = text[length];
      length++;
    }
    this.commandLineLength = length;
  }

  /** Reads the ACPI root pointer (ACPI 6.5, 5.2.5.3): 20 bytes, or 36 since revision 2. */
  setRootPointer(pointer: Span<u8>): void {
    this.rsdt = u64(readU32(pointer, 16));
    if (pointer[15] >= 2 && pointer.length >= 36) this.xsdt = readU64(pointer, 24);
  }
}

/** The facts of this boot. Written once, before there are threads. */
export const loaderFacts = new LoaderFacts();
