import { pointer } from "unsafe";
import { directMap, type PhysAddr } from "../address.ts";
import { LoaderKind, loaderFacts } from "./facts.ts";

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

let info: BootInfo | null = null;

/** The facts of this boot. Throws ENOMEM the first time. */
export function bootInfo(): BootInfo {
  const known = info;
  if (known !== null) return known;
  const made = readFacts();
  info = made;
  return made;
}

function readFacts(): BootInfo {
  const facts = new BootInfo();
  facts.commandLine = String.fromBytes(
    loaderFacts.commandLine.span().subspan(0, loaderFacts.commandLineLength),
  );
  facts.protocol = loaderFacts.kind === LoaderKind.Pvh ? "PVH" : "Multiboot2";
  facts.initrdAddress = loaderFacts.initrdStart as PhysAddr;
  facts.initrdSize = loaderFacts.initrdSize;
  if (loaderFacts.framebufferAddress !== 0) {
    const screen = new Framebuffer();
    screen.address = loaderFacts.framebufferAddress as PhysAddr;
    screen.width = loaderFacts.framebufferWidth;
    screen.height = loaderFacts.framebufferHeight;
    screen.pitch = loaderFacts.framebufferPitch;
    screen.bitsPerPixel = loaderFacts.framebufferBits;
    screen.redShift = loaderFacts.redShift;
    screen.greenShift = loaderFacts.greenShift;
    screen.blueShift = loaderFacts.blueShift;
    facts.framebuffer = screen;
  }
  return facts;
}

/** Words of the command line before ` -- `, or those after it. Throws ENOMEM. */
function words(afterDashes: boolean): string[] {
  const found: string[] = [];
  let isAfter = false;
  for (const word of bootInfo().commandLine.split(" ")) {
    if (word === "") continue;
    if (word === "--" && !isAfter) isAfter = true;
    else if (isAfter === afterDashes) found.push(word);
  }
  return found;
}

/** The value of `name=value` on the command line, "" for a bare `name`, null when it is not there; the last one counts. Stops at ` -- `. Throws ENOMEM. */
export function bootOption(name: string): string | null {
  let value: string | null = null;
  for (const word of words(false)) {
    if (word === name) value = "";
    if (word.startsWith(name) && word.length > name.length && word.byteAt(name.length) === 0x3d) {
      value = word.slice(name.length + 1);
    }
  }
  return value;
}

/** The words before ` -- `. Throws ENOMEM. */
export function bootWords(): string[] {
  return words(false);
}

/** The words after ` -- `. Throws ENOMEM. */
export function initArguments(): string[] {
  return words(true);
}

/** The initial file system's archive; it stays where it is. Empty when there is none. */
export function initrdBytes(): Span<u8> {
  return pointer<u8>(directMap(loaderFacts.initrdStart as PhysAddr)).span(loaderFacts.initrdSize);
}
