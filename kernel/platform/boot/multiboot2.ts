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
  loaderFacts.kind = LoaderKind.Multiboot2;
  const bytes = allTags(address);
  for (let at = nextTag(bytes, 0); at !== 0; at = nextTag(bytes, at)) readTag(tagAt(bytes, at));
  return freeMemory.count > 0;
}

/** Reads the command line alone. */
export function readMultibootCommandLine(address: u64): void {
  const bytes = allTags(address);
  for (let at = nextTag(bytes, 0); at !== 0; at = nextTag(bytes, at)) {
    const tag = tagAt(bytes, at);
    if (readU32(tag, 0) === TAG_COMMAND_LINE) readTag(tag);
  }
}

function allTags(address: u64): Span<u8> {
  const base = directMap(address as PhysAddr);
  return pointer<u8>(base).span(usize(pointer<u32>(base).value));
}

/** Where the tag begins that follows the one at `at` (0: the first one); 0 behind the last. */
function nextTag(tags: Span<u8>, at: usize): usize {
  const next = at === 0 ? 8 : at + ((tagAt(tags, at).length + 7) & ~usize(7));
  if (next + 8 > tags.length || readU32(tags, next) === TAG_END) return 0;
  const size = usize(readU32(tags, next + 4));
  return size < 8 || size > tags.length - next ? 0 : next;
}

function tagAt(tags: Span<u8>, at: usize): Span<u8> {
  return tags.subspan(at, at + usize(readU32(tags, at + 4)));
}

function readTag(tag: Span<u8>): void {
  switch (readU32(tag, 0)) {
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
