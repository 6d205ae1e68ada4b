/**
 * Multiboot2: EBX points to a total size, then tags of { u32 type, u32 size }, each at a multiple of 8 (specification 3.6). All of it lies
 * below 4 GiB.
 */

import { pointer } from "unsafe";
import { directMap, type PhysAddr } from "../address.ts";
import { readU32, readU64 } from "../../../core/bytes.ts";
import { LoaderKind, loaderFacts } from "./facts.ts";
import { noteMemory } from "./pvh.ts";
import { freeMemory } from "./memory-map.ts";

const TAG_END = 0;
const TAG_COMMAND_LINE = 1;
const TAG_MODULE = 3;
const TAG_MEMORY_MAP = 6;
const TAG_FRAMEBUFFER = 8;
const TAG_RSDP_OLD = 14;
const TAG_RSDP_NEW = 15;

const DIRECT_COLOUR = 1;

/** Reads the tags. False when there is no memory map. */
export function readMultibootTags(address: u64): boolean {
  const base = directMap(address as PhysAddr);
  const total = usize(pointer<u32>(base).value);
  const bytes = pointer<u8>(base).span(total);
  loaderFacts.kind = LoaderKind.Multiboot2;
  let at: usize = 8;
  while (at + 8 <= total) {
    const type = readU32(bytes, at);
    const size = usize(readU32(bytes, at + 4));
    if (type === TAG_END || size < 8 || at + size > total) break;
    readTag(type, bytes.subspan(at, at + size));
    at += (size + 7) & ~usize(7);
  }
  return freeMemory.count > 0;
}

function readTag(type: u32, tag: Span<u8>): void {
  switch (type) {
    case TAG_COMMAND_LINE:
      loaderFacts.setCommandLine(tag.subspan(8));
      break;
    case TAG_MODULE:
      // The first module is the initial file system.
      if (loaderFacts.initrdSize === 0) {
        loaderFacts.initrdStart = u64(readU32(tag, 8));
        loaderFacts.initrdSize = u64(readU32(tag, 12)) - loaderFacts.initrdStart;
      }
      break;
    case TAG_MEMORY_MAP:
      readMemoryMap(tag);
      break;
    case TAG_FRAMEBUFFER:
      readFramebuffer(tag);
      break;
    case TAG_RSDP_OLD:
    case TAG_RSDP_NEW:
      // The tag holds a copy of the root pointer.
      loaderFacts.setRootPointer(tag.subspan(8));
      break;
    default:
      break;
  }
}

function readMemoryMap(tag: Span<u8>): void {
  const entrySize = usize(readU32(tag, 8));
  if (entrySize < 20) return;
  for (let at: usize = 16; at + entrySize <= tag.length; at += entrySize) {
    noteMemory(readU64(tag, at), readU64(tag, at + 8), readU32(tag, at + 16));
  }
}

function readFramebuffer(tag: Span<u8>): void {
  if (tag.length < 38 || tag[29] !== DIRECT_COLOUR) return;
  loaderFacts.framebufferAddress = readU64(tag, 8);
  loaderFacts.framebufferPitch = readU32(tag, 16);
  loaderFacts.framebufferWidth = readU32(tag, 20);
  loaderFacts.framebufferHeight = readU32(tag, 24);
  loaderFacts.framebufferBits = u32(tag[28]);
  loaderFacts.redShift = u32(tag[32]);
  loaderFacts.greenShift = u32(tag[34]);
  loaderFacts.blueShift = u32(tag[36]);
}
