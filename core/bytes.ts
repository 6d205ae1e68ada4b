/** Little-endian numbers in byte spans, at any alignment. Each panics when the span is too short; LLVM makes one access of each. */

export function readU16(bytes: Span<u8>, at: usize): u16 {
  const part = bytes.subspan(at, at + 2);
  return u16(part[0]) | (u16(part[1]) << 8);
}

/** A little-endian number of four bytes. */
export function readU32(bytes: Span<u8>, at: usize): u32 {
  const part = bytes.subspan(at, at + 4);
  return u32(part[0]) | (u32(part[1]) << 8) | (u32(part[2]) << 16) | (u32(part[3]) << 24);
}

/** A little-endian number of eight bytes. */
export function readU64(bytes: Span<u8>, at: usize): u64 {
  return u64(readU32(bytes, at)) | (u64(readU32(bytes, at + 4)) << 32);
}

/** Writes two bytes, the low one first. */
export function writeU16(bytes: Span<u8>, at: usize, value: u16): void {
  const part = bytes.subspan(at, at + 2);
  part[0] = u8(value);
  part[1] = u8(value >> 8);
}

/** Writes four bytes, the low one first. */
export function writeU32(bytes: Span<u8>, at: usize, value: u32): void {
  const part = bytes.subspan(at, at + 4);
  part[0] = u8(value);
  part[1] = u8(value >> 8);
  part[2] = u8(value >> 16);
  part[3] = u8(value >> 24);
}

/** Writes eight bytes, the low one first. */
export function writeU64(bytes: Span<u8>, at: usize, value: u64): void {
  writeU32(bytes, at, u32(value));
  writeU32(bytes, at + 4, u32(value >> 32));
}
